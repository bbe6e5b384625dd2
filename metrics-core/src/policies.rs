//! Decisions of ours where the service is silent.

use serde::{Deserialize, Serialize};

use crate::math;
use crate::period::Period;

/// What we decided where the service does not say; each can be changed when the service proves
/// otherwise.
///
/// ```
/// use cupola_metrics::{EvaluationRange, Policies};
///
/// let policies = Policies { evaluation_range: EvaluationRange::Exact, ..Policies::default() };
/// assert_eq!(policies.evaluation_range.windows(3, 60), 3);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "policies are written with a struct update, which needs an open struct")]
pub struct Policies {
    /// How many windows an alarm fetches for its N evaluation periods.
    pub evaluation_range: EvaluationRange,
    /// What becomes of an alarm whose only real points breach, but are too few and too young.
    pub young_breach: YoungBreach,
    /// How metric math averages over gaps, and which standard deviation it takes.
    pub math: math::Semantics,
    /// The period of an expression or Insights query that tells none and has no metrics with one among
    /// its inputs; five minutes when `None`.
    pub expression_period: Option<Period>,
    /// Seconds from a datum's publication until queries, alarms and streams see it, to test alarms against late data;
    /// 0 by default. The service's own lag (two minutes for new metrics, hours for old timestamps) is not modelled. What a
    /// [`Recorder`](crate::Recorder) holds is seen when it is absorbed.
    pub ingest_delay_seconds: u32,
    /// Seconds that a canary is on its way from one state to another, e.g. `CREATING` before it is `READY`. At 0
    /// the way is told, and what is asked next finds the end of it.
    pub canary_transition_seconds: u32,
    /// Whether the filters `NotIn` and `NotEqualTo` of a Contributor Insights rule let log events pass that lack the field;
    /// they do not by default.
    pub absent_is_other: bool,
    /// Whether `PutInsightRule` keeps a text that is no definition, in a rule that counts nothing, as moto does; it is
    /// refused by default.
    pub keeps_unreadable_insight_rules: bool,
}

/// How many windows an alarm fetches for its N evaluation periods; the service does not disclose
/// the number.
///
/// The result is cut where the range would reach behind the retention of the data that the
/// alarm's period needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EvaluationRange {
    /// N + 2, and N + 60/P for periods P below a minute: what recorded alarms show.
    #[default]
    NPlus2,
    /// N + max(2, N div 3), as LocalStack has it.
    LocalStack,
    /// N: no window besides those evaluated.
    Exact,
    /// N and this many more.
    Plus(u32),
}

impl EvaluationRange {
    /// The number of windows for `periods` evaluation periods of `period_seconds`, before the cut
    /// at retention; at least `periods`.
    #[must_use]
    pub const fn windows(self, periods: u32, period_seconds: u32) -> u32 {
        let more = match self {
            Self::NPlus2 if period_seconds < 60 && period_seconds > 0 => 60 / period_seconds,
            Self::NPlus2 => 2,
            Self::LocalStack if periods / 3 > 2 => periods / 3,
            Self::LocalStack => 2,
            Self::Exact => 0,
            Self::Plus(more) => more,
        };
        periods.saturating_add(more)
    }
}

/// What becomes of an alarm when all real points of the range breach, are fewer than M, and the
/// oldest lies at a position below M, with `missing` or `ignore`.
///
/// Recorded for `missing` from `INSUFFICIENT_DATA` only, where the state was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum YoungBreach {
    /// The state is kept.
    #[default]
    Keep,
    /// The state becomes `OK`.
    Ok,
    /// The state becomes `INSUFFICIENT_DATA`.
    InsufficientData,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_the_recorded_alarms() {
        for (policy, n, period, windows) in [
            (EvaluationRange::NPlus2, 3, 60, 5),
            (EvaluationRange::NPlus2, 1, 60, 3),
            (EvaluationRange::NPlus2, 3, 10, 9),
            (EvaluationRange::NPlus2, 3, 30, 5),
            (EvaluationRange::LocalStack, 3, 60, 5),
            (EvaluationRange::LocalStack, 12, 60, 16),
            (EvaluationRange::Plus(u32::MAX), 12, 60, u32::MAX),
        ] {
            assert_eq!(policy.windows(n, period), windows, "{policy:?} {n} {period}");
        }
    }
}
