//! What the service tells a sampler about a rule.

use cupola_base::Timestamp;

use super::Rate;

/// A target of one rule for one client. What is absent leaves things as they are.
///
/// # Source
/// X-Ray API Reference, SamplingTargetDocument.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SamplingTarget {
    /// The rule's name.
    pub rule: String,
    /// The rate beyond the reservoir.
    pub rate: Option<Rate>,
    /// How many requests in each second this client may take from the reservoir.
    pub quota: Option<u32>,
    /// The instant through whose second the quota holds.
    pub quota_until: Option<Timestamp>,
    /// Seconds until the next report.
    pub interval_seconds: Option<u32>,
    /// A higher rate for a while.
    pub boost: Option<SamplingBoost>,
}

impl SamplingTarget {
    /// A target that changes nothing.
    #[must_use]
    pub fn new(rule: impl Into<String>) -> Self {
        Self { rule: rule.into(), ..Self::default() }
    }

    /// Sets the rate.
    #[must_use]
    pub fn with_rate(self, rate: Rate) -> Self {
        Self { rate: Some(rate), ..self }
    }

    /// Sets the quota; it also needs an [end](Self::with_quota_until).
    #[must_use]
    pub fn with_quota(self, quota: u32) -> Self {
        Self { quota: Some(quota), ..self }
    }

    /// Sets the instant through whose second the quota holds.
    #[must_use]
    pub fn with_quota_until(self, until: Timestamp) -> Self {
        Self { quota_until: Some(until), ..self }
    }

    /// Sets the seconds until the next report.
    #[must_use]
    pub fn with_interval_seconds(self, seconds: u32) -> Self {
        Self { interval_seconds: Some(seconds), ..self }
    }

    /// Sets the boost.
    #[must_use]
    pub fn with_boost(self, boost: SamplingBoost) -> Self {
        Self { boost: Some(boost), ..self }
    }
}

/// A higher rate for a while.
///
/// # Source
/// X-Ray API Reference, SamplingBoost.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the API's shape has these two")]
pub struct SamplingBoost {
    /// The rate; it has no effect while the rule's own is higher.
    pub rate: Rate,
    /// The first instant at which it holds no more.
    pub until: Timestamp,
}
