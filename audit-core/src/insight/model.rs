//! The numbers of the detection rule.

use serde::{Deserialize, Serialize};

use super::math::Minute;
use super::poisson::{ln, ln_tail};

/// The numbers of the rule `insights-v1`, by which insights are detected.
///
/// The service does not publish its rule; this one is ours, and the same inputs give the same insights
/// on every machine. A spike starts in a minute with calls where the calls of the window are at least
/// [`min_count`](Self::min_count), at least [`ratio_percent`](Self::ratio_percent) of the baseline's rate and
/// [`peak_percent`](Self::peak_percent) of the baseline's busiest window, and less likely than
/// one in ten to the power of [`rarity`](Self::rarity) if calls came at random at the baseline's rate. It ends
/// after [`quiet_minutes`](Self::quiet_minutes) that are not unusual. A gap starts where periodic calls
/// stay away.
///
/// ```
/// use cupola_audit::InsightModel;
///
/// let model = InsightModel::default();
/// assert_eq!((model.window_minutes, model.rarity, model.ratio_percent, model.peak_percent), (5, 9, 200, 125));
/// assert!(model.gaps.is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InsightModel {
    /// Minutes of the window in which calls are counted; 1 to 60 count. Default 5.
    pub window_minutes: u32,
    /// A window is rare when its probability is below ten to minus this; in a single minute of an open
    /// insight half of it is enough. Default 9.
    pub rarity: u32,
    /// How many hundredths of the baseline's rate are unusual; at least 110 count. Default 200.
    pub ratio_percent: u32,
    /// How many hundredths of the baseline's busiest window are unusual. Default 125.
    pub peak_percent: u32,
    /// A window must have a probability below ten to minus this, too, if calls came at random at the rate of the
    /// baseline's busiest window: a burst of 14 calls after a busiest window of 11 is usual, one of 24 is not. Not asked
    /// where the busiest has fewer calls than [`min_count`](Self::min_count), which say nothing about a rate, and where
    /// it is [steady](Self::steady_peaks). Default 3.
    ///
    /// Without it (0) chance starts an insight within 90 days in one of twenty series of calls that come at random, at
    /// a rate that follows the day: where few calls come, the busiest window of seven days is soon exceeded by a quarter.
    #[serde(default)]
    pub peak_rarity: u32,
    /// Where so many windows of the baseline are as busy as its busiest, that is what the work takes, and no luck: hourly
    /// batches of 60 calls, say, of which one of 75 is unusual. Default 24.
    #[serde(default = "steady_peaks")]
    pub steady_peaks: usize,
    /// Calls in the window below which nothing is unusual. Default 3.
    pub min_count: u64,
    /// Minutes without anything unusual that end an insight; at least 1 counts. Default 5.
    pub quiet_minutes: u32,
    /// Minutes from when one begins to watch until the first insight. Default 2,160, which is 36 hours.
    pub warmup_minutes: u32,
    /// How long a minute stays open for calls that come late. Default 0.
    pub grace_minutes: u32,
    /// When periodic calls count as missing; `None` to detect no gaps.
    pub gaps: Option<GapModel>,
}

/// When calls count as periodic.
///
/// All calls of one minute count as one arrival. Below a period of ten minutes nine of ten intervals must lie
/// within a minute of the median, and of one minute none is periodic: chance looks the same. A silence no longer
/// than another of the last seven days that no insight touches (every night's, say) is usual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GapModel {
    /// Intervals of the last seven days that are needed. Default 8.
    pub intervals: usize,
    /// The median distance of intervals from their median, in hundredths of it, up to which they are
    /// periodic. Default 10.
    pub spread_percent: u32,
    /// The longest period in minutes. Default 2,880, which is 48 hours.
    pub longest_minutes: u32,
}

impl InsightModel {
    /// Sets the minutes of the window.
    #[must_use]
    pub fn with_window_minutes(self, window_minutes: u32) -> Self {
        Self { window_minutes, ..self }
    }

    /// Sets how rare a window must be.
    #[must_use]
    pub fn with_rarity(self, rarity: u32) -> Self {
        Self { rarity, ..self }
    }

    /// Sets the hundredths of the baseline's rate.
    #[must_use]
    pub fn with_ratio_percent(self, ratio_percent: u32) -> Self {
        Self { ratio_percent, ..self }
    }

    /// Sets the hundredths of the busiest window.
    #[must_use]
    pub fn with_peak_percent(self, peak_percent: u32) -> Self {
        Self { peak_percent, ..self }
    }

    /// Sets how rare a window must be beside the busiest window.
    #[must_use]
    pub fn with_peak_rarity(self, peak_rarity: u32) -> Self {
        Self { peak_rarity, ..self }
    }

    /// Sets how many windows must be as busy as the busiest for it to be no luck.
    #[must_use]
    pub fn with_steady_peaks(self, steady_peaks: usize) -> Self {
        Self { steady_peaks, ..self }
    }

    /// Sets the fewest calls.
    #[must_use]
    pub fn with_min_count(self, min_count: u64) -> Self {
        Self { min_count, ..self }
    }

    /// Sets after how many quiet minutes an insight ends.
    #[must_use]
    pub fn with_quiet_minutes(self, quiet_minutes: u32) -> Self {
        Self { quiet_minutes, ..self }
    }

