//! The service map of the last six hours.

use cupola::Timestamp;
use cupola::traces::{Engine, ServiceGraph, SummaryStatistics};
use cupola_report::{Health, MapEdge, MapNode, ServiceMap};

/// The map as an SVG; none where nobody called anybody.
pub(super) fn of(engine: &Engine, now: Timestamp) -> Option<String> {
    let graph = engine.service_graph(now.plus_secs(-6 * 3600), now.plus_secs(60), None).ok()?.graph;
    (!graph.services.is_empty()).then(|| draw(&graph).draw().to_svg())
}

fn draw(graph: &ServiceGraph) -> ServiceMap {
    let node = |map: ServiceMap, service: &cupola::traces::GraphService| {
        let told = service.summary_statistics.unwrap_or_default();
        let node = MapNode::new(&service.name).kind(service.kind.clone().unwrap_or_default());
        let node = node.health(health(&told)).latency(latency(&told));
        map.with_node(node.inferred(service.state == "unknown"))
    };
    let map = graph.services.iter().fold(ServiceMap::new("Service map, last six hours"), node);
    graph.edges().fold(map, |map, (from, to, edge)| {
        let told = edge.summary_statistics.unwrap_or_default();
        let line = MapEdge::new(from.reference_id as usize, to.reference_id as usize).health(health(&told));
        let line = line.rate(calls(told.total_count)).latency(latency(&told));
        map.with_edge(line.link(edge.edge_type.is_some()))
    })
}

fn calls(count: u64) -> String {
    if count == 1 { "1 call".into() } else { format!("{count} calls") }
}

const fn health(told: &SummaryStatistics) -> Health {
    let errors = told.error_statistics;
    Health {
        ok: told.ok_count,
        error: errors.other_count,
        throttle: errors.throttle_count,
        fault: told.fault_statistics.total_count,
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown without a fraction")]
fn latency(told: &SummaryStatistics) -> String {
    if told.total_count == 0 {
        return String::new();
    }
    format!("{:.0} ms", 1000.0 * told.total_response_time / told.total_count as f64)
}
