//! How long things took, in thousandths of a second.

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// One value of a histogram and how often it occurred.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct HistogramEntry {
    /// Seconds, rounded half up to thousandths.
    pub value: f64,
    /// How often.
    pub count: u64,
}

/// Counts by rounded milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Histogram(HashMap<i64, u64>);

impl Histogram {
    pub(crate) fn add(&mut self, micros: i64) {
        *self.0.entry(micros.saturating_add(500).div_euclid(1000)).or_default() += 1;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (millis, count) in &other.0 {
            *self.0.entry(*millis).or_default() += count;
        }
    }

    /// By value.
    #[expect(clippy::cast_precision_loss, reason = "2^53 milliseconds are 285,000 years")]
    pub(crate) fn entries(&self) -> Vec<HistogramEntry> {
        let mut all: Vec<(i64, u64)> = self.0.iter().map(|(millis, count)| (*millis, *count)).collect();
        all.sort_unstable();
        all.into_iter().map(|(millis, count)| HistogramEntry { value: millis as f64 / 1000.0, count }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_rounded_half_up_and_merged() {
        let mut histogram = Histogram::default();
        [1_499, 1_500, 2_499, -500, 0].iter().for_each(|micros| histogram.add(*micros));
        let entries: Vec<_> = histogram.entries().iter().map(|entry| (entry.value, entry.count)).collect();
        assert_eq!(entries, [(0.0, 2), (0.001, 1), (0.002, 2)]);
    }
}
