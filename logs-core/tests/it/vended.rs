//! Where records of resources go.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Read;

use cupola_base::outbox::ErrorCode;
use cupola_base::{Arn, Outcome, base64};
use cupola_logs::{
    Bucket, CreateDelivery, DeliveryConfiguration, DeliveryRequest, Engine, ExportedObject, FilterLogEvents,
    GetLogEvents, Limits, LogGroupClass, LogGroupSettings, Output, OutputFormat, Place, PutDeliveryDestination,
    PutDeliverySource, S3DeliveryConfiguration, Snapshot, SuffixPath, Timestamp, VendedRecord, VendingOutcome,
    VendingRefusal,
};
use flate2::read::GzDecoder;
use proptest::prelude::*;

proptest! {
    /// What is refused points into the text; what is accepted is printed as it was written.
    #[test]
    fn suffix_paths_survive_printing(text in r"([a-z=/\{\} é]|\{(yyyy|MM|dd|HH|region|DistributionId)\}){0,20}") {
        match SuffixPath::parse(&text) {
            Err(error) => prop_assert!(text.get(error.span().range()).is_some() && error.to_string().contains('^')),
            Ok(path) => prop_assert_eq!(path.to_string(), text),
        }
    }
}

const SITE: &str = "arn:aws:cloudfront::111122223333:distribution/E1";
const BUS: &str = "arn:aws:events:us-east-1:111122223333:event-bus/quay";
const STREAM: &str = "arn:aws:firehose:us-east-1:111122223333:deliverystream/all";
const GROUP: &str = "arn:aws:logs:us-east-1:111122223333:log-group:edge";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-05-04T{text}Z")).unwrap()
}

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 7)
}

fn deliver(engine: &mut Engine, to: PutDeliveryDestination, with: impl Fn(CreateDelivery) -> CreateDelivery) -> String {
    let now = engine.now().max(at("06:00:00"));
    engine.put_delivery_source(now, &PutDeliverySource::new("site", SITE, "ACCESS_LOGS")).unwrap();
    let to = engine.put_delivery_destination(now, &to).unwrap();
    let create = with(CreateDelivery::new("site", to.arn.as_str()).with_fields(["date", "time", "sc-status"]));
    engine.create_delivery(now, &create).unwrap().id
}

fn request(time: &str, status: i64) -> VendedRecord {
    VendedRecord::new(at(time))
        .with("sc-status", status)
        .with("time", time)
        .with("date", "2026-05-04")
        .with("c-ip", "::1")
}

fn vend(engine: &mut Engine, now: &str, records: Vec<VendedRecord>) -> Vec<VendingOutcome> {
    let vendings = engine.vend(at(now), SITE, "ACCESS_LOGS", records);
    vendings.into_iter().map(|vending| vending.outcome).collect()
}

fn objects(engine: &mut Engine) -> Vec<ExportedObject> {
    let outputs = engine.drain().into_iter();
    outputs.filter_map(|output| if let Output::Object(object) = output { Some(object) } else { None }).collect()
}

fn text(object: &ExportedObject) -> String {
    let mut text = String::new();
    GzDecoder::new(&object.bytes[..]).read_to_string(&mut text).unwrap();
    text
}

fn files(path: &str, hive: bool) -> S3DeliveryConfiguration {
    S3DeliveryConfiguration { suffix_path: Some(path.into()), hive_compatible: Some(hive) }
}

