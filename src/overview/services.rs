//! The service map.

use cupola_report::{Health, MapEdge, MapNode, Overview, ServiceMap};
use cupola_traces::{GraphEdge, ServiceGraph, SummaryStatistics};

use super::ReportPage;
use crate::Observatory;

impl ReportPage {
    pub(super) fn services(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        // Without a group, a range in order is never refused.
        let graph = sky.traces(now).service_graph(self.from, self.until.plus_millis(1), None);
        match graph {
            Ok(graph) if !graph.graph.services.is_empty() => page.with_map(map(&graph.graph)),
            _ => page,
        }
    }
}

fn map(graph: &ServiceGraph) -> ServiceMap {
    let map = graph.services.iter().fold(ServiceMap::new("Service map"), |map, service| {
        let told = service.summary_statistics.unwrap_or_default();
        let node = MapNode::new(&service.name).kind(service.kind.clone().unwrap_or_default()).health(health(&told));
        map.with_node(node.latency(latency(&told)).inferred(service.state == "unknown"))
    });
    let place = |id: u64| graph.services.iter().position(|service| u64::from(service.reference_id) == id);
    graph.edges().fold(map, |map, (from, to, edge)| {
        let told = edge.summary_statistics.unwrap_or_default();
        let ends = place(from.reference_id.into()).zip(place(to.reference_id.into()));
        ends.into_iter().fold(map, |map, (from, to)| {
            let line = MapEdge::new(from, to).health(health(&told)).rate(rate(edge, &told)).latency(latency(&told));
            map.with_edge(line.link(edge.edge_type.is_some()))
        })
    })
}

fn health(told: &SummaryStatistics) -> Health {
    let errors = told.error_statistics;
    let fault = told.fault_statistics.total_count;
    Health { ok: told.ok_count, error: errors.other_count, throttle: errors.throttle_count, fault }
}

#[expect(clippy::cast_precision_loss, reason = "shown without digits")]
fn latency(told: &SummaryStatistics) -> String {
    if told.total_count == 0 {
        return String::new();
    }
    format!("{:.0} ms", 1000.0 * told.total_response_time / told.total_count as f64)
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn rate(edge: &GraphEdge, told: &SummaryStatistics) -> String {
    match (edge.start_time, edge.end_time) {
        (Some(start), Some(end)) if end - start >= 60.0 => {
            format!("{:.1}/min", 60.0 * told.total_count as f64 / (end - start))
        }
        _ if told.total_count == 1 => "1 call".into(),
        _ => format!("{} calls", told.total_count),
    }
}
