//! Why a rule decides about a request.

use std::fmt;

use serde::Serialize;

use super::sampler::{Clause, clauses};
use super::{LocalSampler, SamplingRequest};

/// Which rule decides about a request, and what each rule before it makes of the request.
///
/// ```
/// use cupola_traces::{LocalSampler, SamplingRequest};
///
/// let sampler = LocalSampler::parse(
///     r#"{"version": 2, "default": {"fixed_target": 1, "rate": 0},
///         "rules": [{"host": "*", "http_method": "PUT", "url_path": "/dock/*", "fixed_target": 1, "rate": 1}]}"#,
///     0,
/// )?;
/// let explanation = sampler.explain(&SamplingRequest::default().with_method("GET").with_path("/dock/4"));
/// assert_eq!(explanation.decides, None);
/// assert_eq!(
///     explanation.to_string(),
///     "rule 0 does not match: http_method `GET` is not `PUT`\nthe default rule decides",
/// );
/// # Ok::<(), cupola_traces::SamplingManifestError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SamplingExplanation {
    /// The rules that were looked at, in order; the last is the one that decides, unless it is the default.
    pub rules: Vec<RuleExplanation>,
    /// The place of the rule that decides, from 0; `None`: the default.
    pub decides: Option<usize>,
}

/// What one rule makes of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleExplanation {
    /// Its place, from 0.
    pub rule: usize,
    /// The name of a central rule.
    pub name: Option<String>,
    /// What it asks for, part by part.
    pub clauses: Vec<ClauseExplanation>,
    /// Whether all of it holds.
    pub matched: bool,
}

/// What one pattern makes of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClauseExplanation {
    /// The part's name in the rule.
    pub part: String,
    /// The pattern.
    pub pattern: String,
    /// What the request tells; `None`: nothing.
    pub told: Option<String>,
    /// Whether the pattern matches.
    pub matched: bool,
}

impl LocalSampler {
    /// Why a rule decides about a request. Nothing is granted or counted.
    #[must_use]
    pub fn explain(&self, request: &SamplingRequest<'_>) -> SamplingExplanation {
        let decides = self.rule_for(request);
        let looked_at = decides.map_or(self.rules.len(), |index| index + 1);
        let rules = (0..looked_at).map(|index| self.explain_rule(index, request)).collect();
        SamplingExplanation { rules, decides }
    }

    fn explain_rule(&self, rule: usize, request: &SamplingRequest<'_>) -> RuleExplanation {
        let clauses = clauses(&self.rules[rule], request).map(|clause| explain_clause(clause, self.holds(clause)));
        RuleExplanation::new(rule, None, clauses.into())
    }
}

pub(super) fn explain_clause((part, pattern, told): Clause<'_, '_>, matched: bool) -> ClauseExplanation {
    ClauseExplanation { part: part.to_owned(), pattern: pattern.to_owned(), told: told.map(str::to_owned), matched }
}

impl RuleExplanation {
    pub(super) fn new(rule: usize, name: Option<String>, clauses: Vec<ClauseExplanation>) -> Self {
        Self { rule, name, matched: clauses.iter().all(|clause| clause.matched), clauses }
    }

    fn title(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.rule.to_string())
    }
}

impl fmt::Display for SamplingExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for rule in self.rules.iter().filter(|rule| !rule.matched) {
            writeln!(f, "{rule}")?;
        }
        match self.decides {
            Some(rule) => {
                let named = self.rules.iter().find(|explained| explained.rule == rule);
                write!(f, "rule {} decides", named.map_or_else(|| rule.to_string(), RuleExplanation::title))
            }
            None => f.write_str("the default rule decides"),
        }
    }
}

impl fmt::Display for RuleExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.title();
        if self.matched {
            return write!(f, "rule {rule} matches");
        }
        let failed: Vec<String> =
            self.clauses.iter().filter(|clause| !clause.matched).map(ToString::to_string).collect();
        write!(f, "rule {rule} does not match: {}", failed.join(", "))
    }
}

impl fmt::Display for ClauseExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, pattern, matched, .. } = self;
        let is = if *matched { "is" } else { "is not" };
        match &self.told {
            Some(told) => write!(f, "{part} `{told}` {is} `{pattern}`"),
            None => write!(f, "{part} is not told and {is} taken for `{pattern}`"),
        }
    }
}
