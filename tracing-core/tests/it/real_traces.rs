//! Traces that the service itself gave out: where `CUPOLA_DATA` says they are.

use cupola_traces::{GraphBuilder, SegmentDocument, Trace, Within};

#[test]
fn the_real_trace_yields_exactly_its_inferred_segments() {
    let Some(text) = cupola_base::testing::real_text("traces/iatk-trace01.json") else { return };
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    let segments = told["Segments"].as_array().unwrap();
    let is_inferred = |segment: &&serde_json::Value| segment["inferred"] == true;
    let sent: Vec<SegmentDocument> = segments
        .iter()
        .filter(|segment| !is_inferred(segment))
        .map(|segment| SegmentDocument::parse(&segment.to_string()).unwrap())
        .collect();
    let trace = Trace::assemble(sent[0].trace_id(), &sent);
    let documents = trace.documents();

    let mut expected: Vec<_> = segments.iter().filter(is_inferred).map(essence).collect();
    let inferred = documents.iter().filter(|document| document.segment.inferred);
    let mut found: Vec<_> =
        inferred.map(|document| essence(&serde_json::from_str(&document.segment.to_string()).unwrap())).collect();
    expected.sort();
    found.sort();
    assert_eq!((sent.len(), documents.len(), found.len()), (3, 31, 28));
    assert_eq!(found, expected);
    assert!((trace.duration() - told["Duration"].as_f64().unwrap()).abs() < 0.0005);
    assert!(!trace.summary().is_partial, "subsegments left in progress do not count");
}

/// What an inferred segment says, save for its id, which is any.
fn essence(segment: &serde_json::Value) -> String {
    let known = ["name", "origin", "parent_id", "start_time", "end_time", "error", "fault", "throttle"];
    known.map(|member| format!("{member}={}", segment.get(member).unwrap_or(&serde_json::Value::Null))).join(" ")
}

#[test]
fn a_link_to_another_trace_makes_a_node_of_its_names() {
    let Some(text) = cupola_base::testing::real_text("traces/iatk-traceWithLinks01.json") else { return };
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sent: Vec<SegmentDocument> = told["Segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| SegmentDocument::parse(&segment.to_string()).unwrap())
        .collect();
    let mut builder = GraphBuilder::default();
    builder.add(&Trace::assemble(sent[0].trace_id(), &sent), Within::ALWAYS);
    assert_eq!(builder.linked_traces().len(), 1);
    let graph = builder.finish();
    let links: Vec<_> = graph.edges().filter(|(_, _, edge)| edge.edge_type.as_deref() == Some("link")).collect();
    assert_eq!(links.len(), 1, "{graph:#?}");
    assert!(links[0].2.summary_statistics.is_none());
}
