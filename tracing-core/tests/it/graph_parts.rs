//! The engine's graphs are counted in parts as segments come; they say what counting all traces anew says.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_traces::{
    Engine, FilterExpression, GraphBuilder, GroupSelector, InsightsConfiguration, Limits, Place, SegmentDocument,
    ServiceGraph, Tags, Timestamp, Trace, TraceId, Within,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

const SIX: Timestamp = Timestamp::from_secs(1_777_874_400);

/// What happens to an engine.
#[derive(Clone, Debug)]
enum Event {
    /// A document of a trace: which trace, which of its services, seconds after the trace's hour, how long it takes or that it
    /// is under way, and whether it failed.
    Document { trace: u8, service: u8, start: u16, length: Option<u16>, is_fault: bool },
    /// Seconds pass.
    Wait(u16),
    /// The group wants services of another name from now on.
    Regroup(u8),
}

fn event() -> impl Strategy<Value = Event> {
    let document = (0..12u8, 0..4u8, 0..600u16, prop::option::weighted(0.9, 0..5000u16), any::<bool>());
    prop_oneof![
        8 => document.prop_map(|(trace, service, start, length, is_fault)| {
            Event::Document { trace, service, start, length, is_fault }
        }),
        3 => (1..400u16).prop_map(Event::Wait),
        1 => (0..4u8).prop_map(Event::Regroup),
    ]
}

const NAMES: [&str; 4] = ["quay", "crane", "rates", "ledger"];

fn trace_id(trace: u8) -> TraceId {
    TraceId::parse(&format!("1-69f835e0-{:024x}", u32::from(trace) + 1)).unwrap()
}

/// Each service calls the next, and links to its like in the trace before; traces lie an hour apart, three by three.
fn document(trace: u8, service: u8, start: u16, length: Option<u16>, is_fault: bool) -> String {
    let start = SIX.as_secs() + i64::from(trace / 3) * 3600 + i64::from(start);
    let id = |service: u8| format!("{:016x}", 0xa0 + u32::from(service));
    let call = |service: u8| format!("{:016x}", 0xb0 + u32::from(service));
    let mut document = json!({"trace_id": trace_id(trace).to_string(), "id": id(service), "start_time": start,
        "name": NAMES[usize::from(service)], "fault": is_fault, "subsegments": [{"id": call(service), "name": "next",
        "namespace": "remote", "start_time": start, "end_time": start + 1}]});
    match length {
        Some(length) => document["end_time"] = json!(start + i64::from(length)),
        None => document["in_progress"] = json!(true),
    }
    if service > 0 {
        document["parent_id"] = json!(call(service - 1));
    }
    if trace > 0 {
        document["links"] = json!([{"trace_id": trace_id(trace - 1).to_string(), "id": id(service)}]);
    }
    document.to_string()
}

fn happen(engine: &mut Engine, now: &mut Timestamp, event: &Event) {
    match *event {
        Event::Document { trace, service, start, length, is_fault } => {
            let text = document(trace, service, start, length, is_fault);
            assert_eq!(engine.put_trace_segments(*now, &[text]), []);
        }
        Event::Wait(seconds) => {
            *now = now.plus_secs(seconds.into());
            engine.advance(*now);
        }
        Event::Regroup(name) => {
            let expression = FilterExpression::parse(&format!("service(\"{}\")", NAMES[usize::from(name)])).unwrap();
            engine.update_group(*now, &GroupSelector::Name("g".into()), Some(expression), None).unwrap();
        }
    }
}

/// All traces, put together and counted one by one.
fn from_scratch(engine: &Engine, within: Within) -> ServiceGraph {
    let received = |id| engine.received(id).collect::<Vec<SegmentDocument>>();
    let mut builder = GraphBuilder::default();
    for id in engine.trace_ids() {
        builder.add(&Trace::assemble(id, &received(id)), within);
    }
    for id in builder.linked_traces() {
        builder.add_linked(&Trace::assemble(id, &received(id)));
    }
    builder.finish()
}

fn ranges() -> impl Iterator<Item = (Timestamp, Timestamp)> {
    let at = |minutes: i64| SIX.plus_secs(60 * minutes);
    [(-60, 600), (0, 60), (3, 62), (59, 61), (65, 130), (200, 201), (500, 600)].map(|(a, b)| (at(a), at(b))).into_iter()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn graphs_in_parts_are_graphs_from_scratch(events in vec(event(), 1..60)) {
        let limits = Limits { graph_parts: 60, ..Limits::default() };
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_limits(limits);
        let mut now = SIX.plus_secs(4 * 3600);
        let cranes = FilterExpression::parse("service(\"crane\")").unwrap();
        engine.create_group(now, "g", cranes, InsightsConfiguration::default(), Tags::default()).unwrap();
        let group = GroupSelector::Name("g".into());
        for event in &events {
            happen(&mut engine, &mut now, event);
        }
        // An engine that was just restored has no parts.
        let restored = Engine::restore(engine.snapshot()).unwrap();
        for (start, end) in ranges() {
            let graph = engine.service_graph(start, end, None).unwrap().graph;
            prop_assert_eq!(&graph, &from_scratch(&engine, Within::new(start, end)));
            prop_assert_eq!(
                engine.service_graph(start, end, Some(&group)).unwrap(),
                restored.service_graph(start, end, Some(&group)).unwrap()
            );
        }
    }
}

/// A week after its first document a trace takes no more.
#[test]
fn a_trace_changes_for_a_week() {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    let week = 7 * 24 * 60 * 60;
    let put = |engine: &mut Engine, seconds: i64, service| {
        let text = document(0, service, 0, Some(1), false);
        engine.put_trace_segments(SIX.plus_secs(seconds), &[text]).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(put(&mut engine, 0, 0), [""; 0]);
    assert_eq!(put(&mut engine, week, 1), [""; 0], "late, and taken");
    assert_eq!(put(&mut engine, week + 1, 2), ["Invalid segment. ErrorCode: InvalidSegment"]);
    assert_eq!(engine.received(trace_id(0)).count(), 2);
}
