//! Contributor Insights rules.

use std::str::FromStr;

use cupola_base::ApiError;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::Whole;
use super::number::{Double, whole};
use super::tags::{WireTag, pairs};
use crate::code;
use crate::insight_rule::{
    ContributorOrder, InsightRule, InsightRuleDatapoint, InsightRuleMetric, InsightRuleReport,
    InsightRuleReportRequest, InsightRuleSettings, InsightRuleState, ReportedContributor, UnknownInsightRule,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutInsightRule {
    rule_name: String,
    rule_state: Option<String>,
    rule_definition: String,
    tags: Option<Vec<WireTag>>,
    apply_on_transformed_logs: Option<bool>,
}

impl PutInsightRule {
    /// The rule's name, its definition, and what else is said of it.
    pub(crate) fn read(self) -> Result<(String, String, InsightRuleSettings), ApiError> {
        let state =
            |word: &str| InsightRuleState::of(word).ok_or_else(|| invalid("RuleState", word, "ENABLED or DISABLED"));
        let settings = InsightRuleSettings {
            state: self.rule_state.as_deref().map(state).transpose()?,
            on_transformed_logs: self.apply_on_transformed_logs.unwrap_or_default(),
            tags: pairs(self.tags.unwrap_or_default()),
        };
        Ok((self.rule_name, self.rule_definition, settings))
    }
}

fn invalid(member: &str, value: &str, needed: &str) -> ApiError {
    let text = format!("The value {value} for parameter {member} is invalid: {needed} is needed.");
    ApiError::caller(code::INVALID_VALUE, text)
}

/// For `EnableInsightRules`, `DisableInsightRules` and `DeleteInsightRules`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InsightRuleNames {
    pub(crate) rule_names: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Failures {
    failures: Vec<Failure>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failure {
    failure_resource: String,
    exception_type: &'static str,
    failure_code: &'static str,
    failure_description: String,
}

impl Failures {
    pub(crate) fn of(unknown: Vec<UnknownInsightRule>) -> Self {
        let failure = |unknown: UnknownInsightRule| Failure {
            failure_description: unknown.to_string(),
            failure_resource: unknown.name().to_owned(),
            exception_type: code::RESOURCE_NOT_FOUND,
            failure_code: "404",
        };
        Self { failures: unknown.into_iter().map(failure).collect() }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeInsightRules {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) max_results: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribedInsightRules<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
    pub(crate) insight_rules: Vec<WireInsightRule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireInsightRule<'a> {
    name: &'a str,
    state: &'static str,
    schema: &'static str,
    definition: &'a str,
    managed_rule: bool,
    apply_on_transformed_logs: bool,
}

impl<'a> From<&'a InsightRule> for WireInsightRule<'a> {
    fn from(rule: &'a InsightRule) -> Self {
        Self {
            name: rule.name.as_str(),
            state: rule.state.as_str(),
            schema: r#"{"Name" : "CloudWatchLogRule", "Version" : 1}"#,
            definition: &rule.text,
            managed_rule: false,
            apply_on_transformed_logs: rule.on_transformed_logs,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetInsightRuleReport {
    rule_name: String,
    start_time: WireTime,
    end_time: WireTime,
    period: Whole,
    max_contributor_count: Option<Double>,
    metrics: Option<Vec<String>>,
    order_by: Option<String>,
}

impl GetInsightRuleReport {
    pub(crate) fn read(self) -> Result<InsightRuleReportRequest, ApiError> {
        let plain = InsightRuleReportRequest::new(self.rule_name, self.start_time.0, self.end_time.0, self.period.0);
        let metric = |word: &String| {
            let words = || InsightRuleMetric::ALL.map(InsightRuleMetric::as_str).join(", ");
            InsightRuleMetric::from_str(word).map_err(|()| invalid("Metrics", word, &format!("one of {}", words())))
        };
        let most = |Double(most)| {
            whole(most).ok_or_else(|| invalid("MaxContributorCount", &most.to_string(), "a number from 1 to 100"))
        };
        Ok(InsightRuleReportRequest {
            max_contributors: self.max_contributor_count.map_or(Ok(plain.max_contributors), most)?,
            metrics: self.metrics.iter().flatten().map(metric).collect::<Result<_, _>>()?,
            order_by: match self.order_by.as_deref() {
                None | Some("Sum") => ContributorOrder::Sum,
                Some("Maximum") => ContributorOrder::Maximum,
                Some(word) => return Err(invalid("OrderBy", word, "Sum or Maximum")),
            },
            ..plain
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireInsightRuleReport {
    key_labels: Vec<String>,
    aggregation_statistic: &'static str,
    aggregate_value: f64,
    approximate_unique_count: u64,
    contributors: Vec<WireContributor>,
    metric_datapoints: Vec<WireDatapoint>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireContributor {
    keys: Vec<String>,
    approximate_aggregate_value: f64,
    datapoints: Vec<WireContributorDatapoint>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireContributorDatapoint {
    timestamp: WireTime,
    approximate_value: f64,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireDatapoint {
    timestamp: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unique_contributors: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_contributor_value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sample_count: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    average: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<f64>,
}

impl From<InsightRuleReport> for WireInsightRuleReport {
    fn from(report: InsightRuleReport) -> Self {
        Self {
            key_labels: report.key_labels,
            aggregation_statistic: report.aggregate_on.as_str(),
            aggregate_value: report.aggregate_value,
            approximate_unique_count: report.unique_count,
            contributors: report.contributors.into_iter().map(WireContributor::from).collect(),
            metric_datapoints: report.datapoints.iter().map(WireDatapoint::from).collect(),
        }
    }
}

impl From<ReportedContributor> for WireContributor {
    fn from(contributor: ReportedContributor) -> Self {
        let point = |(at, approximate_value)| WireContributorDatapoint { timestamp: WireTime(at), approximate_value };
        Self {
            keys: contributor.keys,
            approximate_aggregate_value: contributor.value,
            datapoints: contributor.datapoints.into_iter().map(point).collect(),
        }
    }
}

impl From<&InsightRuleDatapoint> for WireDatapoint {
    fn from(point: &InsightRuleDatapoint) -> Self {
        let mut wire = Self { timestamp: Some(WireTime(point.at)), ..Self::default() };
        for (metric, value) in &point.values {
            let member = match metric {
                InsightRuleMetric::UniqueContributors => &mut wire.unique_contributors,
                InsightRuleMetric::MaxContributorValue => &mut wire.max_contributor_value,
                InsightRuleMetric::SampleCount => &mut wire.sample_count,
                InsightRuleMetric::Average => &mut wire.average,
                InsightRuleMetric::Sum => &mut wire.sum,
                InsightRuleMetric::Minimum => &mut wire.minimum,
                InsightRuleMetric::Maximum => &mut wire.maximum,
            };
            *member = Some(*value);
        }
        wire
    }
}
