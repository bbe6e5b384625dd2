//! What must hold whatever is put in, in whichever order and in however many steps.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use cupola_base::outbox::ErrorCode;
use cupola_base::{DeliveryId, Outcome};
use cupola_logs::schedule::{Dialect, Expression};
use cupola_logs::{
    CreateDelivery, CreateExportTask, DataProtectionPolicy, Distribution, Engine, EvaluationFrequency, FilterLogEvents,
    GetLogEvents, KmsKey, KmsKeyState, Limits, LogAnomaly, LogAnomalyDetectorChange, LogAnomalyQuery, LogAnomalyTarget,
    LogAnomalyUpdate, LogEvent, LogGroupQuery, Lost, MetricFilter, NewLogAnomalyDetector, NewScheduledQuery, Output,
    Place, PutDeliveryDestination, PutDeliverySource, S3Destination, S3Uri, ScheduledQuerySettings, Snapshot,
    StartLiveTail, SubscriptionFilter, SuppressFor, Timestamp, Transformer, VendedRecord,
};
use proptest::prelude::*;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Deed {
    /// A batch of events into one of two streams, so many seconds before now, with so many seconds between.
    Put {
        stream: usize,
        ago: i64,
        apart: i64,
        words: Vec<u8>,
    },
    /// Time goes on.
    Wait(i64),
    Retain(Option<u32>),
    PutFilter(u8),
    DeleteFilter(u8),
    /// Another key for the events to come; 0: none.
    Key(u8),
    /// A key becomes usable, or no longer.
    Lock(u8, bool),
    /// A data protection policy that masks one letter comes or goes.
    Protect(bool),
    /// A transformer that needs two words comes or goes.
    Transform(bool),
    Subscribe(u8),
    Unsubscribe(u8),
    Tail,
    Export,
    /// A scheduled query comes, every six hours, for ever or for some days, or is changed.
    Schedule(u8),
    Unschedule,
    /// A delivery went so.
    Report(u64, u8),
    /// A log delivery to a bucket, a delivery stream or the group comes.
    Deliver(u8),
    Undeliver(u8),
    /// Records of a resource, so many seconds old.
    Vend(Vec<i64>),
    /// An anomaly detector, of one of two frequencies.
    Detect(bool),
    /// The newest detector pauses or goes on, with or without another pattern.
    Pause(bool, bool),
    /// The newest anomaly is suppressed, told again or accepted.
    Judge(u8),
}

const STREAMS: [&str; 2] = ["s", "t"];
/// Masks one letter.
const MASK_X: &str = r#"{"Name": "x", "Version": "2021-06-01",
    "Configuration": {"CustomDataIdentifier": [{"Name": "x", "Regex": "x"}]}, "Statement": [
    {"DataIdentifier": ["x"], "Operation": {"Audit": {"FindingsDestination": {}}}},
    {"DataIdentifier": ["x"], "Operation": {"Deidentify": {"MaskConfig": {}}}}]}"#;
/// Fails for messages of one word.
const TWO_WORDS: &str = r#"[{"grok": {"match": "%{WORD:level} %{NOTSPACE:what}"}}]"#;
const WORDS: [&str; 4] = ["fine", "ERROR 7", "ERROR x", "late"];

fn deed() -> impl Strategy<Value = Deed> {
    let words = prop::collection::vec(0u8..4, 1..12);
    prop_oneof![
        6 => (0usize..2, 0i64..400_000, 0i64..200, words)
            .prop_map(|(stream, ago, apart, words)| Deed::Put { stream, ago, apart, words }),
        4 => (0i64..300_000).prop_map(Deed::Wait),
        1 => prop::option::of(prop::sample::select(vec![1u32, 3, 5])).prop_map(Deed::Retain),
        2 => (0u8..3).prop_map(Deed::PutFilter),
        1 => (0u8..3).prop_map(Deed::DeleteFilter),
        1 => (0u8..3).prop_map(Deed::Key),
        1 => (1u8..3, any::<bool>()).prop_map(|(key, locked)| Deed::Lock(key, locked)),
        1 => any::<bool>().prop_map(Deed::Protect),
        1 => any::<bool>().prop_map(Deed::Transform),
        2 => (0u8..3).prop_map(Deed::Subscribe),
        1 => (0u8..3).prop_map(Deed::Unsubscribe),
        1 => Just(Deed::Tail),
        1 => Just(Deed::Export),
        1 => (0u8..3).prop_map(Deed::Schedule),
        1 => Just(Deed::Unschedule),
        3 => (1u64..12, 0u8..3).prop_map(|(number, outcome)| Deed::Report(number, outcome)),
        2 => (0u8..3).prop_map(Deed::Deliver),
        1 => (0u8..3).prop_map(Deed::Undeliver),
        2 => prop::collection::vec(0i64..400_000, 1..6).prop_map(Deed::Vend),
        2 => any::<bool>().prop_map(Deed::Detect),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(enabled, other)| Deed::Pause(enabled, other)),
        1 => (0u8..4).prop_map(Deed::Judge),
    ]
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T12:00:00Z").unwrap()
}

