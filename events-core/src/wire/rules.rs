//! Rules and patterns on the wire.

use cupola_base::Place;
use serde::{Deserialize, Serialize};

use super::TagRequest;
use crate::{Rule, RuleName, RuleState};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutRuleRequest {
    pub(crate) name: RuleName,
    pub(crate) schedule_expression: Option<String>,
    pub(crate) event_pattern: Option<String>,
    pub(crate) state: Option<RuleState>,
    pub(crate) description: Option<String>,
    pub(crate) role_arn: Option<String>,
    pub(crate) tags: Option<Vec<TagRequest>>,
    pub(crate) event_bus_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutRuleAnswer {
    pub(crate) rule_arn: String,
}

/// What names a rule; `Force` matters to managed rules alone.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedRule {
    pub(crate) name: RuleName,
    pub(crate) event_bus_name: Option<String>,
    pub(crate) force: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRules {
    pub(crate) name_prefix: Option<String>,
    pub(crate) event_bus_name: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RulesAnswer<'a> {
    pub(crate) rules: Vec<RuleAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RuleAnswer<'a> {
    name: &'a str,
    arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_pattern: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule_expression: Option<&'a str>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_arn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_by: Option<&'a str>,
    event_bus_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<&'a str>,
}

impl<'a> RuleAnswer<'a> {
    /// A rule as lists show it.
    pub(crate) fn item(rule: &'a Rule, place: &Place) -> Self {
        Self {
            name: rule.id.name.as_str(),
            arn: rule.arn(place).into(),
            event_pattern: rule.pattern.as_ref().map(|pattern| pattern.text()),
            schedule_expression: rule.schedule.as_ref().map(|schedule| schedule.text()),
            state: rule.state.as_str(),
            description: rule.description.as_deref(),
            role_arn: rule.role_arn.as_deref(),
            managed_by: rule.managed_by.as_deref(),
            event_bus_name: rule.id.bus.as_str(),
            created_by: None,
        }
    }

    /// A rule as DescribeRule shows it: with the account that made it.
    pub(crate) fn described(rule: &'a Rule, place: &'a Place) -> Self {
        let created_by = rule.created_by.as_ref().unwrap_or(&place.account);
        Self { created_by: Some(created_by.as_str()), ..Self::item(rule, place) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRuleNamesByTarget {
    pub(crate) target_arn: String,
    pub(crate) event_bus_name: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RuleNamesAnswer<'a> {
    pub(crate) rule_names: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TestEventPattern {
    pub(crate) event_pattern: String,
    pub(crate) event: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TestEventPatternAnswer {
    pub(crate) result: bool,
}
