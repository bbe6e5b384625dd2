//! Alarms as they are described, their history, and the other actions on them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cupola_base::Unit;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::alarm::{WireEvaluationWindow, WireWarmUp};
use super::data::WireQuery;
use super::{Whole, WireDimension, dimensions};
use crate::alarm::{
    AlarmAction, AlarmFilter, AlarmType, AlarmsForMetric, ContributorState, EvaluationState, HistoryFilter,
    HistoryItem, HistoryItemType, LowSamples, MetricAlarm, ScanBy, StateValue, TreatMissingData,
};
use crate::metric::Metric;
use crate::statistic::Statistic;
use crate::statistics;

/// `DeleteAlarms`, `EnableAlarmActions`, `DisableAlarmActions`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AlarmNames {
    pub(crate) alarm_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetAlarmState {
    pub(crate) alarm_name: String,
    pub(crate) state_value: StateValue,
    pub(crate) state_reason: String,
    pub(crate) state_reason_data: Option<String>,
}

/// The members after `MaxRecords` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeAlarms {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) max_records: Option<Whole>,
    pub(crate) alarm_names: Option<Vec<String>>,
    alarm_name_prefix: Option<String>,
    alarm_types: Option<Vec<AlarmType>>,
    pub(crate) children_of_alarm_name: Option<String>,
    pub(crate) parents_of_alarm_name: Option<String>,
    state_value: Option<StateValue>,
    action_prefix: Option<String>,
}

impl DescribeAlarms {
    pub(crate) fn filter(&self) -> AlarmFilter {
        AlarmFilter {
            names: self.alarm_names.clone().unwrap_or_default(),
            name_prefix: self.alarm_name_prefix.clone(),
            state: self.state_value,
            action_prefix: self.action_prefix.clone(),
        }
    }

    /// Without a word about types, the service looks at metric alarms only.
    pub(crate) fn wants(&self, kind: AlarmType) -> bool {
        let types = self.alarm_types.as_deref().filter(|types| !types.is_empty());
        types.unwrap_or(&[AlarmType::Metric]).contains(&kind)
    }

