//! Laws of the read side: what is put together does not depend on the order, graphs can be merged, and what a plan of a
//! trace says comes out of its documents.

use std::collections::{BTreeMap, BTreeSet};

use cupola_traces::{FilterExpression, GraphBuilder, SegmentDocument, ServiceGraph, Trace, TraceId, Within};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use crate::plan::{CALLEES, SEGMENTS, Work, caller, documents, piece_id, plan, trace_id, work};

fn assembled(documents: &[SegmentDocument]) -> Trace<'_> {
    Trace::assemble(documents[0].trace_id(), documents)
}

fn graph(documents: &[SegmentDocument]) -> ServiceGraph {
    let mut builder = GraphBuilder::default();
    builder.add(&assembled(documents), Within::ALWAYS);
    builder.finish()
}

/// The pieces that call and that no segment answers.
fn unanswered(plan: &[Work]) -> BTreeSet<String> {
    let answered: BTreeSet<(usize, usize)> = (0..plan.len()).filter_map(|work| caller(plan, work)).collect();
    let all = plan.iter().enumerate().flat_map(|(number, work)| {
        let calls = work.pieces.iter().enumerate().filter(|(_, piece)| matches!(piece.namespace, 1 | 2));
        calls.map(move |(piece, _)| (number, piece))
    });
    all.filter(|piece| !answered.contains(piece)).map(|(work, piece)| piece_id(work, piece)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn arrival_and_repetition_do_not_matter(plan in plan(), order in vec(any::<Index>(), 0..20), again in any::<Index>()) {
        let documents = documents(1, &plan);
        let mut mixed = documents.clone();
        for (place, other) in order.iter().enumerate() {
            let length = mixed.len();
            mixed.swap(place % length, other.index(length));
        }
        mixed.push(again.get(&documents).clone());
        let (one, other) = (assembled(&documents), assembled(&mixed));
        prop_assert_eq!(one.documents(), other.documents());
        prop_assert_eq!(one.summary(), other.summary());
        prop_assert_eq!(graph(&documents), graph(&mixed));
    }

    #[test]
    fn a_trace_is_what_its_plan_says(plan in plan()) {
        let sent = documents(1, &plan);
        let trace = assembled(&sent);
        let found = trace.documents();
        let inferred: BTreeSet<String> =
            found.iter().filter(|one| one.segment.inferred).map(|one| one.segment.parent_id.unwrap().to_string()).collect();
        prop_assert_eq!(inferred, unanswered(&plan));
        prop_assert_eq!(found.iter().filter(|one| !one.segment.inferred).count(), plan.len());

        let text: String = found.iter().map(|one| one.segment.to_string()).collect();
        for (number, work) in plan.iter().enumerate() {
            for piece in 0..work.pieces.len() {
                let id = format!("\"id\":\"{}\"", piece_id(number, piece));
                prop_assert_eq!(text.matches(&id).count(), 1, "{} in {}", id, text);
            }
        }
        let spans = || plan.iter().flat_map(|work| {
            let pieces = work.pieces.iter().map(|piece| (piece.start, piece.start + piece.length));
            pieces.chain([(work.start, work.start + work.length)])
        });
        let (first, last) = (spans().map(|span| span.0).min().unwrap(), spans().map(|span| span.1).max().unwrap());
        prop_assert!((trace.duration() - f64::from(last - first) / 1000.0).abs() < 1e-5);
    }

    #[test]
    fn graphs_of_parts_merge_into_the_graph_of_all(plans in vec(plan(), 1..6), side in vec(any::<bool>(), 6)) {
        let all: Vec<_> = plans.iter().enumerate().map(|(number, plan)| documents(number, plan)).collect();
        let (mut whole, mut left, mut right) = (GraphBuilder::default(), GraphBuilder::default(), GraphBuilder::default());
        for (documents, is_left) in all.iter().zip(&side) {
            whole.add(&assembled(documents), Within::ALWAYS);
            if *is_left { &mut left } else { &mut right }.add(&assembled(documents), Within::ALWAYS);
        }
        let mut one = left.clone();
        one.merge(&right);
        right.merge(&left);
        prop_assert_eq!(whole.finish(), one.finish());
        prop_assert_eq!(whole.finish(), right.finish());
    }

    #[test]
    fn nodes_count_their_segments_and_edges_what_comes_in(plan in plan()) {
        let graph = graph(&documents(1, &plan));
        let mut expected: BTreeMap<(String, Option<String>), u64> = BTreeMap::new();
        for work in &plan {
            *expected.entry((SEGMENTS[work.name].to_owned(), None)).or_default() += 1;
        }
        let unanswered = unanswered(&plan);
        for (number, work) in plan.iter().enumerate() {
            for (place, piece) in work.pieces.iter().enumerate().filter(|(place, _)| unanswered.contains(&piece_id(number, *place))) {
                let (name, kind) = match (piece.namespace, piece.name) {
                    (1, name) => (CALLEES[name], "remote"),
                    (_, 0) => ("rates.example.org", "AWS::rates.example.org"),
                    (_, 1) => ("stock", "AWS::DynamoDB::Table"),
                    _ => ("SQS", "AWS::SQS"),
                };
                let _ = place;
                *expected.entry((name.to_owned(), Some(kind.to_owned()))).or_default() += 1;
            }
        }
        let found: BTreeMap<(String, Option<String>), u64> = graph.services.iter()
            .filter_map(|service| Some(((service.name.clone(), service.kind.clone()), service.summary_statistics?.total_count)))
            .collect();
        prop_assert_eq!(&found, &expected);

        // Every call comes in once, save where several segments answer one piece; only the first root has a client.
        let callers: Vec<_> = (0..plan.len()).filter_map(|work| caller(&plan, work)).collect();
        let is_simple = callers.iter().collect::<BTreeSet<_>>().len() == callers.len() && callers.len() + 1 == plan.len();
        if is_simple {
            for service in graph.services.iter().filter(|service| service.summary_statistics.is_some()) {
                let incoming = graph.edges().filter(|(_, to, _)| to.reference_id == service.reference_id);
                let sum: u64 = incoming.filter_map(|(_, _, edge)| edge.summary_statistics).map(|told| told.total_count).sum();
                prop_assert_eq!(sum, service.summary_statistics.unwrap().total_count, "{}", service.name);
            }
        }
    }

    #[test]
    fn expressions_read_back_and_keep_the_laws_of_logic(text in expression(), other in expression(), plan in plan()) {
        let documents = documents(1, &plan);
        let trace = assembled(&documents);
        let holds = |text: &str| FilterExpression::parse(text).unwrap_or_else(|error| panic!("{error}")).matches(&trace);
        let parsed = FilterExpression::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        let printed = parsed.to_string();
        prop_assert_eq!(&FilterExpression::parse(&printed).unwrap(), &parsed, "{}", printed);
        prop_assert_eq!(FilterExpression::parse(&printed).unwrap().to_string(), printed);
        prop_assert_eq!(holds(&format!("!!({text})")), holds(&text));
        prop_assert_eq!(holds(&format!("!(({text}) AND ({other}))")), holds(&format!("!({text}) OR !({other})")));
        prop_assert_eq!(holds(&format!("!(({text}) OR ({other}))")), holds(&format!("!({text}) AND !({other})")));
        prop_assert_eq!(parsed.explain(&trace).holds, parsed.matches(&trace));
    }

    #[test]
    fn what_is_there_stays_there(plan in plan(), more in work(), term in positive()) {
        let before = documents(1, &plan);
        let mut longer = plan;
        longer.push(more);
        let after = documents(1, &longer);
        let term = FilterExpression::parse(&term).unwrap();
        prop_assert!(!term.matches(&assembled(&before)) || term.matches(&assembled(&after)));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[a-z()!{}\"=<>#\\[\\]:., 0-9-]{0,60}", any in any::<String>()) {
        for text in [text, any] {
            if let Err(error) = FilterExpression::parse(&text) {
                prop_assert!(text.get(error.span().range()).is_some() && error.to_string().contains('^'), "{}", error);
            }
        }
    }
}

fn positive() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("annotation.work = 0".to_owned()),
        Just("annotation.piece".to_owned()),
        (0..3u8).prop_map(|user| format!("user = \"user-{user}\"")),
        (0..3usize).prop_map(|name| format!("service(\"{}\")", SEGMENTS[name])),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    let inner = term(&[
        "ok",
        "error",
        "throttle",
        "fault",
        "partial = false",
        "inferred",
        "root",
        "responsetime > 0.5",
        "name = \"quay\"",
        "type CONTAINS \"remote\"",
        "annotation.work = 0",
        "user",
    ]);
    let trace = prop_oneof![
        term(&[
            "ok",
            "fault != true",
            "error",
            "throttle",
            "partial",
            "inferred",
            "duration >= 1",
            "responsetime",
            "http.status = 200",
            "user != \"user-1\"",
            "annotation.piece < 2",
            "annotation[work] = \"x\"",
            "service(\"stock\")",
            "service(id(type: \"remote\"))",
            "edge(\"quay\", \"crane\")",
            "edge(id(type: \"client\"), \"quay\") { fault }",
            "rootcause.fault.service { first !inferred }",
            "rootcause.responsetime.entity { coverage > 0.5 remote }",
            "rootcause.json = #[{\"ClientImpacting\": true}]"
        ]),
        inner.prop_map(|block| format!("service() {{ {block} }}")),
    ];
    joined(trace.boxed())
}

fn term(terms: &'static [&'static str]) -> impl Strategy<Value = String> {
    joined(prop::sample::select(terms).prop_map(str::to_owned).boxed())
}

