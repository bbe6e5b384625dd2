//! The page at `/`.
#![allow(clippy::unwrap_used, reason = "tests")]

use cupola_endpoint::ClockMode;
use serde_json::{Value, json};

use crate::support::{Endpoint, START};

fn page(endpoint: &Endpoint) -> String {
    let answer = endpoint.request("GET", "/", &[], b"");
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    answer.text().to_owned()
}

/// The page without its tags; what is side by side is parted by a bar.
fn words(html: &str) -> String {
    let body = html.split_once("<body>").unwrap().1;
    let texts = body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
}

fn call(endpoint: &Endpoint, service: &str, target: &str, body: &Value) {
    let answer = endpoint.json(service, target, &body.to_string());
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// A log group with a filter, two alarms of which one rings, a rule, a trail and a trace.
fn fill(endpoint: &Endpoint) {
    let logs = |action: &str, body| call(endpoint, "logs", &format!("Logs_20140328.{action}"), &body);
    logs("CreateLogGroup", json!({"logGroupName": "auth"}));
    let transformation = json!({"metricName": "Failed", "metricNamespace": "Auth", "metricValue": "1"});
    logs(
        "PutMetricFilter",
        json!({"logGroupName": "auth", "filterName": "f", "filterPattern": "Failed",
        "metricTransformations": [transformation]}),
    );
    let metrics =
        |action: &str, body| call(endpoint, "monitoring", &format!("GraniteServiceVersion20100801.{action}"), &body);
    metrics("PutMetricData", json!({"Namespace": "App", "MetricData": [{"MetricName": "Size", "Value": 5}]}));
    for (name, threshold) in [("<big>", 1), ("huge", 100)] {
        metrics(
            "PutMetricAlarm",
            json!({"AlarmName": name, "Namespace": "App", "MetricName": "Size", "Statistic": "Sum",
            "Period": 60, "EvaluationPeriods": 1, "Threshold": threshold, "TreatMissingData": "ignore",
            "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": ["arn:aws:sns:us-east-1:123456789012:ops"]}),
        );
    }
    call(endpoint, "events", "AWSEvents.PutRule", &json!({"Name": "r", "ScheduleExpression": "rate(1 hour)"}));
    let trail = json!({"Name": "all", "S3BucketName": "my-bucket"});
    call(endpoint, "cloudtrail", "CloudTrail_20131101.CreateTrail", &trail);
    let segment = json!({"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "70de5b6f19ff9a0a", "name": "shop",
        "start_time": 1_777_874_390, "end_time": 1_777_874_391})
    .to_string();
    assert_eq!(endpoint.xray("/TraceSegments", &json!({"TraceSegmentDocuments": [segment]}).to_string()).status, 200);
}

#[test]
fn it_tells_what_is_there() {
    let endpoint = Endpoint::start();
    let empty = words(&page(&endpoint));
    assert!(empty.contains("Nothing is here yet") && empty.contains("--endpoint-url http://localhost"), "{empty}");
    fill(&endpoint);
    endpoint.advance_to("2026-05-04T06:02:00Z");
    let html = page(&endpoint);
    let words = words(&html);
    for fact in [
        "2026-05-04T06:02:00Z",
        "123456789012/us-east-1",
        "log groups|1|metric filters|1",
        "alarms in ALARM|1|alarms in OK|1|alarms in INSUFFICIENT_DATA|0",
        "event buses|1|rules|1",
        "traces|1|sampling rules|1",
        "trails|1",
        "&lt;big&gt;|ALARM|2026-05-04T06:01:00Z|Threshold Crossed: 1 datapoint [5.0 (04/05/26 06:00:00)]",
        "huge|OK|",
        "arn:aws:sns:us-east-1:123456789012:ops|kept, try 1",
    ] {
        assert!(words.contains(fact), "no `{fact}` in {words}");
    }
    assert!(html.contains("<svg") && html.contains("shop"), "the service map is there");
    assert!(!html.contains("<big>") && !html.contains("<script"), "what clients say is no markup");
    assert!(
        !html.contains("http://localhost/") && !html.contains("src=") && !html.contains("@import"),
        "all is inside"
    );
}

#[test]
fn its_buttons_move_the_clock_without_a_script() {
    let endpoint = Endpoint::start();
    let press = |form: &str, headers: &[(&str, &str)]| {
        let form_type = [("Content-Type", "application/x-www-form-urlencoded")];
        endpoint.request("POST", "/_cupola/clock", &[&form_type, headers].concat(), form.as_bytes())
    };
    let now = || endpoint.request("GET", "/_cupola/clock", &[], b"").json()["now"].as_str().unwrap().to_owned();
    assert!(page(&endpoint).contains(r#"<button name="by" value="60">1 minute</button>"#));
    let pressed = press("by=60", &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!((pressed.status, pressed.header("location")), (303, "/"));
    assert_eq!(now(), "2026-05-04T06:01:00Z");
    assert_eq!(press("to=2026-05-04T07%3A00%3A00Z", &[]).status, 303);
    assert_eq!(now(), "2026-05-04T07:00:00Z");
    for (form, status) in [("by=-60", 409), ("by=soon", 400), ("to=soon", 400), ("", 400), ("by=1&to=x", 400)] {
        assert_eq!(press(form, &[]).status, status, "{form}");
    }
    assert_eq!(press("by=60", &[("Sec-Fetch-Site", "cross-site")]).status, 403);
    assert_eq!(now(), "2026-05-04T07:00:00Z");
    let system = Endpoint::start_with(|settings| settings.with_clock(ClockMode::System));
    assert!(!page(&system).contains("<form"), "the machine's clock has no buttons");
}

#[test]
fn clients_of_services_do_not_see_it() {
    let endpoint = Endpoint::start();
    assert!(
        endpoint.request("GET", "/?Action=DescribeAlarms&Version=2010-08-01", &[], b"").text().starts_with("<Desc")
    );
    let signed = [("Authorization", &*crate::support::signed("logs"))];
    assert_eq!(endpoint.request("GET", "/", &signed, b"").json()["__type"], "UnknownOperationException");
    assert_eq!(endpoint.request("POST", "/", &[], b"").status, 404);
    assert_eq!(endpoint.request("GET", "/_cupola/clock", &[], b"").json()["now"], START);
}
