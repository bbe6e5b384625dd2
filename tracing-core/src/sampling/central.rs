//! The reservoir of a rule that the service holds.

use cupola_base::Timestamp;

use super::atomic::{AtomicU64, Ordering};
use super::boost::Boost;
use super::counters::{Class, Counters};
use super::quota::Quota;
use super::second::{Ask, Second, millis};
use super::{Rate, SampledCount, SamplingTarget, Statistics, Verdict};

/// One client's part of a central rule: the quota that the service granted, else one request a second on
/// credit; then the rate.
///
/// Any number of threads may decide, load targets and take statistics through a shared reference. A decision
/// waits for nobody and allocates nothing. In every interleaving, in one second no more is taken than the
/// quota and no more borrowed than one; no decision is lost from the statistics or comes twice.
///
/// ```
/// use cupola_traces::{CentralReservoir, Rate, SamplingTarget, Timestamp, Verdict};
///
/// let rule = CentralReservoir::new(3, Rate::NEVER);
/// let at = Timestamp::from_secs;
/// assert_eq!(rule.decide(at(100), 0.5), Verdict::Borrow);
/// assert_eq!(rule.decide(at(100), 0.5), Verdict::NotSampled);
///
/// rule.load_target(at(100), &SamplingTarget::new("Default").with_quota(1).with_quota_until(at(400)));
/// assert_eq!(rule.decide(at(100), 0.5), Verdict::Take);
/// assert_eq!(rule.decide(at(401), 0.5), Verdict::Borrow);
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Configuring sampling rules"; the X-Ray SDKs.
#[derive(Debug)]
pub struct CentralReservoir {
    size: AtomicU64,
    rate: AtomicU64,
    quota: Quota,
    boost: Boost,
    second: Second,
    counters: Counters,
    interval: AtomicU64,
    refreshed: AtomicU64,
}

impl CentralReservoir {
    /// A rule whose reservoir holds `size` requests a second for all clients together, and that records the
    /// part `rate` of the others. There is no quota yet.
    #[must_use]
    pub fn new(size: u32, rate: Rate) -> Self {
        Self {
            size: AtomicU64::new(size.into()),
            rate: AtomicU64::new(rate.to_bits()),
            quota: Quota::new(),
            boost: Boost::new(),
            second: Second::new(),
            counters: Counters::new(),
            interval: AtomicU64::new(INTERVAL),
            refreshed: AtomicU64::new(millis(Timestamp::EPOCH)),
        }
    }

    /// The default rule: one request a second, and a twentieth of the others.
    #[must_use]
    pub fn standard() -> Self {
        Self::new(1, Rate::DEFAULT_RULE)
    }

    /// Decides about a request, given the random number `u`, from 0 up to but not including 1.
    pub fn decide(&self, now: Timestamp, u: f64) -> Verdict {
        self.decide_with(now, || u)
    }

    /// As [`decide`](Self::decide); the random number is drawn only if it is needed.
    pub fn decide_with(&self, now: Timestamp, u: impl FnOnce() -> f64) -> Verdict {
        self.decide_at_rate(now, u).0
    }

    /// The same, and the rate at `now`.
    pub(super) fn decide_at_rate(&self, now: Timestamp, u: impl FnOnce() -> f64) -> (Verdict, Rate) {
        let granted = self.granted(now);
        let rate = self.effective_rate(now);
        let by_rate = || if rate.hits(u()) { Verdict::FixedRate } else { Verdict::NotSampled };
        let verdict = granted.unwrap_or_else(by_rate);
        self.counters.count(match verdict {
            Verdict::Take | Verdict::FixedRate => Class::Sampled,
            Verdict::Borrow => Class::Borrowed,
            Verdict::NotSampled => Class::Dropped,
        });
        (verdict, rate)
    }

    /// Takes over what the service tells; what is absent stays. What was taken and counted so far stays, too.
    pub fn load_target(&self, now: Timestamp, target: &SamplingTarget) {
        target.boost.iter().for_each(|boost| self.boost.load(boost));
        target.rate.iter().for_each(|rate| self.rate.store(rate.to_bits(), Ordering::Relaxed));
        target.interval_seconds.iter().for_each(|seconds| self.interval.store((*seconds).into(), Ordering::Relaxed));
        self.refreshed.store(millis(now), Ordering::Relaxed);
        self.quota.load(target.quota, target.quota_until);
    }

    /// Takes over the rule's own numbers after its rules were read anew. Quota, credit and statistics stay.
    pub fn load_rule(&self, size: u32, rate: Rate) {
        self.size.store(size.into(), Ordering::Relaxed);
        self.rate.store(rate.to_bits(), Ordering::Relaxed);
    }

