//! Traces and service graphs as pictures (feature `report`).

use cupola_report::{Health, HealthState, MapEdge, MapNode, ServiceMap, Waterfall, WaterfallBar};
use cupola_traces::{Body, GraphEdge, ServiceGraph, SummaryStatistics, Trace};

/// A service graph as `cupola_report` draws it: each node with its health and mean latency, each edge with its rate
/// (feature `report`).
///
/// ```
/// use cupola::{Observatory, Place, Timestamp, draw_service_map};
///
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:16:05Z")?;
/// let segment = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "gate",
///     "start_time": 1777875360, "end_time": 1777875362}"#;
/// sky.traces(now).put_trace_segments(now, &[segment]);
/// let graph = sky.traces(now).service_graph(now.plus_secs(-60), now, None)?.graph;
/// assert!(draw_service_map(&graph).draw().to_svg().contains("gate"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn draw_service_map(graph: &ServiceGraph) -> ServiceMap {
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

/// A trace as `cupola_report` draws it: a bar for each segment, and below it one for each of its parts (feature `report`).
///
/// ```
/// use cupola::draw_trace;
/// use cupola::traces::{SegmentDocument, Trace};
///
/// let document = SegmentDocument::parse(r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa",
///     "name": "gate", "start_time": 1777875360, "end_time": 1777875362}"#)?;
/// let trace = Trace::assemble(document.trace_id(), [&document]);
/// assert!(draw_trace(&trace).draw().to_svg().contains("gate"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn draw_trace(trace: &Trace<'_>) -> Waterfall {
    let start = trace.start().unwrap_or_default();
    let mut fall = Waterfall::new(format!("Trace {}", trace.id()));
    for document in trace.documents() {
        let mut rest = vec![(&document.segment.body, 0)];
        while let Some((body, depth)) = rest.pop() {
            fall = fall.with_bar(bar(body, start).depth(depth).inferred(document.segment.inferred));
            rest.extend(body.subsegments.iter().rev().map(|part| (&part.body, depth + 1)));
        }
    }
    fall
}

fn bar(body: &Body, start: f64) -> WaterfallBar {
    let state = match (body.fault, body.throttle, body.error) {
        (true, _, _) => HealthState::Fault,
        (_, true, _) => HealthState::Throttle,
        (_, _, true) => HealthState::Error,
        _ => HealthState::Ok,
    };
    let end = body.end_time.map(|end| end.secs() - start);
    let bar = WaterfallBar::new(&body.name, body.start_time.secs() - start, end).state(state);
    bar.note(body.status().map(|status| status.to_string()).unwrap_or_default())
}