#[test]
fn a_log_group_gets_an_event_each_record_in_order_of_time() {
    let mut engine = engine();
    engine.create_log_group(at("06:00:00"), "edge").unwrap();
    deliver(&mut engine, PutDeliveryDestination::to("g", GROUP), |create| create);
    let outcomes = vend(&mut engine, "06:01:00", vec![request("06:00:30", 404), request("06:00:10", 200)]);
    let stream = "CloudFront_E1".to_owned();
    assert_eq!(outcomes, [VendingOutcome::Logged { stream, events: 2, left_out: 0 }]);
    let page = engine.get_log_events(at("06:01:00"), &GetLogEvents::of("edge", "CloudFront_E1").from_head()).unwrap();
    let events: Vec<_> = page.events.iter().map(|event| (event.at, event.message.as_str())).collect();
    assert_eq!(
        events,
        [
            (at("06:00:10"), r#"{"date":"2026-05-04","time":"06:00:10","sc-status":200}"#),
            (at("06:00:30"), r#"{"date":"2026-05-04","time":"06:00:30","sc-status":404}"#),
        ]
    );
}

#[test]
fn a_log_group_of_the_delivery_class_takes_records() {
    let mut engine = engine();
    let settings = LogGroupSettings { class: LogGroupClass::Delivery, ..LogGroupSettings::default() };
    engine.create_log_group_with(at("06:00:00"), "edge", settings).unwrap();
    deliver(&mut engine, PutDeliveryDestination::to("g", GROUP).in_format(OutputFormat::Plain), |create| create);
    let outcomes = vend(&mut engine, "06:01:00", vec![request("06:00:30", 404)]);
    assert!(matches!(&outcomes[..], [VendingOutcome::Logged { events: 1, .. }]), "{outcomes:?}");
}

#[test]
fn records_that_no_batch_takes_are_told() {
    let mut engine = engine().with_limits(Limits { events_per_batch: 2, event_bytes: 90, ..Limits::default() });
    engine.create_log_group(at("06:00:00"), "edge").unwrap();
    let id = deliver(&mut engine, PutDeliveryDestination::to("g", GROUP), |create| create);
    drop(engine.drain());
    let mut records: Vec<_> = (10..15).map(|second| request(&format!("06:00:{second}"), 200)).collect();
    let old = VendedRecord::new(at("06:00:00").plus_secs(-15 * 86_400)).with("date", "2026-04-19");
    records.push(old);
    records.push(VendedRecord::new(at("06:00:10")).with("date", "x".repeat(80)));
    let outcomes = vend(&mut engine, "06:01:00", records);
    let stream = "CloudFront_E1".to_owned();
    assert_eq!(outcomes, [VendingOutcome::Logged { stream, events: 5, left_out: 2 }]);
    let told = engine.drain();
    assert!(matches!(&told[..], [Output::VendedFailed(failed)] if failed.records == 2 && failed.delivery == id));
}

#[test]
fn a_bucket_gets_a_file_each_hour_of_a_distribution() {
    let mut engine = engine();
    let to = PutDeliveryDestination::to("b", "arn:aws:s3:::logs/edge").in_format(OutputFormat::W3c);
    let id =
        deliver(&mut engine, to, |create| create.with_files(files("{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", true)));
    let outcomes = vend(&mut engine, "06:02:10", vec![request("05:59:59", 200), request("06:00:00", 404)]);
    assert_eq!(outcomes, [VendingOutcome::Collected { records: 2, until: Some(at("06:05:00")) }]);
    vend(&mut engine, "06:04:59", vec![request("06:04:00", 500)]);
    assert_eq!(
        engine.next_deadline().map(|due| (due.at, due.why)),
        Some((at("06:05:00"), "files of a log delivery are written"))
    );
    assert!(objects(&mut engine).is_empty());

    engine.advance(at("06:05:00"));
    let written = objects(&mut engine);
    let folder = "edge/DistributionId=E1/year=2026/month=05/day=04";
    assert_eq!(written.len(), 2);
    assert!(written.iter().all(|file| file.bucket == "logs" && file.task == id && file.at == at("06:05:00")));
    for (file, hour) in written.iter().zip(["05", "06"]) {
        let start = format!("{folder}/hour={hour}/E1.2026-05-04-{hour}.");
        assert!(file.key.starts_with(&start) && file.key.ends_with(".gz"), "{}", file.key);
        assert_eq!(file.key.len(), start.len() + 8 + 3);
    }
    let head = "#Version: 1.0\n#Fields: date time sc-status\n";
    assert_eq!(text(&written[0]), format!("{head}2026-05-04\t05:59:59\t200\n"));
    assert_eq!(text(&written[1]), format!("{head}2026-05-04\t06:00:00\t404\n2026-05-04\t06:04:00\t500\n"));
    assert_eq!(engine.next_deadline(), None);
}

#[test]
fn files_of_others_are_named_by_account_log_and_time() {
    let mut engine = engine();
    let now = at("06:00:00");
    engine.put_delivery_source(now, &PutDeliverySource::new("bus", BUS, "INFO_LOGS")).unwrap();
    let to = engine.put_delivery_destination(now, &PutDeliveryDestination::to("b", "arn:aws:s3:::logs")).unwrap();
    engine.create_delivery(now, &CreateDelivery::new("bus", to.arn.as_str())).unwrap();
    engine.vend(
        now,
        BUS,
        "INFO_LOGS",
        [VendedRecord::new(now).with("event_bus_name", "quay").with("more", "no field")],
    );
    engine.advance(at("06:05:00"));
    let written = objects(&mut engine);
    let start =
        "AWSLogs/111122223333/events/us-east-1/2026/05/04/111122223333_INFO_LOGS_us-east-1_quay_20260504T0605Z_";
    assert!(written[0].key.starts_with(start), "{}", written[0].key);
    assert_eq!(text(&written[0]), "{\"event_bus_name\":\"quay\"}\n");
}

#[test]
fn files_are_written_before_anything_changes() {
    let mut engine = engine();
    let to = |bucket: &str| PutDeliveryDestination::to("b", format!("arn:aws:s3:::{bucket}"));
    let id = deliver(&mut engine, to("one"), |create| create);
    vend(&mut engine, "06:01:00", vec![request("06:00:00", 1)]);
    engine.put_delivery_destination(at("06:01:01"), &to("two")).unwrap();
    assert_eq!(objects(&mut engine)[0].bucket, "one");

    vend(&mut engine, "06:01:02", vec![request("06:00:00", 2)]);
    let change = DeliveryConfiguration { fields: Some(vec!["sc-status".into()]), ..DeliveryConfiguration::default() };
    engine.update_delivery_configuration(at("06:01:03"), &id, &change).unwrap();
    assert_eq!(text(&objects(&mut engine)[0]), "{\"date\":\"2026-05-04\",\"time\":\"06:00:00\",\"sc-status\":2}\n");

    vend(&mut engine, "06:01:04", vec![request("06:00:00", 3)]);
    engine.delete_delivery(at("06:01:05"), &id).unwrap();
    let last = objects(&mut engine);
    assert_eq!((last[0].bucket.as_str(), text(&last[0]).as_str()), ("two", "{\"sc-status\":3}\n"));
    assert_eq!(engine.next_deadline(), None);
    assert!(vend(&mut engine, "06:01:06", vec![request("06:00:00", 4)]).is_empty());
}

#[test]
fn a_file_that_grows_too_large_is_written_at_once() {
    let mut engine = engine().with_limits(Limits { delivery_file_bytes: 400, ..Limits::default() });
    deliver(&mut engine, PutDeliveryDestination::to("b", "arn:aws:s3:::logs"), |create| create);
    let records: Vec<_> = (10..40).map(|second| request(&format!("06:00:{second}"), 200)).collect();
    vend(&mut engine, "06:01:00", records);
    let early = objects(&mut engine);
    assert!(early.len() > 3, "{}", early.len());
    engine.advance(at("06:05:00"));
    let all: String = early.iter().chain(&objects(&mut engine)).map(text).collect();
    assert_eq!(all.lines().count(), 30);
    assert!(early.iter().all(|file| text(file).len() < 600));
}

#[test]
fn a_delivery_stream_gets_lines_and_what_is_lost_is_told() {
    let mut engine = engine().with_limits(Limits { firehose_record_bytes: 60, ..Limits::default() });
    let to = PutDeliveryDestination::to("f", STREAM).in_format(OutputFormat::Raw);
    let id = deliver(&mut engine, to, |create| create.with_delimiter(","));
    let long = VendedRecord::new(at("06:00:20")).with("date", "x".repeat(80));
    let outcomes = vend(&mut engine, "06:01:00", vec![request("06:00:00", 200), request("06:00:10", 404), long]);
    assert_eq!(outcomes, [VendingOutcome::Sent { records: 2, left_out: 1 }]);
    let outputs = engine.drain();
    let [Output::Delivery(sent), Output::VendedFailed(failed)] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!((sent.target.as_str(), sent.cause.as_str(), failed.records), (STREAM, id.as_str(), 1));
    let lines = base64::decode(sent.payload.as_str()).unwrap();
    assert_eq!(String::from_utf8(lines).unwrap(), "2026-05-04,06:00:00,200\n2026-05-04,06:00:10,404\n");

    engine.report(at("06:01:01"), sent.id, Outcome::error(ErrorCode::NoPermissions, "no"));
    let told = engine.drain();
    assert!(matches!(&told[..], [Output::VendedFailed(failed)] if failed.delivery == id), "{told:?}");
}

#[test]
fn traces_go_to_x_ray() {
    let mut engine = engine();
    let (now, runtime) = (at("06:00:00"), "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r1");
    engine.put_delivery_source(now, &PutDeliverySource::new("r", runtime, "TRACES")).unwrap();
    let to = engine.put_delivery_destination(now, &PutDeliveryDestination::to_xray("x")).unwrap();
    engine.create_delivery(now, &CreateDelivery::new("r", to.arn.as_str())).unwrap();
    let with = VendedRecord::parse(now, r#"{"trace": {"id": "1-a"}}"#).unwrap();
    let vendings = engine.vend(now, runtime, "TRACES", [with, VendedRecord::new(now)]);
    assert_eq!(vendings[0].outcome, VendingOutcome::Traced { documents: 1 });
    let outputs = engine.drain();
    assert!(
        matches!(&outputs[..], [Output::VendedFailed(_), Output::VendedTraces(traces)]
            if traces.documents == [r#"{"id": "1-a"}"#]),
        "{outputs:?}"
    );
}

#[test]
fn parquet_is_refused_when_records_come() {
    let mut engine = engine();
    let to = PutDeliveryDestination::to("b", "arn:aws:s3:::logs").in_format(OutputFormat::Parquet);
    deliver(&mut engine, to, |create| create);
    let outcomes = vend(&mut engine, "06:01:00", vec![request("06:00:00", 200)]);
    assert_eq!(outcomes, [VendingOutcome::Refused(VendingRefusal::Parquet)]);
    assert!(matches!(&engine.drain()[..], [Output::VendedFailed(failed)] if failed.why.contains("parquet")));
    let told = engine.explain_vending(SITE, "ACCESS_LOGS").to_string();
    assert!(told.contains("in parquet: nothing, this library writes no files in the format parquet"), "{told}");
}

#[test]
fn a_sampling_rate_draws_so_many_of_a_hundred() {
    let mut engine = engine();
    let now = at("06:00:00");
    let source = PutDeliverySource::new("site", SITE, "ACCESS_LOGS").configured("samplingRate", "25");
    engine.put_delivery_source(now, &source).unwrap();
    let to = engine.put_delivery_destination(now, &PutDeliveryDestination::to("b", "arn:aws:s3:::logs")).unwrap();
    engine.create_delivery(now, &CreateDelivery::new("site", to.arn.as_str())).unwrap();
    let outcomes = vend(&mut engine, "06:01:00", (0..4000).map(|_| request("06:00:00", 200)).collect());
    let [VendingOutcome::Collected { records, .. }] = outcomes[..] else { panic!("{outcomes:?}") };
    assert!((900..1100).contains(&records), "{records}");
    for wrong in [("samplingRate", "0"), ("samplingRate", "101"), ("samplingRate", "1.5"), ("rate", "1")] {
        let put = PutDeliverySource::new("site", SITE, "ACCESS_LOGS").configured(wrong.0, wrong.1);
        assert!(engine.put_delivery_source(now, &put).is_err());
    }
}

#[test]
fn what_waits_survives_a_snapshot() {
    let mut one = engine();
    deliver(&mut one, PutDeliveryDestination::to("b", "arn:aws:s3:::logs"), |create| create);
    vend(&mut one, "06:01:00", vec![request("06:00:00", 200)]);
    let text = serde_json::to_string(&one.snapshot()).unwrap();
    let mut other = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    for engine in [&mut one, &mut other] {
        vend(engine, "06:02:00", vec![request("06:01:00", 201)]);
        engine.advance(at("07:00:00"));
    }
    let written = one.drain();
    assert!(!written.is_empty());
    assert_eq!(written, other.drain());
}

#[test]
fn a_group_that_goes_is_missed() {
    let mut engine = engine();
    engine.create_log_group(at("06:00:00"), "edge").unwrap();
    deliver(&mut engine, PutDeliveryDestination::to("g", GROUP), |create| create);
    engine.delete_log_group(at("06:00:01"), "edge").unwrap();
    let outcomes = vend(&mut engine, "06:01:00", vec![request("06:00:00", 200)]);
    assert_eq!(outcomes, [VendingOutcome::Refused(VendingRefusal::NoGroup("edge".into()))]);
    engine.create_log_group(at("06:01:01"), "edge").unwrap();
    vend(&mut engine, "06:01:02", vec![request("06:00:00", 200)]);
    let found = engine.filter_log_events(at("06:01:02"), &FilterLogEvents::of("edge")).unwrap();
    assert_eq!(found.events.len(), 1);
    assert!(vend(&mut engine, "06:01:03", Vec::new()).iter().all(|outcome| *outcome == VendingOutcome::Nothing));
}

#[test]
fn a_path_may_be_longer_with_what_the_service_puts_before_it() {
    let mut engine = engine();
    let folder = "x".repeat(240);
    let path = files(&format!("{folder}/{{yyyy}}"), false);
    let to = PutDeliveryDestination::to("b", "arn:aws:s3:::logs");
    let id = deliver(&mut engine, to, |create| create.with_files(path.clone()));
    vend(&mut engine, "06:01:00", vec![request("06:00:00", 200)]);
    engine.advance(at("06:05:00"));
    let key = objects(&mut engine).remove(0).key;
    assert!(key.starts_with(&format!("AWSLogs/111122223333/CloudFront/{folder}/2026/E1.")), "{key}");

    let hive = S3DeliveryConfiguration { suffix_path: None, hive_compatible: Some(true) };
    let change = DeliveryConfiguration { files: Some(hive), ..DeliveryConfiguration::default() };
    engine.update_delivery_configuration(at("06:05:01"), &id, &change).unwrap();
    vend(&mut engine, "06:06:00", vec![request("06:05:00", 200)]);
    engine.advance(at("06:10:00"));
    let key = objects(&mut engine).remove(0).key;
    assert!(key.contains(&format!("/CloudFront/{folder}/year=2026/E1.")), "{key}");
}

#[test]
fn buckets_of_another_place_are_not_looked_for_here() {
    let (mut engine, now) = (engine(), at("06:00:00"));
    let mut central = Engine::new(Place::parse("444455556666", "us-east-1").unwrap(), 0);
    let to = central.put_delivery_destination(now, &PutDeliveryDestination::to("b", "arn:aws:s3:::central")).unwrap();
    let policy = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"AWS": "111122223333"}},
            "Action": "logs:CreateDelivery", "Resource": "{}"}}]}}"#,
        to.arn
    );
    central.put_delivery_destination_policy(now, "b", &policy).unwrap();
    engine.put_delivery_source(now, &PutDeliverySource::new("site", SITE, "ACCESS_LOGS")).unwrap();
    let root = Arn::parse("arn:aws:iam::111122223333:root").unwrap();
    let ask = |request: &DeliveryRequest| central.may_deliver(request);
    engine.create_delivery_as(now, &CreateDelivery::new("site", to.arn.as_str()), &root, &ask).unwrap();

    engine.tell_buckets(now, Some(vec![Bucket::new("own")]));
    let outcomes = vend(&mut engine, "06:01:00", vec![request("06:00:00", 200)]);
    assert_eq!(outcomes, [VendingOutcome::Collected { records: 1, until: Some(at("06:05:00")) }]);
    engine.advance(at("06:05:00"));
    assert_eq!(objects(&mut engine)[0].bucket, "central");
}

#[test]
fn a_format_that_is_told_later_is_one_of_what_is_delivered() {
    let (mut engine, now) = (engine(), at("06:00:00"));
    let hub = "arn:aws:securityhub:us-east-1:111122223333:hub/default";
    engine.create_log_group(now, "edge").unwrap();
    engine.put_delivery_source(now, &PutDeliverySource::new("hub", hub, "SECURITY_FINDING_LOGS")).unwrap();
    let to = || PutDeliveryDestination::to("g", GROUP);
    let made = engine.put_delivery_destination(now, &to()).unwrap();
    engine.create_delivery(now, &CreateDelivery::new("hub", made.arn.as_str())).unwrap();
    let refused = engine.put_delivery_destination(now, &to().in_format(OutputFormat::Json)).unwrap_err();
    assert_eq!(refused.to_string(), "output format json is not accepted for CWL: plain");
    let put = engine.put_delivery_destination(now, &to().in_format(OutputFormat::Plain)).unwrap();
    assert_eq!(put.format, Some(OutputFormat::Plain));
}
