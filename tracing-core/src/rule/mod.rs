//! Sampling rules that the service holds.

mod error;
mod hash;
mod name;
mod update;

use std::collections::BTreeMap;

use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Rate, wire};
pub use error::{SamplingRuleError, SamplingRuleRefusal};
pub use hash::{RULE_STATE_KEY, rule_state};
pub use name::{RuleName, RuleNameError};
pub use update::SamplingRuleUpdate;

/// A central sampling rule: which requests it is for, and how many of them are recorded.
///
/// ```
/// use cupola_traces::{Rate, RuleName, SamplingRule};
///
/// let rule = SamplingRule::new(RuleName::new("cranes")?, 40).service_name("crane-*").reservoir_size(3).rate(Rate::new(0.5)?);
/// assert!(rule.check().is_ok());
/// assert!(rule.priority(0).check().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// X-Ray API Reference, SamplingRule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SamplingRule {
    /// Names the rule within its account and region.
    pub name: RuleName,
    /// Pattern of the ARN of the resource that the service runs on.
    pub resource_arn: String,
    /// The place among the rules: the smallest is asked first. 1 to 9999, and 10000 for the default rule.
    pub priority: u16,
    /// The part of requests that is recorded beyond the reservoir.
    pub rate: Rate,
    /// Requests in each second that are recorded by all clients together.
    pub reservoir_size: u32,
    /// Pattern of the service's name.
    pub service_name: String,
    /// Pattern of the service's origin.
    pub service_type: String,
    /// Pattern of the host.
    pub host: String,
    /// Pattern of the method.
    pub http_method: String,
    /// Pattern of the path.
    pub url_path: String,
    /// Attributes that a request must have, with patterns of their values.
    pub attributes: BTreeMap<String, String>,
    /// How far the rate may be raised when there are anomalies.
    pub rate_boost: Option<RateBoost>,
}

/// How far a rate may be raised when there are anomalies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the API's shape has these two")]
pub struct RateBoost {
    /// The highest rate.
    pub max_rate: Rate,
    /// Minutes in which there is one boost at most.
    pub cooldown_minutes: u32,
}

impl SamplingRule {
    /// A rule for every request, with the numbers of the default rule: one a second, and a twentieth.
    #[must_use]
    pub fn new(name: RuleName, priority: u16) -> Self {
        let any = || "*".to_owned();
        Self {
            name,
            resource_arn: any(),
            priority,
            rate: Rate::DEFAULT_RULE,
            reservoir_size: 1,
            service_name: any(),
            service_type: any(),
            host: any(),
            http_method: any(),
            url_path: any(),
            attributes: BTreeMap::new(),
            rate_boost: None,
        }
    }

    /// The rule that is always there and matches what no other does.
    #[must_use]
    pub fn default_rule() -> Self {
        Self::new(RuleName::default_rule(), DEFAULT_PRIORITY)
    }

    /// Reads a rule as the service writes it in an answer to `GetSamplingRules`, the default rule included.
    ///
    /// ```
    /// use cupola_traces::SamplingRule;
    ///
    /// let rule = SamplingRule::read(
    ///     r#"{"RuleName": "cranes", "Priority": 40, "FixedRate": 0.5, "ReservoirSize": 3, "ServiceName": "crane-*",
    ///         "ServiceType": "*", "Host": "*", "HTTPMethod": "*", "URLPath": "*", "ResourceARN": "*", "Version": 1}"#,
    /// )?;
    /// assert_eq!((rule.name.as_str(), rule.priority), ("cranes", 40));
    /// # Ok::<(), cupola_base::ApiError>(())
    /// ```
    ///
    /// # Errors
    /// `InvalidRequestException` when a member is missing or of another version, `SerializationException` when
    /// one has another type.
    pub fn read(json: &str) -> Result<Self, ApiError> {
        wire::read(json)
    }

    /// Sets the priority.
    #[must_use]
    pub fn priority(self, priority: u16) -> Self {
        Self { priority, ..self }
    }

    /// Sets the rate.
    #[must_use]
    pub fn rate(self, rate: Rate) -> Self {
        Self { rate, ..self }
    }

    /// Sets the requests a second.
    #[must_use]
    pub fn reservoir_size(self, size: u32) -> Self {
        Self { reservoir_size: size, ..self }
    }

    /// Sets the pattern of the resource's ARN.
    #[must_use]
    pub fn resource_arn(self, pattern: impl Into<String>) -> Self {
        Self { resource_arn: pattern.into(), ..self }
    }

    /// Sets the pattern of the service's name.
    #[must_use]
    pub fn service_name(self, pattern: impl Into<String>) -> Self {
        Self { service_name: pattern.into(), ..self }
    }

    /// Sets the pattern of the service's origin.
    #[must_use]
    pub fn service_type(self, pattern: impl Into<String>) -> Self {
        Self { service_type: pattern.into(), ..self }
    }

