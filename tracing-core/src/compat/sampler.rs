//! A sampler that decides as another one would.

use cupola_base::Timestamp;

use super::reservoir::{Central, Window};
use super::{Compat, Quirks};
use crate::sampling::Matching;
use crate::{SamplingManifest, SamplingRequest, SamplingRule, SamplingTarget, Statistics, Verdict};

/// Decides as a published sampler would with the same rules, requests and random numbers: to learn what a change of
/// sampler, or of rules, would do to an application. Boosts are not modelled, and threads that race are not: one
/// request comes after another.
///
/// ```
/// use cupola_traces::{Compat, CompatSampler, Quirks, SamplingManifest, SamplingRequest, Timestamp};
///
/// let manifest = r#"{"version": 2, "default": {"fixed_target": 0, "rate": 0},
///     "rules": [{"host": "a.example", "http_method": "GET", "url_path": "/a", "fixed_target": 5, "rate": 1}]}"#;
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// // A request that does not tell its host.
/// let request = SamplingRequest::default().with_method("POST").with_path("/other");
///
/// let decides = |quirks: Quirks| {
///     let mut sampler = CompatSampler::local(quirks, &SamplingManifest::parse(manifest)?);
///     Ok::<_, cupola_traces::SamplingManifestError>(sampler.decide(now, &request, 0.5).sampled)
/// };
/// assert!(decides(Compat::Node.quirks())?, "Node's local rules take it for theirs");
/// assert!(!decides(Compat::Python.quirks())?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CompatSampler {
    quirks: Quirks,
    rules: Rules,
}

#[derive(Clone, Debug)]
enum Rules {
    Central(Vec<(SamplingRule, Central)>),
    Local(SamplingManifest, Vec<Window>),
}

/// What a sampler decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a decision has these parts")]
pub struct CompatDecision {
    /// Whether the request is recorded.
    pub sampled: bool,
    /// Whether it is recorded on credit.
    pub borrowed: bool,
    /// The name of the central rule, or the index of the local one from 0; `default` for the local default, and none
    /// where no rule matched.
    pub rule: Option<String>,
}

impl CompatSampler {
    /// A sampler of central rules, in the order in which the service gave them.
    #[must_use]
    pub fn central(quirks: Quirks, rules: impl IntoIterator<Item = SamplingRule>) -> Self {
        let heeded = rules.into_iter().filter(|rule| quirks.rule_support.heeds(rule));
        let mut rules: Vec<SamplingRule> = heeded.collect();
        if quirks.ties_stay {
            rules.sort_by_key(|rule| rule.order().1);
        } else {
            rules.sort_by(|a, b| a.order().cmp(&b.order()));
        }
        let state = |rule: &SamplingRule| Central::new(rule.reservoir_size, rule.rate.get());
        Self { quirks, rules: Rules::Central(rules.into_iter().map(|rule| (rule.clone(), state(&rule))).collect()) }
    }

    /// A sampler of a local rule file.
    #[must_use]
    pub fn local(quirks: Quirks, manifest: &SamplingManifest) -> Self {
        let windows = vec![Window::default(); manifest.rules.len() + 1];
        Self { quirks, rules: Rules::Local(manifest.clone(), windows) }
    }

    /// A sampler of central rules, as one that is published.
    #[must_use]
    pub fn of(compat: Compat, rules: impl IntoIterator<Item = SamplingRule>) -> Self {
        Self::central(compat.quirks(), rules)
    }

    /// What it decides, given a random number from 0 up to but not including 1.
    pub fn decide(&mut self, now: Timestamp, request: &SamplingRequest<'_>, u: f64) -> CompatDecision {
        let quirks = self.quirks;
        let matching = Matching { missing: quirks.missing_field, case: quirks.case_rule, support: quirks.rule_support };
        match &mut self.rules {
            Rules::Central(rules) => {
                let found = rules.iter_mut().find(|(rule, _)| matching.matches(rule, request));
                let Some((rule, state)) = found else {
                    return CompatDecision { sampled: false, borrowed: false, rule: None };
                };
                let verdict = state.decide(now, u, &quirks);
                let borrowed = verdict == Verdict::Borrow;
                CompatDecision { sampled: verdict.is_sampled(), borrowed, rule: Some(rule.name.to_string()) }
            }
            Rules::Local(manifest, windows) => local(manifest, windows, now, request, u, &quirks),
        }
    }

    /// Takes over a target; one of a rule that is not here is passed over.
    pub fn load_target(&mut self, target: &SamplingTarget) {
        let Rules::Central(rules) = &mut self.rules else { return };
        if let Some((_, state)) = rules.iter_mut().find(|(rule, _)| rule.name.as_str() == target.rule) {
            state.load(target, &self.quirks);
        }
    }

    /// What it would report of each central rule, which begins anew.
    #[must_use]
    pub fn take_statistics(&mut self) -> Vec<(String, Statistics)> {
        let Rules::Central(rules) = &mut self.rules else { return Vec::new() };
        rules.iter_mut().map(|(rule, state)| (rule.name.to_string(), state.take_statistics())).collect()
    }
}

fn local(
    manifest: &SamplingManifest,
    windows: &mut [Window],
    now: Timestamp,
    request: &SamplingRequest<'_>,
    u: f64,
    quirks: &Quirks,
) -> CompatDecision {
    let holds = |pattern: &str, part| quirks.missing_field.matches(quirks.case_rule, pattern, part);
    let found = manifest.rules.iter().position(|rule| {
        (quirks.hostless_match_any && request.host.is_none())
            || (holds(&rule.host, request.host)
                && holds(&rule.http_method, request.method)
                && holds(&rule.url_path, request.path))
    });
    let allowance = found.map_or(manifest.default, |index| manifest.rules[index].allowance);
    let window = &mut windows[found.unwrap_or(manifest.rules.len())];
    let sampled = window.take(now, allowance.fixed_target, quirks) || allowance.rate.hits(u);
    let rule = found.map_or_else(|| "default".to_owned(), |index| index.to_string());
    CompatDecision { sampled, borrowed: false, rule: Some(rule) }
}
