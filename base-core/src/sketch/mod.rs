//! Many values in little room: their quantiles ([`QuantileSketch`]), and how many different ones there are
//! ([`DistinctSketch`]).

mod bins;
mod bytes;
mod distinct;
mod mapping;

use serde::{Deserialize, Serialize};

use bins::Bins;
pub use distinct::{BrokenSketch, DistinctSketch};

/// Values summed up in bins whose bounds grow by one percent: any quantile is known within half a
/// percent of its value, after any number of merges.
///
/// Values go into bins `(g^(i-1), g^i]` with `g = (1 + a) / (1 - a)` and `a =`
/// [`RELATIVE_ERROR`](Self::RELATIVE_ERROR); zero has a bin of its own, negative values have bins
/// by their magnitude. The smallest and the largest value are kept exactly and bound every answer.
/// Weights are any numbers above 0. What cannot be counted (values that are not finite, weights
/// that are not finite or not above 0) is left out.
///
/// Memory is bounded: each sign has at most [`MOST_BINS`](Self::MOST_BINS) bins next to one
/// another below that of the largest magnitude, 17 decades. Magnitudes below those are counted in
/// the lowest bin, so that only quantiles which reach down there lose their bound.
///
/// Merging in whatever order gives the same sketch, bit by bit, as long as the weights are whole
/// numbers (fractions of weights may differ in the last place). The bins are found by additions and
/// multiplications alone, so that every machine finds the same.
///
/// ```
/// use cupola_base::sketch::QuantileSketch;
///
/// let mut sketch = QuantileSketch::default();
/// (1..=10_000).for_each(|n| sketch.add(f64::from(n), 1.0));
/// let median = sketch.quantile(0.5).expect("it is not empty");
/// assert!((median / 5000.0 - 1.0).abs() <= QuantileSketch::RELATIVE_ERROR * 1.01);
/// assert_eq!((sketch.quantile(0.0), sketch.quantile(1.0)), (Some(1.0), Some(10_000.0)));
/// ```
///
/// # Source
/// Masson, Rim, Lee: "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error
/// Guarantees" (2019); the bins here are those of its section 2.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuantileSketch {
    positive: Bins,
    negative: Bins,
    zero: f64,
    /// The smallest and the largest value.
    ends: Option<(f64, f64)>,
}

impl QuantileSketch {
    /// How far an answer is from a true value, relative to it.
    pub const RELATIVE_ERROR: f64 = mapping::RELATIVE_ERROR;
    /// How many bins each sign has at most.
    pub const MOST_BINS: usize = bins::MOST;

    /// Counts a value so many times.
    pub fn add(&mut self, value: f64, weight: f64) {
        if !(value.is_finite() && weight.is_finite() && weight > 0.0) {
            return;
        }
        let value = value + 0.0;
        self.widen((value, value));
        match mapping::index(value.abs()) {
            None => self.zero = finite(self.zero + weight),
            Some(index) if value > 0.0 => self.positive.add(index, weight),
            Some(index) => self.negative.add(index, weight),
        }
    }

    /// Counts each of some values once: the same as adding them one by one, and several times as quick.
    ///
    /// ```
    /// use cupola_base::sketch::QuantileSketch;
    ///
    /// let (mut all, mut each) = (QuantileSketch::default(), QuantileSketch::default());
    /// all.add_all(&[3.0, 0.0, 4.5]);
    /// [3.0, 0.0, 4.5].into_iter().for_each(|value| each.add(value, 1.0));
    /// assert_eq!(all, each);
    /// ```
    pub fn add_all(&mut self, values: &[f64]) {
        let mut indices = [0; RUN];
        for values in values.chunks(RUN) {
            let indices = &mut indices[..values.len()];
            match mapping::indices(values, indices) {
                Some(ends) => {
                    self.widen(ends);
                    self.positive.add_ones(indices);
                }
                None => values.iter().for_each(|value| self.add(*value, 1.0)),
            }
        }
    }

    /// Counts what another has counted.
    pub fn merge(&mut self, other: &Self) {
        let Some(ends) = other.ends else { return };
        self.widen(ends);
        self.zero = finite(self.zero + other.zero);
        self.positive.merge(&other.positive);
        self.negative.merge(&other.negative);
    }

