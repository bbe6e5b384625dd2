//! How many faults are to be expected.

use serde::{Deserialize, Serialize};

/// What is known of a service's rate of faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct RateModel {
    mean: f64,
    windows: u32,
}

/// Windows that must have been seen before anything is expected.
const LEAST_WINDOWS: u32 = 10;
/// No rate is expected to be lower.
const LEAST_RATE: f64 = 0.001;
/// Faults below which nothing is unusual.
const LEAST_FAULTS: u64 = 5;
/// Windows of a minute in which a rate's weight halves.
const HALF_LIFE: f64 = 30.0;

impl RateModel {
    /// The least and the most faults that are to be expected of so many requests; none before enough was seen.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(crate) fn band(&self, total: u64) -> Option<(f64, f64)> {
        if self.windows < LEAST_WINDOWS {
            return None;
        }
        let (n, rate) = (total as f64, self.mean.max(LEAST_RATE));
        let spread = 3.0 * (n * rate * (1.0 - rate)).sqrt();
        Some(((n * rate - spread).max(0.0), n * rate + spread))
    }

    /// Whether so many faults are more than is to be expected.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(crate) fn is_unusual(&self, total: u64, faults: u64) -> bool {
        faults >= LEAST_FAULTS && self.band(total).is_some_and(|(_, high)| faults as f64 > high)
    }

    /// Learns a window's rate; one without requests has none.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(crate) fn learn(&mut self, total: u64, faults: u64) {
        if total == 0 {
            return;
        }
        let rate = faults as f64 / total as f64;
        let weight = if self.windows == 0 { 1.0 } else { 1.0 - 0.5f64.powf(1.0 / HALF_LIFE) };
        self.mean += weight * (rate - self.mean);
        self.windows = self.windows.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_windows_are_needed_and_the_rate_has_a_floor() {
        let mut model = RateModel::default();
        for _ in 0..9 {
            model.learn(1000, 0);
        }
        assert_eq!((model.band(1000), model.is_unusual(1000, 1000)), (None, false));
        model.learn(1000, 0);
        // 1000 * 0.001 + 3 * sqrt(1000 * 0.001 * 0.999) = 3.998...
        let (low, high) = model.band(1000).unwrap();
        assert!(low == 0.0 && (high - 3.998_499).abs() < 1e-5, "{high}");
        assert!(!model.is_unusual(1000, 4), "five at least");
        assert!(model.is_unusual(1000, 5));
    }

    #[test]
    fn a_rate_loses_half_its_weight_in_thirty_windows() {
        let mut model = RateModel::default();
        model.learn(10, 10);
        for _ in 0..30 {
            model.learn(10, 0);
        }
        assert!((model.mean - 0.5).abs() < 1e-9, "{}", model.mean);
    }
}
