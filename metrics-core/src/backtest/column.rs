//! What windows come to, one after the other.

use std::borrow::Cow;

use cupola_base::Timestamp;

use super::bits::Bits;
use super::series::Series;
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
        let windows = Windows { slots, offset, step, len };
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

/// Windows of `len` slots, the first of which ends at `offset`, the others `step` later each.
struct Windows<'a> {
    slots: &'a [f64],
    offset: usize,
    step: usize,
    len: usize,
}

/// How many windows are summed up side by side.
const BESIDE: usize = 512;

impl Windows<'_> {
    fn values(&self, count: usize, statistic: Statistic) -> Vec<f64> {
        if self.step != 1 || statistic.is_extended() {
            return (0..count).map(|index| value(self.window(index), statistic)).collect();
        }
        let known = |value: f64| if value.is_nan() { 0.0 } else { value };
        let mut values = match statistic {
            Statistic::Minimum => {
                self.folded(count, f64::INFINITY, |least, value| if value < least { value } else { least })
            }
            Statistic::Maximum => {
                self.folded(count, f64::NEG_INFINITY, |most, value| if value > most { value } else { most })
            }
            _ => self.folded(count, 0.0, |sum, value| sum + known(value)),
        };
        self.finish(&mut values, statistic);
        values
    }

    /// Folds the slots of each window, oldest first, many windows side by side.
    fn folded(&self, count: usize, begin: f64, fold: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let mut values = vec![begin; count];
        for (block, values) in values.chunks_mut(BESIDE).enumerate() {
            let end = self.offset + block * BESIDE;
            for back in (1..=self.len).rev() {
                // The first windows reach back to before the series.
                let early = back.saturating_sub(end).min(values.len());
                let slots = self.slots.get(end + early - back.min(end + early)..).unwrap_or_default();
                values[early..].iter_mut().zip(slots).for_each(|(value, slot)| *value = fold(*value, *slot));
            }
        }
        values
    }

    /// Takes the number of samples into account: windows without any have no datapoint.
    fn finish(&self, values: &mut [f64], statistic: Statistic) {
        let samples = |slots: &[f64]| slots.iter().map(|slot| f64::from(u8::from(!slot.is_nan()))).sum::<f64>();
        let mut seen = samples(self.window(0));
        for (index, value) in values.iter_mut().enumerate() {
            if index > 0 {
                let end = self.offset + index;
                seen += samples(&self.slots[end - 1..end]);
                seen -= end.checked_sub(self.len + 1).map_or(0.0, |gone| samples(&self.slots[gone..=gone]));
            }
            *value = match statistic {
                _ if seen < 0.5 => f64::NAN,
                Statistic::SampleCount => seen,
                Statistic::Average => *value / seen,
                _ => *value,
            };
        }
    }

    fn window(&self, index: usize) -> &[f64] {
        let end = (self.offset + self.step * index).min(self.slots.len());
        &self.slots[end.saturating_sub(self.len)..end]
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

    /// Windows side by side come to what each comes to alone.
    #[test]
    fn windows_beside_each_other_are_those_alone() {
        let rng = cupola_base::Rng::new(3);
        let values = (0..1500).map(|_| (rng.below(3) > 0).then(|| rng.unit() - 0.5));
        let series = Series::new(Timestamp::from_secs(1_777_874_400), 60, values).unwrap();
        let slots = series.between(series.start(), series.end());
        for (statistic, minutes) in Statistic::SIMPLE.into_iter().flat_map(|s| [1, 2, 3, 60, 1440].map(|m| (s, m))) {
            let column = Column::of(&series, statistic, Period::minutes(minutes).unwrap(), 60_000);
            for (index, found) in column.values.iter().enumerate() {
                let alone = value(&slots[(index + 1).saturating_sub(minutes as usize)..=index], statistic);
                assert_eq!(found.to_bits(), alone.to_bits(), "{statistic} over {minutes} min at {index}");
            }
        }
    }

    #[test]
    fn fine_slots_are_summed_up_where_windows_end() {
        assert_eq!(column(30, "Sum", 60, 60_000), [4.0, -1.0, 8.0]);
        assert_eq!(column(10, "Sum", 20, 10_000), [1.0, 4.0, 3.0, -1.0, -1.0, 8.0]);
    }
}
