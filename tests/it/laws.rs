//! What must hold whatever happens: one long jump equals many short ones, a restored observatory goes on as
//! the first would have, and the same inputs give the same bytes.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use cupola::audit::Policies;
use cupola::base::json::Json;
use cupola::events::{Entry, PutRule, RuleName, Target, TargetId};
use cupola::logs::MetricFilter;
use cupola::metrics::{Alarm, Period, StateValue, TreatMissingData};
use cupola::{Arn, Datum, Observatory, Output, Place, Snapshot, Timestamp, Universe};
use proptest::collection::vec;
use proptest::prelude::*;

/// One thing that happens, some seconds after the one before.
#[derive(Clone, Debug)]
enum Happening {
    Lines { failed: usize, fine: usize },
    Measurement(i32),
    Record { name: &'static str, root: bool },
    Event(&'static str),
    StateByHand(StateValue),
    Nothing,
}

fn happenings() -> impl Strategy<Value = Vec<(u32, Happening)>> {
    let happening = prop_oneof![
        4 => (0usize..6, 0usize..3).prop_map(|(failed, fine)| Happening::Lines { failed, fine }),
        2 => (0i32..20).prop_map(Happening::Measurement),
        1 => (prop_oneof![Just("ConsoleLogin"), Just("DeleteTrail"), Just("ListUsers")], any::<bool>())
            .prop_map(|(name, root)| Happening::Record { name, root }),
        1 => prop_oneof![Just("my.shop"), Just("my.dock")].prop_map(Happening::Event),
        1 => prop_oneof![Just(StateValue::Ok), Just(StateValue::Alarm), Just(StateValue::InsufficientData)]
            .prop_map(Happening::StateByHand),
        2 => Just(Happening::Nothing),
    ];
    vec((0u32..400, happening), 0..25)
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:07Z").unwrap()
}

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn set_up() -> Observatory {
    let sky = Observatory::new(place(), 7)
        .with_audit(|engine| engine.with_policies(Policies::default().with_every_record_is_logged(true)));
    let (mut sky, now) = (sky, start());
    let mut logs = sky.logs(now);
    logs.create_log_group(now, "auth").unwrap();
    logs.create_log_stream(now, "auth", "gate").unwrap();
    logs.put_retention_policy(now, "auth", 1).unwrap();
    let filter = MetricFilter::new("failed", "\"Failed password\"", "Auth", "Failed").unwrap();
    logs.put_metric_filter(now, "auth", filter.with_default_value(0.0)).unwrap();
    drop(logs);
    for (name, metric, missing) in
        [("guessing", "Failed", TreatMissingData::NotBreaching), ("queue", "Queue", TreatMissingData::Missing)]
    {
        let alarm = Alarm::on("Auth", metric).named(name).sum(Period::MINUTE).above(4.0).for_periods(3);
        let alarm = alarm.datapoints_to_alarm(2).treat_missing_data(missing);
        sky.metrics(now).put_metric_alarm(now, alarm.on_alarm("arn:aws:sns:us-east-1:111122223333:ops")).unwrap();
    }
    put_rule(&mut sky, "alarms", r#"{"source": ["aws.cloudwatch"]}"#);
    put_rule(&mut sky, "roots", r#"{"detail": {"userIdentity": {"type": ["Root"]}}}"#);
    put_rule(&mut sky, "shops", r#"{"source": [{"prefix": "my.s"}]}"#);
    sky
}

fn put_rule(sky: &mut Observatory, name: &str, pattern: &str) {
    let (now, rule) = (start(), PutRule::new(RuleName::new(name).unwrap(), pattern));
    let id = rule.id.clone();
    let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox").unwrap();
    sky.events(now).put_rule(now, rule).unwrap();
    sky.events(now).put_targets(now, &id, vec![Target::new(TargetId::new("q").unwrap(), queue)]).unwrap();
}

fn happen(sky: &mut Observatory, now: Timestamp, happening: &Happening) {
    match happening {
        Happening::Lines { failed, fine } => {
            let lines = std::iter::repeat_n("Failed password for root", *failed);
            let lines = lines.chain(std::iter::repeat_n("Accepted password for ana", *fine));
            let lines: Vec<_> = lines.map(|line| (now, line)).collect();
            if !lines.is_empty() {
                sky.logs(now).put_log_events(now, "auth", "gate", lines).unwrap();
            }
        }
        Happening::Measurement(value) => {
            sky.metrics(now).put(now, Datum::new("Auth", "Queue", now, f64::from(*value))).unwrap();
        }
        Happening::Record { name, root } => sky.audit(now).record(now, record(now, name, *root)).unwrap(),
        Happening::Event(source) => {
            sky.events(now).put_events(now, vec![Entry::new(*source, "Order placed", "{}")]).unwrap();
        }
        Happening::StateByHand(value) => {
            sky.metrics(now).set_alarm_state(now, "queue", *value, "by hand", None).unwrap();
        }
        Happening::Nothing => sky.advance(now),
    }
}

fn record(at: Timestamp, name: &str, root: bool) -> Json {
    let kind = if root { "Root" } else { "IAMUser" };
    Json::parse(&format!(
        r#"{{"eventVersion":"1.09","userIdentity":{{"type":"{kind}"}},"eventTime":"{at}","eventSource":"iam.amazonaws.com",
            "eventName":"{name}","awsRegion":"us-east-1","eventID":"00000000-0000-4000-8000-000000000000","readOnly":false,
            "eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}}"#,
        at = at.to_seconds_text(),
    ))
    .unwrap()
}

/// Lets all happen, with `between` in front of each, and gives what came out and what is held in the end.
fn tell(
    story: &[(u32, Happening)],
    mut between: impl FnMut(Observatory, Timestamp) -> Observatory,
) -> (Vec<Output>, String) {
    let (mut sky, mut now, mut outputs) = (set_up(), start(), Vec::new());
    for (seconds, happening) in story {
        now = now.plus_secs(i64::from(*seconds));
        sky = between(sky, now);
        happen(&mut sky, now, happening);
        outputs.extend(sky.drain());
    }
    sky = between(sky, now.plus_secs(3_600));
    sky.advance(now.plus_secs(3_600));
    outputs.extend(sky.drain());
    (outputs, held(&sky))
}

fn held(sky: &Observatory) -> String {
    serde_json::to_string(&sky.snapshot()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_long_advance_equals_many_short_ones(story in happenings(), step in 1i64..90_000) {
        let short = tell(&story, |mut sky, now| {
            while sky.now().plus_millis(step) < now {
                sky.advance(sky.now().plus_millis(step));
            }
            sky
        });
        let long = tell(&story, |sky, _| sky);
        prop_assert_eq!(&short.0, &long.0);
        prop_assert_eq!(short.1, long.1);
    }

    #[test]
    fn from_deadline_to_deadline_is_the_same_as_any_other_way(story in happenings()) {
        let stepped = tell(&story, |mut sky, now| {
            while let Some(due) = sky.next_deadline().filter(|due| due.at <= now) {
                assert!(due.at > sky.now(), "{due:?} was due before {}", sky.now());
                sky.advance(due.at);
            }
            sky
        });
        prop_assert_eq!(stepped, tell(&story, |sky, _| sky));
    }

    #[test]
    fn a_restored_observatory_goes_on_as_the_first_would_have(story in happenings(), when in 0usize..25) {
        let mut turn = 0;
        let restored = tell(&story, |sky, _| {
            turn += 1;
            if turn - 1 == when.min(story.len()) { restored(&sky) } else { sky }
        });
        prop_assert_eq!(restored, tell(&story, |sky, _| sky));
    }

    #[test]
    fn the_same_inputs_give_the_same_bytes(story in happenings()) {
        let (outputs, held) = tell(&story, |sky, _| sky);
        let (again, held_again) = tell(&story, |sky, _| sky);
        prop_assert_eq!(format!("{outputs:?}"), format!("{again:?}"));
        prop_assert_eq!(held, held_again);
    }
}

fn restored(sky: &Observatory) -> Observatory {
    Observatory::restore(serde_json::from_str::<Snapshot>(&held(sky)).unwrap()).unwrap()
}

#[test]
fn a_story_does_come_to_an_alarm_and_its_deliveries() {
    let story = [(10, Happening::Lines { failed: 5, fine: 1 }), (60, Happening::Lines { failed: 5, fine: 1 })];
    let (outputs, _) = tell(&story, |sky, _| sky);
    let deliveries = outputs.iter().filter(|output| matches!(output, Output::Delivery(_))).count();
    let changes = outputs.iter().filter(|output| matches!(output, Output::StateChange(_))).count();
    assert!(deliveries >= 3 && changes >= 2, "{outputs:#?}");
}

#[test]
fn places_of_a_universe_do_not_see_each_other() {
    let (mut universe, now) = (Universe::new(0), start());
    let there = Place::parse("111122223333", "eu-west-1").unwrap();
    universe.observatory(now, &place()).unwrap().logs(now).create_log_group(now, "app").unwrap();
    universe.observatory(now, &there).unwrap().logs(now).create_log_group(now, "app").unwrap();
    assert!(universe.observatory(now, &there).unwrap().logs(now).create_log_group(now, "app").is_err());
    let text = serde_json::to_string(&universe.snapshot()).unwrap();
    let again = Universe::restore(serde_json::from_str(&text).unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&again.snapshot()).unwrap(), text);
}