fn engine() -> Engine {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 7);
    engine.create_log_group(start(), "g").unwrap();
    STREAMS.iter().for_each(|stream| engine.create_log_stream(start(), "g", stream).unwrap());
    engine
}

fn filter(number: u8) -> MetricFilter {
    let name = format!("f{number}");
    match number {
        0 => MetricFilter::new(&name, "ERROR", "App", "Errors").unwrap(),
        1 => MetricFilter::new(&name, "ERROR", "App", "Errors").unwrap().with_default_value(0.0),
        _ => MetricFilter::new(&name, "late", "App", "Late").unwrap().with_value(0.5).with_default_value(9.0),
    }
}

/// To a function, to a stream, and to a delivery stream.
fn subscription(number: u8) -> SubscriptionFilter {
    let (name, role) = (format!("s{number}"), "arn:aws:iam::111122223333:role/r");
    let to = |arn: &str| SubscriptionFilter::new(&name, "ERROR", &format!("arn:aws:{arn}")).unwrap();
    match number {
        0 => to("lambda:us-east-1:111122223333:function:eat"),
        1 => to("kinesis:us-east-1:111122223333:stream/all").with_role(role).with_distribution(Distribution::Random),
        _ => to("firehose:us-east-1:111122223333:deliverystream/all").with_role(role),
    }
}

fn scheduled(now: Timestamp, days: u8) -> ScheduledQuerySettings {
    let schedule = Expression::parse("cron(0 0/6 * * ? *)", Dialect::Rules).unwrap();
    let settings =
        ScheduledQuerySettings::new("stats count(*) by @message", schedule, "r").over(["g"]).looking_back(86_400);
    match days {
        0 => settings.delivered_to(S3Destination::new(S3Uri::parse("s3://answers").unwrap(), "r")),
        days => settings.ending(now.plus_secs(i64::from(days) * 86_400)),
    }
}

fn outcome(number: u8) -> Outcome {
    match number {
        0 => Outcome::Delivered,
        1 => Outcome::retry(),
        _ => Outcome::error(ErrorCode::NoPermissions, "no"),
    }
}

fn events(now: Timestamp, ago: i64, apart: i64, words: &[u8]) -> Vec<(Timestamp, &'static str)> {
    let at = |index: usize| now.plus_secs(-ago + apart * i64::try_from(index).unwrap());
    words.iter().enumerate().map(|(index, word)| (at(index), WORDS[usize::from(*word)])).collect()
}

