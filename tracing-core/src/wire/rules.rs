//! Rules.

use std::collections::BTreeMap;

use cupola_base::constraint::Violations;
use cupola_base::shape::{NOTHING, Operation};
use cupola_base::wire::{WireTime, request};
use cupola_base::{ApiError, Arn};
use serde::{Deserialize, Serialize};

use super::Whole;
use crate::shapes::RULE_GIVEN;
use crate::{
    Rate, RateBoost, RuleName, RuleSelector, SamplingRule, SamplingRuleRecord, SamplingRuleRefusal, SamplingRuleUpdate,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateSamplingRule {
    pub(crate) sampling_rule: WireRule,
    #[serde(default)]
    pub(crate) tags: Option<Vec<WireTag>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireTag {
    pub(crate) key: String,
    pub(crate) value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateSamplingRule {
    pub(crate) sampling_rule_update: WireRule,
}

/// A request that names a rule.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedRule {
    rule_name: Option<String>,
    #[serde(rename = "RuleARN")]
    rule_arn: Option<String>,
}

/// A rule as it comes in and goes out; all of it for creation, parts of it for changes.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireRule {
    rule_name: Option<String>,
    #[serde(rename = "RuleARN")]
    rule_arn: Option<String>,
    #[serde(rename = "ResourceARN")]
    resource_arn: Option<String>,
    priority: Option<Whole>,
    fixed_rate: Option<f64>,
    reservoir_size: Option<Whole>,
    service_name: Option<String>,
    service_type: Option<String>,
    host: Option<String>,
    #[serde(rename = "HTTPMethod")]
    http_method: Option<String>,
    #[serde(rename = "URLPath")]
    url_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Whole>,
    attributes: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sampling_rate_boost: Option<WireBoost>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireBoost {
    max_rate: f64,
    cooldown_window_minutes: Whole,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireRecords {
    pub(crate) sampling_rule_records: Vec<Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireRecord {
    pub(crate) sampling_rule_record: Record,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Record {
    sampling_rule: WireRule,
    created_at: WireTime,
    modified_at: WireTime,
}

impl Record {
    pub(crate) fn of(record: &SamplingRuleRecord, arn: &Arn) -> Self {
        let SamplingRuleRecord { rule, created_at, modified_at } = record;
        Self {
            sampling_rule: WireRule::of(rule, arn),
            created_at: (*created_at).into(),
            modified_at: (*modified_at).into(),
        }
    }
}

impl NamedRule {
    pub(crate) fn selector(self) -> Result<RuleSelector, ApiError> {
        selector(self.rule_name, self.rule_arn)
    }
}

impl UpdateSamplingRule {
    pub(crate) fn selector(&mut self) -> Result<RuleSelector, ApiError> {
        let update = &mut self.sampling_rule_update;
        selector(update.rule_name.take(), update.rule_arn.take())
    }
}

/// Exactly one of the two is accepted.
fn selector(name: Option<String>, arn: Option<String>) -> Result<RuleSelector, ApiError> {
    match (name, arn) {
        (Some(name), None) => Ok(RuleSelector::Name(name)),
        (None, Some(arn)) => Ok(RuleSelector::Arn(arn)),
        _ => Err(invalid("exactly one of RuleName and RuleARN is accepted")),
    }
}

impl WireRule {
    fn of(rule: &SamplingRule, arn: &Arn) -> Self {
        let boost = |boost: RateBoost| WireBoost {
            max_rate: boost.max_rate.get(),
            cooldown_window_minutes: Whole(boost.cooldown_minutes),
        };
        Self {
            rule_name: Some(rule.name.to_string()),
            rule_arn: Some(arn.to_string()),
            resource_arn: Some(rule.resource_arn.clone()),
            priority: Some(Whole(rule.priority.into())),
            fixed_rate: Some(rule.rate.get()),
            reservoir_size: Some(Whole(rule.reservoir_size)),
            service_name: Some(rule.service_name.clone()),
            service_type: Some(rule.service_type.clone()),
            host: Some(rule.host.clone()),
            http_method: Some(rule.http_method.clone()),
            url_path: Some(rule.url_path.clone()),
            version: Some(Whole(VERSION)),
            attributes: Some(rule.attributes.clone()),
            sampling_rate_boost: rule.rate_boost.map(boost),
        }
    }

    /// A rule that the service gave; its name counts, else the end of its ARN.
    fn given(self) -> Result<SamplingRule, ApiError> {
        if self.version.is_some_and(|version| version.0 != VERSION) {
            return Err(invalid("Version must be 1"));
        }
        let told = self.rule_name.as_deref().or_else(|| self.rule_arn.as_ref()?.rsplit_once('/').map(|(_, name)| name));
        let name = RuleName::new(told.unwrap_or_default()).map_err(SamplingRuleRefusal::from)?;
        let update = self.update("samplingRule")?;
        let priority = update.priority.unwrap_or_default();
        Ok(update.of(SamplingRule::new(name, priority)))
    }

    /// A new rule; `place` turns the name of a rule into its ARN.
    pub(crate) fn create(self, arn_of: impl Fn(&RuleName) -> Arn) -> Result<SamplingRule, ApiError> {
        if self.version.is_some_and(|version| version.0 != VERSION) {
            return Err(invalid("Version must be 1"));
        }
        let name = self.name(arn_of)?;
        let update = self.update("samplingRule")?;
        let priority = update.priority.unwrap_or_default();
        Ok(update.of(SamplingRule::new(name, priority)))
    }

    /// The changes that it tells.
    pub(crate) fn update(self, at: &str) -> Result<SamplingRuleUpdate, ApiError> {
        let boost = |boost: WireBoost| {
            let max_rate = rate(boost.max_rate, &format!("{at}.samplingRateBoost.maxRate"))?;
            Ok::<_, ApiError>(RateBoost { max_rate, cooldown_minutes: boost.cooldown_window_minutes.0 })
        };
        Ok(SamplingRuleUpdate {
            resource_arn: self.resource_arn,
            priority: self.priority.map(|priority| u16::try_from(priority.0).unwrap_or(u16::MAX)),
            rate: self.fixed_rate.map(|number| rate(number, &format!("{at}.fixedRate"))).transpose()?,
            reservoir_size: self.reservoir_size.map(|size| size.0),
            host: self.host,
            service_name: self.service_name,
            service_type: self.service_type,
            http_method: self.http_method,
            url_path: self.url_path,
            attributes: self.attributes,
            rate_boost: self.sampling_rate_boost.map(boost).transpose()?,
        })
    }

    fn name(&self, arn_of: impl Fn(&RuleName) -> Arn) -> Result<RuleName, ApiError> {
        match selector(self.rule_name.clone(), self.rule_arn.clone())? {
            RuleSelector::Name(name) => RuleName::new(name).map_err(|error| SamplingRuleRefusal::from(error).into()),
            RuleSelector::Arn(arn) => {
                let name = arn.rsplit_once('/').and_then(|(_, name)| RuleName::new(name).ok());
                let wrong = || invalid("RuleARN is not the ARN of a sampling rule of this account and region");
                name.filter(|name| arn_of(name).as_str() == arn).ok_or_else(wrong)
            }
        }
    }
}

fn rate(number: f64, at: &str) -> Result<Rate, ApiError> {
    Rate::new(number).map_err(|_| {
        let bound = if number > 1.0 { "less than or equal to 1" } else { "greater than or equal to 0" };
        invalid(Violations::one(number, at, &format!("Member must have value {bound}")).to_string())
    })
}

pub(crate) fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::caller("InvalidRequestException", message)
}

/// Reads a rule as the service writes it.
pub(crate) fn read(json: &str) -> Result<SamplingRule, ApiError> {
    static READ: Operation = Operation::new("SamplingRule", &RULE_GIVEN, &NOTHING);
    request::<WireRule>(&READ, json, "InvalidRequestException")?.given()
}

/// The only version of rules that there is.
const VERSION: u32 = 1;
