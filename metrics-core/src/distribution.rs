//! The samples behind a summary.

use std::borrow::Cow;

use cupola_base::sketch::QuantileSketch;
use cupola_base::{Sample, StatisticSet};
use serde::{Deserialize, Serialize};

use crate::summary::finite;

/// The samples of a bucket, as far as they are known.
///
/// Merging does not depend on the order: equal values add their weights, past a number of distinct
/// values all are in the sketch, and what once was lost stays lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Distribution {
    /// Each value with its weight, by value; none of weight 0.
    Exact(Vec<(f64, f64)>),
    /// Too many distinct values to keep each: known within half a percent.
    Sketch(Box<QuantileSketch>),
    /// Not to be had: statistic sets are no samples, and there are no percentiles of negative
    /// values.
    Lost,
}

impl Distribution {
    /// The samples of one datum.
    pub(crate) fn of(sample: &Sample, most: usize) -> Self {
        match sample {
            Sample::Value(value) => Self::one(*value, 1.0),
            Sample::Values(values) => {
                let mut all = Self::Exact(Vec::new());
                values.iter().for_each(|(value, weight)| all.add(*value, *weight, most));
                all
            }
            Sample::Set(set) if is_one_value(set) => Self::one(set.minimum, set.sample_count),
            Sample::Set(_) => Self::Lost,
        }
    }

    /// One value.
    pub(crate) fn one(value: f64, weight: f64) -> Self {
        if value < 0.0 { Self::Lost } else { Self::Exact(vec![(value + 0.0, weight)]) }
    }

    /// Adds one value; up to `most` distinct ones are kept exactly.
    pub(crate) fn add(&mut self, value: f64, weight: f64, most: usize) {
        match self {
            Self::Lost => {}
            _ if value < 0.0 => *self = Self::Lost,
            Self::Sketch(sketch) => sketch.add(value, weight),
            Self::Exact(samples) if weight > 0.0 => {
                insert(samples, value + 0.0, [weight]);
                self.fit(most);
            }
            Self::Exact(_) => {}
        }
    }

    /// Adds values of weight 1, those that are equal at once. They end up sorted, unless all are in a sketch.
    pub(crate) fn add_run(&mut self, values: &mut [f64], most: usize) {
        if let Self::Sketch(sketch) = self
            && values.iter().all(|value| *value >= 0.0)
        {
            return sketch.add_all(values);
        }
        values.sort_unstable_by(f64::total_cmp);
        let equal = values.chunk_by(|one, other| one.to_bits() == other.to_bits());
        equal.for_each(|equal| self.add_equal(equal[0], equal.len(), most));
    }

    /// Adds a value of weight 1 so many times.
    fn add_equal(&mut self, value: f64, times: usize, most: usize) {
        match self {
            Self::Exact(samples) if value >= 0.0 => {
                insert(samples, value + 0.0, std::iter::repeat_n(1.0, times));
                self.fit(most);
            }
            #[expect(clippy::cast_precision_loss, reason = "a run is short")]
            _ => self.add(value, times as f64, most),
        }
    }

    /// Adds the samples of another.
    pub(crate) fn merge(&mut self, other: &Self, most: usize) {
        match other {
            Self::Exact(samples) => samples.iter().for_each(|(value, weight)| self.add(*value, *weight, most)),
            Self::Sketch(other) => {
                self.blur();
                if let Self::Sketch(sketch) = self {
                    sketch.merge(other);
                }
            }
            Self::Lost => *self = Self::Lost,
        }
    }

    /// The samples by value; `None` when they are lost.
    pub(crate) fn samples(&self) -> Option<Cow<'_, [(f64, f64)]>> {
        match self {
            Self::Exact(samples) => Some(Cow::Borrowed(samples)),
            Self::Sketch(sketch) => Some(Cow::Owned(sketch.bins().collect())),
            Self::Lost => None,
        }
    }

    /// The same for statistics that cut at these values: bins of a sketch that hold one are parted
    /// there, as if what they counted were spread evenly.
    pub(crate) fn samples_cut(&self, cuts: &[f64]) -> Option<Cow<'_, [(f64, f64)]>> {
        let Self::Sketch(sketch) = self else { return self.samples() };
        if cuts.is_empty() {
            return self.samples();
        }
        let mut parts = Vec::new();
        for ((value, weight), (low, high, _)) in sketch.bins().zip(sketch.spans()) {
            let inside: Vec<f64> = cuts.iter().copied().filter(|cut| low < *cut && *cut < high).collect();
            match inside.as_slice() {
                [] => parts.push((value, weight)),
                inside => put_parts(low, high, weight, inside, &mut parts),
            }
        }
        Some(Cow::Owned(parts))
    }

    fn fit(&mut self, most: usize) {
        if matches!(self, Self::Exact(samples) if samples.len() > most) {
            self.blur();
        }
    }

    /// Gives up the exact values.
    pub(crate) fn blur(&mut self) {
        if let Self::Exact(samples) = self {
            let mut sketch = QuantileSketch::default();
            samples.iter().for_each(|(value, weight)| sketch.add(*value, *weight));
            *self = Self::Sketch(Box::new(sketch));
        }
    }
}

/// Adds weights to that of a value, one after the other, so that fractions add up as if each had come alone.
fn insert(samples: &mut Vec<(f64, f64)>, value: f64, weights: impl IntoIterator<Item = f64>) {
    let place = samples.binary_search_by(|(have, _)| have.total_cmp(&value)).unwrap_or_else(|place| {
        samples.insert(place, (value, 0.0));
        place
    });
    samples[place].1 = weights.into_iter().fold(samples[place].1, |all, weight| finite(all + weight));
}

/// Parts a bin at cuts in order: each part by its middle and its share.
fn put_parts(low: f64, high: f64, weight: f64, cuts: &[f64], parts: &mut Vec<(f64, f64)>) {
    let mut from = low;
    for to in cuts.iter().copied().chain([high]) {
        parts.push((from.midpoint(to), weight * ((to - from) / (high - low))));
        from = to;
    }
}

/// Whether a statistic set stands for so many samples of one value, a rounding of the sum allowed.
fn is_one_value(set: &StatisticSet) -> bool {
    let wanted = set.minimum * set.sample_count;
    let one = set.minimum.total_cmp(&set.maximum).is_eq();
    one && (set.sum - wanted).abs() <= wanted.abs() * (4.0 * f64::EPSILON)
}
