//! Asking for insights.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{ApiError, Timestamp};
use serde::Serialize;

use super::{Insight, InsightState};
use crate::{Engine, GroupRefusal, GroupSelector, ServiceGraph, ServiceId, Within};

/// The services that an insight is about, and those that call them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ImpactGraph {
    /// Names the insight.
    pub insight_id: String,
    /// The range that was asked for.
    pub start: Timestamp,
    /// Its end, which is not in it.
    pub end: Timestamp,
    /// The services, as in a service graph.
    pub services: Vec<ImpactService>,
}

/// A service that an insight concerns. In serde it is the service's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ImpactService {
    /// Its number.
    pub reference_id: u32,
    /// Its type.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its name.
    pub name: String,
    /// All its names.
    pub names: Vec<String>,
    /// Its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The numbers of the services that it calls.
    #[serde(serialize_with = "as_edges")]
    pub edges: Vec<u32>,
}

fn as_edges<S: serde::Serializer>(edges: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(edges.iter().map(|number| BTreeMap::from([("ReferenceId", number)])))
}

/// The most seconds of an impact graph.
const MOST_SECONDS: i64 = 6 * 60 * 60;
/// How far back summaries reach.
const OLDEST_SECONDS: i64 = 30 * 24 * 60 * 60;

impl Engine {
    /// One insight.
    ///
    /// # Errors
    /// [`InsightRefusal::Unknown`].
    #[doc(alias = "GetInsight")]
    #[doc(alias = "GetInsightEvents")]
    pub fn insight(&self, id: &str) -> Result<&Insight, InsightRefusal> {
        let mut kept = self.state.read.insights.kept.iter();
        kept.find(|insight| insight.id.eq_ignore_ascii_case(id)).ok_or_else(|| InsightRefusal::Unknown(id.to_owned()))
    }

    /// The insights of a group that have a part in a range of time, newest first.
    ///
    /// # Errors
    /// [`InsightRefusal`] for an unknown group, and a range that ends before it begins or began more than 30 days ago.
    ///
    /// # Source
    /// X-Ray API Reference, GetInsightSummaries.
    #[doc(alias = "GetInsightSummaries")]
    pub fn insight_summaries(
        &self,
        group: &GroupSelector,
        states: &[InsightState],
        start: Timestamp,
        end: Timestamp,
    ) -> Result<Vec<&Insight>, InsightRefusal> {
        let arn = &self.group(group)?.arn;
        if start >= end {
            return Err(InsightRefusal::Range);
        }
        if start < self.now().plus_secs(-OLDEST_SECONDS) {
            return Err(InsightRefusal::TooOld);
        }
        let is_meant = |insight: &&Insight| {
            insight.group_arn == *arn
                && (states.is_empty() || states.contains(&insight.state))
                && insight.start < end
                && insight.end.is_none_or(|ended| ended > start)
        };
        let mut found: Vec<&Insight> = self.state.read.insights.kept.iter().filter(is_meant).collect();
        found.reverse();
        Ok(found)
    }

    /// The services that fail, and those that call them, in a range of at most 6 hours.
    ///
    /// # Errors
    /// [`InsightRefusal`].
    ///
    /// # Source
    /// X-Ray API Reference, GetInsightImpactGraph.
    #[doc(alias = "GetInsightImpactGraph")]
    pub fn insight_impact_graph(
        &self,
        id: &str,
        start: Timestamp,
        end: Timestamp,
    ) -> Result<ImpactGraph, InsightRefusal> {
        let insight = self.insight(id)?;
        if start >= end {
            return Err(InsightRefusal::Range);
        }
        if end.millis_since(start) > MOST_SECONDS * 1000 {
            return Err(InsightRefusal::TooLong);
        }
        let group = self.groups().find(|group| group.arn == insight.group_arn);
        let graph = self.graph_of(Within::new(start, end), group).finish();
        let services = impact(&graph, &insight.top_anomalous_services);
        Ok(ImpactGraph { insight_id: insight.id.clone(), start, end, services })
    }
}

/// The services of a graph that are failing or call, through others, one that is.
fn impact(graph: &ServiceGraph, failing: &[ServiceId]) -> Vec<ImpactService> {
    let is_failing = |service: &&crate::GraphService| failing.contains(&service.service_id());
    let mut meant: BTreeSet<u32> =
        graph.services.iter().filter(is_failing).map(|service| service.reference_id).collect();
    let mut callers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (from, to, edge) in graph.edges() {
        if edge.edge_type.is_none() {
            callers.entry(to.reference_id).or_default().push(from.reference_id);
        }
    }
    let mut open: Vec<u32> = meant.iter().copied().collect();
    while let Some(service) = open.pop() {
        open.extend(callers.get(&service).into_iter().flatten().copied().filter(|caller| meant.insert(*caller)));
    }
    let service = |service: &crate::GraphService| ImpactService {
        reference_id: service.reference_id,
        kind: service.kind.clone(),
        name: service.name.clone(),
        names: service.names.clone(),
        account_id: service.account_id.clone(),
        edges: service.edges.iter().map(|edge| edge.reference_id).filter(|to| meant.contains(to)).collect(),
    };
    graph.services.iter().filter(|one| meant.contains(&one.reference_id)).map(service).collect()
}

/// Why insights are not told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InsightRefusal {
    /// There is none of that id.
    #[error("there is no insight {0}")]
    Unknown(String),
    /// The group is not there.
    #[error(transparent)]
    Group(#[from] GroupRefusal),
    /// The range ends before it begins.
    #[error("StartTime must be before EndTime")]
    Range,
    /// The range begins too early.
    #[error("StartTime is more than 30 days ago")]
    TooOld,
    /// The range is too long.
    #[error("the range is longer than 6 hours")]
    TooLong,
}

impl From<InsightRefusal> for ApiError {
    fn from(refusal: InsightRefusal) -> Self {
        Self::caller("InvalidRequestException", refusal.to_string())
    }
}
