//! What the rule made of a minute.

use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::math::{Minute, instant};
use super::model::{Baseline, InsightModel};
use super::poisson::ln_tail;

/// What the detection rule made of the last minute that it looked at in a series: the numbers, and the clause
/// that decided.
///
/// `Display` tells it in one line. See [`InsightDetector::reading`](crate::InsightDetector::reading).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct InsightReading {
    /// The minute's beginning.
    pub at: Timestamp,
    /// Calls in the minute.
    pub calls: u64,
    /// Calls in the window that ends with the minute.
    pub window_calls: u64,
    /// Calls in the baseline; that of its start while an insight goes on.
    pub baseline_calls: u64,
    /// Minutes of the baseline.
    pub baseline_minutes: u64,
    /// Calls that one expects in a window.
    pub expected: f64,
    /// The natural logarithm of the probability of so many calls or more in a window.
    pub ln_probability: f64,
    /// Below this a window is rare.
    pub ln_rare: f64,
    /// Calls in the busiest window of the baseline; `None` when an earlier clause decided.
    pub peak: Option<u64>,
    /// What came of it.
    pub verdict: InsightVerdict,
}

/// What came of a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum InsightVerdict {
    /// An insight starts: there are unusually many calls.
    Starts,
    /// An insight starts: periodic calls stay away.
    Missing,
    /// The insight goes on.
    GoesOn,
    /// The minute is not unusual; the insight ends after some of these.
    Quiet,
    /// One has not watched for long enough.
    TooEarly,
    /// Fewer calls than the rule asks for.
    TooFew,
    /// Not enough beside the baseline's rate.
    BelowRatio,
    /// Not rare enough at the baseline's rate.
    Likely,
    /// Not enough beside the busiest window of the baseline.
    BelowPeak,
}

/// What is kept of a minute that the rule looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Looked {
    pub(super) at: Minute,
    pub(super) calls: u64,
    pub(super) window_calls: u64,
    pub(super) baseline: Baseline,
    pub(super) peak: Option<u64>,
    pub(super) verdict: InsightVerdict,
}

impl Looked {
    /// With the probability, which is worked out when somebody asks.
    pub(super) fn read(self, model: &InsightModel) -> InsightReading {
        let expected = self.baseline.mean(model.window());
        InsightReading {
            at: instant(self.at),
            calls: self.calls,
            window_calls: self.window_calls,
            baseline_calls: self.baseline.calls,
            baseline_minutes: self.baseline.minutes,
            expected,
            ln_probability: ln_tail(expected, self.window_calls),
            ln_rare: model.ln_rarity(),
            peak: self.peak,
            verdict: self.verdict,
        }
    }
}

impl fmt::Display for InsightReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, window_calls, expected, ln_probability, ln_rare, peak, .. } = self;
        write!(f, "{}: {window_calls} calls in the window, {expected:.6} expected", at.to_seconds_text())?;
        write!(f, ", ln P = {ln_probability:.3} (rare below {ln_rare:.3})")?;
        if let Some(peak) = peak {
            write!(f, ", busiest window {peak}")?;
        }
        write!(f, ": {}", self.verdict)
    }
}

impl fmt::Display for InsightVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Starts => "an insight starts",
            Self::Missing => "periodic calls stay away, an insight starts",
            Self::GoesOn => "the insight goes on",
            Self::Quiet => "nothing unusual in this minute of an insight",
            Self::TooEarly => "not watched for long enough",
            Self::TooFew => "fewer calls than are ever unusual",
            Self::BelowRatio => "usual beside the baseline's rate",
            Self::Likely => "likely at the baseline's rate",
            Self::BelowPeak => "usual beside the baseline's busiest window",
        })
    }
}