fn joined(term: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    term.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            vec(inner.clone(), 2..4).prop_map(|parts| parts.join(" AND ")),
            inner.prop_map(|part| format!("!({part})")),
        ]
    })
}

#[test]
fn a_chain_of_subsegments_is_no_matter_how_long() {
    let id = |number: usize| format!("{:016x}", number + 1);
    let text = |number: usize| {
        json!({"type": "subsegment", "trace_id": trace_id(1), "parent_id": id(number), "id": id(number + 1), "name": "x",
            "start_time": 1, "end_time": 2})
    };
    let root = json!({"trace_id": trace_id(1), "id": id(0), "name": "quay", "start_time": 0, "end_time": 3});
    let texts = std::iter::once(root).chain((0..2000).map(text)).map(|text| text.to_string());
    let documents: Vec<_> = texts.map(|text| SegmentDocument::parse(&text).unwrap()).collect();
    let trace = Trace::assemble(TraceId::parse(&trace_id(1)).unwrap(), &documents);
    assert_eq!((trace.segment_count(), trace.documents().len(), trace.duration()), (1, 1, 3.0));
    // A ring hangs nowhere.
    let ring = [
        text(5),
        json!({"type": "subsegment", "trace_id": trace_id(1), "parent_id": id(6), "id": id(5), "name": "x",
        "start_time": 1, "end_time": 2}),
    ];
    let ring: Vec<_> = ring.iter().map(|text| SegmentDocument::parse(&text.to_string()).unwrap()).collect();
    assert_eq!(Trace::assemble(ring[0].trace_id(), &ring).documents().len(), 0);
}
