//! What a simulation came to.

use crate::Statistics;

/// What a simulation came to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SimulationReport {
    /// By rule, in the order in which rules are asked; those that no request met are there, too.
    pub rules: Vec<RuleReport>,
    /// By host.
    pub hosts: Vec<HostReport>,
    /// How long it lasted.
    pub seconds: u32,
}

/// What one rule came to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RuleReport {
    /// The rule.
    pub rule: String,
    /// Requests that met it.
    pub requests: u64,
    /// Those that were recorded.
    pub sampled: u64,
    /// Those that were recorded on credit.
    pub borrowed: u64,
    /// What should be recorded each second in the long run: as much as the reservoir holds, and the rate of the rest.
    pub expected_per_second: f64,
}

/// What one host came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HostReport {
    /// Its sampler's id.
    pub client: String,
    /// What it counted.
    pub counts: Statistics,
}

impl SimulationReport {
    /// What one rule came to.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&RuleReport> {
        self.rules.iter().find(|rule| rule.rule == name)
    }

    /// All requests, and those of them that were recorded.
    #[must_use]
    pub fn totals(&self) -> (u64, u64) {
        self.rules.iter().fold((0, 0), |(requests, sampled), rule| (requests + rule.requests, sampled + rule.sampled))
    }

    /// What the recorded traces cost, at a price for a million of them.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub fn cost(&self, price_of_a_million: f64) -> f64 {
        self.totals().1 as f64 * price_of_a_million / 1e6
    }
}
