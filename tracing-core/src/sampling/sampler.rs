//! The sampler of a local rule file.

use cupola_base::{Rng, Timestamp};

use super::checks::{Checks, Part, Told};
use super::gate::Gates;
use super::manifest::{ManifestRule, SamplingManifest, SamplingManifestError};
use super::support::Matching;
use super::{
    Allowance, CaseRule, DecidingRule, LocalReservoir, MissingField, SamplingDecision, SamplingRequest, Smoothing,
    Statistics,
};

/// Decides by local rules which requests are recorded.
///
/// Any number of threads may decide through a shared reference: no lock, no allocation, no waiting; in every
/// interleaving no rule's reservoir grants more in a second than it holds. With the same seed and the same
/// requests in the same order the decisions are the same.
///
/// ```
/// use cupola_traces::{LocalSampler, SamplingRequest, Timestamp};
///
/// let sampler = LocalSampler::parse(
///     r#"{
///         "version": 2,
///         "rules": [{"description": "health", "host": "*", "http_method": "*", "url_path": "/health",
///                    "fixed_target": 0, "rate": 0}],
///         "default": {"fixed_target": 1, "rate": 0.05}
///     }"#,
///     7,
/// )?;
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// assert!(!sampler.decide(now, &SamplingRequest::new("shop", "shop.example", "GET", "/health")).is_sampled());
/// assert!(sampler.decide(now, &SamplingRequest::new("shop", "shop.example", "GET", "/cart")).is_sampled());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// The X-Ray SDKs' local samplers.
#[derive(Debug)]
pub struct LocalSampler {
    pub(super) rules: Vec<LocalRule>,
    gates: Gates,
    default: LocalReservoir,
    rng: Rng,
    pub(super) missing: MissingField,
    pub(super) case: CaseRule,
}

/// A rule and what its reservoir granted.
#[derive(Debug)]
pub(super) struct LocalRule {
    pub(super) rule: ManifestRule,
    checks: Checks,
    reservoir: LocalReservoir,
}

impl LocalSampler {
    /// Reads a rule file strictly. The seed is that of the random numbers which the rates are laid against.
    ///
    /// # Errors
    /// [`SamplingManifestError`] at the first fault of the file.
    pub fn parse(json: &str, seed: u64) -> Result<Self, SamplingManifestError> {
        SamplingManifest::parse(json).map(|manifest| Self::new(manifest, seed))
    }

    /// The rules that every SDK has built in: one request a second, and a twentieth of the others.
    #[must_use]
    pub fn standard(seed: u64) -> Self {
        Self::new(SamplingManifest::default(), seed)
    }

    /// The sampler of rules that were read.
    #[must_use]
    pub fn new(manifest: SamplingManifest, seed: u64) -> Self {
        let rule =
            |rule: ManifestRule| LocalRule { reservoir: reservoir(rule.allowance), checks: checks_of(&rule), rule };
        let rules: Vec<LocalRule> = manifest.rules.into_iter().map(rule).collect();
        Self {
            gates: rules.iter().map(|rule| rule.checks.gate()).collect(),
            rules,
            default: reservoir(manifest.default),
            rng: Rng::for_part(seed, "sampling"),
            missing: MissingField::default(),
            case: CaseRule::default(),
        }
    }

    /// Sets what patterns make of what a request does not tell.
    #[must_use]
    pub fn with_missing_field(self, missing: MissingField) -> Self {
        Self { missing, ..self }
    }

    /// Sets which letter case counts.
    #[must_use]
    pub fn with_case_rule(self, case: CaseRule) -> Self {
        Self { case, ..self }
    }

    /// Sets how reservoirs open within a second. Meant for before the first decision.
    #[must_use]
    pub fn with_smoothing(self, smoothing: Smoothing) -> Self {
        let smooth = |rule: LocalRule| LocalRule { reservoir: rule.reservoir.with_smoothing(smoothing), ..rule };
        Self {
            rules: self.rules.into_iter().map(smooth).collect(),
            default: self.default.with_smoothing(smoothing),
            ..self
        }
    }

    /// Decides whether a request is recorded.
    pub fn decide(&self, now: Timestamp, request: &SamplingRequest<'_>) -> SamplingDecision<'_> {
        self.decide_with(now, request, || self.rng.unit())
    }

    /// As [`decide`](Self::decide), with a random number of one's own, from 0 up to but not including 1, which
    /// is drawn only if it is needed.
    pub fn decide_with(
        &self,
        now: Timestamp,
        request: &SamplingRequest<'_>,
        u: impl FnOnce() -> f64,
    ) -> SamplingDecision<'_> {
        let index = self.rule_for(request);
        let reservoir = self.reservoir(index);
        SamplingDecision {
            verdict: reservoir.decide_with(now, u),
            rule: self.name(index),
            per_second: reservoir.fixed_target(),
            rate: reservoir.rate(),
        }
    }

    /// The place of the first rule that matches, from 0; `None` when the default decides. Nothing is granted
    /// or counted.
    #[must_use]
    pub fn rule_for(&self, request: &SamplingRequest<'_>) -> Option<usize> {
        let matching = Matching { missing: self.missing, case: self.case, ..Matching::default() };
        let told = Told { request, origin: None };
        self.gates.passing(told).find(|index| self.rules[*index].checks.hold(matching, told))
    }

    /// Takes the numbers of decisions since the last taking: those of each rule in the order of the file, then
    /// those of the default.
    pub fn take_statistics(&self) -> Vec<Statistics> {
        let rules = self.rules.iter().map(|rule| &rule.reservoir);
        rules.chain([&self.default]).map(LocalReservoir::take_statistics).collect()
    }

    pub(super) fn name(&self, index: Option<usize>) -> DecidingRule<'_> {
        index.map_or(DecidingRule::Default, |index| {
            let description = self.rules[index].rule.description.as_deref();
            DecidingRule::Local { index, description }
        })
    }

    pub(super) fn holds(&self, (_, pattern, part): Clause<'_, '_>) -> bool {
        self.missing.matches(self.case, pattern, part)
    }

    fn reservoir(&self, index: Option<usize>) -> &LocalReservoir {
        index.map_or(&self.default, |index| &self.rules[index].reservoir)
    }
}

/// What a rule asks for: the part's name, the rule's pattern, what the request tells.
pub(super) fn clauses<'a, 'b>(rule: &'a LocalRule, request: &SamplingRequest<'b>) -> [Clause<'a, 'b>; 3] {
    let rule = &rule.rule;
    [
        ("http_method", &rule.http_method, request.method),
        ("url_path", &rule.url_path, request.path),
        ("host", &rule.host, request.host),
    ]
}

pub(super) type Clause<'a, 'b> = (&'a str, &'a str, Option<&'b str>);

fn checks_of(rule: &ManifestRule) -> Checks {
    Checks::new([(Part::Path, &rule.url_path), (Part::Host, &rule.host), (Part::Method, &rule.http_method)])
}

fn reservoir(allowance: Allowance) -> LocalReservoir {
    LocalReservoir::new(allowance.fixed_target, allowance.rate)
}

const _: () = {
    const fn send_sync<T: Send + Sync>() {}
    send_sync::<LocalSampler>();
};
