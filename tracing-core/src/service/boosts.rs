//! Raising a rate for a while when there are anomalies.

use cupola_base::Timestamp;

use super::held::Granted;
use super::{BoostStatistics, Held};
use crate::{Policies, Rate, SamplingBoost};

impl Held {
    /// Grants a boost when the rule may have one, anomalies went unrecorded, and none was granted within the
    /// cooldown: the rate at which about one anomaly in each report is recorded.
    pub(super) fn hear_anomalies(&mut self, now: Timestamp, told: &BoostStatistics, policies: &Policies) {
        let Some(allowed) = self.record.rule.rate_boost else { return };
        let cooldown = i64::from(allowed.cooldown_minutes) * 60;
        let cooling = self.boost.is_some_and(|boost| now < boost.at.plus_secs(cooldown));
        if cooling || told.anomalies <= told.sampled_anomalies {
            return;
        }
        let wanted = one_in(told.anomalies);
        let rate = if wanted < self.record.rule.rate { self.record.rule.rate } else { wanted };
        let rate = if allowed.max_rate < rate { allowed.max_rate } else { rate };
        self.boost = Some(Granted { at: now, rate, until: now.plus_secs(policies.boost_seconds.into()) });
    }

    /// The boost that holds.
    pub(super) fn boost(&self, now: Timestamp) -> Option<SamplingBoost> {
        let granted = self.boost.filter(|granted| now < granted.until)?;
        Some(SamplingBoost { rate: granted.rate, until: granted.until })
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate this small needs no more digits")]
fn one_in(anomalies: u64) -> Rate {
    Rate::new(1.0 / anomalies.max(1) as f64).unwrap_or(Rate::ALWAYS)
}