    /// Sets how long one watches before the first insight.
    #[must_use]
    pub fn with_warmup_minutes(self, warmup_minutes: u32) -> Self {
        Self { warmup_minutes, ..self }
    }

    /// Sets how long minutes stay open.
    #[must_use]
    pub fn with_grace_minutes(self, grace_minutes: u32) -> Self {
        Self { grace_minutes, ..self }
    }

    /// Sets when periodic calls count as missing.
    #[must_use]
    pub fn with_gaps(self, gaps: Option<GapModel>) -> Self {
        Self { gaps, ..self }
    }

    pub(super) fn window(&self) -> Minute {
        Minute::from(self.window_minutes.clamp(1, 60))
    }

    pub(super) fn quiet(&self) -> Minute {
        Minute::from(self.quiet_minutes.max(1))
    }

    /// The logarithm of the probability below which a window is rare.
    pub(super) fn ln_rarity(&self) -> f64 {
        -f64::from(self.rarity) * ln(10.0)
    }

    /// Whether so many calls in so many minutes are unusual beside a baseline.
    pub(super) fn exceeds_ratio(&self, calls: u64, minutes: Minute, baseline: Baseline) -> bool {
        let ours = u128::from(calls) * 100 * u128::from(baseline.minutes);
        let bar = u128::from(self.ratio_percent.max(110)) * u128::from(baseline.calls) * minutes.unsigned_abs() as u128;
        ours >= bar
    }

    pub(super) fn exceeds_peak(&self, calls: u64, peak: u64) -> bool {
        u128::from(calls) * 100 >= u128::from(self.peak_percent) * u128::from(peak)
    }

    /// Whether so many calls are rare at the rate of the busiest window.
    pub(super) fn is_rare_beside(&self, calls: u64, peak: u64) -> bool {
        self.peak_rarity == 0
            || peak < self.min_count
            || ln_tail(peak as f64, calls) < -f64::from(self.peak_rarity) * ln(10.0)
    }
}

/// By default, and of models that were written before there was a number.
const fn steady_peaks() -> usize {
    24
}

impl Default for InsightModel {
    fn default() -> Self {
        Self {
            window_minutes: 5,
            rarity: 9,
            ratio_percent: 200,
            peak_percent: 125,
            peak_rarity: 3,
            steady_peaks: steady_peaks(),
            min_count: 3,
            quiet_minutes: 5,
            warmup_minutes: 36 * 60,
            grace_minutes: 0,
            gaps: Some(GapModel::default()),
        }
    }
}

impl GapModel {
    /// Sets how many intervals are needed.
    #[must_use]
    pub fn with_intervals(self, intervals: usize) -> Self {
        Self { intervals, ..self }
    }

    /// Sets how regular they are.
    #[must_use]
    pub fn with_spread_percent(self, spread_percent: u32) -> Self {
        Self { spread_percent, ..self }
    }

    /// Sets the longest period.
    #[must_use]
    pub fn with_longest_minutes(self, longest_minutes: u32) -> Self {
        Self { longest_minutes, ..self }
    }
}

impl Default for GapModel {
    fn default() -> Self {
        Self { intervals: 8, spread_percent: 10, longest_minutes: 48 * 60 }
    }
}

/// What is usual: calls in so many minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Baseline {
    pub(super) calls: u64,
    pub(super) minutes: u64,
}

impl Baseline {
    /// The mean number of calls in so many minutes; one call in the whole baseline is the least.
    pub(super) fn mean(self, minutes: Minute) -> f64 {
        self.calls.max(1) as f64 / self.minutes.max(1) as f64 * minutes as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a Poisson distribution with mean 11, P(X >= 23) is 0.00104 and P(X >= 24) is 0.00046; with mean 3,
    /// P(X >= 9) is 0.0038 and P(X >= 10) is 0.0011, P(X >= 11) is 0.00029: sums of its terms.
    #[test]
    fn a_small_peak_asks_for_more_than_a_quarter() {
        let (usual, bare) = (InsightModel::default(), InsightModel::default().with_peak_rarity(0));
        let fires =
            |model: &InsightModel, calls, peak| model.exceeds_peak(calls, peak) && model.is_rare_beside(calls, peak);
        assert!(fires(&bare, 14, 11) && !fires(&bare, 13, 11));
        assert!(fires(&usual, 24, 11) && !fires(&usual, 23, 11));
        assert!(fires(&usual, 11, 3) && !fires(&usual, 10, 3));
        assert!(fires(&usual, 1_250, 1_000) && !fires(&usual, 1_249, 1_000), "beside a large one nothing more");
        assert!(fires(&usual, 3, 0) && fires(&usual, 3, 1) && fires(&usual, 3, 2), "too few to tell a rate");
    }

    /// One that asked for rarity goes on asking.
    #[test]
    fn a_model_of_before_steady_peaks_is_read() {
        let written = serde_json::to_string(&InsightModel::default()).unwrap();
        let before = written.replace(r#""steady_peaks":24,"#, "");
        assert_ne!(before, written);
        assert_eq!(serde_json::from_str::<InsightModel>(&before).unwrap(), InsightModel::default());
    }
}