/// Does a deed, and tells the time after it. Time goes on in steps that `step` cuts, if it is told.
fn act(engine: &mut Engine, now: Timestamp, deed: &Deed, step: Option<i64>) -> Timestamp {
    match deed {
        Deed::Put { stream, ago, apart, words } => {
            let _ = engine.put_log_events(now, "g", STREAMS[*stream], events(now, *ago, *apart, words));
        }
        Deed::Wait(seconds) => {
            let until = now.plus_secs(*seconds);
            if let Some(step) = step {
                let mut at = now;
                while at < until {
                    at = at.plus_secs(step).min(until);
                    engine.advance(at);
                }
            }
            return until;
        }
        Deed::Retain(None) => engine.delete_retention_policy(now, "g").unwrap(),
        Deed::Retain(Some(days)) => engine.put_retention_policy(now, "g", *days).unwrap(),
        Deed::PutFilter(number) => engine.put_metric_filter(now, "g", filter(*number)).unwrap(),
        Deed::DeleteFilter(number) => {
            let _ = engine.delete_metric_filter(now, "g", &format!("f{number}"));
        }
        Deed::Key(0) => engine.disassociate_kms_key(now, "g").unwrap(),
        Deed::Key(number) => {
            let _ = engine.associate_kms_key(now, "g", &key(*number));
        }
        Deed::Lock(number, locked) => {
            let state = if *locked { KmsKeyState::Disabled } else { KmsKeyState::Usable };
            engine.set_kms_key_state(now, &key(*number), state);
        }
        Deed::Protect(true) => {
            engine.put_data_protection_policy(now, "g", DataProtectionPolicy::parse(MASK_X).unwrap()).unwrap();
        }
        Deed::Protect(false) => engine.delete_data_protection_policy(now, "g").unwrap(),
        Deed::Transform(true) => engine.put_transformer(now, "g", Transformer::parse(TWO_WORDS).unwrap()).unwrap(),
        Deed::Transform(false) => engine.delete_transformer(now, "g").unwrap(),
        Deed::Subscribe(number) => {
            let _ = engine.put_subscription_filter(now, "g", subscription(*number));
        }
        Deed::Unsubscribe(number) => {
            let _ = engine.delete_subscription_filter(now, "g", &format!("s{number}"));
        }
        Deed::Tail => {
            let _ = engine.start_live_tail(now, StartLiveTail::of(["g"]).matching("ERROR").unwrap());
        }
        Deed::Export => {
            let _ = engine.create_export_task(now, &CreateExportTask::new("g", Timestamp::EPOCH, now, "b"));
        }
        Deed::Deliver(number) => deliver(engine, now, *number),
        Deed::Undeliver(number) => {
            let found = engine.deliveries().nth(usize::from(*number)).map(|delivery| delivery.id);
            found.into_iter().for_each(|id| engine.delete_delivery(now, &id).unwrap());
        }
        Deed::Vend(ages) => {
            let record =
                |ago: &i64| VendedRecord::new(now.plus_secs(-ago)).with("event_id", *ago).with("error", "ERROR 7");
            engine.vend(now, BUS, "ERROR_LOGS", ages.iter().map(record));
        }
        Deed::Schedule(days) => {
            let settings = scheduled(now, *days);
            if engine.create_scheduled_query(now, NewScheduledQuery::new("q", settings.clone())).is_err() {
                engine.update_scheduled_query(now, "q", settings).unwrap();
            }
        }
        Deed::Unschedule => {
            let _ = engine.delete_scheduled_query(now, "q");
        }
        Deed::Report(number, how) => {
            let _ = engine.report(now, DeliveryId::new(Engine::DELIVERY_PART, *number), outcome(*how));
        }
        Deed::Detect(often) => {
            let frequency = if *often { EvaluationFrequency::FifteenMinutes } else { EvaluationFrequency::OneHour };
            let group = "arn:aws:logs:us-east-1:111122223333:log-group:g";
            engine.create_log_anomaly_detector(now, NewLogAnomalyDetector::of(group).every(frequency)).unwrap();
        }
        Deed::Pause(enabled, other) => {
            let change = LogAnomalyDetectorChange::enabled(*enabled);
            let change = if *other { change.matching("ERROR").unwrap() } else { change };
            if let Some(detector) = engine.log_anomaly_detectors(now, None).pop() {
                engine.update_log_anomaly_detector(now, &detector.arn.to_string(), change).unwrap();
            }
        }
        Deed::Judge(how) => {
            let found = engine.log_anomalies(now, &LogAnomalyQuery::default()).unwrap();
            if let Some(one) = found.first() {
                let (target, update) = judged(*how, one);
                engine.update_log_anomaly(now, &one.detector.to_string(), &target, update).unwrap();
            }
        }
    }
    now
}

const BUS: &str = "arn:aws:events:us-east-1:111122223333:event-bus/b";

/// To a bucket, a delivery stream, or the group; half of the records.
fn deliver(engine: &mut Engine, now: Timestamp, number: u8) {
    let source = PutDeliverySource::new("b", BUS, "ERROR_LOGS").configured("samplingRate", "50");
    engine.put_delivery_source(now, &source).unwrap();
    let to = match number {
        0 => "arn:aws:s3:::b",
        1 => "arn:aws:firehose:us-east-1:111122223333:deliverystream/all",
        _ => "arn:aws:logs:us-east-1:111122223333:log-group:g",
    };
    let to = engine.put_delivery_destination(now, &PutDeliveryDestination::to(format!("d{number}"), to)).unwrap();
    let _ = engine.create_delivery(now, &CreateDelivery::new("b", to.arn.as_str()));
}

fn judged(how: u8, one: &LogAnomaly) -> (LogAnomalyTarget, LogAnomalyUpdate) {
    let (anomaly, pattern) =
        (LogAnomalyTarget::Anomaly(one.id.clone()), LogAnomalyTarget::Pattern(one.pattern_id.clone()));
    match how {
        0 => (anomaly, LogAnomalyUpdate::Suppress(SuppressFor::Seconds(9000))),
        1 => (pattern, LogAnomalyUpdate::Suppress(SuppressFor::Ever)),
        2 => (pattern, LogAnomalyUpdate::Unsuppress),
        _ => (anomaly, LogAnomalyUpdate::Baseline),
    }
}

