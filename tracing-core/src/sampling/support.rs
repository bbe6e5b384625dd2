//! Matching a request against a central rule.

use serde::{Deserialize, Serialize};

use super::sampler::Clause;
use super::{CaseRule, MissingField, SamplingRequest};
use crate::SamplingRule;

/// Which rules a sampler heeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum RuleSupport {
    /// All.
    #[default]
    Full,
    /// As the SDKs of AWS: rules with attributes, or with another pattern of the resource's ARN than `*`, are
    /// passed over.
    SdkCompat,
}

impl RuleSupport {
    pub(crate) fn heeds(self, rule: &SamplingRule) -> bool {
        self == Self::Full || (rule.attributes.is_empty() && rule.resource_arn == "*")
    }
}

/// How patterns are laid against requests.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Matching {
    pub(crate) missing: MissingField,
    pub(crate) case: CaseRule,
    pub(crate) support: RuleSupport,
}

impl Matching {
    /// Whether a rule is for a request. The default rule is for every one.
    pub(crate) fn matches(self, rule: &SamplingRule, request: &SamplingRequest<'_>) -> bool {
        rule.is_default()
            || (fields(rule, request).into_iter().all(|clause| self.holds(clause))
                && self.holds_attributes(rule, request))
    }

    pub(super) fn holds_attributes(self, rule: &SamplingRule, request: &SamplingRequest<'_>) -> bool {
        attributes(rule, request).all(|clause| self.holds_attribute(clause))
    }

    pub(super) fn holds(self, (_, pattern, part): Clause<'_, '_>) -> bool {
        self.missing.matches(self.case, pattern, part)
    }

    /// An attribute that is not there never matches, whatever the policy.
    pub(super) fn holds_attribute(self, (_, pattern, value): Clause<'_, '_>) -> bool {
        value.is_some_and(|value| self.case.matches(pattern, value))
    }
}

pub(super) fn fields<'a, 'b>(rule: &'a SamplingRule, request: &SamplingRequest<'b>) -> [Clause<'a, 'b>; 6] {
    [
        ("ServiceName", &rule.service_name, request.service_name),
        ("ServiceType", &rule.service_type, request.service_type),
        ("Host", &rule.host, request.host),
        ("HTTPMethod", &rule.http_method, request.method),
        ("URLPath", &rule.url_path, request.path),
        ("ResourceARN", &rule.resource_arn, request.resource_arn),
    ]
}

/// Keys are compared as they are.
pub(super) fn attributes<'a, 'b>(
    rule: &'a SamplingRule,
    request: &SamplingRequest<'b>,
) -> impl Iterator<Item = Clause<'a, 'b>> {
    let given = request.attributes;
    rule.attributes.iter().map(move |(key, pattern)| {
        let value = given.iter().find(|(name, _)| name == key).map(|(_, value)| *value);
        (key.as_str(), pattern.as_str(), value)
    })
}