    /// Children and parents are asked for alone; the member that is not.
    pub(crate) fn check_alone(&self) -> Result<(), &'static str> {
        let others = self.alarm_names.is_some()
            || self.alarm_name_prefix.is_some()
            || self.alarm_types.is_some()
            || self.state_value.is_some()
            || self.action_prefix.is_some();
        match (&self.children_of_alarm_name, &self.parents_of_alarm_name) {
            (Some(_), parents) if others || parents.is_some() => Err("ChildrenOfAlarmName"),
            (None, Some(_)) if others => Err("ParentsOfAlarmName"),
            _ => Ok(()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribedAlarms<Composite, Metric> {
    pub(crate) composite_alarms: Vec<Composite>,
    pub(crate) metric_alarms: Vec<Metric>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

/// The members after `NextToken` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeAlarmContributors {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    pub(crate) alarm_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AlarmContributors<'a> {
    pub(crate) alarm_contributors: Vec<AlarmContributor<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AlarmContributor<'a> {
    contributor_id: &'a str,
    contributor_attributes: &'a BTreeMap<String, String>,
    state_reason: &'a str,
    state_transitioned_timestamp: WireTime,
}

impl<'a> From<&'a ContributorState> for AlarmContributor<'a> {
    fn from(state: &'a ContributorState) -> Self {
        Self {
            contributor_id: &state.contributor.id,
            contributor_attributes: &state.contributor.attributes,
            state_reason: &state.reason,
            state_transitioned_timestamp: state.transitioned.into(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeAlarmsForMetric {
    metric_name: String,
    namespace: String,
    statistic: Option<Statistic>,
    extended_statistic: Option<String>,
    dimensions: Option<Vec<WireDimension>>,
    period: Option<Whole>,
    unit: Option<Unit>,
}

impl DescribeAlarmsForMetric {
    /// The filter; `None` when there can be no such alarm: no metric has such a name, the text is no
    /// percentile, or a simple statistic is asked for beside one.
    pub(crate) fn filter(self) -> Option<AlarmsForMetric> {
        let extended = self.extended_statistic.map(|text| statistics::extended(&text)).transpose().ok()?;
        if extended.is_some() && self.statistic.is_some() {
            return None;
        }
        let metric = Metric::new(&self.namespace, &self.metric_name).ok()?;
        Some(AlarmsForMetric {
            metric: metric.with_dimensions(dimensions(self.dimensions)).ok()?,
            statistic: extended.or(self.statistic),
            period_seconds: self.period.map(|period| period.0),
            unit: self.unit,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AlarmsOfMetric<'a> {
    pub(crate) metric_alarms: Vec<WireAlarm<'a>>,
}

/// An alarm as it is described: what was not set is left out, save lists.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireAlarm<'a> {
    alarm_name: &'a str,
    alarm_arn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_description: Option<&'a str>,
    alarm_configuration_updated_timestamp: WireTime,
    actions_enabled: bool,
    #[serde(rename = "OKActions")]
    ok_actions: &'a [AlarmAction],
    alarm_actions: &'a [AlarmAction],
    insufficient_data_actions: &'a [AlarmAction],
    state_value: StateValue,
    state_reason: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason_data: Option<String>,
    state_updated_timestamp: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistic: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extended_statistic: Option<String>,
    dimensions: Vec<WireDimension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    evaluation_periods: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    datapoints_to_alarm: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    comparison_operator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    treat_missing_data: Option<TreatMissingData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluate_low_sample_count_percentile: Option<LowSamples>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metrics: Vec<WireQuery>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold_metric_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_state: Option<EvaluationState>,
    state_transitioned_timestamp: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_window: Option<WireEvaluationWindow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warm_up_configuration: Option<WireWarmUp>,
}

impl<'a> From<&'a MetricAlarm> for WireAlarm<'a> {
    fn from(alarm: &'a MetricAlarm) -> Self {
        let MetricAlarm { arn, configuration, configuration_updated, state } = alarm;
        let source = configuration.source.metric();
        let queries = configuration.source.queries().into_iter().flat_map(|queries| &queries.queries);
        let extended = source.filter(|source| source.statistic.is_extended());
        let dimensions = source.into_iter().flat_map(|source| source.metric.dimensions.iter());
        Self {
            alarm_name: configuration.name.as_str(),
            alarm_arn: arn,
            alarm_description: configuration.description.as_deref(),
            alarm_configuration_updated_timestamp: (*configuration_updated).into(),
            actions_enabled: configuration.actions_enabled,
            ok_actions: &configuration.ok_actions,
            alarm_actions: &configuration.alarm_actions,
            insufficient_data_actions: &configuration.insufficient_data_actions,
            state_value: state.value,
            state_reason: state.reason(),
            state_reason_data: state.reason_data_text(),
            state_updated_timestamp: state.updated.into(),
            metric_name: source.map(|source| source.metric.name.as_str()),
            namespace: source.map(|source| source.metric.namespace.as_str()),
            statistic: source.and_then(|source| source.statistic.simple_name()),
            extended_statistic: extended.map(|source| source.statistic.to_string()),
            dimensions: dimensions.map(WireDimension::from).collect(),
            period: source.map(|source| source.period.seconds()),
            unit: source.and_then(|source| source.unit),
            evaluation_periods: configuration.evaluation_periods,
            datapoints_to_alarm: configuration.datapoints_to_alarm,
            threshold: configuration.threshold,
            comparison_operator: configuration.comparison_operator.as_str(),
            treat_missing_data: configuration.treat_missing_data,
            evaluate_low_sample_count_percentile: configuration.low_samples,
            metrics: queries.map(WireQuery::from).collect(),
            threshold_metric_id: configuration.threshold_metric_id(),
            evaluation_state: state.evaluation,
            evaluation_window: WireEvaluationWindow::told(&configuration.evaluation_window),
            warm_up_configuration: configuration.warm_up.map(WireWarmUp::from),
            state_transitioned_timestamp: state.transitioned.into(),
        }
    }
}

/// The members after `MaxRecords` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeAlarmHistory {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) max_records: Option<Whole>,
    alarm_name: Option<String>,
    pub(crate) alarm_contributor_id: Option<String>,
    alarm_types: Option<Vec<AlarmType>>,
    history_item_type: Option<HistoryItemType>,
    start_date: Option<WireTime>,
    end_date: Option<WireTime>,
    scan_by: Option<ScanBy>,
}

impl DescribeAlarmHistory {
    pub(crate) fn filter(&self) -> HistoryFilter {
        let types = self.alarm_types.clone().filter(|types| !types.is_empty());
        HistoryFilter {
            alarm: self.alarm_name.clone(),
            alarm_types: types.unwrap_or_else(|| vec![AlarmType::Metric]),
            kind: self.history_item_type,
            from: self.start_date.map(|at| at.0),
            to: self.end_date.map(|at| at.0),
            scan_by: self.scan_by.unwrap_or_default(),
            contributor: self.alarm_contributor_id.clone(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AlarmHistory<'a> {
    pub(crate) alarm_history_items: Vec<AlarmHistoryItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AlarmHistoryItem<'a> {
    alarm_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_contributor_id: Option<&'a str>,
    alarm_type: AlarmType,
    timestamp: WireTime,
    history_item_type: HistoryItemType,
    history_summary: String,
    history_data: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_contributor_attributes: Option<&'a BTreeMap<String, String>>,
}

impl<'a> From<&'a HistoryItem> for AlarmHistoryItem<'a> {
    fn from(item: &'a HistoryItem) -> Self {
        Self {
            alarm_name: item.alarm.as_str(),
            alarm_contributor_id: item.contributor.as_ref().map(|contributor| contributor.id.as_str()),
            alarm_type: item.alarm_type,
            timestamp: item.at.into(),
            history_item_type: item.kind(),
            history_summary: item.summary(),
            history_data: item.data().as_str().to_owned(),
            alarm_contributor_attributes: item.contributor.as_ref().map(|contributor| &contributor.attributes),
        }
    }
}