    /// Whether it is time to report: there was a request, and the interval (10 seconds unless a target said
    /// otherwise) has passed since the last target.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        let due = self.refreshed.load(Ordering::Relaxed) + self.interval.load(Ordering::Relaxed) * 1000;
        !self.counters.is_empty() && millis(now) >= due
    }

    /// Takes the numbers of decisions since the last taking, and begins to count from nothing.
    ///
    /// Up to a million decisions are taken in one atomic step. With [`SampledCount::Inclusive`], borrowed <=
    /// sampled <= requests in every reading.
    pub fn take_statistics(&self, policy: SampledCount) -> Statistics {
        Statistics::of(self.counters.take(), policy)
    }

    /// The rate at which requests are recorded beyond quota and credit at `now`: that of a boost while one
    /// holds and is higher, else the rule's.
    #[must_use]
    pub fn effective_rate(&self, now: Timestamp) -> Rate {
        let rate = Rate::from_bits(self.rate.load(Ordering::Relaxed));
        self.boost.rate(now).filter(|boost| *boost >= rate).unwrap_or(rate)
    }

    /// By quota or credit.
    fn granted(&self, now: Timestamp) -> Option<Verdict> {
        match self.quota.fresh(now) {
            Some(quota) => self.second.grant(now, Ask::Take(quota)).then_some(Verdict::Take),
            None => self.second.grant(now, self.credit()).then_some(Verdict::Borrow),
        }
    }

    fn credit(&self) -> Ask {
        Ask::Borrow { allowed: self.size.load(Ordering::Relaxed) > 0 }
    }
}

/// Seconds between reports until a target says otherwise.
const INTERVAL: u64 = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SamplingBoost;

    const fn at(seconds: i64) -> Timestamp {
        Timestamp::from_secs(seconds)
    }

    #[test]
    fn the_guides_own_numbers() {
        let rule = CentralReservoir::new(2, Rate::new(0.1).unwrap());
        for n in 0..110 {
            // One in eleven is borrowed; of the others every tenth has a low number.
            let u = if n % 11 == 1 { 0.05 } else { 0.5 };
            rule.decide(Timestamp::from_millis(n * 1000 / 11), u);
        }
        let statistics = rule.take_statistics(SampledCount::Inclusive);
        assert_eq!((statistics.requests, statistics.sampled, statistics.borrowed), (110, 20, 10));
    }

    #[test]
    fn exclusive_statistics_leave_the_borrowed_out() {
        let rule = CentralReservoir::standard();
        rule.decide(at(7), 0.9);
        rule.decide(at(7), 0.01);
        let statistics = rule.take_statistics(SampledCount::Exclusive);
        assert_eq!((statistics.requests, statistics.sampled, statistics.borrowed), (2, 1, 1));
    }

    #[test]
    fn a_boost_holds_until_its_end_and_never_lowers() {
        let rule = CentralReservoir::new(0, Rate::new(0.2).unwrap());
        let boost = |rate| SamplingBoost { rate: Rate::new(rate).unwrap(), until: Timestamp::from_millis(60_500) };
        rule.load_target(at(0), &SamplingTarget::new("r").with_boost(boost(0.6)));
        for (now, u, verdict) in [
            (60_499, 0.59, Verdict::FixedRate),
            (60_499, 0.6, Verdict::NotSampled),
            (60_500, 0.2, Verdict::NotSampled),
            (60_500, 0.19, Verdict::FixedRate),
        ] {
            assert_eq!(rule.decide(Timestamp::from_millis(now), u), verdict, "{now} {u}");
        }
        rule.load_target(at(0), &SamplingTarget::new("r").with_boost(boost(0.1)));
        assert_eq!(rule.effective_rate(at(1)).get().to_bits(), 0.2f64.to_bits());
    }

    #[test]
    fn reports_are_due_after_the_interval_and_only_with_requests() {
        let rule = CentralReservoir::standard();
        assert!(!rule.is_due(at(100)));
        rule.decide(at(100), 0.5);
        assert!(rule.is_due(at(100)), "never refreshed");
        rule.load_target(at(100), &SamplingTarget::new("r").with_interval_seconds(20));
        assert!(!rule.is_due(at(119)) && rule.is_due(at(120)));
        rule.take_statistics(SampledCount::Inclusive);
        assert!(!rule.is_due(at(120)));
    }

    #[test]
    fn a_quota_needs_an_end() {
        let rule = CentralReservoir::new(1, Rate::NEVER);
        rule.load_target(at(5), &SamplingTarget::new("r").with_quota(9));
        assert_eq!(rule.decide(at(5), 0.5), Verdict::Borrow);
        rule.load_target(at(5), &SamplingTarget::new("r").with_quota_until(at(6)));
        assert_eq!(rule.decide(at(5), 0.5), Verdict::Take);
    }
}
