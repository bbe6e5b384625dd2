//! From counts to the graph.

use std::collections::BTreeMap;

use super::builder::GraphBuilder;
use super::edge::EdgeAccount;
use super::links::{End, Where};
use super::node::{NodeAccount, Span};
use super::service_graph::{EdgeAlias, GraphEdge, GraphService, ServiceGraph};
use super::{Histogram, HistogramEntry};
use crate::segment::LinkAttributes;

pub(super) fn finish(builder: &GraphBuilder) -> ServiceGraph {
    let mut services: Vec<GraphService> =
        builder.nodes.iter().zip(0..).map(|(node, number)| service(node, number)).collect();
    for ((from, to), account) in &builder.edges {
        let target = &builder.nodes[*to as usize];
        services[*from as usize].edges.push(edge(*to, account, target));
    }
    links(builder, &mut services);
    clients(builder, &mut services);
    ServiceGraph { services }.normalise()
}

fn service(node: &NodeAccount, number: u32) -> GraphService {
    GraphService {
        reference_id: number,
        name: node.name.to_string(),
        names: vec![node.name.to_string()],
        root: node.client.is_some().then_some(true),
        account_id: node.account.as_deref().map(str::to_owned),
        kind: node.kind.as_deref().map(str::to_owned),
        state: (if node.is_active { "active" } else { "unknown" }).to_owned(),
        start_time: node.span.start(),
        end_time: node.span.end(),
        edges: Vec::new(),
        summary_statistics: Some(node.tally.summary()),
        duration_histogram: Some(node.durations.entries()),
        response_time_histogram: Some(node.response_times.entries()),
    }
}

fn edge(to: u32, account: &EdgeAccount, target: &NodeAccount) -> GraphEdge {
    let alias = |name: &String| EdgeAlias {
        name: name.clone(),
        names: vec![name.clone()],
        kind: target.kind.as_deref().map(str::to_owned),
    };
    GraphEdge {
        reference_id: to,
        start_time: account.span.start(),
        end_time: account.span.end(),
        summary_statistics: Some(account.tally.summary()),
        response_time_histogram: Some(account.response_times.entries()),
        aliases: account.aliases.iter().map(alias).collect(),
        edge_type: None,
        received_event_age_histogram: None,
    }
}

/// One node and one edge for the clients of each root.
fn clients(builder: &GraphBuilder, services: &mut Vec<GraphService>) {
    for (node, place) in builder.nodes.iter().zip(0..) {
        let Some(account) = &node.client else { continue };
        services.push(GraphService {
            reference_id: u32::try_from(services.len()).unwrap_or(u32::MAX),
            name: node.name.to_string(),
            names: vec![node.name.to_string()],
            kind: Some("client".to_owned()),
            state: "unknown".to_owned(),
            start_time: account.span.start(),
            end_time: account.span.end(),
            edges: vec![edge(place, account, node)],
            ..GraphService::default()
        });
    }
}

/// What links of one pair of nodes come to.
#[derive(Default)]
struct LinkAccount {
    span: Span,
    ages: Histogram,
}

fn links(builder: &GraphBuilder, services: &mut Vec<GraphService>) {
    let mut edges: BTreeMap<(u32, u32), LinkAccount> = BTreeMap::new();
    for link in builder.links.resolved() {
        let downstream = match &link.downstream {
            Where::Place(end) => *end,
            Where::Named(_) => End { node: 0, start: f64::INFINITY, end: None },
        };
        let (from, to) = (number(&link.upstream, services), number(&link.downstream, services));
        let account = edges.entry((from, to)).or_default();
        account.span.widen(downstream.start, downstream.end);
        link.age.into_iter().for_each(|age| account.ages.add(age));
    }
    for ((from, to), account) in edges {
        let ages: Vec<HistogramEntry> = account.ages.entries();
        services[from as usize].edges.push(GraphEdge {
            reference_id: to,
            start_time: account.span.start(),
            end_time: account.span.end(),
            edge_type: Some("link".to_owned()),
            received_event_age_histogram: Some(ages).filter(|ages| !ages.is_empty()),
            ..GraphEdge::default()
        });
    }
}

/// The number of an end; one that is known by name gets a node of its own.
fn number(end: &Where<'_>, services: &mut Vec<GraphService>) -> u32 {
    let told = match end {
        Where::Place(end) => return end.node,
        Where::Named(told) => told,
    };
    let known = services.iter().find(|service| is_same(service, told)).map(|service| service.reference_id);
    known.unwrap_or_else(|| {
        let number = u32::try_from(services.len()).unwrap_or(u32::MAX);
        services.push(GraphService {
            reference_id: number,
            name: told.names[0].clone(),
            names: told.names.clone(),
            kind: told.r#type.clone(),
            state: "unknown".to_owned(),
            ..GraphService::default()
        });
        number
    })
}

fn is_same(service: &GraphService, told: &LinkAttributes) -> bool {
    told.names.first() == Some(&service.name) && told.r#type == service.kind && service.account_id.is_none()
}
