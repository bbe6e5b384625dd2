//! `traces.analyse`: what documents come to: traces, summaries, the service graph.

use cupola::traces::{GraphBuilder, GraphService, SegmentDocument, SummaryStatistics, Trace, TraceDocument, Within};

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let traces = input.required("traces")?;
    let members = traces.0.as_object().ok_or_else(|| traces.is_not("an object"))?.members();
    let only = input.part("of").map(names).transpose()?;
    let (mut found, mut summaries) = (Object::new(), Object::new());
    let mut graph = GraphBuilder::default();
    let mut all = Vec::new();
    for (name, documents) in members.iter().filter(|(name, _)| only.as_ref().is_none_or(|only| only.contains(name))) {
        all.push((name, read(Input(documents))?));
    }
    for (name, documents) in &all {
        let Some(first) = documents.first() else { continue };
        let trace = Trace::assemble(first.trace_id(), documents);
        graph.add(&trace, Within::ALWAYS);
        found.push(name.as_str(), told(&trace)?);
        summaries.push(name.as_str(), json(&trace.summary())?);
    }
    Ok(Object::new().with("traces", found).with("summaries", summaries).with("graph", graph_of(&graph)).into())
}

fn names(list: Input<'_>) -> Result<Vec<String>, BadInput> {
    list.items()?.map(|name| name.as_text().map(str::to_owned)).collect()
}

fn read(documents: Input<'_>) -> Result<Vec<SegmentDocument>, Got> {
    let read = |document: Input<'_>| {
        let text = document.0.to_string();
        SegmentDocument::parse(&text).map_err(|refused| Got::broken(refused.code().to_string(), refused.to_string()))
    };
    documents.items()?.map(read).collect()
}

fn told(trace: &Trace<'_>) -> Result<Object, Got> {
    let documents = trace.documents();
    let segments = documents.iter().map(|one| parsed(&one.segment.to_string())).collect::<Result<Vec<_>, _>>()?;
    let inferred: Vec<Value> = documents.iter().filter(|one| one.segment.inferred).map(inferred).collect();
    Ok(Object::new()
        .with("Duration", rounded(trace.duration()))
        .with("LimitExceeded", false)
        .with("Segments", segments)
        .with("inferred", inferred))
}

fn inferred(document: &TraceDocument) -> Value {
    let segment = &document.segment;
    Object::new()
        .with("parent_id", segment.parent_id.map(|id| id.to_string()))
        .with("name", segment.body.name.as_str())
        .with("origin", segment.origin.as_deref())
        .into()
}

fn graph_of(builder: &GraphBuilder) -> Object {
    let graph = builder.finish();
    let node = |service: &GraphService| {
        Object::new()
            .with("name", service.name.as_str())
            .with("type", service.kind.as_deref())
            .with("state", service.state.as_str())
            .with("root", service.root.unwrap_or_default())
            .with("stats", service.summary_statistics.map_or(Value::Null, |told| statistics(&told).into()))
    };
    let end = |service: &GraphService| {
        Object::new().with("name", service.name.as_str()).with("type", service.kind.as_deref())
    };
    let nodes: Vec<Value> = graph.services.iter().map(|service| node(service).into()).collect();
    let calls = graph.edges().filter(|(_, _, edge)| edge.edge_type.is_none());
    let edges: Vec<Value> = calls
        .map(|(from, to, edge)| {
            let stats = edge.summary_statistics.map_or(Value::Null, |told| statistics(&told).into());
            Object::new().with("source", end(from)).with("target", end(to)).with("stats", stats).into()
        })
        .collect();
    Object::new().with("nodes", nodes).with("edges", edges)
}

#[expect(clippy::cast_precision_loss, reason = "counts of cases are small")]
fn statistics(told: &SummaryStatistics) -> Object {
    Object::new()
        .with("OkCount", told.ok_count as f64)
        .with("ThrottleCount", told.error_statistics.throttle_count as f64)
        .with("ErrorOther", told.error_statistics.other_count as f64)
        .with("FaultCount", told.fault_statistics.total_count as f64)
        .with("TotalCount", told.total_count as f64)
        .with("TotalResponseTime", rounded(told.total_response_time))
}

fn rounded(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

fn json(value: &impl serde::Serialize) -> Result<Value, Got> {
    parsed(&serde_json::to_string(value).map_err(|error| Got::broken("Unwritable", error.to_string()))?)
}

fn parsed(text: &str) -> Result<Value, Got> {
    crate::parse::parse_deep(text).map_err(|error| Got::broken("Unreadable", error.to_string()))
}
