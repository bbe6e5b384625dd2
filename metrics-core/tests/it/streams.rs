//! Metric streams: which minutes go out, when, and in which form.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_metrics::{
    Alarm, Datum, Engine, Metric, MetricStreamConfiguration, MetricStreamFilter, MetricStreamName, Namespace, Output,
    OutputFormat, Period, Place, PutMetricStreamError, Sample, Snapshot, Statistic, StatisticsConfiguration,
    StatisticsQuery, StreamRecord, StreamedMetrics, Timestamp, Unit,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const FIREHOSE: &str = "arn:aws:firehose:us-east-1:111122223333:deliverystream/lake";
const ROLE: &str = "arn:aws:iam::111122223333:role/stream";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-05-04T{text}Z")).unwrap()
}

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
}

fn stream(name: &str, format: OutputFormat) -> MetricStreamConfiguration {
    MetricStreamConfiguration::new(name, FIREHOSE, ROLE, format).unwrap()
}

fn records(engine: &mut Engine) -> Vec<StreamRecord> {
    let record = |output| match output {
        Output::StreamRecord(record) => Some(record),
        _ => None,
    };
    engine.drain().into_iter().filter_map(record).collect()
}

fn lines(record: &StreamRecord) -> Vec<Value> {
    record.draft.payload.as_str().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// When each record went out, and the start and the sum of each of its minutes.
fn sums(engine: &mut Engine) -> Vec<(String, Vec<(i64, f64)>)> {
    let minute =
        |line: &Value| (line["timestamp"].as_i64().unwrap() / 60_000 % 60, line["value"]["sum"].as_f64().unwrap());
    let told = |record: &StreamRecord| (record.draft.at.to_string(), lines(record).iter().map(minute).collect());
    records(engine).iter().map(told).collect()
}

#[test]
fn a_closed_minute_goes_out_once_and_late_data_send_it_again() {
    let mut engine = engine();
    engine.put_metric_stream(at("08:00:05"), stream("all", OutputFormat::Json), Vec::new()).unwrap();
    engine.put(at("08:00:10"), Datum::new("Orders", "Placed", at("08:00:10"), 4.0)).unwrap();
    engine.put(at("08:00:50"), Datum::new("Orders", "Placed", at("08:00:45"), 6.0)).unwrap();
    assert_eq!(engine.next_deadline().unwrap().at, at("08:01:00"));
    engine.advance(at("08:00:59"));
    assert_eq!(sums(&mut engine), []);
    engine.advance(at("08:01:00"));
    assert_eq!(sums(&mut engine), [("2026-05-04T08:01:00Z".to_owned(), vec![(0, 10.0)])]);
    assert_eq!(engine.next_deadline(), None, "its own metrics are not streamed");
    engine.put(at("08:03:10"), Datum::new("Orders", "Placed", at("08:00:30"), 1.0)).unwrap();
    engine.advance(at("09:00:00"));
    assert_eq!(sums(&mut engine), [("2026-05-04T08:04:00Z".to_owned(), vec![(0, 11.0)])]);
    engine.put(at("11:03:10"), Datum::new("Orders", "Placed", at("08:00:30"), 1.0)).unwrap();
    engine.advance(at("12:00:00"));
    assert_eq!(sums(&mut engine), [], "it is more than two hours late");
}

#[test]
fn there_is_no_back_fill_and_a_stopped_stream_is_silent() {
    let mut engine = engine();
    engine.put(at("07:59:10"), Datum::new("Orders", "Placed", at("07:59:10"), 4.0)).unwrap();
    engine.put_metric_stream(at("08:00:05"), stream("all", OutputFormat::Json), Vec::new()).unwrap();
    engine.advance(at("08:10:00"));
    assert_eq!(sums(&mut engine), []);
    engine.stop_metric_streams(at("08:10:30"), &["all", "none"]);
    engine.put(at("08:10:40"), Datum::new("Orders", "Placed", at("08:10:40"), 4.0)).unwrap();
    engine.start_metric_streams(at("08:11:30"), &["all"]);
    engine.advance(at("08:20:00"));
    assert_eq!(sums(&mut engine), []);
    engine.put(at("08:20:40"), Datum::new("Orders", "Placed", at("08:20:40"), 5.0)).unwrap();
    engine.advance(at("08:30:00"));
    assert_eq!(sums(&mut engine), [("2026-05-04T08:21:00Z".to_owned(), vec![(20, 5.0)])]);
}

#[test]
fn json_has_the_documented_members() {
    let mut engine = engine();
    engine.put_metric_stream(at("08:00:00"), stream("all", OutputFormat::Json), Vec::new()).unwrap();
    let datum = Datum::new("AWS/EC2", "DiskWriteOps", at("08:00:10"), 0.0)
        .with_dimension("InstanceId", "i-1")
        .with_unit(Unit::Seconds)
        .with_sample(Sample::Values(vec![(0.0, 1.0), (18.0, 1.0), (2.0, 1.0)]));
    engine.put_metric_data(at("08:00:10"), cupola_metrics::Origin::Service, vec![datum]).unwrap();
    engine.advance(at("08:01:00"));
    let record = records(&mut engine).pop().unwrap();
    assert_eq!((record.role.as_str(), record.draft.target.as_str()), (ROLE, FIREHOSE));
    let expected = r#"{"metric_stream_name":"all","account_id":"111122223333","region":"us-east-1","namespace":"AWS/EC2","metric_name":"DiskWriteOps","dimensions":{"InstanceId":"i-1"},"timestamp":1777881600000,"value":{"max":18.0,"min":0.0,"sum":20.0,"count":3.0},"unit":"Seconds"}"#;
    let line = record.draft.payload.as_str().trim_end();
    assert_eq!(line, expected);
}

#[test]
fn open_telemetry_has_both_shapes() {
    let mut engine = engine();
    for (name, format) in [("a", OutputFormat::OpenTelemetry07), ("b", OutputFormat::OpenTelemetry10)] {
        engine.put_metric_stream(at("08:00:00"), stream(name, format), Vec::new()).unwrap();
    }
    let datum = Datum::new("Shop", "Time", at("08:00:10"), 2.5).with_dimension("Till", "1");
    engine.put(at("08:00:10"), datum.with_unit(Unit::Milliseconds)).unwrap();
    engine.advance(at("08:01:00"));
    let both = records(&mut engine);
    let old = &lines(&both[0])[0]["resourceMetrics"][0];
    let new = &lines(&both[1])[0]["resourceMetrics"][0];
    let arn = "arn:aws:cloudwatch:us-east-1:111122223333:metric-stream/b";
    assert_eq!(new["resource"]["attributes"][3], json!({"key": "aws.exporter.arn", "value": {"stringValue": arn}}));
    let metric = &new["scopeMetrics"][0]["metrics"][0];
    assert_eq!((&metric["name"], &metric["unit"]), (&json!("amazonaws.com/Shop/Time"), &json!("ms")));
    let point = &metric["summary"]["dataPoints"][0];
    let dimensions = json!({"kvlistValue": {"values": [{"key": "Till", "value": {"stringValue": "1"}}]}});
    assert_eq!(point["attributes"][2], json!({"key": "Dimensions", "value": dimensions}));
    assert_eq!((&point["startTimeUnixNano"], &point["count"]), (&json!("1777881600000000000"), &json!("1")));
    let ends = json!([{"quantile": 0.0, "value": 2.5}, {"quantile": 1.0, "value": 2.5}]);
    assert_eq!(point["quantileValues"], ends);
    let point = &old["instrumentationLibraryMetrics"][0]["metrics"][0]["doubleSummary"]["dataPoints"][0];
    assert_eq!(point["labels"][2], json!({"key": "Till", "value": "1"}));
    assert_eq!(point["labels"][0], json!({"key": "Namespace", "value": "Shop"}));
}

#[test]
fn a_stream_counts_its_updates() {
    let mut engine = engine();
    let metric = (Namespace::new("Shop").unwrap(), cupola_metrics::MetricName::new("Time").unwrap());
    let six = StatisticsConfiguration::new([metric], ["p1", "p2", "p3", "p4", "p5", "p6"]);
    let all = stream("all", OutputFormat::Json).with_statistics(six);
    engine.put_metric_stream(at("08:00:00"), all, Vec::new()).unwrap();
    for name in ["Time", "Orders"] {
        engine.put(at("08:00:10"), Datum::new("Shop", name, at("08:00:10"), 2.5)).unwrap();
    }
    engine.advance(at("08:01:00"));
    let mut sum = |name: &str| {
        let metric = Metric::new("AWS/CloudWatch/MetricStreams", name).unwrap();
        let query = StatisticsQuery::new(metric, at("08:00:00"), at("08:01:00"), Period::MINUTE);
        engine.metric_statistics(at("08:02:00"), &query.with(Statistic::Sum)).unwrap()[0].summary.sum
    };
    let sums = ["MetricUpdate", "TotalMetricUpdate", "PublishErrorRate"].map(|name| sum(name).to_string());
    assert_eq!(sums, ["2", "4", "0"]);
}

#[test]
fn what_a_stream_cannot_be_is_refused() {
    let mut engine = engine();
    let json = || stream("all", OutputFormat::Json);
    let no_firehose = MetricStreamConfiguration::new("all", ROLE, ROLE, OutputFormat::Json).unwrap();
    let names = (0..1001).map(|n| cupola_metrics::MetricName::new(format!("m{n}")).unwrap());
    let many = names.fold(MetricStreamFilter::namespace(Namespace::new("A").unwrap()), MetricStreamFilter::named);
    let trimmed = StatisticsConfiguration::new([], ["tm90"]);
    for configuration in [
        no_firehose,
        json().taking(StreamedMetrics::Only(vec![many])),
        stream("all", OutputFormat::OpenTelemetry10).with_statistics(trimmed.clone()),
        json().with_statistics(StatisticsConfiguration::new([], vec!["p90"; 21])),
        json().with_statistics(StatisticsConfiguration::new([], ["Average"])),
        (0..101).fold(json(), |all, _| all.with_statistics(trimmed.clone())),
    ] {
        assert!(engine.put_metric_stream(at("08:00:00"), configuration, Vec::new()).is_err());
    }
    assert!(engine.put_metric_stream(at("08:00:00"), json().with_statistics(trimmed), Vec::new()).is_ok());
    assert!(MetricStreamName::new("a b").is_err());
    let full = engine.put_metric_stream(at("08:00:00"), json(), vec![("".into(), "x".into())]);
    assert!(full.is_ok(), "tags of a stream that is there do not count");
    let bad = engine.put_metric_stream(at("08:00:00"), stream("b", OutputFormat::Json), vec![("".into(), "x".into())]);
    assert!(matches!(bad, Err(PutMetricStreamError::Tags(_))));
}

/// Data: seconds until it is put, its age, which metric, its value.
type Step = (i64, i64, u8, u8);

fn run(steps: &[Step], cuts: &[i64], restore: bool) -> Vec<Output> {
    let mut engine = engine();
    let t0 = at("08:00:00");
    engine.put_metric_stream(t0, stream("all", OutputFormat::Json), Vec::new()).unwrap();
    let only = StreamedMetrics::Only(vec![MetricStreamFilter::namespace(Namespace::new("N1").unwrap())]);
    engine.put_metric_stream(t0, stream("one", OutputFormat::OpenTelemetry10).taking(only), Vec::new()).unwrap();
    let watch = Alarm::on("AWS/CloudWatch/MetricStreams", "MetricUpdate").named("w").sum(Period::MINUTE).above(1.0);
    engine.put_metric_alarm(t0, watch).unwrap();
    let mut now = t0;
    for (gap, age, metric, value) in steps {
        let next = now.plus_secs(*gap);
        for cut in cuts.iter().filter(|cut| **cut < *gap) {
            engine.advance(now.plus_secs(*cut));
            if restore {
                let text = serde_json::to_string(&engine.snapshot()).unwrap();
                engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
            }
        }
        now = next;
        let datum = Datum::new(format!("N{}", metric % 3), "m", now.plus_secs(-age), f64::from(*value));
        if metric % 2 == 0 { engine.put(now, datum).unwrap() } else { engine.accept(now, datum).unwrap() }
    }
    engine.advance(now.plus_secs(20_000));
    engine.drain()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_long_advance_does_as_many_short_ones_and_a_snapshot_changes_nothing(
        steps in proptest::collection::vec((0..400i64, -200..9000i64, 0..6u8, any::<u8>()), 1..30),
        mut cuts in proptest::collection::vec(0..400i64, 0..4),
    ) {
        cuts.sort_unstable();
        let once = run(&steps, &[], false);
        prop_assert_eq!(&once, &run(&steps, &cuts, false));
        prop_assert_eq!(&once, &run(&steps, &cuts, true));
        let records = once.iter().filter(|output| matches!(output, Output::StreamRecord(_))).count();
        // Two hours, less the minute that the datum counts in.
        let is_in_time = |(_, age, _, _): &Step| *age <= 7200 - 60;
        prop_assert!(records > 0 || !steps.iter().any(is_in_time));
    }
}
