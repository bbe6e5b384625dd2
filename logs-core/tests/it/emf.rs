//! Embedded metric format: the reader against its twin, and what the engine makes of it.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use cupola_base::{Datum, Sample};
use cupola_logs::emf::laws::{message_law, twins_agree};
use cupola_logs::emf::{EmfDocument, EmfErrorKind, EmfMessage, EmfRules, EmfValues, EmptyDimension};
use cupola_logs::{
    AccountPolicy, AccountPolicyType, Engine, FilterLogEvents, Limits, LogGroupClass, LogGroupSettings, Output, Place,
    Policies, Timestamp, Unit,
};
use proptest::prelude::*;

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["1", "-2.5", "1e400", "\"north\"", "\"\"", "null", "true", "{}", "[]", "\"1\""]).prop_map(str::to_owned),
        1 => prop::collection::vec(prop::sample::select(vec!["1", "2e2", "\"x\"", "[3]"]), 0..4).prop_map(list),
        1 => (95usize..106).prop_map(|count| list(vec!["7"; count])),
        1 => (1020usize..1030).prop_map(|count| format!("\"{}\"", "\\u00e9".repeat(count))),
    ]
}

fn list(items: Vec<impl AsRef<str>>) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    format!("[{}]", items.join(","))
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\"a\"", "\"b\"", "\"A.a\"", "\"\\u0061\"", "\"c\"", "\"\"", "7"])
}

fn member(name: &'static str, given: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop_oneof![
        12 => given.prop_map(move |given| format!("\"{name}\": {given},")),
        1 => Just(String::new()),
        1 => value().prop_map(move |given| format!("\"{name}\": {given},")),
    ]
}

fn metric() -> impl Strategy<Value = String> {
    let name = member("Name", key().prop_map(str::to_owned));
    let unit = prop::sample::select(vec!["", "", "\"Unit\": \"Count\",", "\"Unit\": \"count\",", "\"Unit\": 3,"]);
    let kept = prop::sample::select(vec!["", "", "1", "60", "5", "1.0", "\"1\""]);
    let kept =
        kept.prop_map(|kept| if kept.is_empty() { String::new() } else { format!("\"StorageResolution\": {kept},") });
    (name, unit, kept).prop_map(|(name, unit, kept)| format!("{{{name}{unit}{kept}\"x\": 0}}"))
}

fn directive() -> impl Strategy<Value = String> {
    let namespace = prop::sample::select(vec!["\"N\"", "\"N\"", "\"M\"", "\"\""]).prop_map(str::to_owned);
    let set = prop_oneof![
        8 => prop::collection::vec(key(), 0..3).prop_map(list),
        1 => (28usize..34).prop_map(|count| list((0..count).map(|n| format!("\"k{n}\"")).collect())),
    ];
    let sets = prop::collection::vec(set, 0..3).prop_map(list);
    let metrics = prop_oneof![
        8 => prop::collection::vec(metric(), 0..4).prop_map(list),
        1 => (98usize..103).prop_map(|count| list(vec!["{\"Name\": \"a\"}"; count])),
    ];
    (member("Namespace", namespace), member("Dimensions", sets), member("Metrics", metrics))
        .prop_map(|(namespace, sets, metrics)| format!("{{{namespace}{sets}{metrics}\"x\": 0}}"))
}

fn message() -> impl Strategy<Value = String> {
    let directives = member("CloudWatchMetrics", prop::collection::vec(directive(), 0..3).prop_map(list));
    let at = member("Timestamp", prop::sample::select(vec!["0", "-1", "1777874400500", "1.0"]).prop_map(str::to_owned));
    let aws = (at, directives).prop_map(|(at, directives)| format!("{{{at}{directives}\"x\": 0}}"));
    let target = (key().prop_filter("keys are texts", |key| *key != "7"), value());
    let targets = prop::collection::vec(target.prop_map(|(key, value)| format!("{key}: {value},")), 0..6);
    let many = prop_oneof![3 => Just(0usize), 1 => 0usize..40];
    let many = many.prop_map(|count| (0..count).map(|n| format!("\"k{n}\": \"v\",")).collect::<String>());
    let before = prop::sample::select(vec!["", "", "", "2026\t{id}\t", "INFO "]);
    (before, member("_aws", aws), targets, many)
        .prop_map(|(before, aws, targets, many)| format!("{before}{{{}{aws}{many}\"x\": \"\"}}", targets.concat()))
}

