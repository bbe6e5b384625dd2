//! Laws over scripts on several buses, with archives, replays, discovery, schedules and deliveries under way: buses
//! stand apart, what is deleted ends, a restored engine goes on as before, and one long step is many short ones.

#![expect(clippy::unwrap_used, reason = "what is generated is well formed")]

use std::collections::BTreeSet;

use cupola_base::outbox::ErrorCode;
use cupola_base::{Arn, Delivery, DeliveryId, Outcome, Place, Tags, Timestamp};
use cupola_events::{
    ArchiveName, BusName, CreateArchive, CreateBus, Engine, Entry, Output, PutRule, ReplayName, ReplayState, RuleId,
    RuleName, Snapshot, StartReplay, Target, TargetId,
};
use proptest::prelude::*;
use proptest::sample::select;

const BUSES: [&str; 3] = ["default", "dock", "yard"];

#[derive(Clone, Debug)]
enum Step {
    PutRule {
        bus: &'static str,
        rule: &'static str,
        source: &'static str,
    },
    PutSchedule {
        rule: &'static str,
        minutes: u32,
    },
    DeleteRule {
        bus: &'static str,
        rule: &'static str,
    },
    PutEvent {
        bus: &'static str,
        source: &'static str,
        detail: &'static str,
    },
    Archive {
        bus: &'static str,
    },
    DeleteArchive {
        bus: &'static str,
    },
    Replay {
        bus: &'static str,
        name: u8,
    },
    Cancel {
        name: u8,
    },
    Discover {
        bus: &'static str,
    },
    DeleteBus {
        bus: &'static str,
    },
    /// How the delivery went that came out as the last but so many.
    Report {
        back: usize,
        outcome: u8,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let bus = || select(&BUSES[..]);
    let rule = || select(&["a", "b"][..]);
    let source = || select(&["quay", "pier"][..]);
    let detail = || select(&["{}", r#"{"n":1}"#, r#"{"n":"x","m":[1]}"#][..]);
    prop_oneof![
        4 => (bus(), rule(), source()).prop_map(|(bus, rule, source)| Step::PutRule { bus, rule, source }),
        1 => (rule(), 1..90u32).prop_map(|(rule, minutes)| Step::PutSchedule { rule, minutes }),
        1 => (bus(), rule()).prop_map(|(bus, rule)| Step::DeleteRule { bus, rule }),
        6 => (bus(), source(), detail()).prop_map(|(bus, source, detail)| Step::PutEvent { bus, source, detail }),
        2 => bus().prop_map(|bus| Step::Archive { bus }),
        1 => bus().prop_map(|bus| Step::DeleteArchive { bus }),
        3 => (bus(), 0..4u8).prop_map(|(bus, name)| Step::Replay { bus, name }),
        1 => (0..4u8).prop_map(|name| Step::Cancel { name }),
        1 => bus().prop_map(|bus| Step::Discover { bus }),
        1 => bus().prop_map(|bus| Step::DeleteBus { bus }),
        4 => (0..6usize, 0..4u8).prop_map(|(back, outcome)| Step::Report { back, outcome }),
    ]
}

/// Steps and the milliseconds that pass before each.
fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let wait = prop_oneof![3 => Just(0), 3 => 1..300i64, 3 => 1000..120_000i64, 1 => 3_600_000..90_000_000i64];
    prop::collection::vec((wait, step()), 1..40)
}

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn bus(name: &str) -> BusName {
    BusName::new(name).unwrap()
}

fn id(on: &str, rule: &str) -> RuleId {
    RuleId { bus: bus(on), name: RuleName::new(rule).unwrap() }
}

fn archive(of: &str) -> ArchiveName {
    ArchiveName::new(format!("of-{of}")).unwrap()
}

fn replay(name: u8) -> ReplayName {
    ReplayName::new(format!("r{name}")).unwrap()
}

fn target() -> Target {
    let queue = |name: &str| Arn::parse(&format!("arn:aws:sqs:us-east-1:111122223333:{name}")).unwrap();
    Target::new(TargetId::new("q").unwrap(), queue("q")).with_dead_letter(queue("dead"))
}

fn engine() -> Engine {
    let mut engine = Engine::new(place(), 7).with_metrics();
    for name in &BUSES[1..] {
        engine.create_event_bus(start(), CreateBus::new(bus(name))).unwrap();
    }
    engine
}

fn outcome(kind: u8) -> Outcome {
    match kind {
        0 => Outcome::Delivered,
        1 => Outcome::error(ErrorCode::NoResource, "gone"),
        _ => Outcome::retry(),
    }
}

/// Removes a rule with its target.
fn delete_rule(engine: &mut Engine, now: Timestamp, rule: &RuleId) {
    let _ = engine.remove_targets_by_force(now, rule, &[TargetId::new("q").unwrap()]);
    let _ = engine.delete_rule_by_force(now, rule);
}

/// Does a step; what the engine refuses changes nothing. `known` are the deliveries that came out so far.
fn take(engine: &mut Engine, now: Timestamp, step: &Step, known: &[DeliveryId]) {
    match step {
        Step::PutRule { bus, rule, source } => {
            let put = PutRule::new(id(bus, rule), format!(r#"{{"source":["{source}"]}}"#));
            if engine.put_rule(now, put).is_ok() {
                engine.put_targets(now, &id(bus, rule), vec![target()]).unwrap();
            }
        }
        Step::PutSchedule { rule, minutes } => {
            let unit = if *minutes == 1 { "minute" } else { "minutes" };
            let put = PutRule::scheduled(RuleName::new(*rule).unwrap(), format!("rate({minutes} {unit})"));
            engine.put_rule(now, put).unwrap();
            engine.put_targets(now, &id("default", rule), vec![target()]).unwrap();
        }
        Step::DeleteRule { bus, rule } => delete_rule(engine, now, &id(bus, rule)),
        Step::PutEvent { bus, source, detail } => {
            engine.put_events(now, vec![Entry::new(*source, "t", *detail).with_bus(*bus)]).unwrap();
        }
        Step::Archive { bus: name } => {
            let _ = engine.create_archive(now, CreateArchive::new(archive(name), bus(name)));
        }
        Step::DeleteArchive { bus } => {
            let _ = engine.delete_archive(now, &archive(bus));
        }
        Step::Replay { bus: name, name: number } => {
            let (from, to) = (archive(name).arn(&place()), bus(name).arn(&place()));
            let (first, last) = (start(), now.plus_secs(1));
            let _ =
                engine.start_replay(now, StartReplay::new(replay(*number), from.as_str(), to.as_str(), first, last));
        }
        Step::Cancel { name } => {
            let _ = engine.cancel_replay(now, &replay(*name));
        }
        Step::Discover { bus: name } => {
            let _ = engine.create_discoverer(now, bus(name).arn(&place()).as_str(), None, true, Tags::default());
        }
        Step::DeleteBus { bus: name } => {
            let rules: Vec<RuleId> = engine
                .list_rules(&bus(name))
                .map(|rules| rules.map(|rule| rule.id.clone()).collect())
                .unwrap_or_default();
            rules.iter().filter(|_| *name != "default").for_each(|rule| delete_rule(engine, now, rule));
            let _ = engine.delete_event_bus(now, &bus(name));
        }
        Step::Report { back, outcome: kind } => {
            if let Some(id) = known.len().checked_sub(1 + back).and_then(|at| known.get(at)) {
                engine.report(now, *id, outcome(*kind));
            }
        }
    }
}

/// Everything that came out, and the engine at the end.
fn run(steps: &[(i64, Step)], between: fn(Engine, Timestamp) -> Engine) -> (Vec<Output>, Engine) {
    let (mut engine, mut now) = (engine(), start());
    let (mut all, mut known) = (Vec::new(), Vec::new());
    for (wait, step) in steps {
        now = now.plus_millis(*wait);
        engine = between(engine, now);
        // Not every step lets time pass in the engine, and what came out by then is known only after it.
        engine.advance(now);
        take(&mut engine, now, step, &known);
        let outputs = engine.drain();
        known.extend(deliveries(&outputs).map(|delivery| delivery.id));
        all.extend(outputs);
    }
    now = now.plus_secs(2 * 86_400);
    engine = between(engine, now);
    engine.advance(now);
    all.extend(engine.drain());
    (all, engine)
}

fn deliveries(outputs: &[Output]) -> impl Iterator<Item = &Delivery> {
    outputs.iter().filter_map(|output| if let Output::Delivery(delivery) = output { Some(delivery) } else { None })
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn through_a_snapshot(engine: Engine, _now: Timestamp) -> Engine {
    let snapshot: Snapshot = serde_json::from_str(&text(&engine.snapshot())).unwrap();
    Engine::restore(snapshot).unwrap()
}

/// Comes to the next instant in steps of its own deadlines, and some between.
fn in_short_steps(mut engine: Engine, now: Timestamp) -> Engine {
    for _ in 0..10_000 {
        let Some(due) = engine.next_deadline().map(|due| due.at).filter(|at| *at < now) else { break };
        engine.advance(due.plus_millis(-1));
        engine.advance(due);
    }
    engine
}

/// What a delivery is about, without ids, which are drawn from one source of chance for all buses.
fn about(delivery: &Delivery) -> (Timestamp, String, String, String) {
    let json: serde_json::Value = serde_json::from_str(delivery.payload.as_str()).unwrap();
    (delivery.at, delivery.cause.clone(), delivery.target.clone(), json["detail"].to_string())
}

fn is_of(step: &Step, name: &str) -> bool {
    match step {
        Step::PutRule { bus, .. } | Step::DeleteRule { bus, .. } | Step::PutEvent { bus, .. } => *bus == name,
        Step::PutSchedule { .. } => name == "default",
        _ => false,
    }
}

fn causes(name: &str) -> impl Fn(&&Delivery) -> bool {
    let prefix = match name {
        "default" => "arn:aws:events:us-east-1:111122223333:rule/".to_owned(),
        name => format!("arn:aws:events:us-east-1:111122223333:rule/{name}/"),
    };
    move |delivery| {
        let rule = delivery.cause.strip_prefix(&prefix);
        rule.is_some_and(|rule| !rule.contains('/'))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What a bus's rules send is what they send where there is no other bus's traffic.
    #[test]
    fn no_bus_sees_anothers_events(steps in steps()) {
        let steps: Vec<_> =
            steps.into_iter().filter(|(_, step)| BUSES.iter().any(|bus| is_of(step, bus))).collect();
        let (all, _) = run(&steps, |engine, _| engine);
        for bus in BUSES {
            // Time passes alike.
            let alone: Vec<_> = steps
                .iter()
                .map(|(wait, step)| (*wait, if is_of(step, bus) { step.clone() } else { Step::Cancel { name: 9 } }))
                .collect();
            let (alone, _) = run(&alone, |engine, _| engine);
            let here: Vec<_> = deliveries(&all).filter(causes(bus)).map(about).collect();
            prop_assert_eq!(here, deliveries(&alone).map(about).collect::<Vec<_>>(), "{}", bus);
        }
    }

    #[test]
    fn a_restored_engine_goes_on_in_the_middle_of_everything(steps in steps()) {
        let ((plain, a), (restored, b)) = (run(&steps, |engine, _| engine), run(&steps, through_a_snapshot));
        prop_assert_eq!(text(&plain), text(&restored));
        prop_assert_eq!(text(&a.snapshot()), text(&b.snapshot()));
    }

    #[test]
    fn one_long_step_is_many_short_ones(steps in steps()) {
        let ((long, a), (short, b)) = (run(&steps, |engine, _| engine), run(&steps, in_short_steps));
        prop_assert_eq!(text(&long), text(&short));
        prop_assert_eq!(text(&a.snapshot()), text(&b.snapshot()));
    }

    /// Once all rules are gone nothing but dead letters comes; what waited is told as ended, each once. Replays of a
    /// deleted archive have failed.
    #[test]
    fn what_is_deleted_ends(steps in steps()) {
        let (mut engine, mut now) = (engine(), start());
        let mut known = Vec::new();
        for (wait, step) in &steps {
            now = now.plus_millis(*wait);
            take(&mut engine, now, step, &known);
            known.extend(deliveries(&engine.drain()).map(|delivery| delivery.id));
        }
        // The last step need not have been one that lets time pass: retries that are due by now go out first.
        engine.advance(now);
        known.extend(deliveries(&engine.drain()).map(|delivery| delivery.id));
        let waits = |id: &DeliveryId| engine.explain_delivery(*id).is_some_and(|standing| {
            matches!(standing.phase, cupola_base::outbox::Phase::Waiting(_)) && !standing.is_letter
        });
        let waiting: BTreeSet<DeliveryId> = known.iter().copied().filter(waits).collect();
        let ids: Vec<RuleId> = BUSES
            .iter()
            .filter_map(|name| engine.list_rules(&bus(name)).ok().map(|all| all.map(|rule| rule.id.clone()).collect::<Vec<_>>()))
            .flatten()
            .collect();
        ids.iter().for_each(|rule| delete_rule(&mut engine, now, rule));
        let running = (0..4).filter(|name| {
            engine.describe_replay(&replay(*name)).is_ok_and(|replay| replay.state.is_active())
        });
        let running: Vec<u8> = running.collect();
        BUSES.iter().for_each(|name| drop(engine.delete_archive(now, &archive(name))));
        for name in running {
            prop_assert_eq!(engine.describe_replay(&replay(name)).unwrap().state, ReplayState::Failed);
        }
        let outputs = engine.drain();
        let ended: Vec<DeliveryId> = outputs
            .iter()
            .filter_map(|output| if let Output::Ended(ended) = output { Some(ended.id) } else { None })
            .collect();
        prop_assert_eq!(ended.len(), waiting.len());
        prop_assert_eq!(ended.into_iter().collect::<BTreeSet<_>>(), waiting);
        engine.advance(now.plus_secs(3 * 86_400));
        let later = engine.drain();
        prop_assert!(deliveries(&later).all(Delivery::is_dead_letter), "{later:?}");
    }
}
