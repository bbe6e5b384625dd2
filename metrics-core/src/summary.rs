//! What a stretch of data comes to.

use cupola_base::{Sample, StatisticSet};
use serde::{Deserialize, Serialize};

use crate::statistic::Statistic;

/// Count, sum, smallest and largest of some samples.
///
/// Merging is exact for count, smallest and largest; sums are added in the order of the calls.
/// All four stay finite: what would overflow stays at the largest finite number.
///
/// ```
/// use cupola_metrics::{Sample, Statistic, Summary};
///
/// let mut summary = Summary::of(&Sample::Values(vec![(1.0, 2.0), (4.0, 1.0)])).expect("there are samples");
/// summary.merge(&Summary::of(&Sample::Value(6.0)).expect("there is one"));
/// assert_eq!(summary.statistic(Statistic::Average), Some(3.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// How many samples, by weight.
    pub count: f64,
    /// Samples times their weights.
    pub sum: f64,
    /// The smallest sample; samples of weight 0 count here too.
    pub minimum: f64,
    /// The largest sample; samples of weight 0 count here too.
    pub maximum: f64,
}

impl Summary {
    /// What one datum's samples come to; `None` for an empty list.
    #[must_use]
    pub fn of(sample: &Sample) -> Option<Self> {
        match sample {
            Sample::Value(value) => Some(Self::one(*value, 1.0)),
            Sample::Values(values) => {
                values.iter().map(|(value, count)| Self::one(*value, *count)).reduce(Self::merged)
            }
            Sample::Set(StatisticSet { sample_count, sum, minimum, maximum }) => {
                Some(Self { count: *sample_count, sum: *sum, minimum: *minimum, maximum: *maximum })
            }
        }
    }

    /// Adds what came later.
    pub fn merge(&mut self, later: &Self) {
        self.count = finite(self.count + later.count);
        self.sum = finite(self.sum + later.sum);
        self.minimum = self.minimum.min(later.minimum);
        self.maximum = self.maximum.max(later.maximum);
    }

    /// Adds one sample of weight 1, which is within the bounds of values.
    pub(crate) const fn add_one(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.minimum = self.minimum.min(value);
        self.maximum = self.maximum.max(value);
    }

    /// One simple statistic; the average is absent where the weights add up to nothing. The other
    /// statistics need the samples themselves and are absent here.
    #[must_use]
    pub fn statistic(&self, statistic: Statistic) -> Option<f64> {
        match statistic {
            Statistic::SampleCount => Some(self.count),
            Statistic::Sum => Some(self.sum),
            Statistic::Minimum => Some(self.minimum),
            Statistic::Maximum => Some(self.maximum),
            Statistic::Average => (self.count > 0.0).then(|| finite(self.sum / self.count)),
            _ => None,
        }
    }

    pub(crate) fn one(value: f64, count: f64) -> Self {
        let value = value + 0.0;
        Self { count, sum: finite(value * count), minimum: value, maximum: value }
    }

    fn merged(mut self, later: Self) -> Self {
        self.merge(&later);
        self
    }
}

/// The number, or the largest finite one of its sign.
pub(crate) const fn finite(number: f64) -> f64 {
    number.clamp(f64::MIN, f64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_of_zero_widens_the_range_alone() {
        let summary = Summary::of(&Sample::Values(vec![(5.0, 2.0), (9.0, 0.0)])).unwrap();
        assert_eq!(summary, Summary { count: 2.0, sum: 10.0, minimum: 5.0, maximum: 9.0 });
    }

    #[test]
    fn no_weight_at_all_has_no_average() {
        let summary = Summary::of(&Sample::Values(vec![(5.0, 0.0)])).unwrap();
        assert_eq!(summary.statistic(Statistic::Average), None);
        assert_eq!(summary.statistic(Statistic::Maximum), Some(5.0));
    }

    #[test]
    fn huge_weights_stay_finite() {
        let mut summary = Summary::of(&Sample::Values(vec![(1e108, f64::MAX), (-1e108, f64::MAX)])).unwrap();
        let copy = summary;
        summary.merge(&copy);
        let finite = Statistic::SIMPLE.into_iter().filter_map(|statistic| summary.statistic(statistic));
        assert!(finite.into_iter().all(f64::is_finite), "{summary:?}");
    }
}
