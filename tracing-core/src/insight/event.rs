//! What is told to the event bus.

use cupola_base::json::Json;
use cupola_base::wire::WireTime;
use cupola_base::{EventEnvelope, Place};
use serde::Serialize;

use super::{ImpactStatistics, Insight};
use crate::ServiceId;

/// The detail of a notification.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Detail<'a> {
    insight_id: &'a str,
    #[serde(rename = "GroupARN")]
    group_arn: &'a str,
    group_name: &'a str,
    state: &'a str,
    category: &'static str,
    categories: [&'static str; 1],
    root_cause_service_id: &'a ServiceId,
    start_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<WireTime>,
    summary: &'a str,
    client_request_impact_statistics: ImpactStatistics,
    root_cause_service_request_impact_statistics: ImpactStatistics,
    top_anomalous_services: Vec<TopService<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TopService<'a> {
    service_id: &'a ServiceId,
}

/// The event that tells of an insight as it is.
pub(super) fn notification(id: String, place: &Place, insight: &Insight) -> EventEnvelope {
    let detail = Detail {
        insight_id: &insight.id,
        group_arn: insight.group_arn.as_str(),
        group_name: &insight.group_name,
        state: insight.state.as_str(),
        category: "FAULT",
        categories: ["FAULT"],
        root_cause_service_id: &insight.root_cause,
        start_time: insight.start.into(),
        end_time: insight.end.map(Into::into),
        summary: &insight.summary,
        client_request_impact_statistics: insight.client_impact,
        root_cause_service_request_impact_statistics: insight.root_cause_impact,
        top_anomalous_services: insight
            .top_anomalous_services
            .iter()
            .map(|service_id| TopService { service_id })
            .collect(),
    };
    let event = EventEnvelope::new(
        id,
        place.clone(),
        insight.updated,
        "aws.xray",
        "AWS X-Ray Insight Update",
        Json::of(&detail),
    );
    event.with_resources(vec![insight.group_arn.to_string()])
}
