//! Decisions about recording, made where the request is.

use std::sync::Arc;

use cupola::Observatory;
use cupola::traces::{CentralSampler, LocalSampler, SamplingDecision, SamplingRequest, SamplingTargetsError};
use cupola_base::Timestamp;
use parking_lot::{Mutex, RwLock};

/// Which requests are recorded: by rules of one's own, or by those of an [`Observatory`].
///
/// A handle: clones share the sampler. Who decides holds a lock only to take a pointer to it.
///
/// ```
/// use cupola::traces::{CentralSampler, LocalSampler, Rate, RuleName, SamplingRequest, SamplingRule};
/// use cupola::{Observatory, Place, Timestamp};
/// use cupola_bridges::Sampling;
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let never = SamplingRule::new(RuleName::new("health")?, 1).url_path("/health").reservoir_size(0).rate(Rate::NEVER);
/// sky.traces(now).create_sampling_rule(now, never, Default::default())?;
///
/// let sampling = Sampling::central(CentralSampler::new(LocalSampler::standard(7), 7));
/// sampling.refresh(now, &mut sky)?;
/// let request = SamplingRequest::new("shop", "shop.example", "GET", "/health");
/// assert!(!sampling.current().decide(now, &request).is_sampled());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sampling(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    current: RwLock<Arc<Sampler>>,
    /// Held while rules are read and reports made, so that there is one reading at a time.
    next_report: Mutex<Option<Timestamp>>,
}

/// A sampler whose rules do not change.
#[derive(Debug)]
#[non_exhaustive]
pub enum Sampler {
    /// Decides by a rule file.
    Local(LocalSampler),
    /// Decides by the service's rules.
    Central(CentralSampler),
}

impl Sampler {
    /// Decides whether a request is recorded.
    pub fn decide(&self, now: Timestamp, request: &SamplingRequest<'_>) -> SamplingDecision<'_> {
        match self {
            Self::Local(sampler) => sampler.decide(now, request),
            Self::Central(sampler) => sampler.decide(now, request),
        }
    }
}

impl Sampling {
    /// Decides by a rule file, or by what every SDK has built in: [`LocalSampler::standard`].
    #[must_use]
    pub fn local(sampler: LocalSampler) -> Self {
        Self::of(Sampler::Local(sampler))
    }

    /// Decides by the rules that an observatory holds, once they were [read](Self::refresh).
    #[must_use]
    pub fn central(sampler: CentralSampler) -> Self {
        Self::of(Sampler::Central(sampler))
    }

    fn of(sampler: Sampler) -> Self {
        Self(Arc::new(Shared { current: RwLock::new(Arc::new(sampler)), next_report: Mutex::default() }))
    }

    /// The sampler as it stands.
    #[must_use]
    pub fn current(&self) -> Arc<Sampler> {
        Arc::clone(&self.0.current.read())
    }

    /// Talks with the observatory as an SDK does with the service: reads rules when it is time (every five minutes),
    /// reports statistics and takes targets over (every ten seconds). Call it as often as is convenient; with rules of
    /// one's own it does nothing.
    ///
    /// # Errors
    /// [`SamplingTargetsError`] when the observatory's limits let in fewer reports than a sampler sends. The statistics that were
    /// to be reported are lost; the sampler decides as before, and the next call tries again.
    pub fn refresh(&self, now: Timestamp, sky: &mut Observatory) -> Result<(), SamplingTargetsError> {
        let mut next_report = self.0.next_report.lock();
        let current = self.current();
        let Sampler::Central(sampler) = &*current else { return Ok(()) };
        let is_due = next_report.is_none_or(|due| due <= now);
        let is_stale = is_due && report(now, sampler, sky)?;
        if is_due {
            *next_report = Some(sampler.next_target_poll(now));
        }
        if is_stale || sampler.next_rule_poll().is_none_or(|due| due <= now) {
            self.read_rules(now, sampler, sky);
        }
        Ok(())
    }

    fn read_rules(&self, now: Timestamp, sampler: &CentralSampler, sky: &mut Observatory) {
        let rules: Vec<_> = sky.traces(now).sampling_rules().map(|record| record.rule.clone()).collect();
        // There is always the default rule; without any the sampler stays as it is.
        if let Ok(refreshed) = sampler.refreshed(now, rules) {
            *self.0.current.write() = Arc::new(Sampler::Central(refreshed));
        }
    }
}

/// Reports what is due, and says whether the rules should be read again.
fn report(now: Timestamp, sampler: &CentralSampler, sky: &mut Observatory) -> Result<bool, SamplingTargetsError> {
    let mut is_stale = false;
    loop {
        let reports = sampler.take_reports(now);
        let answer = sky.traces(now).get_sampling_targets(now, &reports, &[])?;
        is_stale |= sampler.load_targets(now, &answer).rules_are_stale;
        if reports.len() < CentralSampler::MOST_REPORTS {
            return Ok(is_stale);
        }
    }
}
