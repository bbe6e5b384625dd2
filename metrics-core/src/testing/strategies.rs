//! Strategies for property tests of alarms (feature `proptest`; exempt from stability).

use cupola_base::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::backtest::Setting;
use crate::{ComparisonOperator, Period, Statistic, TreatMissingData};

/// Values and gaps, one after the other, as metrics have them: quiet stretches, stretches around a
/// threshold of 10, outages without data, single gaps, and values that flap. Whole numbers from 0 to
/// 20, so that sums are exact.
pub fn history(longest: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
    let longest = longest.max(1);
    vec(stretch(), 1..=longest.div_ceil(8)).prop_map(move |stretches| {
        let mut all = stretches.concat();
        all.truncate(longest);
        all
    })
}

fn stretch() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop_oneof![
        3 => vec(value(0..=9).prop_map(Some), 1..12),
        2 => vec(value(11..=20).prop_map(Some), 1..8),
        2 => gaps(),
        2 => vec(prop_oneof![2 => value(0..=20).prop_map(Some), 1 => Just(None)], 1..10),
        1 => flapping(),
    ]
}

fn value(range: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = f64> {
    range.prop_map(f64::from)
}

/// An outage: nothing for a while.
fn gaps() -> impl Strategy<Value = Vec<Option<f64>>> {
    (1..9usize).prop_map(|len| std::vec::from_elem(None, len))
}

/// Below and above 10 by turns, so many of the one and so many of the other.
pub fn flapping() -> impl Strategy<Value = Vec<Option<f64>>> {
    (1..4usize, 1..4usize, 1..5usize).prop_map(|(below, above, times)| {
        let round = [std::vec::from_elem(Some(4.0), below), std::vec::from_elem(Some(15.0), above)].concat();
        std::vec::from_elem(round, times).concat()
    })
}

/// A datum that comes when it comes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a value and two instants are all there is")]
pub struct Arrival {
    /// When it was measured.
    pub at: Timestamp,
    /// What was measured.
    pub value: f64,
    /// When it comes in.
    pub received: Timestamp,
}

/// A history of one value every `step` seconds from `start` on. Each comes in before the first window
/// that it belongs to ends, so that no evaluation misses it. In the order in which they come.
pub fn on_time(start: Timestamp, step: u32, longest: usize) -> impl Strategy<Value = Vec<Arrival>> {
    late(start, step, longest, 0)
}

/// The same, each up to `latest` seconds later than that, so that they come out of order.
pub fn late(start: Timestamp, step: u32, longest: usize, latest: u32) -> impl Strategy<Value = Vec<Arrival>> {
    // Windows end every ten seconds at least where the step is no whole minute.
    let window = if matches!(step, 20 | 30) { 10 } else { step.clamp(1, 60) };
    let delay = (0..window * 1000, 0..=latest);
    history(longest)
        .prop_flat_map(move |values| {
            let len = values.len();
            (Just(values), vec(delay.clone(), len))
        })
        .prop_map(move |(values, delays)| arrivals(start, step, &values, &delays))
}

fn arrivals(start: Timestamp, step: u32, values: &[Option<f64>], delays: &[(u32, u32)]) -> Vec<Arrival> {
    let times = (0i64..).map(|index| start.plus_secs(index * i64::from(step)));
    let arrival = |((at, value), (millis, seconds)): ((Timestamp, &Option<f64>), &(u32, u32))| {
        let received = at.plus_millis(i64::from(*millis)).plus_secs(i64::from(*seconds));
        value.map(|value| Arrival { at, value, received })
    };
    let mut all: Vec<Arrival> = times.zip(values).zip(delays).filter_map(arrival).collect();
    all.sort_by_key(|arrival| arrival.received);
    all
}

/// Settings of alarms whose periods can be made of steps of so many seconds: up to five of five, and
/// sometimes longer, with thresholds around 10.
pub fn setting(step: u32) -> impl Strategy<Value = Setting> {
    let periods: Vec<u32> =
        [10u32, 20, 30, 60, 120, 300, 3600].into_iter().filter(|p| p.is_multiple_of(step)).collect();
    let statistic =
        proptest::sample::select(&["SampleCount", "Average", "Sum", "Minimum", "Maximum", "p90", "tm75"][..]);
    let periods = proptest::sample::select(periods);
    let n = prop_oneof![8 => 1..=5u32, 1 => 6..=20u32];
    let m_of_n = n.prop_flat_map(|n| (1..=n, Just(n)));
    let operator = proptest::sample::select(&ComparisonOperator::ALL[..4]);
    let treatment = proptest::sample::select(TreatMissingData::ALL);
    (statistic, periods, m_of_n, operator, 5..=15i32, treatment).prop_map(
        |(statistic, period, (m, n), operator, threshold, treatment)| {
            let statistic: Statistic = statistic.parse().expect("a statistic");
            Setting::compared(operator, f64::from(threshold))
                .statistic(statistic, Period::new(period).expect("a period"))
                .datapoints(m, n)
                .treating_missing_data(treatment)
        },
    )
}
