//! The sampler of rules that the service holds.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::{Rng, Timestamp};

use super::checks::{Checks, Part, Told};
use super::explain::{RuleExplanation, SamplingExplanation, explain_clause};
use super::gate::Gates;
use super::support::{Matching, attributes, fields};
use super::{
    CaseRule, CentralReservoir, DecidingRule, LocalSampler, MissingField, RuleSupport, SampledCount, SamplingDecision,
    SamplingRequest,
};
use crate::{ClientId, SamplingRule};

/// Decides by the service's rules which requests are recorded, and by local rules while there are none.
///
/// A sampler is one list of rules that does not change; [`refreshed`](Self::refreshed) makes the next one, which
/// shares quotas, credits and statistics of the rules whose names are in both. The owner swaps one for the other;
/// decisions that still go through the old one are counted in the new one's reports. Any number of threads may
/// decide, load targets and take reports through a shared reference, as with [`CentralReservoir`].
///
/// ```
/// use cupola_traces::{CentralSampler, LocalSampler, Rate, RuleName, SamplingRequest, SamplingRule, Timestamp};
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let cranes = SamplingRule::new(RuleName::new("cranes")?, 40).service_name("crane-*").rate(Rate::ALWAYS);
/// let sampler = CentralSampler::new(LocalSampler::standard(7), 7).refreshed(now, [cranes, SamplingRule::default_rule()])?;
///
/// let request = SamplingRequest::default().with_service_name("crane-9");
/// assert_eq!(sampler.rule_for(&request).map(|rule| rule.name.as_str()), Some("cranes"));
/// let decision = sampler.decide(now, &request);
/// assert_eq!(decision.to_string(), "sampled by central rule cranes: without a quota, one per second is borrowed");
///
/// let report = &sampler.take_reports(now.plus_secs(10))[0];
/// assert_eq!((report.rule.as_str(), report.requests, report.borrowed), ("cranes", 1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Configuring sampling rules"; the X-Ray SDKs.
#[derive(Clone, Debug)]
pub struct CentralSampler {
    pub(super) rules: Vec<Entry>,
    gates: Gates,
    pub(super) refreshed: Option<Timestamp>,
    matching: Matching,
    pub(super) statistics: SampledCount,
    origin: Option<Arc<str>>,
    pub(super) client: ClientId,
    fallback: Arc<LocalSampler>,
    rng: Arc<Rng>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) rule: SamplingRule,
    checks: Checks,
    pub(super) reservoir: Arc<CentralReservoir>,
}

impl CentralSampler {
    /// How long rules hold after they were read: an hour.
    pub const RULES_HOLD_SECONDS: i64 = 3600;

    /// A sampler without rules yet: `fallback` decides. The seed is that of the client's id and of the random
    /// numbers which the rates are laid against.
    #[must_use]
    pub fn new(fallback: LocalSampler, seed: u64) -> Self {
        let rng = Rng::for_part(seed, "central sampling");
        Self {
            rules: Vec::new(),
            gates: Gates::default(),
            refreshed: None,
            matching: Matching::default(),
            statistics: SampledCount::default(),
            origin: None,
            client: ClientId::generate(&rng),
            fallback: Arc::new(fallback),
            rng: Arc::new(rng),
        }
    }

    /// Sets what patterns make of what a request does not tell.
    #[must_use]
    pub fn with_missing_field(mut self, missing: MissingField) -> Self {
        self.matching.missing = missing;
        self
    }

    /// Sets which letter case counts.
    #[must_use]
    pub fn with_case_rule(mut self, case: CaseRule) -> Self {
        self.matching.case = case;
        self
    }

    /// Sets which rules are heeded.
    #[must_use]
    pub fn with_rule_support(mut self, support: RuleSupport) -> Self {
        self.matching.support = support;
        self
    }

    /// Sets whether the borrowed are among the sampled in reports.
    #[must_use]
    pub fn with_sampled_count(self, statistics: SampledCount) -> Self {
        Self { statistics, ..self }
    }

    /// Sets the origin of requests that tell none, e.g. `AWS::EC2::Instance`.
    #[must_use]
    pub fn with_origin(self, origin: &str) -> Self {
        Self { origin: Some(origin.into()), ..self }
    }

    /// The sampler with these rules in place of those it has, read from the service at `now`.
    ///
    /// The order in which the rules are given does not matter; of rules of one name the last counts.
    ///
    /// # Errors
    /// [`NoRules`] for an empty list: that is no reading, and the rules stay.
    pub fn refreshed(&self, now: Timestamp, rules: impl IntoIterator<Item = SamplingRule>) -> Result<Self, NoRules> {
        let by_name: BTreeMap<_, _> = rules.into_iter().map(|rule| (rule.name.clone(), rule)).collect();
        if by_name.is_empty() {
            return Err(NoRules);
        }
        let heeded = by_name.into_values().filter(|rule| self.matching.support.heeds(rule));
        let mut rules: Vec<Entry> = heeded.map(|rule| self.entry(rule)).collect();
        rules.sort_by(|a, b| a.rule.order().cmp(&b.rule.order()));
        let gates = rules.iter().map(|entry| entry.checks.gate()).collect();
        Ok(Self { rules, gates, refreshed: Some(now), ..self.clone() })
    }

