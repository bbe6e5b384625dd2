//! What a rule sends to a log group stands there.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use cupola::events::{Entry, PutRule, RuleName, Target, TargetId};
use cupola::logs::{FilterLogEvents, MetricFilter};
use cupola::{Arn, Delivery, Observatory, Output, Phase, Place, Routes, Timestamp, metrics};

const GROUP: &str = "/aws/events/cranes";

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

/// An observatory whose rule `cranes` sends everything from the quay to a log group, which may be there.
fn sky(routes: Routes, with_group: bool) -> Observatory {
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_routes(routes);
    if with_group {
        sky.logs(t0()).create_log_group(t0(), GROUP).unwrap();
    }
    let rule = PutRule::new(RuleName::new("cranes").unwrap(), r#"{"source": ["quay"]}"#);
    let id = rule.id.clone();
    let group = Arn::parse(&format!("arn:aws:logs:us-east-1:111122223333:log-group:{GROUP}")).unwrap();
    sky.events(t0()).put_rule(t0(), rule).unwrap();
    sky.events(t0()).put_targets(t0(), &id, vec![Target::new(TargetId::new("log").unwrap(), group)]).unwrap();
    sky
}

fn put(sky: &mut Observatory, time: Timestamp) {
    let entry = Entry::new("quay", "Crane moved", r#"{"crane": 7}"#).with_time(time);
    sky.events(t0()).put_events(t0(), vec![entry]).unwrap();
}

fn deliveries(sky: &mut Observatory) -> Vec<Delivery> {
    let delivery = |output| if let Output::Delivery(delivery) = output { Some(delivery) } else { None };
    sky.drain().into_iter().filter_map(delivery).collect()
}

fn lines(sky: &mut Observatory) -> Vec<(Timestamp, String, String)> {
    let mut logs = sky.logs(t0());
    let found = logs.filter_log_events(t0(), &FilterLogEvents::of(GROUP)).unwrap();
    found.events.into_iter().map(|event| (event.at, event.stream.to_string(), event.message)).collect()
}

#[test]
fn the_event_is_a_log_event_at_its_own_time() {
    let mut sky = sky(Routes::standard(), true);
    let time = t0().plus_secs(-60);
    put(&mut sky, time);
    let deliveries = deliveries(&mut sky);
    let [delivery] = &deliveries[..] else { panic!("{deliveries:?}") };
    assert_eq!(sky.explain_delivery(delivery.id).unwrap().phase, Phase::Delivered);
    assert_eq!(lines(&mut sky), [(time, "rule/cranes".to_owned(), delivery.payload.to_string())]);
}

#[test]
fn a_metric_filter_sees_it() {
    let mut sky = sky(Routes::standard(), true);
    let filter = MetricFilter::new("moves", "{ $.detail.crane = 7 }", "Docks", "Moves").unwrap();
    sky.logs(t0()).put_metric_filter(t0(), GROUP, filter).unwrap();
    put(&mut sky, t0());
    let later = t0().plus_secs(120);
    let docks = metrics::MetricFilter::default().in_namespace(metrics::Namespace::new("Docks").unwrap());
    assert_eq!(sky.metrics(later).list_metrics(later, &docks).count(), 1);
}

#[test]
fn a_group_that_is_not_there_is_the_owners() {
    let mut sky = sky(Routes::standard(), false);
    put(&mut sky, t0());
    let deliveries = deliveries(&mut sky);
    assert_eq!(sky.explain_delivery(deliveries[0].id).unwrap().phase, Phase::UnderWay);
}

#[test]
fn without_the_route_nothing_is_written() {
    let mut routes = Routes::standard();
    assert!(routes.remove("rule target -> log group"));
    let mut sky = sky(routes, true);
    put(&mut sky, t0());
    assert_eq!(deliveries(&mut sky).len(), 1);
    assert!(lines(&mut sky).is_empty());
}

#[test]
fn what_is_too_old_for_the_group_is_not_kept() {
    let mut sky = sky(Routes::standard(), true);
    put(&mut sky, t0().plus_secs(-15 * 86_400));
    assert!(lines(&mut sky).is_empty());
    let deliveries = deliveries(&mut sky);
    assert_eq!(sky.explain_delivery(deliveries[0].id).unwrap().phase, Phase::Delivered);
}
