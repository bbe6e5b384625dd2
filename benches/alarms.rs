//! The decision of alarms, against deciding over a list of windows that is made anew at each tick.
//!
//! Run with `cargo bench -p cupola-benches --bench alarms`.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::hint::black_box;

use cupola_base::Rng;
use cupola_benches::ratio::compare;
use cupola_metrics::{DecisionRule, TreatMissingData, Window, Windows, YoungBreach, decide, decide_bits};

const TICKS: usize = 4096;

fn main() {
    for (m, n) in [(1, 1), (2, 3), (5, 5), (15, 60)] {
        decision(m, n);
    }
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
