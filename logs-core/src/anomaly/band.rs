//! How often a pattern usually comes.

use super::rules::AnomalyRules;

/// How often a pattern comes in a window, by comparable hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Band {
    /// Events in a window: the means of the quietest and of the busiest hour.
    pub(super) low: f64,
    pub(super) high: f64,
    /// Events in the quietest and in the busiest window.
    pub(super) least: u64,
    pub(super) most: u64,
    /// How many hours were compared.
    pub(super) hours: u32,
    /// Whether they are those of the same time of day.
    pub(super) is_of_day: bool,
}

impl Band {
    /// The most events that are usual.
    pub(super) fn upper(&self, rules: &AnomalyRules, accepted: u64) -> f64 {
        rules.most_usual(self.high, float(self.most.max(accepted)))
    }

    /// The fewest events that are usual.
    pub(super) fn lower(&self, rules: &AnomalyRules) -> f64 {
        rules.least_by_chance(self.low).min(self.low / 2.0).min(float(self.least)).max(0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of events are far below 2^53")]
pub(super) const fn float(count: u64) -> f64 {
    count as f64
}
