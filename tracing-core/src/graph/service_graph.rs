//! The graph as the service tells it.

use serde::{Deserialize, Serialize};

use super::{HistogramEntry, SummaryStatistics};

/// Services and the calls between them. In serde it is the service's JSON; times are seconds since the epoch.
///
/// # Source
/// X-Ray API Reference, GetServiceGraph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ServiceGraph {
    /// Clients first, then by name, type and account; numbered in this order.
    pub services: Vec<GraphService>,
}

/// One node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct GraphService {
    /// Its number in the graph.
    pub reference_id: u32,
    /// Its name.
    pub name: String,
    /// All its names.
    pub names: Vec<String>,
    /// Whether it holds the first segment of a trace; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<bool>,
    /// Its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Its type: `client`, `remote`, `AWS::DynamoDB::Table` and others.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `active` where it sends segments, `unknown` where it is known by its callers alone.
    pub state: String,
    /// The first start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<f64>,
    /// The last end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<f64>,
    /// Whom it calls.
    pub edges: Vec<GraphEdge>,
    /// Its completed segments; none for clients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_statistics: Option<SummaryStatistics>,
    /// How long its segments took with all their pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_histogram: Option<Vec<HistogramEntry>>,
    /// How long its segments took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_time_histogram: Option<Vec<HistogramEntry>>,
}

/// Calls of another service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct GraphEdge {
    /// The number of the service that is called.
    pub reference_id: u32,
    /// The first start of what is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<f64>,
    /// The last end of what is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<f64>,
    /// The calls as the caller saw them; none for links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_statistics: Option<SummaryStatistics>,
    /// How long the calls took; none for links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_time_histogram: Option<Vec<HistogramEntry>>,
    /// Other names under which the service is called.
    pub aliases: Vec<EdgeAlias>,
    /// `link` for edges that links between traces make; else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge_type: Option<String>,
    /// How long events waited; for links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_event_age_histogram: Option<Vec<HistogramEntry>>,
}

/// Another name of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct EdgeAlias {
    /// The name.
    pub name: String,
    /// All names.
    pub names: Vec<String>,
    /// The service's type.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl ServiceGraph {
    /// The edges with their ends.
    pub fn edges(&self) -> impl Iterator<Item = (&GraphService, &GraphService, &GraphEdge)> {
        self.services.iter().flat_map(move |from| {
            let ends = from.edges.iter().filter_map(move |edge| Some((self.service(edge.reference_id)?, edge)));
            ends.map(move |(to, edge)| (from, to, edge))
        })
    }

    /// The service of a number.
    #[must_use]
    pub fn service(&self, reference_id: u32) -> Option<&GraphService> {
        let guess = self.services.get(reference_id as usize);
        let guess = guess.filter(|service| service.reference_id == reference_id);
        guess.or_else(|| self.services.iter().find(|service| service.reference_id == reference_id))
    }

    /// The same graph in the order and with the numbers that this crate gives: two graphs that say the same are equal
    /// then. Edges to numbers that no service has are left out.
    #[must_use]
    pub fn normalise(mut self) -> Self {
        self.services.sort_by(|a, b| order(a).cmp(&order(b)));
        let numbers: std::collections::BTreeMap<u32, u32> =
            self.services.iter().zip(0..).map(|(service, number)| (service.reference_id, number)).collect();
        for (service, number) in self.services.iter_mut().zip(0..) {
            service.reference_id = number;
            service.edges.retain(|edge| numbers.contains_key(&edge.reference_id));
            service.edges.iter_mut().for_each(|edge| edge.tidy(&numbers));
            service.edges.sort_by(|a, b| (a.reference_id, &a.edge_type).cmp(&(b.reference_id, &b.edge_type)));
            [&mut service.duration_histogram, &mut service.response_time_histogram].into_iter().for_each(sort);
        }
        self
    }
}

impl GraphService {
    /// What names it.
    pub(crate) fn service_id(&self) -> crate::ServiceId {
        crate::ServiceId {
            name: self.name.clone(),
            names: self.names.clone(),
            account_id: self.account_id.clone(),
            kind: self.kind.clone(),
        }
    }
}

impl GraphEdge {
    fn tidy(&mut self, numbers: &std::collections::BTreeMap<u32, u32>) {
        self.reference_id = numbers.get(&self.reference_id).copied().unwrap_or_default();
        self.aliases.sort_by(|a, b| a.name.cmp(&b.name));
        [&mut self.response_time_histogram, &mut self.received_event_age_histogram].into_iter().for_each(sort);
    }
}

fn sort(histogram: &mut Option<Vec<HistogramEntry>>) {
    histogram.iter_mut().for_each(|entries| entries.sort_by(|a, b| a.value.total_cmp(&b.value)));
}

/// Clients first, then by name, type and account.
pub(super) fn order(service: &GraphService) -> (bool, &str, Option<&str>, Option<&str>) {
    let is_client = service.kind.as_deref() == Some("client");
    (!is_client, &service.name, service.kind.as_deref(), service.account_id.as_deref())
}