    /// Decides whether a request is recorded.
    pub fn decide(&self, now: Timestamp, request: &SamplingRequest<'_>) -> SamplingDecision<'_> {
        self.decide_with(now, request, || self.rng.unit())
    }

    /// As [`decide`](Self::decide), with a random number of one's own, from 0 up to but not including 1, which is
    /// drawn only if it is needed.
    pub fn decide_with(
        &self,
        now: Timestamp,
        request: &SamplingRequest<'_>,
        u: impl FnOnce() -> f64,
    ) -> SamplingDecision<'_> {
        let found = if self.rules_hold(now) { self.find(request) } else { None };
        let Some((_, Entry { rule, reservoir, .. })) = found else {
            return self.fallback.decide_with(now, request, u);
        };
        let (verdict, rate) = reservoir.decide_at_rate(now, u);
        let per_second = rule.reservoir_size;
        SamplingDecision { verdict, rule: DecidingRule::Central { name: rule.name.as_str() }, per_second, rate }
    }

    /// The first rule that matches; `None` when local rules decide. Nothing is granted or counted.
    #[must_use]
    pub fn rule_for(&self, request: &SamplingRequest<'_>) -> Option<&SamplingRule> {
        self.find(request).map(|(_, entry)| &entry.rule)
    }

    /// What each rule up to the deciding one makes of a request.
    #[must_use]
    pub fn explain(&self, request: &SamplingRequest<'_>) -> SamplingExplanation {
        let request = self.with_own_origin(request);
        let decides = self.find(&request).map(|(index, _)| index);
        let looked_at = decides.map_or(self.rules.len(), |index| index + 1);
        let rules = self.rules[..looked_at].iter().enumerate();
        let rules = rules.map(|(index, entry)| self.explain_rule(index, &entry.rule, &request)).collect();
        SamplingExplanation { rules, decides }
    }

    /// Whether the rules hold at `now`: some were read, and not more than an hour ago.
    #[must_use]
    #[inline]
    pub fn rules_hold(&self, now: Timestamp) -> bool {
        self.refreshed.is_some_and(|at| now.millis_since(at) <= Self::RULES_HOLD_SECONDS * 1000)
    }

    /// The id under which this sampler reports.
    #[must_use]
    pub const fn client(&self) -> ClientId {
        self.client
    }

    fn entry(&self, rule: SamplingRule) -> Entry {
        let known = self.rules.iter().find(|entry| entry.rule.name == rule.name);
        let reservoir = match known {
            Some(entry) => {
                entry.reservoir.load_rule(rule.reservoir_size, rule.rate);
                Arc::clone(&entry.reservoir)
            }
            None => Arc::new(CentralReservoir::new(rule.reservoir_size, rule.rate)),
        };
        Entry { checks: checks_of(&rule), rule, reservoir }
    }

    #[inline]
    fn find(&self, request: &SamplingRequest<'_>) -> Option<(usize, &Entry)> {
        let told = Told { request, origin: self.origin.as_deref() };
        if let [only] = &*self.rules {
            return self.is_for(only, told).then_some((0, only));
        }
        let rules = self.gates.passing(told).map(|index| (index, &self.rules[index]));
        rules.into_iter().find(|(_, entry)| self.is_for(entry, told))
    }

    /// As [`Matching::matches`], by what was made ready.
    #[inline]
    fn is_for(&self, Entry { rule, checks, .. }: &Entry, told: Told<'_, '_>) -> bool {
        checks.hold(self.matching, told)
            && (rule.attributes.is_empty() || rule.is_default() || self.matching.holds_attributes(rule, told.request))
    }

    fn with_own_origin<'a>(&'a self, request: &SamplingRequest<'a>) -> SamplingRequest<'a> {
        SamplingRequest { service_type: request.service_type.or(self.origin.as_deref()), ..*request }
    }

    fn explain_rule(&self, index: usize, rule: &SamplingRule, request: &SamplingRequest<'_>) -> RuleExplanation {
        // The default rule is for every request: there is nothing to ask for.
        let asks = !rule.is_default();
        let fields = fields(rule, request).map(|clause| explain_clause(clause, self.matching.holds(clause)));
        let attributes =
            attributes(rule, request).map(|clause| explain_clause(clause, self.matching.holds_attribute(clause)));
        let clauses = fields.into_iter().chain(attributes).filter(|_| asks).collect();
        RuleExplanation::new(index, Some(rule.name.to_string()), clauses)
    }
}

/// The default rule asks for nothing.
fn checks_of(rule: &SamplingRule) -> Checks {
    if rule.is_default() {
        return Checks::new([]);
    }
    // What tells most rules apart comes first.
    Checks::new([
        (Part::Path, &rule.url_path),
        (Part::ServiceName, &rule.service_name),
        (Part::Host, &rule.host),
        (Part::Method, &rule.http_method),
        (Part::ServiceType, &rule.service_type),
        (Part::ResourceArn, &rule.resource_arn),
    ])
}

/// There was no rule in a list of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a list without rules is no reading of rules: the default rule is always there")]
#[non_exhaustive]
pub struct NoRules;

const _: () = {
    const fn send_sync<T: Send + Sync>() {}
    send_sync::<CentralSampler>();
};