proptest! {
    #[test]
    fn the_reader_agrees_with_its_twin(message in message()) {
        message_law(message.as_bytes());
    }

    #[test]
    fn any_text_is_read_as_by_the_twin(message in "[{}\\[\\]\":,a1_ws ]{0,24}") {
        twins_agree(&message, &EmfRules::default());
    }

    #[test]
    fn what_is_written_is_read(values in prop::collection::vec(-1e9f64..1e9, 0..5), dock in "\\PC{1,9}") {
        let message = EmfMessage::new(Timestamp::EPOCH, "N").dimensions([("dock", dock.as_str())]);
        let line = message.metric("m", EmfValues::of(values.clone()).unit(Unit::Bytes)).to_line().unwrap();
        let document = EmfDocument::parse(&line).unwrap();
        let points: Vec<_> = document.points().collect();
        prop_assert_eq!(points[0].values, &values[..]);
        prop_assert_eq!(&*points[0].dimensions[0].1, &*dock);
    }
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn engine(group: &str, class: LogGroupClass) -> Engine {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    engine.create_log_group_with(now(), group, LogGroupSettings { class, ..LogGroupSettings::default() }).unwrap();
    engine.create_log_stream(now(), group, "s").unwrap();
    engine
}

fn line() -> String {
    let message =
        EmfMessage::new(now(), "Docks").dimensions([("dock", "north")]).dimensions(Vec::<(String, String)>::new());
    let waits = EmfValues::of([2.0, 3.0]).unit(Unit::Seconds).high_resolution();
    message.metric("kg", 4.5).metric("wait", waits).metric("none", EmfValues::of([])).to_line().unwrap()
}

fn data(outputs: &[Output]) -> Vec<Datum> {
    let data = outputs
        .iter()
        .filter_map(|output| if let Output::EmfDatum(made) = output { Some(made.datum.clone()) } else { None });
    data.collect()
}

fn errors(outputs: &[Output]) -> Vec<(EmfErrorKind, String)> {
    let failures =
        outputs.iter().filter_map(|output| if let Output::EmfFailure(failure) = output { Some(failure) } else { None });
    failures.map(|failure| (failure.error.kind(), failure.event_id.clone())).collect()
}

fn own(outputs: &[Output]) -> Vec<(String, Sample)> {
    let own = outputs
        .iter()
        .filter_map(|output| if let Output::ServiceDatum(made) = output { Some(&made.datum) } else { None });
    own.map(|datum| (datum.name.to_string(), datum.sample.clone())).collect()
}

fn put(engine: &mut Engine, group: &str, lines: &[&str]) -> Vec<Output> {
    engine.put_log_events(now(), group, "s", lines.iter().map(|line| (now(), line))).unwrap();
    engine.drain()
}

#[test]
fn points_with_values_become_data_in_the_order_of_sets_and_metrics() {
    let mut engine = engine("g", LogGroupClass::Standard);
    let made = data(&put(&mut engine, "g", &["plain", &line()]));
    let told: Vec<_> = made.iter().map(|datum| (&*datum.name, datum.dimensions.len(), datum.unit)).collect();
    let (kg, wait) = (("kg", Unit::None), ("wait", Unit::Seconds));
    assert_eq!(told, [(kg.0, 1, kg.1), (wait.0, 1, wait.1), (kg.0, 0, kg.1), (wait.0, 0, wait.1)]);
    assert_eq!(made[1].sample, Sample::Values(vec![(2.0, 1.0), (3.0, 1.0)]));
    assert_eq!((made[0].at, made[1].resolution.seconds()), (now(), 1));
}

#[test]
fn what_fails_is_told_and_counted_by_kind() {
    let mut engine = engine("g", LogGroupClass::Standard);
    let old = EmfMessage::new(now().plus_secs(-14 * 86_400 - 1), "N").metric("m", 1.0).to_line().unwrap();
    let line = line();
    let (cut, prefixed) = (&line[..line.len() - 1], format!("INFO {line}"));
    let outputs = put(&mut engine, "g", &[cut, &prefixed, &old, &line.replace("\"kg\":4.5", "\"lb\":9")]);
    let kinds: Vec<_> = errors(&outputs).into_iter().map(|(kind, _)| kind).collect();
    use EmfErrorKind::{MissingTarget, NotJson, OutOfWindow};
    assert_eq!(kinds, [NotJson, NotJson, OutOfWindow, MissingTarget]);
    let two = |name: &str| (name.to_owned(), Sample::Value(2.0));
    assert_eq!(own(&outputs), [two("EMFParsingErrors"), two("EMFValidationErrors")]);
    let page = engine.filter_log_events(now(), &FilterLogEvents::of("g")).unwrap();
    let ids: Vec<String> = page.events.iter().map(|event| event.id.to_string()).collect();
    assert_eq!(errors(&outputs).into_iter().map(|(_, id)| id).collect::<Vec<_>>(), ids);
}

#[test]
fn lambda_functions_may_write_before_the_document() {
    let prefixed = format!("2026-05-04T06:00:00Z\t00-id\tINFO\t{}\n", line());
    let mut engine = engine("/aws/lambda/eat", LogGroupClass::Standard);
    assert_eq!(data(&put(&mut engine, "/aws/lambda/eat", &[&prefixed])).len(), 4);
}

#[test]
fn classes_and_policies_of_the_account_turn_it_off() {
    for class in [LogGroupClass::InfrequentAccess, LogGroupClass::Delivery] {
        assert!(put(&mut engine("g", class), "g", &[&line()]).is_empty());
    }
    let mut engine = engine("g", LogGroupClass::Standard);
    let document = r#"{"EmbeddedMetricFormat": {"Status": "Disabled"}}"#;
    let policy = AccountPolicy::parse("off", AccountPolicyType::MetricExtraction, document).unwrap();
    engine.put_account_policy(now(), policy).unwrap();
    assert!(put(&mut engine, "g", &[&line()]).is_empty());
    engine.delete_account_policy(now(), AccountPolicyType::MetricExtraction, "off").unwrap();
    assert_eq!(put(&mut engine, "g", &[&line()]).len(), 4);
}

#[test]
fn one_event_gives_no_more_points_than_the_limit() {
    let limits = Limits { emf_points_per_event: 5, ..Limits::default() };
    let mut engine = engine("g", LogGroupClass::Standard).with_limits(limits);
    assert_eq!(errors(&put(&mut engine, "g", &[&line()]))[0].0, EmfErrorKind::TooManyPoints);
}

#[test]
fn policies_decide_about_empty_dimensions() {
    let emf = EmfRules { empty_dimension: EmptyDimension::WithoutDimensions, ..EmfRules::default() };
    let mut engine = engine("g", LogGroupClass::Standard).with_policies(Policies { emf, ..Policies::default() });
    let outputs = put(&mut engine, "g", &[&line().replace("north", "")]);
    assert!(data(&outputs).iter().all(|datum| datum.dimensions.is_empty()) && data(&outputs).len() == 4);
    assert_eq!(errors(&outputs)[0].0, EmfErrorKind::EmptyDimension);
}
