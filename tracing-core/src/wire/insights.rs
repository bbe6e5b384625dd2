//! Insights.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::Whole;
use super::groups::selector;
use crate::{
    GroupRefusal, GroupSelector, ImpactGraph, ImpactService, ImpactStatistics, Insight, InsightEvent, InsightState,
    ServiceId,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedInsight {
    pub(crate) insight_id: String,
    pub(crate) max_results: Option<Whole>,
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetImpactGraph {
    pub(crate) insight_id: String,
    pub(crate) start_time: WireTime,
    pub(crate) end_time: WireTime,
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetInsightSummaries {
    states: Option<Vec<String>>,
    group_name: Option<String>,
    #[serde(rename = "GroupARN")]
    group_arn: Option<String>,
    pub(crate) start_time: WireTime,
    pub(crate) end_time: WireTime,
    pub(crate) max_results: Option<Whole>,
    pub(crate) next_token: Option<String>,
}

impl GetInsightSummaries {
    pub(crate) fn group(&self) -> Result<GroupSelector, GroupRefusal> {
        selector(self.group_name.as_deref(), self.group_arn.as_deref()).ok_or(GroupRefusal::Unnamed)
    }

    pub(crate) fn states(&self) -> Vec<InsightState> {
        self.states.iter().flatten().filter_map(|word| InsightState::from_word(word)).collect()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InsightGiven {
    pub(crate) insight: WireInsight,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InsightsGiven {
    pub(crate) insight_summaries: Vec<WireInsight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireInsight {
    insight_id: String,
    #[serde(rename = "GroupARN")]
    group_arn: String,
    group_name: String,
    root_cause_service_id: ServiceId,
    categories: [&'static str; 1],
    state: &'static str,
    start_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<WireTime>,
    summary: String,
    client_request_impact_statistics: ImpactStatistics,
    root_cause_service_request_impact_statistics: ImpactStatistics,
    top_anomalous_services: Vec<TopService>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_update_time: Option<WireTime>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TopService {
    service_id: ServiceId,
}

fn top(services: &[ServiceId]) -> Vec<TopService> {
    services.iter().map(|service_id| TopService { service_id: service_id.clone() }).collect()
}

impl WireInsight {
    pub(crate) fn of(insight: &Insight) -> Self {
        Self {
            insight_id: insight.id.clone(),
            group_arn: insight.group_arn.to_string(),
            group_name: insight.group_name.clone(),
            root_cause_service_id: insight.root_cause.clone(),
            categories: ["FAULT"],
            state: insight.state.as_str(),
            start_time: insight.start.into(),
            end_time: insight.end.map(Into::into),
            summary: insight.summary.clone(),
            client_request_impact_statistics: insight.client_impact,
            root_cause_service_request_impact_statistics: insight.root_cause_impact,
            top_anomalous_services: top(&insight.top_anomalous_services),
            last_update_time: None,
        }
    }

    /// As summaries tell it: with when it last changed.
    pub(crate) fn summary(insight: &Insight) -> Self {
        Self { last_update_time: Some(insight.updated.into()), ..Self::of(insight) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EventsGiven {
    pub(crate) insight_events: Vec<WireEvent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireEvent {
    summary: String,
    event_time: WireTime,
    client_request_impact_statistics: ImpactStatistics,
    root_cause_service_request_impact_statistics: ImpactStatistics,
    top_anomalous_services: Vec<TopService>,
}

impl From<&InsightEvent> for WireEvent {
    fn from(event: &InsightEvent) -> Self {
        Self {
            summary: event.summary.clone(),
            event_time: event.at.into(),
            client_request_impact_statistics: event.client_impact,
            root_cause_service_request_impact_statistics: event.root_cause_impact,
            top_anomalous_services: top(&event.top_anomalous_services),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ImpactGiven {
    insight_id: String,
    start_time: WireTime,
    end_time: WireTime,
    service_graph_start_time: WireTime,
    service_graph_end_time: WireTime,
    services: Vec<ImpactService>,
}

impl From<ImpactGraph> for ImpactGiven {
    fn from(graph: ImpactGraph) -> Self {
        Self {
            insight_id: graph.insight_id,
            start_time: graph.start.into(),
            end_time: graph.end.into(),
            service_graph_start_time: graph.start.into(),
            service_graph_end_time: graph.end.into(),
            services: graph.services,
        }
    }
}