    /// All weights together.
    #[must_use]
    pub fn count(&self) -> f64 {
        finite(self.negative.count() + self.zero + self.positive.count())
    }

    /// Bytes of memory that the bins take.
    #[must_use]
    pub fn room(&self) -> usize {
        self.positive.room() + self.negative.room()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_none()
    }

    /// The smallest value.
    #[must_use]
    pub fn minimum(&self) -> Option<f64> {
        self.ends.map(|(minimum, _)| minimum)
    }

    /// The largest value.
    #[must_use]
    pub fn maximum(&self) -> Option<f64> {
        self.ends.map(|(_, maximum)| maximum)
    }

    /// The value at a share of the ranks, by nearest rank: that of the first bin at which
    /// `max(1, ceil(share * count))` is reached. 0 and less is the smallest value, 1 and more the
    /// largest.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let (minimum, maximum) = self.ends?;
        if share <= 0.0 || share >= 1.0 || share.is_nan() {
            return Some(if share >= 1.0 { maximum } else { minimum });
        }
        let rank = (share * self.count()).ceil().max(1.0);
        let mut below = 0.0;
        let at_rank = self.bins().find(|(_, weight)| {
            below += weight;
            below >= rank
        });
        Some(at_rank.map_or(maximum, |(value, _)| value))
    }

    /// A value for each bin that is not empty, and its weight, by value. The value is within
    /// [`RELATIVE_ERROR`](Self::RELATIVE_ERROR) of all that the bin has counted, and between the
    /// smallest and the largest.
    pub fn bins(&self) -> impl Iterator<Item = (f64, f64)> {
        let (minimum, maximum) = self.ends.unwrap_or_default();
        let negative = self.negative.descending().map(|(index, weight)| (-mapping::value(index), weight));
        let zero = (self.zero > 0.0).then_some((0.0, self.zero));
        let positive = self.positive.ascending().map(|(index, weight)| (mapping::value(index), weight));
        negative.chain(zero).chain(positive).map(move |(value, weight)| (value.clamp(minimum, maximum), weight))
    }

    /// The bounds of each bin that is not empty, and its weight, by value: as [`bins`](Self::bins),
    /// which gives one value for each. All that the bin has counted lies within, save that its
    /// bounds are those of the smallest and the largest value at most.
    ///
    /// ```
    /// use cupola_base::sketch::QuantileSketch;
    ///
    /// let mut sketch = QuantileSketch::default();
    /// [10.0, 10.02, 20.0].into_iter().for_each(|value| sketch.add(value, 1.0));
    /// let spans: Vec<_> = sketch.spans().collect();
    /// assert!(spans.iter().all(|(low, high, _)| low <= high && *high <= 20.0));
    /// assert_eq!(spans.iter().map(|(_, _, weight)| weight).sum::<f64>(), 3.0);
    /// ```
    pub fn spans(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let (minimum, maximum) = self.ends.unwrap_or_default();
        let bounds = |index| {
            (mapping::value(index) / (1.0 + Self::RELATIVE_ERROR), mapping::value(index) / (1.0 - Self::RELATIVE_ERROR))
        };
        let below = move |(index, weight)| (-bounds(index).1, -bounds(index).0, weight);
        let above = move |(index, weight)| (bounds(index).0, bounds(index).1, weight);
        let zero = (self.zero > 0.0).then_some((0.0, 0.0, self.zero));
        let all = self.negative.descending().map(below).chain(zero).chain(self.positive.ascending().map(above));
        all.map(move |(low, high, weight)| (low.clamp(minimum, maximum), high.clamp(minimum, maximum), weight))
    }

    fn widen(&mut self, (low, high): (f64, f64)) {
        let (minimum, maximum) = self.ends.unwrap_or((low, high));
        self.ends = Some((minimum.min(low), maximum.max(high)));
    }
}

/// How many values are looked at together.
const RUN: usize = 128;

/// The number, or the largest finite one.
const fn finite(number: f64) -> f64 {
    number.min(f64::MAX)
}
