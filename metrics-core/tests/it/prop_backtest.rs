//! A backtest comes to the states of an engine that is fed with the same data in time, and says why
//! in the same words.

#![expect(clippy::unwrap_used, reason = "the inputs are made well formed")]

use cupola_metrics::backtest::{Backtest, Grid, Series, Setting, Transition};
use cupola_metrics::testing::strategies::{Arrival, on_time, setting};
use cupola_metrics::{
    Datum, Engine, EvaluationRange, Output, Period, Place, Policies, Resolution, Timestamp, TreatMissingData,
    YoungBreach,
};
use proptest::prelude::*;

const START: Timestamp = Timestamp::from_secs(1_777_874_400);

/// The transitions of an alarm and their reasons, from an engine.
fn live(
    setting: &Setting,
    policies: Policies,
    step: u32,
    data: &[Arrival],
    end: Timestamp,
) -> Vec<(Transition, String)> {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let mut engine = Engine::new(place, 0).with_policies(policies);
    engine.put_metric_alarm(START, setting.to_alarm("N", "M").named("a")).unwrap();
    let resolution = if step < 60 { Resolution::High } else { Resolution::Standard };
    for Arrival { at, value, received } in data {
        engine.put(*received, Datum::new("N", "M", *at, *value).with_resolution(resolution)).unwrap();
    }
    engine.advance(end);
    let change = |output: Output| match output {
        Output::StateChange(change) => {
            Some((Transition { at: change.at, from: change.from, to: change.to }, change.reason))
        }
        _ => None,
    };
    engine.drain().into_iter().filter_map(change).collect()
}

/// The same, replayed.
fn replayed(setting: &Setting, backtest: &Backtest) -> Vec<(Transition, String)> {
    let outcome = backtest.run(setting).unwrap();
    let reason = |transition: &Transition| backtest.reason(setting, transition).unwrap().unwrap().to_string();
    outcome.transitions.iter().map(|transition| (*transition, reason(transition))).collect()
}

/// The data as a series that begins where the alarm does.
fn series(step: u32, data: &[Arrival]) -> Series {
    let place = |arrival: &Arrival| arrival.at.millis_since(START) / i64::from(step) / 1000;
    let last = data.iter().map(place).max().unwrap_or(0);
    let value = |index: i64| data.iter().find(|arrival| place(arrival) == index).map(|arrival| arrival.value);
    Series::new(START, step, (0..=last).map(value)).unwrap()
}

fn policies() -> impl Strategy<Value = Policies> {
    let range = prop_oneof![
        3 => Just(EvaluationRange::NPlus2),
        1 => Just(EvaluationRange::Exact),
        1 => (0..9u32).prop_map(EvaluationRange::Plus),
    ];
    let young = prop_oneof![Just(YoungBreach::Keep), Just(YoungBreach::Ok), Just(YoungBreach::InsufficientData)];
    (range, young).prop_map(|(evaluation_range, young_breach)| Policies {
        evaluation_range,
        young_breach,
        ..Policies::default()
    })
}

fn story() -> impl Strategy<Value = (u32, Vec<Arrival>, Setting)> {
    let step = proptest::sample::select(vec![5, 10, 20, 30, 60, 300]);
    let slot = |step: u32| if matches!(step, 20 | 30) { 10 } else { step.min(60) };
    step.prop_flat_map(move |step| (Just(step), on_time(START, step, 120), setting(slot(step))))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_backtest_is_an_engine_in_retrospect((step, data, setting) in story(), policies in policies(), tail in 0..40u32) {
        let series = series(step, &data).followed_by_gaps(tail * 60).unwrap();
        let end = series.end();
        let backtest = Backtest::new(series).with_policies(policies.clone());
        prop_assert_eq!(replayed(&setting, &backtest), live(&setting, policies, step, &data, end));
    }

    #[test]
    fn a_grid_runs_each_setting_as_one_alone(
        (step, data, setting) in story(),
        thresholds in proptest::collection::vec(0..20i32, 0..4),
    ) {
        let backtest = Backtest::new(series(step, &data));
        let grid = Grid::around(setting)
            .thresholds(thresholds.into_iter().map(f64::from))
            .m_of_n([(1, 1), (2, 3)])
            .periods([setting.period, Period::new(3600).unwrap()])
            .treatments(TreatMissingData::ALL.iter().copied());
        let mut runs = backtest.over(&grid).unwrap();
        prop_assert_eq!(runs.len(), grid.len());
        for setting in grid.settings() {
            prop_assert_eq!(runs.next(), Some(backtest.run(&setting).unwrap()));
        }
        prop_assert_eq!(runs.next(), None);
    }
}

/// Alarms that look back more than a day are evaluated once an hour; windows of an hour and a half
/// end between.
#[test]
fn hourly_alarms_look_at_full_hours() {
    let rng = cupola_base::Rng::new(4);
    let values: Vec<Option<f64>> =
        (0..6000).map(|_| (rng.below(4) > 0).then(|| rng.unit().mul_add(16.0, 0.5).floor() + 2.0)).collect();
    let data: Vec<Arrival> = (0i64..)
        .zip(&values)
        .filter_map(|(minute, value)| {
            let at = START.plus_secs(60 * minute);
            value.map(|value| Arrival { at, value, received: at })
        })
        .collect();
    let series = Series::new(START, 60, values).unwrap();
    let end = series.end();
    let backtest = Backtest::new(series);
    for (period, m, n, threshold) in [(5400, 2, 20, 9.6), (3600, 3, 40, 9.8), (21_600, 2, 5, 9.5), (3600, 2, 24, 9.5)] {
        let statistic = cupola_metrics::Statistic::Average;
        let setting = Setting::above(threshold).statistic(statistic, Period::new(period).unwrap()).datapoints(m, n);
        let expected = live(&setting, Policies::default(), 60, &data, end);
        assert!(!expected.is_empty(), "{setting}");
        assert_eq!(replayed(&setting, &backtest), expected, "{setting}");
        assert!(
            expected
                .iter()
                .all(|(transition, _)| n * period <= 86_400 || transition.at.floor_to(3_600_000) == transition.at)
        );
    }
}

/// A year of minutes ends with the same bytes as it began: nothing is lost on the way.
#[test]
fn long_histories_are_told_to_the_end() {
    let minutes = 525_600;
    let values = (0..minutes).map(|minute| Some(if minute % 1440 < 10 { 20.0 } else { 5.0 }));
    let backtest = Backtest::new(Series::new(START, 60, values).unwrap());
    let outcome = backtest.run(&Setting::above(10.0).datapoints(3, 3)).unwrap();
    assert_eq!((outcome.alarms(), outcome.evaluations), (365, 525_600));
    let in_alarm = outcome.time_in(cupola_metrics::StateValue::Alarm);
    assert_eq!(in_alarm.as_secs(), 365 * 8 * 60, "from the third minute of ten until the first good one");
}
