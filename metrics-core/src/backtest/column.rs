//! What windows come to, one after the other.

use std::borrow::Cow;

use cupola_base::Timestamp;

use super::bits::Bits;
use super::series::Series;
use super::sliding::Sliding;
use crate::alarm::ComparisonOperator;
use crate::distribution::Distribution;
use crate::limits::Limits;
use crate::period::Period;
use crate::ranked::{Ranked, cuts};
use crate::statistic::Statistic;
use crate::summary::Summary;

/// The statistic of the windows that end at equal distances.
#[derive(Clone, Debug)]
pub(super) struct Column<'a> {
    /// Where the first window ends.
    pub(super) first: Timestamp,
    /// Milliseconds from one end to the next.
    pub(super) grain: i64,
    /// Not a number where there is no datapoint.
    values: Cow<'a, [f64]>,
    /// Whether it is known that each window has one.
    is_whole: bool,
}

impl<'a> Column<'a> {
    /// The windows of a series that end within it, after its start, at multiples of `grain`.
    pub(super) fn of(series: &'a Series, statistic: Statistic, period: Period, grain: i64) -> Self {
        let first = series.start().floor_to(grain).plus_millis(grain);
        let last = series.end().floor_to(grain);
        let ends = if last < first { 0 } else { last.millis_since(first) / grain + 1 };
        let slots = series.between(series.start(), series.end());
        let in_slots = |millis: i64| usize::try_from(millis / series.slot()).unwrap_or(usize::MAX);
        let (offset, step, len) =
            (in_slots(first.millis_since(series.start())), in_slots(grain), in_slots(period.millis()));
        if (offset, step, len) == (1, 1, 1) && is_of_one(statistic) {
            let is_whole = series.samples() == slots.len();
            return Self { first, grain, values: Cow::Borrowed(slots), is_whole };
        }
        let ends = usize::try_from(ends).unwrap_or_default();
        let windows = Sliding { slots, offset, step, len };
        Self { first, grain, values: Cow::Owned(windows.values(ends, statistic)), is_whole: false }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Where the window at an index ends.
    #[inline]
    pub(super) fn end(&self, index: usize) -> Timestamp {
        let index = i64::try_from(index).unwrap_or(i64::MAX);
        self.first.plus_millis(self.grain.saturating_mul(index))
    }

    /// Which windows have a datapoint.
    pub(super) fn present(&self) -> Bits {
        if self.is_whole { Bits::ones(self.len()) } else { Bits::of(&self.values, |value| !value.is_nan()) }
    }

    /// Which datapoints cross a threshold.
    pub(super) fn breaching(&self, operator: ComparisonOperator, threshold: f64) -> Bits {
        match operator {
            ComparisonOperator::GreaterThanOrEqualToThreshold => Bits::of(&self.values, |value| value >= threshold),
            ComparisonOperator::GreaterThanThreshold => Bits::of(&self.values, |value| value > threshold),
            ComparisonOperator::LessThanThreshold => Bits::of(&self.values, |value| value < threshold),
            ComparisonOperator::LessThanOrEqualToThreshold => Bits::of(&self.values, |value| value <= threshold),
            // Settings with operators of bands are refused.
            _ => Bits::default(),
        }
    }
}

/// Whether the statistic of one sample is that sample.
const fn is_of_one(statistic: Statistic) -> bool {
    matches!(statistic, Statistic::Average | Statistic::Sum | Statistic::Minimum | Statistic::Maximum)
}

/// One statistic of the samples among some slots; not a number where there is none.
pub(super) fn value(slots: &[f64], statistic: Statistic) -> f64 {
    let mut samples = slots.iter().copied().filter(|value| !value.is_nan());
    let Some(first) = samples.next() else { return f64::NAN };
    let mut summary = Summary::one(first, 1.0);
    samples.for_each(|value| summary.add_one(value));
    let value = if statistic.is_extended() { ranked(slots, &summary, statistic) } else { summary.statistic(statistic) };
    value.unwrap_or(f64::NAN)
}

/// As the store has it: there are no percentiles of negative values, and many distinct ones are
/// sketched.
fn ranked(slots: &[f64], summary: &Summary, statistic: Statistic) -> Option<f64> {
    let mut all = Distribution::Exact(Vec::new());
    let samples = slots.iter().filter(|value| !value.is_nan());
    samples.for_each(|value| all.add(*value, 1.0, Limits::default().distinct_values));
    let samples = all.samples_cut(&cuts(statistic))?;
    Ranked::new(&samples, summary).statistic(statistic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(step: u32, statistic: &str, period: u32, grain: i64) -> Vec<f64> {
        let start = Timestamp::from_secs(1_777_874_400);
        let values = [Some(1.0), Some(3.0), None, None, None, Some(8.0)];
        let series = Series::new(start, step, values).unwrap();
        let column = Column::of(&series, statistic.parse().unwrap(), Period::new(period).unwrap(), grain);
        column.values.iter().map(|value| if value.is_nan() { -1.0 } else { *value }).collect()
    }

    #[test]
    fn windows_slide_over_the_series() {
        for (statistic, period, values) in [
            ("Sum", 60, [1.0, 3.0, -1.0, -1.0, -1.0, 8.0]),
            ("Average", 120, [1.0, 2.0, 3.0, -1.0, -1.0, 8.0]),
            ("Maximum", 180, [1.0, 3.0, 3.0, 3.0, -1.0, 8.0]),
            ("SampleCount", 240, [1.0, 2.0, 2.0, 2.0, 1.0, 1.0]),
            ("p50", 300, [1.0, 1.0, 1.0, 1.0, 1.0, 3.0]),
        ] {
            assert_eq!(column(60, statistic, period, 60_000), values, "{statistic} over {period} s");
        }
    }

    #[test]
    fn fine_slots_are_summed_up_where_windows_end() {
        assert_eq!(column(30, "Sum", 60, 60_000), [4.0, -1.0, 8.0]);
        assert_eq!(column(10, "Sum", 20, 10_000), [1.0, 4.0, 3.0, -1.0, -1.0, 8.0]);
    }
}
