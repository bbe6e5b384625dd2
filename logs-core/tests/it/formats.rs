//! Lines that services write: what is read is printed, and reads back as the same.

use cupola_logs::format::laws::line_law;
use cupola_logs::format::{AccessLogFormat, LambdaLine, LambdaPlatformEvent, LambdaReport, LambdaTrace, Route53Query};
use proptest::prelude::*;

#[test]
fn reports_as_the_service_writes_them_are_read() {
    let line = "REPORT RequestId: 8f5a\tDuration: 3004.66 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory \
                Used: 31 MB\tInit Duration: 121.09 ms\t\nXRAY TraceId: 1-5e-4f\tSegmentId: 66a\tSampled: true\t\n";
    let trace = LambdaTrace { trace: "1-5e-4f", segment: "66a", sampled: true };
    let expected = LambdaReport {
        request: "8f5a",
        duration_ms: 3004.66,
        billed_ms: 3000.0,
        memory_mb: 128,
        memory_used_mb: 31,
        init_ms: Some(121.09),
        trace: Some(trace),
        ..LambdaReport::default()
    };
    assert_eq!(LambdaLine::parse(line), Ok(LambdaLine::Report(expected)));
    let timeout = "REPORT RequestId: 8\tDuration: 3 ms\tBilled Duration: 3 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB\t\
                   Status: timeout";
    assert_eq!(LambdaReport::parse(timeout).unwrap().status, Some("timeout"));
}

#[test]
fn what_is_no_line_of_the_service_is_refused_where_it_is_wrong() {
    let good = "REPORT RequestId: 8\tDuration: 3 ms\tBilled Duration: 3 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB";
    for (line, part) in [
        ("Loading function", "Loading"),
        ("START RequestId: 9", "RequestId: 9"),
        ("END RequestId: ", "RequestId:"),
        (&good.replace("3 ms\tB", "3 s\tB"), "Duration: 3 s"),
        (&good.replace("1 MB\tMax", "+1 MB\tMax"), "Memory Size: +1 MB"),
        (&good.replace("Billed", "Filled"), "Filled Duration: 3 ms"),
    ] {
        let error = LambdaLine::parse(line).unwrap_err();
        assert_eq!(&line[error.span().range()], part, "{error}");
    }
    let missing = "REPORT RequestId: 8\tDuration: 3 ms";
    assert!(LambdaReport::parse(missing).is_err());
}

#[test]
fn the_start_of_an_environment_tells_its_runtime() {
    let arn = "arn:aws:lambda:us-east-1::runtime:07a4";
    let line = format!("INIT_START Runtime Version: python:3.9.v14\tRuntime Version ARN: {arn}\n");
    assert_eq!(LambdaLine::parse(&line), Ok(LambdaLine::InitStart { runtime: "python:3.9.v14", arn: Some(arn) }));
}

#[test]
fn platform_events_keep_what_they_do_not_know() {
    let line = r#"{"time":"2026-05-04T06:00:00.000Z","type":"platform.initStart","record":{"functionVersion":"$LATEST","initializationType":"on-demand","phase":"init","runtimeVersion":"nodejs:20.v1"}}"#;
    let event = LambdaPlatformEvent::parse(line).unwrap();
    assert_eq!(event.record.runtime_version.as_deref(), Some("nodejs:20.v1"));
    assert_eq!(event.record.more["phase"], "init");
    let again: serde_json::Value = serde_json::from_str(&event.to_string()).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(line).unwrap());
    let error = LambdaPlatformEvent::parse(r#"{"time":"noon","type":"x"}"#).unwrap_err();
    assert!(error.message().contains("noon"), "{error}");
}

#[test]
fn access_lines_are_read_by_the_text_between_variables() {
    let line = r#"{ "requestId":"c6af", "ip":"203.0.113.9", "caller":"-", "user":"-", "requestTime":"04/May/2026:06:00:00 +0000", "httpMethod":"GET", "resourcePath":"/pets/{id}", "status":"200", "protocol":"HTTP/1.1", "responseLength":"27" }"#;
    let format = AccessLogFormat::json();
    let record = format.read(line).unwrap();
    assert_eq!((record.get("$context.resourcePath"), record.number("responseLength")), (Some("/pets/{id}"), Some(27)));
    assert_eq!(record.to_string(), line);
    assert_eq!(record.values().count(), format.variables().count());
}

#[test]
fn queries_with_too_few_or_strange_words_are_refused() {
    let line = "1.0 2017-12-13T08:16:02.130Z Z123 example.com A NOERROR UDP FRA6 192.168.1.1 -";
    assert!(Route53Query::parse(line).is_ok());
    for (from, to) in [(" -", ""), ("2017-12-13T", "2017-13-13T"), ("192.168.1.1", "192.168.1"), ("FRA6", "FRA 6")] {
        assert!(Route53Query::parse(&line.replace(from, to)).is_err(), "{to}");
    }
}

fn report() -> impl Strategy<Value = String> {
    let value = prop_oneof!["[0-9]{1,3}(\\.[0-9]{1,2})? (ms|MB)", "[a-z0-9:. -]{0,6}", "true|false"];
    let label = prop::sample::select(vec![
        "RequestId",
        "Duration",
        "Billed Duration",
        "Memory Size",
        "Max Memory Used",
        "Init Duration",
        "Status",
        "Error Type",
        "XRAY TraceId",
        "SegmentId",
        "Sampled",
    ]);
    let more = prop::collection::vec((label, value).prop_map(|(label, value)| format!("{label}: {value}")), 0..6);
    let first = "RequestId: 8\tDuration: 3.5 ms\tBilled Duration: 4 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB";
    more.prop_map(move |more| format!("REPORT {first}\t{}", more.join("\t")))
}

proptest! {
    #[test]
    fn lines_survive_printing(line in prop_oneof![
        report(),
        "(START|END|REPORT|INIT_START) (RequestId: |Runtime Version: )[a-z$ ]{0,8}( Version: [0-9]{1,2})?",
        "1.0 2017-12-13T08:16:02.13[0-9]{1,4}Z Z a\\.b A OK UDP F (192\\.168\\.1\\.1|::1|0::01) (-|::/0)",
        "\\{\"time\":\"2017-12-13T08:16:02Z\",\"type\":\"t\",\"record\":\\{(\"status\":(null|\"x\"|1)|\"metrics\":\\{\"durationMs\":[0-9.e]{1,5}\\}|\"z\":1.50)?\\}\\}",
        "[a\" ]{0,2}\\$context\\.requestId([ \",.]{1,2}\\$context\\.[a-z.]{1,3}[ \",.]{0,2}){0,3}\n[a-z\", .-]{0,20}",
    ]) {
        line_law(line.as_bytes());
    }

    #[test]
    fn any_text_is_harmless(text in "\\PC{0,40}") {
        line_law(text.as_bytes());
    }
}
