//! What a rule's sampler reports.

use serde::{Deserialize, Serialize};

use super::counters::Counts;

/// Decisions of one rule since the last taking.
///
/// ```
/// use cupola_traces::{CentralReservoir, Rate, SampledCount, Timestamp};
///
/// let rule = CentralReservoir::new(3, Rate::new(0.2)?);
/// for at in [100_000, 100_400, 101_200, 101_900] {
///     rule.decide(Timestamp::from_millis(at), 0.5);
/// }
/// let statistics = rule.take_statistics(SampledCount::Inclusive);
/// assert_eq!((statistics.requests, statistics.sampled, statistics.borrowed), (4, 2, 2));
/// # Ok::<(), cupola_traces::RateError>(())
/// ```
///
/// # Source
/// X-Ray API Reference, SamplingStatisticsDocument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Statistics {
    /// Requests that the rule decided.
    pub requests: u64,
    /// Those that are recorded; see [`SampledCount`].
    pub sampled: u64,
    /// Those that are recorded because one a second may be borrowed.
    pub borrowed: u64,
}

impl Statistics {
    pub(super) const fn of(counts: Counts, policy: SampledCount) -> Self {
        let Counts { dropped, sampled, borrowed } = counts;
        let with_borrowed = match policy {
            SampledCount::Inclusive => sampled + borrowed,
            SampledCount::Exclusive => sampled,
        };
        Self { requests: dropped + sampled + borrowed, sampled: with_borrowed, borrowed }
    }
}

/// Whether the borrowed are among the sampled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SampledCount {
    /// They are, as in the documents: 110 requests of which 10 were borrowed and 10 met the rate give 20.
    /// Then borrowed <= sampled <= requests always holds.
    #[default]
    Inclusive,
    /// They are not, as in the SDKs of AWS.
    Exclusive,
}
