//! The service's JSON: requests as they are read, answers as they are written.
//!
//! Members stand in the order of the API model. Requests become checked types before anything is
//! done; what a type cannot say is refused, never dropped.

mod alarm;
mod alarms;
mod anomaly;
mod composites;
mod dashboards;
mod data;
mod datum;
mod insight_rules;
mod metrics;
mod mutes;
mod number;
mod streams;
mod tags;

use cupola_base::Dimension;
use serde::{Deserialize, Serialize};

pub(crate) use alarm::PutMetricAlarm;
pub(crate) use alarms::{
    AlarmContributor, AlarmContributors, AlarmHistory, AlarmHistoryItem, AlarmNames, AlarmsOfMetric,
    DescribeAlarmContributors, DescribeAlarmHistory, DescribeAlarms, DescribeAlarmsForMetric, DescribedAlarms,
    SetAlarmState, WireAlarm,
};
pub(crate) use anomaly::{
    DescribeAnomalyDetectors, DescribedAnomalyDetectors, OneAnomalyDetector, PutAnomalyDetector, WireAnomalyDetector,
};
pub(crate) use composites::{BriefAlarm, PutCompositeAlarm, WireComposite};
pub(crate) use dashboards::{
    DashboardEntry, DashboardPut, DeleteDashboards, GetDashboard, ListDashboards, ListedDashboards, PutDashboard,
    WireDashboard,
};
pub(crate) use data::{GetMetricData, MetricData, queries};
pub(crate) use datum::PutMetricData;
pub(crate) use insight_rules::{
    DescribeInsightRules, DescribedInsightRules, Failures, GetInsightRuleReport, InsightRuleNames, PutInsightRule,
    WireInsightRule, WireInsightRuleReport,
};
pub(crate) use metrics::{GetMetricStatistics, ListMetrics, ListedMetrics, MetricStatistics, WireMetric};
pub(crate) use mutes::{
    ListAlarmMuteRules, ListedMuteRules, MuteRuleSummary, OneMuteRule, PutAlarmMuteRule, WireMuteRule,
};
pub(crate) use number::{Double, Whole};
pub(crate) use streams::{
    ListMetricStreams, ListedMetricStreams, MetricStreamEntry, MetricStreamNames, MetricStreamPut, OneMetricStream,
    PutMetricStream, WireMetricStream,
};
pub(crate) use tags::{ListTagsForResource, TagResource, UntagResource, WireTags};

/// An answer without members.
#[derive(Serialize)]
pub(crate) struct Nothing {}

/// A dimension both ways.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireDimension {
    name: std::sync::Arc<str>,
    value: std::sync::Arc<str>,
}

impl From<WireDimension> for Dimension {
    fn from(dimension: WireDimension) -> Self {
        Self { name: dimension.name, value: dimension.value }
    }
}

impl From<&Dimension> for WireDimension {
    fn from(dimension: &Dimension) -> Self {
        Self { name: dimension.name.clone(), value: dimension.value.clone() }
    }
}

fn dimensions(given: Option<Vec<WireDimension>>) -> Vec<Dimension> {
    given.into_iter().flatten().map(Dimension::from).collect()
}
