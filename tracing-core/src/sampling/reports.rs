//! A sampler's talk with the service: reports, targets, and when to ask.

use cupola_base::{Rng, Timestamp};

use super::CentralSampler;
use super::central_sampler::Entry;
use crate::{SamplingStatistics, SamplingTargets};

impl CentralSampler {
    /// The most reports that are taken at once.
    pub const MOST_REPORTS: usize = 25;

    /// Takes the reports that are due: at most [`MOST_REPORTS`](Self::MOST_REPORTS); what is left stays due.
    pub fn take_reports(&self, now: Timestamp) -> Vec<SamplingStatistics> {
        let due = self.rules.iter().filter(|entry| entry.reservoir.is_due(now));
        let report = |entry: &Entry| {
            let counts = entry.reservoir.take_statistics(self.statistics);
            SamplingStatistics::new(entry.rule.name.as_str(), self.client.to_string(), now).with_counts(
                counts.requests,
                counts.sampled,
                counts.borrowed,
            )
        };
        due.take(Self::MOST_REPORTS).map(report).collect()
    }

    /// Takes over what the service answered. Targets of rules that are not here are passed over.
    pub fn load_targets(&self, now: Timestamp, answer: &SamplingTargets) -> LoadedTargets {
        for target in &answer.targets {
            if let Some(entry) = self.rules.iter().find(|entry| entry.rule.name.as_str() == target.rule) {
                entry.reservoir.load_target(now, target);
            }
        }
        let refused = |digit| answer.unprocessed.iter().filter(move |one| one.code.starts_with(digit)).count();
        let changed = self.refreshed.is_none_or(|refreshed| answer.last_modification >= refreshed);
        LoadedTargets { rules_are_stale: changed || refused('4') > 0, failures: refused('5') }
    }

    /// When the rules should be read again: at once, or 300 to 305 seconds after the last reading.
    #[must_use]
    pub fn next_rule_poll(&self) -> Option<Timestamp> {
        self.refreshed.map(|at| at.plus_millis(300_000 + self.jitter(at, 5000)))
    }

    /// When to report next after reporting at `now`: 10 to 10.1 seconds later.
    #[must_use]
    pub fn next_target_poll(&self, now: Timestamp) -> Timestamp {
        now.plus_millis(10_000 + self.jitter(now, 100))
    }

    /// Up to `most` milliseconds, always the same for one client and instant.
    fn jitter(&self, at: Timestamp, most: u64) -> i64 {
        let rng = Rng::for_part(at.as_millis().cast_unsigned(), &self.client.to_string());
        i64::try_from(rng.below(most + 1)).unwrap_or_default()
    }
}

/// What came of an answer of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadedTargets {
    /// Whether the rules should be read again now: one was changed since, or one that was reported on is gone.
    pub rules_are_stale: bool,
    /// How many reports the service failed to take.
    pub failures: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LocalSampler, SamplingRule, UnprocessedStatistics};

    const fn at(seconds: i64) -> Timestamp {
        Timestamp::from_secs(1_777_874_400 + seconds)
    }

    fn sampler() -> CentralSampler {
        CentralSampler::new(LocalSampler::standard(0), 0).refreshed(at(0), [SamplingRule::default_rule()]).unwrap()
    }

    #[test]
    fn answers_tell_whether_to_read_the_rules_again() {
        let sampler = sampler();
        let mut answer = SamplingTargets::default();
        assert!(!sampler.load_targets(at(10), &answer).rules_are_stale);
        answer.last_modification = at(0);
        assert!(sampler.load_targets(at(10), &answer).rules_are_stale, "changed at the instant of the reading");
        answer.last_modification = at(-1);
        let refusal = |code| UnprocessedStatistics { rule: "r".into(), code, message: String::new() };
        answer.unprocessed = vec![refusal("500")];
        assert_eq!(sampler.load_targets(at(10), &answer), LoadedTargets { rules_are_stale: false, failures: 1 });
        answer.unprocessed.push(refusal("400"));
        assert!(sampler.load_targets(at(10), &answer).rules_are_stale);
    }

    #[test]
    fn polls_come_in_their_windows() {
        let sampler = sampler();
        assert!((at(300)..=at(305)).contains(&sampler.next_rule_poll().unwrap()));
        let wait = sampler.next_target_poll(at(7)).millis_since(at(7));
        assert!((10_000..=10_100).contains(&wait), "{wait}");
        assert_eq!(CentralSampler::new(LocalSampler::standard(0), 0).next_rule_poll(), None);
    }
}