    /// Sets the pattern of the host.
    #[must_use]
    pub fn host(self, pattern: impl Into<String>) -> Self {
        Self { host: pattern.into(), ..self }
    }

    /// Sets the pattern of the method.
    #[must_use]
    pub fn http_method(self, pattern: impl Into<String>) -> Self {
        Self { http_method: pattern.into(), ..self }
    }

    /// Sets the pattern of the path.
    #[must_use]
    pub fn url_path(self, pattern: impl Into<String>) -> Self {
        Self { url_path: pattern.into(), ..self }
    }

    /// Asks for an attribute.
    #[must_use]
    pub fn attribute(mut self, key: impl Into<String>, pattern: impl Into<String>) -> Self {
        self.attributes.insert(key.into(), pattern.into());
        self
    }

    /// Sets how far the rate may be raised.
    #[must_use]
    pub fn rate_boost(self, boost: RateBoost) -> Self {
        Self { rate_boost: Some(boost), ..self }
    }

    /// Whether the service would take the rule.
    ///
    /// # Errors
    /// [`SamplingRuleError`] at the first bound that is broken.
    pub fn check(&self) -> Result<(), SamplingRuleError> {
        if !self.is_default() && !(1..DEFAULT_PRIORITY).contains(&self.priority) {
            return Err(SamplingRuleError::Priority(self.priority));
        }
        for (part, pattern, most) in self.bounded() {
            within(part, pattern, most)?;
        }
        self.check_attributes()
    }

    /// Whether it is the default rule.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.name.is_default()
    }

    /// Where the rule stands among the others: by priority, then by name. The default stands last.
    #[must_use]
    pub fn order(&self) -> (bool, u16, &str) {
        (self.is_default(), self.priority, self.name.as_str())
    }

    fn bounded(&self) -> [(&'static str, &str, usize); 6] {
        [
            ("ResourceARN", &self.resource_arn, 500),
            ("ServiceName", &self.service_name, 64),
            ("ServiceType", &self.service_type, 64),
            ("Host", &self.host, 64),
            ("HTTPMethod", &self.http_method, 10),
            ("URLPath", &self.url_path, 128),
        ]
    }

    fn check_attributes(&self) -> Result<(), SamplingRuleError> {
        if self.attributes.len() > MOST_ATTRIBUTES {
            return Err(SamplingRuleError::Attributes(self.attributes.len()));
        }
        let texts = self.attributes.iter().flat_map(|(key, value)| [key, value]);
        let broken = texts.into_iter().find(|text| !(1..=32).contains(&text.chars().count()));
        broken.map_or(Ok(()), |text| Err(SamplingRuleError::Attribute(text.clone())))
    }
}

fn within(part: &'static str, pattern: &str, most: usize) -> Result<(), SamplingRuleError> {
    let length = pattern.chars().count();
    if length <= most { Ok(()) } else { Err(SamplingRuleError::TooLong { part, length, most }) }
}

const DEFAULT_PRIORITY: u16 = 10_000;
const MOST_ATTRIBUTES: usize = 5;

/// A rule with its dates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SamplingRuleRecord {
    /// The rule.
    pub rule: SamplingRule,
    /// When it was created; 1970 for the default rule.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub modified_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> SamplingRule {
        SamplingRule::new(RuleName::new("r").unwrap(), 1)
    }

    #[test]
    fn bounds_are_those_of_the_model() {
        let long = |n: usize| "é".repeat(n);
        for (rule, good) in [
            (rule().priority(9999), true),
            (rule().priority(10_000), false),
            (rule().priority(0), false),
            (rule().host(long(64)), true),
            (rule().host(long(65)), false),
            (rule().http_method(long(11)), false),
            (rule().url_path(long(129)), false),
            (rule().resource_arn(long(501)), false),
            (rule().service_name(""), true),
            (rule().attribute("k", long(32)), true),
            (rule().attribute("k", long(33)), false),
            (rule().attribute("", "v"), false),
            (["a", "b", "c", "d", "e"].into_iter().fold(rule(), |rule, key| rule.attribute(key, "v")), true),
            (["a", "b", "c", "d", "e", "f"].into_iter().fold(rule(), |rule, key| rule.attribute(key, "v")), false),
            (SamplingRule::default_rule(), true),
        ] {
            assert_eq!(rule.check().is_ok(), good, "{rule:?}");
        }
    }

    #[test]
    fn the_default_stands_last_whatever_the_names() {
        let mut rules = [SamplingRule::default_rule(), rule().priority(9999), rule()];
        rules.sort_by(|a, b| a.order().cmp(&b.order()));
        assert_eq!(rules.map(|rule| rule.priority), [1, 9999, 10_000]);
    }
}