fn key(number: u8) -> KmsKey {
    KmsKey::new(format!("arn:aws:kms:us-east-1:111122223333:key/{number}")).unwrap()
}

/// All events there are, whether they could be read as the keys were, all outputs, and all that the engine holds.
fn end(engine: &mut Engine, now: Timestamp) -> (Vec<String>, bool, Vec<Output>, String) {
    let readable = engine.filter_log_events(now, &FilterLogEvents::of("g")).is_ok();
    [1, 2].into_iter().for_each(|number| engine.set_kms_key_state(now, &key(number), KmsKeyState::Usable));
    let all = engine.filter_log_events(now, &FilterLogEvents::of("g")).unwrap();
    let sizes = all.events.iter().map(|event| event.message.len() as u64 + 26);
    let group = engine.describe_log_groups(now, &LogGroupQuery::default()).next().unwrap();
    assert_eq!(group.stored_bytes, sizes.sum::<u64>());
    let told = |event: &LogEvent| {
        let made = engine.transformed("g", event);
        format!("{} {} {} {made:?}", event.id, event.stream, event.message)
    };
    let events = all.events.iter().map(told).collect();
    engine.advance(now.plus_secs(40 * 86_400));
    (events, readable, engine.drain(), serde_json::to_string(&engine.snapshot()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn one_long_advance_equals_many_short_ones(
        deeds in prop::collection::vec(deed(), 1..24),
        step in 600i64..90_000,
    ) {
        let (mut jumping, mut stepping, mut now) = (engine(), engine(), start());
        for deed in &deeds {
            act(&mut stepping, now, deed, Some(step));
            now = act(&mut jumping, now, deed, None);
        }
        prop_assert_eq!(end(&mut jumping, now), end(&mut stepping, now));
    }

    #[test]
    fn a_snapshot_changes_no_later_output(deeds in prop::collection::vec(deed(), 2..24), cut in any::<prop::sample::Index>()) {
        let limits = Limits { stored_bytes: 2000, outputs: 40, ..Limits::default() };
        let (mut whole, mut now) = (engine().with_limits(limits), start());
        let cut = cut.index(deeds.len());
        for deed in &deeds[..cut] {
            now = act(&mut whole, now, deed, None);
        }
        let text = serde_json::to_string(&whole.snapshot()).unwrap();
        let mut restored = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
        prop_assert_eq!(serde_json::to_string(&restored.snapshot()).unwrap(), text);
        prop_assert_eq!(restored.next_deadline(), whole.next_deadline());
        for deed in &deeds[cut..] {
            act(&mut restored, now, deed, None);
            now = act(&mut whole, now, deed, None);
        }
        prop_assert_eq!(end(&mut whole, now), end(&mut restored, now));
    }

    /// Against a list that is sorted by time and arrival: pages forward, backward, and over all
    /// streams visit each event exactly once.
    #[test]
    fn pages_visit_each_event_once_and_in_order(
        batches in prop::collection::vec((0usize..2, 0i64..3000, 0i64..3, prop::collection::vec(0u8..4, 1..30)), 1..12),
        limit in 1usize..9,
        window in (0i64..3000, 0i64..3100),
    ) {
        let mut engine = engine();
        let now = start();
        let mut list = Vec::new();
        for (stream, ago, apart, words) in &batches {
            let batch = events(now, *ago, *apart, words);
            engine.put_log_events(now, "g", STREAMS[*stream], batch.iter().copied()).unwrap();
            list.extend(batch.into_iter().map(|(at, word)| (at, STREAMS[*stream], word)));
        }
        list.sort_by_key(|(at, ..)| *at);
        let (from, until) = (now.plus_secs(-window.0.max(window.1)), now.plus_secs(-window.0.min(window.1)));

        for stream in STREAMS {
            let wanted = |list: &[(Timestamp, &str, &'static str)]| -> Vec<_> {
                let inside = list.iter().filter(|(at, of, _)| *of == stream && from <= *at && *at < until);
                inside.map(|(at, _, word)| (*at, *word)).collect()
            };
            let ask = GetLogEvents::of("g", stream).from(from).until(until).limit(limit);
            prop_assert_eq!(walk(&mut engine, ask.clone().from_head(), true), wanted(&list));
            prop_assert_eq!(walk(&mut engine, ask, false), wanted(&list));
        }

        let mut seen = Vec::new();
        let ask = FilterLogEvents::of("g").from(from).until(until).limit(limit);
        let mut page = engine.filter_log_events(now, &ask).unwrap();
        loop {
            seen.extend(page.events.iter().map(|event| (event.at, event.stream.to_string(), event.message.clone())));
            let Some(token) = page.next else { break };
            prop_assert!(!page.events.is_empty());
            page = engine.filter_log_events(now, &ask.clone().after(token)).unwrap();
        }
        let inside = list.iter().filter(|(at, ..)| from <= *at && *at <= until);
        let wanted: Vec<_> = inside.map(|(at, stream, word)| (*at, (*stream).to_owned(), (*word).to_owned())).collect();
        prop_assert_eq!(seen, wanted);
    }

    /// The budget keeps the newest events, and all that went is told.
    #[test]
    fn the_oldest_events_go_first(
        batches in prop::collection::vec((0usize..2, 0i64..3000, 1i64..3, prop::collection::vec(0u8..4, 1..30)), 1..12),
        budget in 30u64..3000,
    ) {
        let mut engine = engine().with_limits(Limits { stored_bytes: budget, ..Limits::default() });
        let now = start();
        let mut list: Vec<(Timestamp, usize, &str)> = Vec::new();
        for (stream, ago, apart, words) in batches {
            let batch = events(now, ago, apart, &words);
            engine.put_log_events(now, "g", STREAMS[stream], batch.iter().copied()).unwrap();
            list.extend(batch.into_iter().map(|(at, word)| (at, stream, word)));
            list.sort_by_key(|(at, stream, _)| (*at, *stream));
            let size = |list: &[(Timestamp, usize, &str)]| list.iter().map(|(.., word)| word.len() as u64 + 26).sum::<u64>();
            if size(&list) > budget {
                while size(&list) > budget - budget / 16 {
                    list.remove(0);
                }
            }
        }
        let page = engine.filter_log_events(now, &FilterLogEvents::of("g")).unwrap();
        let mut kept: Vec<_> = page.events.iter().map(|event| (event.at, event.stream.to_string(), event.message.clone())).collect();
        kept.sort();
        let mut wanted: Vec<_> = list.iter().map(|(at, stream, word)| (*at, STREAMS[*stream].to_owned(), (*word).to_owned())).collect();
        wanted.sort();
        prop_assert_eq!(kept, wanted);
        let lost = engine.drain().into_iter().any(|output| matches!(output, Output::Overflow(o) if o.what == Lost::Events));
        prop_assert!(lost || list.iter().map(|(.., word)| word.len() as u64 + 26).sum::<u64>() <= budget);
    }
}

/// At both ends of time nothing overflows, hangs or is done for ever.
#[test]
fn time_may_end() {
    for now in [Timestamp::MIN, Timestamp::EPOCH, Timestamp::MAX] {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let mut engine = Engine::new(place, 0).with_limits(Limits::unbounded());
        engine.create_log_group(now, "g").unwrap();
        engine.create_log_stream(now, "g", "s").unwrap();
        engine.put_metric_filter(now, "g", filter(1)).unwrap();
        let mut times = [Timestamp::MIN, Timestamp::EPOCH, now, Timestamp::MAX];
        times.sort();
        engine.put_log_events(now, "g", "s", times.into_iter().map(|at| (at, "fine"))).unwrap();
        engine.put_retention_policy(now, "g", 1).unwrap();
        engine.advance(Timestamp::MAX);
        engine.advance(Timestamp::MAX);
        engine.put_log_events(Timestamp::MAX, "g", "s", [(Timestamp::MAX, "fine")]).unwrap();
        engine.advance(Timestamp::MAX);
        let page = engine.get_log_events(Timestamp::MAX, &GetLogEvents::of("g", "s")).unwrap();
        assert!(page.events.iter().all(|event| event.at == Timestamp::MAX) && page.events.len() >= 2);
        let end = engine.get_log_events(now, &GetLogEvents::of("g", "s").after(page.next_forward)).unwrap();
        assert!(end.events.is_empty());
        assert_eq!(engine.next_deadline(), None);
    }
}

/// All events that one meets on the way, in ascending order.
fn walk(engine: &mut Engine, ask: GetLogEvents, forward: bool) -> Vec<(Timestamp, &'static str)> {
    let now = start();
    let mut pages = Vec::new();
    let mut ask = ask;
    loop {
        let page = engine.get_log_events(now, &ask).unwrap();
        if page.events.is_empty() {
            break;
        }
        let word = |text: &str| WORDS.into_iter().find(|word| *word == text).unwrap();
        pages.push(page.events.iter().map(|event| (event.at, word(&event.message))).collect::<Vec<_>>());
        ask = ask.after(if forward { page.next_forward } else { page.next_backward });
    }
    if !forward {
        pages.reverse();
    }
    pages.concat()
}
