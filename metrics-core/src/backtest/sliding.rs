//! Statistics of windows that slide over slots.

use super::column::value;
use crate::statistic::Statistic;

/// Windows of `len` slots, the first of which ends at `offset`, the others `step` later each.
pub(super) struct Sliding<'a> {
    pub(super) slots: &'a [f64],
    pub(super) offset: usize,
    pub(super) step: usize,
    pub(super) len: usize,
}

/// How many windows are summed up side by side.
const BESIDE: usize = 512;

impl Sliding<'_> {
    /// The statistic of so many windows.
    pub(super) fn values(&self, count: usize, statistic: Statistic) -> Vec<f64> {
        if self.step != 1 || statistic.is_extended() {
            return (0..count).map(|index| value(self.window(index), statistic)).collect();
        }
        let known = |value: f64| if value.is_nan() { 0.0 } else { value };
        let mut values = match statistic {
            Statistic::Minimum => {
                self.extremes(count, f64::INFINITY, |one, other| if other < one { other } else { one })
            }
            Statistic::Maximum => {
                self.extremes(count, f64::NEG_INFINITY, |one, other| if other > one { other } else { one })
            }
            _ => self.folded(count, |sum, value| sum + known(value)),
        };
        self.finish(&mut values, statistic);
        values
    }

    /// Folds the slots of each window, oldest first, many windows side by side.
    fn folded(&self, count: usize, fold: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let mut values = vec![0.0; count];
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

    /// Minima or maxima. Blocks are as long as windows: each window is the end of a block and the beginning of the next.
    fn extremes(&self, count: usize, begin: f64, fold: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let mut values = Vec::with_capacity(count);
        let (mut ends, mut beginning) = (vec![begin; self.len.min(self.slots.len())], begin);
        for (at, slot) in self.slots.iter().enumerate().take(self.offset + count - 1) {
            let place = at % self.len;
            if place == 0 {
                beginning = begin;
                suffixes(&mut ends, &self.slots[at.saturating_sub(self.len)..at], begin, &fold);
            }
            beginning = fold(beginning, *slot);
            if at + 1 >= self.offset {
                let end = ends.get(place + 1).filter(|_| at >= self.len);
                values.push(end.map_or(beginning, |end| fold(*end, beginning)));
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

/// What each slot of a block and those after it come to.
fn suffixes(ends: &mut [f64], block: &[f64], begin: f64, fold: impl Fn(f64, f64) -> f64) {
    let mut all = begin;
    for (end, slot) in ends.iter_mut().zip(block).rev() {
        all = fold(all, *slot);
        *end = all;
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::Timestamp;

    use super::super::series::Series;
    use super::*;

    /// Windows side by side come to what each comes to alone.
    #[test]
    fn windows_beside_each_other_are_those_alone() {
        let rng = cupola_base::Rng::new(3);
        let values = (0..1500).map(|_| (rng.below(3) > 0).then(|| rng.unit() - 0.5));
        let series = Series::new(Timestamp::from_secs(1_777_874_400), 60, values).unwrap();
        let slots = series.between(series.start(), series.end());
        for (statistic, minutes) in Statistic::SIMPLE.into_iter().flat_map(|s| [1, 2, 3, 60, 1440].map(|m| (s, m))) {
            let windows = Sliding { slots, offset: 1, step: 1, len: minutes };
            for (index, found) in windows.values(1500, statistic).iter().enumerate() {
                let alone = value(&slots[(index + 1).saturating_sub(minutes)..=index], statistic);
                assert_eq!(found.to_bits(), alone.to_bits(), "{statistic} over {minutes} min at {index}");
            }
        }
    }

    /// The first window may end later, and there may be none.
    #[test]
    fn windows_begin_anywhere() {
        let slots: Vec<f64> = (0..40).map(|slot| f64::from(slot * 7 % 11)).collect();
        for (offset, len) in (1..9).flat_map(|offset| (1..50).map(move |len| (offset, len))) {
            for statistic in Statistic::SIMPLE {
                let windows = Sliding { slots: &slots, offset, step: 1, len };
                let found = windows.values(41 - offset, statistic);
                let alone = |end: usize| value(&slots[end.saturating_sub(len)..end], statistic);
                assert_eq!(found, (offset..=40).map(alone).collect::<Vec<_>>(), "{statistic} {offset} {len}");
                assert!(windows.values(0, statistic).is_empty());
            }
        }
    }
}
