//! The inbox: bounded, in order, and told what was not taken.

use crate::world::World;
use cupola::base::Datum;
use cupola::logs::GetLogEvents;
use cupola::traces::{CentralSampler, LocalSampler, Rate, RuleName, SamplingRequest, SamplingRule};
use cupola_bridges::{Destination, Inbox, InboxLimits, Input, Refusal, Sampling};

#[test]
fn past_its_bounds_the_oldest_go_and_are_counted() {
    let world = World::new();
    let to = Destination::new("app", "one");
    let inbox = Inbox::new(InboxLimits { inputs: 3, ..InboxLimits::default() });
    (0..5).for_each(|n| inbox.send(Input::log_event(&to, world.now(), format!("line {n}"))));
    let (mut sky, now) = (world.sky(), world.now());
    let poured = inbox.pour(now, &mut sky);
    assert_eq!((poured.log_events, poured.dropped), (3, 2));
    let page = sky.logs(now).get_log_events(now, &GetLogEvents::of("app", "one").from_head()).unwrap();
    assert_eq!(page.events[0].message, "line 2");
    assert_eq!(inbox.pour(now, &mut sky).dropped, 0, "told once");

    let small = Inbox::new(InboxLimits { bytes: 1000, ..InboxLimits::default() });
    (0..5).for_each(|_| small.send(Input::Segment("x".repeat(900))));
    assert_eq!(small.len(), 1, "one is held whatever its size");
}

#[test]
fn an_event_that_is_refused_costs_no_other() {
    let world = World::new();
    let (to, now) = (Destination::new("app", "one"), world.now());
    for n in 0..10_001 {
        world.inbox.send(Input::log_event(&to, now.plus_millis(-(n % 3) * 3_600_000), format!("{n}")));
    }
    world.inbox.send(Input::log_event(&to, now.plus_secs(-20 * 86_400), "too old"));
    world.inbox.send(Input::log_event(&to, now.plus_secs(-25 * 3600), "a day before"));
    world.inbox.send(Input::log_event(&to, now, ""));
    let poured = world.inbox.pour(now, &mut world.sky());
    assert_eq!(poured.log_events, 10_002);
    let refused: Vec<String> = poured.refused.iter().map(ToString::to_string).collect();
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(poured.refused.iter().any(|one| matches!(one, Refusal::Times { events: 1, .. })));
    assert!(poured.refused.iter().any(|one| matches!(one, Refusal::LogEvent { .. })));
}

#[test]
fn what_is_not_taken_is_told_and_costs_nothing_else() {
    let world = World::new();
    let now = world.now();
    world.inbox.send(Input::Datum(Datum::new("Shop", "Orders", now, f64::NAN)));
    world.inbox.send(Input::Datum(Datum::new("Shop", "Orders", now, 1.0)));
    world.inbox.send(Input::Segment("no segment".into()));
    world.inbox.send(Input::log_event(&Destination::new("no group's name!", "s"), now, "x"));
    let poured = world.inbox.pour(now, &mut world.sky());
    assert_eq!((poured.data, poured.segments, poured.log_events, poured.refused.len()), (1, 0, 0, 3));
    assert!(matches!(poured.refused[1], Refusal::Stream { events: 1, .. }), "{:?}", poured.refused);
}

#[test]
fn the_observatorys_rules_come_to_decide_and_hear_what_was_decided() {
    let world = World::new();
    let (mut sky, now) = (world.sky(), world.now());
    let sampling = Sampling::central(CentralSampler::new(LocalSampler::standard(7), 7));
    let request = SamplingRequest::new("shop", "shop.example", "GET", "/health");
    sampling.refresh(now, &mut sky).unwrap();
    assert!(sampling.current().decide(now, &request).is_sampled(), "the default rule borrows one a second");

    let never = SamplingRule::new(RuleName::new("health").unwrap(), 1).url_path("/health").rate(Rate::NEVER);
    let never = never.reservoir_size(0);
    sky.traces(now).create_sampling_rule(now, never, Default::default()).unwrap();
    let later = now.plus_secs(11);
    sampling.refresh(later, &mut sky).unwrap();
    assert!(!sampling.current().decide(later, &request).is_sampled(), "a report brought the news");
    sky.advance(later.plus_secs(60));
    let summary: Vec<_> = sky.traces(later).sampling_statistic_summaries().collect();
    assert_eq!(summary.iter().map(|one| one.requests).sum::<u64>(), 1);
}
