//! The decision of alarms, against deciding over a list of windows that is made anew at each tick.
//!
//! Run with `cargo bench -p cupola-benches --bench alarms`. A backtest's time is that from the series to the
//! transitions: the comparison and, for longer windows, the statistic are in it. The more settings share them, the
//! less they weigh.
//!
//! Last result, on two cores that others used as well (the best of four runs; all times are too long), rustc 1.95
//! without link-time optimisation, 2026-11-26: one decision 5 to 8 ns on bits, 20 to 111 ns on a list. Backtest of one
//! setting, without gaps 1.3 ns an evaluation for 1 of 1, which changes its state every sixth time (20 times as fast as
//! the obvious one), 0.6 ns for 2 of 2 to 5 of 5 (46 to 70 times); with one minute in ten missing 1.6 ns (17 times) and
//! 1.0 to 1.2 ns (29 to 34 times). 1 of 1 to 5 of 5 at once 0.5 and 0.8 ns (58 to 90 times), of 80 settings 0.6 and
//! 0.8 ns: 1,900 to 1,200 million evaluations a second.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::hint::black_box;

use cupola_base::{Rng, Timestamp};
use cupola_benches::ratio::compare;
use cupola_metrics::backtest::{Backtest, Grid, Series, Setting, Transition};
use cupola_metrics::{
    DecisionRule, Period, StateValue, Statistic, TreatMissingData, Window, Windows, YoungBreach, decide, decide_bits,
};

const TICKS: usize = 4096;
/// Minutes of the backtested history: thirty days.
const MINUTES: usize = 43_200;

fn main() {
    for (m, n) in [(1, 1), (2, 3), (5, 5), (15, 60)] {
        decision(m, n);
    }
    for (name, gaps) in [("without gaps", 0), ("one minute in ten missing", 1)] {
        println!("{name}:");
        let values = history(gaps);
        for n in 1..=5 {
            backtest(&values, &Grid::around(Setting::above(0.9).datapoints(n, n)), &format!("{n} of {n}"));
        }
        let few = Grid::around(Setting::above(0.9)).m_of_n((1..=5).map(|n| (n, n)));
        let many = few.clone().thresholds([0.7, 0.8, 0.9, 0.95]).treatments(TreatMissingData::ALL.iter().copied());
        backtest(&values, &few, "1 of 1 to 5 of 5");
        backtest(&values, &many, "and four thresholds, four treatments");
    }
    long_windows();
}

/// A backtest of a grid, from the series to the transitions, against the obvious one.
fn backtest(values: &[Option<f64>], grid: &Grid, name: &str) {
    let backtest = Backtest::new(series(values));
    let settings: Vec<Setting> = grid.settings().collect();
    let ours = || -> usize {
        let runs = backtest.over(black_box(grid)).expect("the settings are those of alarms");
        runs.map(|outcome| outcome.transitions.len()).sum()
    };
    let naive = || -> usize { settings.iter().map(|setting| naive(values, black_box(setting)).len()).sum() };
    assert_eq!(ours(), naive(), "both see the same transitions");
    report(name, settings.len() * MINUTES, compare(0, ours, naive));
}

/// What somebody would write: at each minute the windows are made anew and decided upon.
fn naive(values: &[Option<f64>], setting: &Setting) -> Vec<Transition> {
    let rule = DecisionRule {
        evaluation_periods: setting.evaluation_periods,
        datapoints_to_alarm: setting.datapoints_to_alarm,
        treat_missing_data: setting.treat_missing_data,
        young_breach: YoungBreach::Keep,
    };
    let window = |value: Option<&Option<f64>>| match value.copied().flatten() {
        None => Window::Missing,
        Some(value) if setting.operator.is_breaching(value, setting.threshold) == Some(true) => Window::Breaching,
        Some(_) => Window::NonBreaching,
    };
    let (mut state, mut transitions) = (StateValue::InsufficientData, Vec::new());
    for minute in 0..values.len() {
        let back = 0..setting.evaluation_periods as usize + 2;
        let range: Vec<Window> =
            back.map(|back| window(minute.checked_sub(back).and_then(|index| values.get(index)))).collect();
        if let Some(to) = decide(&rule, &range).state.filter(|to| *to != state) {
            let at = start().plus_secs(60 * (i64::try_from(minute).unwrap_or_default() + 1));
            transitions.push(Transition { at, from: state, to });
            state = to;
        }
    }
    transitions
}

/// Statistics over longer windows, which slide: a year of minutes.
fn long_windows() {
    let values: Vec<Option<f64>> = (0..12).flat_map(|_| history(1)).collect();
    let backtest = Backtest::new(series(&values));
    for (statistic, seconds) in [("Average", 300), ("Average", 3600), ("p90", 300), ("Maximum", 86_400)] {
        let statistic: Statistic = statistic.parse().expect("a statistic");
        let period = Period::new(seconds).expect("a period");
        let setting = Setting::above(0.9).statistic(statistic, period);
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let begin = std::time::Instant::now();
        let outcome = backtest.run(&setting).expect("the setting is one of alarms");
        println!("{setting}, {} evaluations: {:?}", outcome.evaluations, begin.elapsed());
    }
}

fn series(values: &[Option<f64>]) -> Series {
    Series::new(start(), 60, values.iter().copied()).expect("the values are finite")
}

fn start() -> Timestamp {
    Timestamp::from_secs(1_777_874_400)
}

/// Values between 0 and 1, with so many gaps in ten minutes.
fn history(gaps: u64) -> Vec<Option<f64>> {
    let rng = Rng::new(5);
    (0..MINUTES).map(|_| (rng.below(10) >= gaps).then(|| rng.unit())).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn report(name: &str, evaluations: usize, ratio: cupola_benches::ratio::Ratio) {
    let each = |time: std::time::Duration| time.as_nanos() as f64 / evaluations as f64;
    let (ours, naive) = (each(ratio.ours), each(ratio.yardstick));
    println!(
        "backtest {name}: {ours:.2} ns an evaluation, {:.0} million/s, naive {naive:.1} ns, {:.1} times",
        1e3 / ours,
        naive / ours
    );
}

/// One window comes in, and a decision is made: on bits, against on a list.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn decision(datapoints_to_alarm: u32, evaluation_periods: u32) {
    let treat_missing_data = TreatMissingData::Missing;
    let young_breach = YoungBreach::Keep;
    let rule = DecisionRule { evaluation_periods, datapoints_to_alarm, treat_missing_data, young_breach };
    let (len, windows) = (evaluation_periods + 2, windows());
    let ratio = compare(
        0,
        || {
            let mut range = Windows::EMPTY;
            let alarms = windows.iter().filter(|window| {
                range.push(**window);
                decide_bits(black_box(&rule), range, len).state.is_some()
            });
            alarms.count()
        },
        || {
            let ends = 1..=windows.len();
            let alarms = ends.filter(|end| {
                let range: Vec<Window> = windows[..*end].iter().rev().take(len as usize).copied().collect();
                decide(black_box(&rule), &range).state.is_some()
            });
            alarms.count()
        },
    );
    let [ours, list] = [ratio.ours, ratio.yardstick].map(|time| time.as_nanos() as f64 / TICKS as f64);
    println!("decision {datapoints_to_alarm} of {evaluation_periods}: {ours:.1} ns, list {list:.1} ns");
}

/// One window in ten is missing, one in five breaches.
fn windows() -> Vec<Window> {
    let rng = Rng::new(7);
    let window = |_| match rng.below(10) {
        0 => Window::Missing,
        1 | 2 => Window::Breaching,
        _ => Window::NonBreaching,
    };
    (0..TICKS).map(window).collect()
}
