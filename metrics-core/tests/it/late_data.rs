//! Data that are seen later than they were published.

#![expect(clippy::unwrap_used, reason = "the inputs are made well formed")]

use cupola_base::Place;
use cupola_metrics::{
    Alarm, Datum, Engine, Metric, Output, Period, Policies, StateValue, Statistic, StatisticsQuery, Timestamp,
    TreatMissingData,
};
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap().plus_secs(second)
}

fn engine(ingest_delay_seconds: u32) -> Engine {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let policies = Policies { ingest_delay_seconds, ..Policies::default() };
    let mut engine = Engine::new(place, 0).with_policies(policies);
    let alarm = Alarm::on("N", "M").named("a").maximum(Period::MINUTE).above(10.0);
    engine.put_metric_alarm(at(0), alarm.treat_missing_data(TreatMissingData::NotBreaching)).unwrap();
    engine
}

fn changes(outputs: Vec<Output>) -> Vec<(Timestamp, StateValue)> {
    let change = |output| match output {
        Output::StateChange(change) => Some((change.at, change.to)),
        _ => None,
    };
    outputs.into_iter().filter_map(change).collect()
}

/// When the alarm rings for a value published in its first minute.
fn rings(delay: u32) -> Option<Timestamp> {
    let mut engine = engine(delay);
    engine.put(at(10), Datum::new("N", "M", at(10), 71.0)).unwrap();
    engine.advance(at(600));
    changes(engine.drain()).into_iter().find(|(_, to)| *to == StateValue::Alarm).map(|(at, _)| at)
}

#[test]
fn a_late_datum_counts_while_its_window_is_looked_at() {
    // One period and two more windows are looked at: the datum's until 06:03. What is seen at the instant of an
    // evaluation is seen after it.
    for (delay, rung) in [(0, Some(60)), (49, Some(60)), (50, Some(120)), (160, Some(180)), (170, None)] {
        assert_eq!(rings(delay), rung.map(at), "{delay} s");
    }
}

#[test]
fn what_is_held_back_is_checked_at_once_and_in_no_answer() {
    let mut engine = engine(90);
    assert!(engine.put(at(0), Datum::new("N", "M", at(0), f64::NAN)).is_err());
    assert!(engine.put(at(0), Datum::new("N", "", at(0), 1.0)).is_err());
    engine.put(at(10), Datum::new("N", "M", at(10), 71.0)).unwrap();
    let query = StatisticsQuery::new(Metric::new("N", "M").unwrap(), at(0), at(60), Period::MINUTE);
    let query = query.with(Statistic::Sum);
    assert!(engine.metric_statistics(at(99), &query).unwrap().is_empty());
    assert_eq!(engine.metric_statistics(at(100), &query).unwrap()[0].statistic(Statistic::Sum), Some(71.0));
}

proptest! {
    /// A delay is as if everybody published so much later; a snapshot on the way changes nothing.
    #[test]
    fn delayed_is_published_later(
        delay in 1u32..400,
        data in prop::collection::vec((0i64..90, 0i64..300, 0.0..20.0f64), 1..20),
        cut in 0usize..20,
    ) {
        let (mut delayed, mut twin) = (engine(delay), engine(0));
        let (mut told, mut expected) = (Vec::new(), Vec::new());
        let mut second = 1;
        for (index, (gap, age, value)) in data.iter().enumerate() {
            second += gap;
            let datum = Datum::new("N", "M", at(second - age), *value);
            delayed.put(at(second), &datum).unwrap();
            twin.put(at(second + i64::from(delay)), &datum).unwrap();
            if index == cut {
                delayed = Engine::restore(delayed.snapshot()).unwrap();
            }
            told.extend(changes(delayed.drain()));
            expected.extend(changes(twin.drain()));
        }
        delayed.advance(at(second + 1000));
        twin.advance(at(second + 1000));
        told.extend(changes(delayed.drain()));
        expected.extend(changes(twin.drain()));
        prop_assert_eq!(told, expected);
    }
}
