//! Changes of a rule.

use std::collections::BTreeMap;

use super::{RateBoost, SamplingRule};
use crate::Rate;

/// What is changed of a rule; what is absent stays. A zero is a zero.
///
/// # Source
/// X-Ray API Reference, SamplingRuleUpdate.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "updates are written with a struct update")]
pub struct SamplingRuleUpdate {
    /// The pattern of the resource's ARN.
    pub resource_arn: Option<String>,
    /// The priority.
    pub priority: Option<u16>,
    /// The rate.
    pub rate: Option<Rate>,
    /// The requests a second.
    pub reservoir_size: Option<u32>,
    /// The pattern of the host.
    pub host: Option<String>,
    /// The pattern of the service's name.
    pub service_name: Option<String>,
    /// The pattern of the service's origin.
    pub service_type: Option<String>,
    /// The pattern of the method.
    pub http_method: Option<String>,
    /// The pattern of the path.
    pub url_path: Option<String>,
    /// All attributes.
    pub attributes: Option<BTreeMap<String, String>>,
    /// How far the rate may be raised.
    pub rate_boost: Option<RateBoost>,
}

impl SamplingRuleUpdate {
    /// Whether anything but rate and reservoir is changed.
    pub(crate) fn changes_more_than_numbers(&self) -> bool {
        let numbers = Self { rate: self.rate, reservoir_size: self.reservoir_size, ..Self::default() };
        *self != numbers
    }

    /// The rule with the changes.
    pub(crate) fn of(self, rule: SamplingRule) -> SamplingRule {
        SamplingRule {
            name: rule.name,
            resource_arn: self.resource_arn.unwrap_or(rule.resource_arn),
            priority: self.priority.unwrap_or(rule.priority),
            rate: self.rate.unwrap_or(rule.rate),
            reservoir_size: self.reservoir_size.unwrap_or(rule.reservoir_size),
            service_name: self.service_name.unwrap_or(rule.service_name),
            service_type: self.service_type.unwrap_or(rule.service_type),
            host: self.host.unwrap_or(rule.host),
            http_method: self.http_method.unwrap_or(rule.http_method),
            url_path: self.url_path.unwrap_or(rule.url_path),
            attributes: self.attributes.unwrap_or(rule.attributes),
            rate_boost: self.rate_boost.or(rule.rate_boost),
        }
    }
}
