//! Answering clients' reports.

use cupola_base::{ApiError, Timestamp};

use super::{BoostStatistics, SamplingStatistics, SamplingTargets, UnprocessedStatistics};
use crate::output::Lost;
use crate::{Engine, SamplingTarget};

impl Engine {
    /// Takes clients' statistics and tells each rule's rate, and the client's part of its reservoir.
    ///
    /// A client has a part if it reported requests within the last three intervals; the reservoir is shared
    /// evenly, and what is left over goes to the first clients by id. For one set of clients that report in
    /// turn, the parts add up to the reservoir. Of several reports on one rule, the last one's client counts.
    ///
    /// # Errors
    /// [`SamplingTargetsError`] when there are more reports than a call may have; then none is taken.
    ///
    /// # Source
    /// X-Ray API Reference, GetSamplingTargets. How exactly the reservoir is shared is our decision.
    #[doc(alias = "GetSamplingTargets")]
    pub fn get_sampling_targets(
        &mut self,
        now: Timestamp,
        reports: &[SamplingStatistics],
        boosts: &[BoostStatistics],
    ) -> Result<SamplingTargets, SamplingTargetsError> {
        let now = self.see(now);
        let (given, most) = (reports.len().max(boosts.len()), self.state.limits.statistics_per_call);
        if given > most {
            return Err(SamplingTargetsError::Count { given, most });
        }
        let mut answer = SamplingTargets::default();
        boosts.iter().for_each(|told| answer.unprocessed_boosts.extend(self.hear_anomalies(now, told)));
        for report in reports {
            match self.hear(now, report) {
                Ok(target) => put(&mut answer.targets, target),
                Err(unprocessed) => answer.unprocessed.push(unprocessed),
            }
        }
        answer.last_modification = self.last_modification();
        Ok(answer)
    }

    fn hear(&mut self, now: Timestamp, report: &SamplingStatistics) -> Result<SamplingTarget, UnprocessedStatistics> {
        let refuse = |why| UnprocessedStatistics::new(&report.rule, why);
        let state = &mut self.state;
        let held = state.rules.get_mut(report.rule.as_str()).ok_or_else(|| refuse(UNKNOWN))?;
        let oldest = state.limits.statistics_age_seconds.map(|seconds| now.plus_secs(-i64::from(seconds)));
        if oldest.is_some_and(|oldest| report.at < oldest) {
            return Err(refuse("The statistics are too old"));
        }
        held.forget_silent(now.plus_secs(-state.policies.active_seconds()));
        let mut new = false;
        if report.requests > 0 {
            let forgotten;
            (new, forgotten) = held.hear(now, &report.client, state.limits.clients_per_rule);
            state.losses.add(now, Lost::Clients, forgotten as u64);
        }
        let forgotten = state.windows.add(&held.record.rule.name, report, state.limits.statistic_windows);
        state.losses.add(now, Lost::StatisticWindows, forgotten as u64);
        let policies = &state.policies;
        let target = SamplingTarget { boost: held.boost(now), ..SamplingTarget::new(&*report.rule) }
            .with_rate(held.record.rule.rate)
            .with_interval_seconds(policies.report_interval_seconds);
        if new && !policies.first_report_gets_quota {
            return Ok(target);
        }
        let until = now.plus_secs(policies.quota_seconds.into());
        Ok(target.with_quota(held.quota(&report.client)).with_quota_until(until))
    }

    fn hear_anomalies(&mut self, now: Timestamp, told: &BoostStatistics) -> Option<UnprocessedStatistics> {
        match self.state.rules.get_mut(told.rule.as_str()) {
            None => Some(UnprocessedStatistics::new(&told.rule, UNKNOWN)),
            Some(held) => {
                held.hear_anomalies(now, told, &self.state.policies);
                None
            }
        }
    }

    fn last_modification(&self) -> Timestamp {
        self.state.rules.values().map(|held| held.record.modified_at).max().unwrap_or_default()
    }
}

/// One target for each rule, in the place of its first.
fn put(targets: &mut Vec<SamplingTarget>, target: SamplingTarget) {
    match targets.iter_mut().find(|known| known.rule == target.rule) {
        Some(known) => *known = target,
        None => targets.push(target),
    }
}

const UNKNOWN: &str = "Unknown rule";

/// Why reports were refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SamplingTargetsError {
    /// There are more than a call may have.
    #[error("{given} statistics documents in one call: at most {most} are accepted")]
    Count {
        /// How many were given.
        given: usize,
        /// How many a call may have.
        most: usize,
    },
}

impl From<SamplingTargetsError> for ApiError {
    fn from(error: SamplingTargetsError) -> Self {
        Self::caller("InvalidRequestException", error.to_string())
    }
}
