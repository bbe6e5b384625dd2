//! Segment documents: what is taken, what is refused and how, and that nothing is lost.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_base::testing::real_text;
use cupola_base::{Caller, Rng};
use cupola_traces::{
    Cause, Engine, Limits, Output, Place, Policies, Segment, SegmentDocument, SegmentErrorCode, SegmentId, Snapshot,
    Timestamp, TraceId, TraceIdTime,
};
use serde_json::{Map, Value, json};

const TRACE: &str = "1-69f839a0-00112233445566778899aabb";
const ID: &str = "70de5b6f19ff9a0a";

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

/// A good segment with these members set; null takes one out.
fn segment(changes: Value) -> String {
    let mut all =
        json!({"trace_id": TRACE, "id": ID, "name": "quay", "start_time": 1777875360.25, "end_time": 1777875361});
    change(&mut all, changes);
    all.to_string()
}

fn change(all: &mut Value, changes: Value) {
    let (Value::Object(all), Value::Object(changes)) = (all, changes) else { panic!("objects") };
    for (key, value) in changes {
        if value.is_null() {
            all.remove(&key)
        } else {
            all.insert(key, value)
        };
    }
}

/// Code and id of the only refusal; none when the document is taken.
fn refusal(document: &str) -> Option<(String, Option<String>)> {
    let mut engine = Engine::new(place(), 0);
    let refused = engine.put_trace_segments(now(), &[document]);
    assert!(refused.len() < 2);
    refused.first().map(|one| (one.code().to_string(), one.id().map(str::to_owned)))
}

fn code(document: &str) -> String {
    refusal(document).map_or_else(|| "taken".to_owned(), |(code, _)| code)
}

#[test]
fn each_check_has_its_code() {
    let digits = "0123456789abcdef";
    for (changes, expected) in [
        (json!({}), "taken"),
        (json!({"id": null}), "MissingId"),
        (json!({"id": "70de5b6f19ff9a0"}), "InvalidId"),
        (json!({"id": 7}), "InvalidId"),
        (json!({"trace_id": null}), "MissingTraceId"),
        (json!({"trace_id": "1-69f839a0-00112233445566778899aab"}), "InvalidTraceId"),
        (json!({"name": null}), "MissingName"),
        (json!({"name": ""}), "InvalidName"),
        (json!({"name": "a<b"}), "InvalidName"),
        (json!({"name": ["quay"]}), "InvalidName"),
        (json!({"name": "x".repeat(200)}), "taken"),
        (json!({"name": "x".repeat(201)}), "InvalidName"),
        (json!({"name": "Größe 水 \\ / : # = + - @ & % . _"}), "taken"),
        (json!({"start_time": null}), "MissingStartTime"),
        (json!({"start_time": "1"}), "InvalidStartTime"),
        (json!({"end_time": null}), "MissingEndTime"),
        (json!({"end_time": null, "in_progress": false}), "MissingEndTime"),
        (json!({"end_time": null, "in_progress": "true"}), "MissingEndTime"),
        (json!({"end_time": null, "in_progress": true}), "taken"),
        (json!({"in_progress": true}), "taken"),
        (json!({"end_time": 1777875360}), "InvalidEndTime"),
        (json!({"end_time": true}), "InvalidEndTime"),
        (json!({"end_time": 1777875360.25}), "taken"),
        (json!({"type": "subsegment"}), "MissingParentId"),
        (json!({"type": "subsegment", "parent_id": digits}), "taken"),
        (json!({"type": "subsegment", "parent_id": digits, "name": "x".repeat(250)}), "taken"),
        (json!({"type": "subsegment", "parent_id": digits, "name": "x".repeat(251)}), "InvalidName"),
        (json!({"type": "segment"}), "taken"),
        (json!({"parent_id": "0123"}), "InvalidParentId"),
        (json!({"parent_id": "0000000000000000"}), "InvalidParentId"),
        (json!({"namespace": "dock"}), "taken"),
        (json!({"type": "subsegment", "parent_id": digits, "namespace": "dock"}), "InvalidNamespace"),
        (json!({"type": "subsegment", "parent_id": digits, "namespace": "local"}), "taken"),
        (json!({"cause": 200}), "InvalidCause"),
        (json!({"cause": [digits]}), "InvalidCause"),
        (json!({"cause": {}}), "taken"),
        (json!({"cause": digits}), "taken"),
        (json!({"subsegments": 7}), "ParseError"),
        (json!({"subsegments": [7]}), "ParseError"),
        // What nobody checks is no reason to refuse.
        (
            json!({"http": 7, "aws": "x", "annotations": [], "user": {}, "annotations": {"aws:x": 1, "n": null}}),
            "taken",
        ),
    ] {
        assert_eq!(code(&segment(changes.clone())), expected, "{changes}");
    }
    for text in ["", "{", "7", "\"x\"", "null", "[7]", "[[]]", "{}x", "nul"] {
        assert_eq!(refusal(text), Some(("ParseError".into(), None)), "{text}");
    }
    assert_eq!(code("[]"), "MissingId");
    assert_eq!(code(&segment(json!({})).replace("1777875361", "1e400")), "InvalidEndTime");
}

#[test]
fn the_first_check_that_fails_decides() {
    let wrong = json!({"id": "x", "trace_id": "x", "name": "<", "start_time": "x", "end_time": "x", "cause": 1,
        "type": "subsegment", "namespace": "x", "subsegments": [{}]});
    let repairs = [
        ("InvalidId", json!({"id": ID})),
        ("InvalidTraceId", json!({"trace_id": TRACE})),
        ("InvalidName", json!({"name": "quay"})),
        ("InvalidStartTime", json!({"start_time": 3})),
        ("InvalidEndTime", json!({"end_time": 2})),
        ("InvalidEndTime", json!({"end_time": 4})),
        ("MissingParentId", json!({"parent_id": "x"})),
        ("InvalidParentId", json!({"parent_id": "0123456789abcdef"})),
        ("InvalidNamespace", json!({"namespace": "aws"})),
        ("InvalidCause", json!({"cause": {}})),
        ("MissingId", json!({"subsegments": []})),
    ];
    let mut document = wrong;
    for (expected, repair) in repairs {
        assert_eq!(code(&document.to_string()), expected, "{document}");
        change(&mut document, repair);
    }
    assert_eq!(code(&document.to_string()), "taken");
}

#[test]
fn an_embedded_subsegment_refuses_the_whole_and_is_named() {
    let good = json!({"id": "00000000000000b1", "name": "lift", "start_time": 1, "end_time": 2});
    let mut deep = json!({"id": "00000000000000b2", "name": "lift", "start_time": 1, "end_time": 2});
    for (changes, expected) in [
        (json!({}), None),
        (json!({"trace_id": TRACE, "parent_id": ID, "namespace": "remote"}), None),
        (json!({"name": null}), Some("MissingName")),
        (json!({"end_time": null}), Some("MissingEndTime")),
        (json!({"trace_id": "1-2"}), Some("InvalidTraceId")),
        (json!({"parent_id": "1-2"}), Some("InvalidParentId")),
        (json!({"namespace": "dock"}), Some("InvalidNamespace")),
        (json!({"cause": 1}), Some("InvalidCause")),
        (json!({"subsegments": {}}), Some("ParseError")),
    ] {
        let mut inner = deep.clone();
        change(&mut inner, changes);
        let mut outer = good.clone();
        change(&mut outer, json!({"subsegments": [good.clone(), inner]}));
        let document = segment(json!({"subsegments": [outer]}));
        let id = if expected == Some("ParseError") { None } else { Some("00000000000000b2".to_owned()) };
        assert_eq!(refusal(&document), expected.map(|code| (code.to_owned(), id)));
    }
    change(&mut deep, json!({"id": null}));
    let document = segment(json!({"subsegments": [deep]}));
    let refused = Engine::new(place(), 0).put_trace_segments(now(), &[document]);
    assert_eq!(refused[0].to_string(), "Invalid subsegment. ErrorCode: MissingId, Cause: null");
    assert_eq!((refused[0].id(), refused[0].is_subsegment()), (None, true));
}

#[test]
fn subsegments_nest_128_deep() {
    let nested = |levels: usize| {
        let mut text = segment(json!({}));
        for level in 0..levels {
            let at = text.len() - 1 - 2 * level;
            let inner = format!(r#","subsegments":[{{"id":"{level:016x}","name":"n","start_time":1,"end_time":2}}]"#);
            text.insert_str(at, &inner);
        }
        text
    };
    assert_eq!(code(&nested(128)), "taken");
    assert_eq!(code(&nested(129)), "TooDeep");
    assert_eq!(code(&nested(400)), "TooDeep");
    let read = Segment::parse(&nested(128)).unwrap();
    assert_eq!(read.to_string(), Segment::parse(&read.to_string()).unwrap().to_string());
    let brackets = "[".repeat(30_000) + &"]".repeat(30_000);
    assert_eq!(code(&segment(json!({})).replace("\"quay\"", &brackets)), "TooDeep");
}

#[test]
fn documents_have_64_kb() {
    let filled = |bytes: usize| {
        let bare = segment(json!({"dock": ""})).len();
        segment(json!({"dock": "x".repeat(bytes - bare)}))
    };
    assert_eq!(code(&filled(65_536)), "taken");
    assert_eq!(refusal(&filled(65_537)), Some(("SegmentTooLarge".into(), None)));
}

#[test]
fn an_array_is_subsegments_each_on_its_own() {
    let one = |id: &str, changes: Value| {
        let mut one =
            json!({"id": id, "trace_id": TRACE, "parent_id": ID, "name": "x", "start_time": 1, "end_time": 2});
        change(&mut one, changes);
        one
    };
    let array = json!([
        one("00000000000000a1", json!({})),
        one("00000000000000a2", json!({"parent_id": null})),
        one("00000000000000a3", json!({"type": "subsegment"}))
    ]);
    let mut engine = Engine::new(place(), 0);
    let refused = engine.put_trace_segments(now(), &[array.to_string()]);
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].id(), refused[0].code()), (Some("00000000000000a2"), SegmentErrorCode::MissingParentId));
    let taken: Vec<_> = engine.received(TRACE.parse().unwrap()).map(|document| document.body().id.to_bits()).collect();
    assert_eq!(taken, [0xa1, 0xa3]);
    assert!(engine.received(TRACE.parse().unwrap()).all(|one| matches!(one, SegmentDocument::Subsegment(_))));
}

#[test]
fn a_policy_looks_at_the_second_of_the_trace_id() {
    let policies = Policies { trace_id_time: TraceIdTime::THIRTY_DAYS, ..Policies::default() };
    let mut engine = Engine::new(place(), 0).with_policies(policies);
    let old = segment(json!({"trace_id": "1-00000001-00112233445566778899aabb"}));
    let refused = engine.put_trace_segments(now().plus_secs(1200), &[segment(json!({})), old]);
    assert_eq!(refused.iter().map(|one| one.code()).collect::<Vec<_>>(), [SegmentErrorCode::InvalidTraceId]);
}

#[test]
fn a_full_trace_takes_no_more_and_a_full_store_lets_the_first_go() {
    let text = segment(json!({}));
    let limits = Limits { trace_bytes: 2 * text.len(), store_bytes: 2000, ..Limits::default() };
    let mut engine = Engine::new(place(), 0).with_limits(limits);
    let refused = engine.put_trace_segments(now(), &[&text, &text, &text]);
    assert_eq!(refused[0].code(), SegmentErrorCode::InvalidSegment);
    assert_eq!((refused.len(), refused[0].id()), (1, Some(ID)));

    let rng = Rng::new(7);
    let ids: Vec<TraceId> = (0..10).map(|_| TraceId::generate(now(), &rng)).collect();
    for id in &ids {
        assert!(engine.put_trace_segments(now(), &[segment(json!({"trace_id": id.to_string()}))]).is_empty());
    }
    let kept: Vec<TraceId> = engine.trace_ids().collect();
    assert!(kept.len() < 10 && kept == ids[10 - kept.len()..]);
    let lost = engine.drain();
    assert!(matches!(&lost[..], [Output::Overflow(lost)] if lost.count == 11 - kept.len() as u64), "{lost:?}");

    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let again = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&again.snapshot()).unwrap(), text);
    assert_eq!(again.received(ids[9]).collect::<Vec<_>>(), engine.received(ids[9]).collect::<Vec<_>>());
}

#[test]
fn the_door_answers_200_with_what_was_not_taken() {
    let mut engine = Engine::new(place(), 0);
    let caller = Caller::root(place());
    let mut put = |documents: Value| {
        let input = json!({"TraceSegmentDocuments": documents}).to_string();
        let answer = engine.call(now(), &caller, "PutTraceSegments", &input)?;
        Ok::<_, cupola_base::ApiError>(serde_json::from_str::<Value>(&answer).unwrap())
    };
    assert_eq!(put(json!([segment(json!({}))])).unwrap(), json!({"UnprocessedTraceSegments": []}));
    assert_eq!(
        put(json!([segment(json!({"name": null})), "x"])).unwrap(),
        json!({"UnprocessedTraceSegments": [
            {"Id": ID, "ErrorCode": "MissingName", "Message": "Invalid segment. ErrorCode: MissingName"},
            {"ErrorCode": "ParseError", "Message": "Invalid segment. ErrorCode: ParseError"},
        ]})
    );
    assert_eq!(put(json!("x")).unwrap_err().code, "SerializationException");
    let missing = engine.call(now(), &caller, "PutTraceSegments", "{}").unwrap_err();
    assert_eq!(missing.code, "InvalidRequestException");
}

/// Members in any order; numbers by value; members that say nothing taken out.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !says_nothing(value));
            Value::Object(kept.map(|(key, value)| (key.clone(), canonical(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        Value::Number(number) => number.as_f64().into(),
        other => other.clone(),
    }
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || *value == json!(false) || value.as_array().is_some_and(Vec::is_empty)
}

#[test]
fn real_traces_come_back_whole() {
    for file in ["iatk-trace01.json", "iatk-traceWithLinks01.json"] {
        let Some(text) = real_text(&format!("traces/{file}")) else { return };
        let trace: Value = serde_json::from_str(&text).unwrap();
        for document in trace["Segments"].as_array().unwrap() {
            let read = Segment::parse(&document.to_string()).unwrap();
            let written: Value = serde_json::from_str(&read.to_string()).unwrap();
            assert_eq!(canonical(&written), canonical(document));
            assert!(read.extra.is_empty());
        }
    }
}

#[test]
fn the_collectors_documents_are_taken_and_refused_as_there() {
    for (name, expected) in [
        ("awsMissingAwsField", "taken"),
        ("awsValidAwsFields", "taken"),
        ("ddbSample", "taken"),
        ("indepSubsegment", "taken"),
        ("indepSubsegmentWithContentLengthString", "taken"),
        ("indepSubsegmentWithInvalidSqlUrl", "taken"),
        ("indepSubsegmentWithLocalNamespace", "taken"),
        ("indepSubsegmentWithSql", "taken"),
        ("invalidNamespace", "InvalidNamespace"),
        ("minCauseIsExceptionId", "taken"),
        ("minCauseIsInvalid", "InvalidCause"),
        ("minInProgress", "taken"),
        ("minOtherFields", "taken"),
        ("segmentValidationFailed", "MissingStartTime"),
        ("serverSample", "taken"),
    ] {
        let Some(text) = real_text(&format!("traces/segments/otelcol-{name}.json")) else { return };
        assert_eq!(code(&text), expected, "{name}");
        let Ok(read) = SegmentDocument::parse(&text) else { continue };
        let (written, source): (Value, Value) =
            (serde_json::from_str(&read.to_string()).unwrap(), serde_json::from_str(&text).unwrap());
        if name != "indepSubsegmentWithContentLengthString" {
            assert_eq!(canonical(&written), canonical(&source), "{name}");
        }
    }
}

#[test]
fn a_document_is_read_into_its_parts() {
    let Some(text) = real_text("traces/segments/otelcol-ddbSample.json") else { return };
    let segment = Segment::parse(&text).unwrap();
    assert_eq!((segment.body.name.as_str(), segment.user.as_deref()), ("DDB", Some("xraysegmentdump")));
    assert_eq!(segment.service.as_ref().unwrap().compiler.as_deref(), Some("gc"));
    let Some(Cause::Told(causes)) = segment.body.cause.as_deref() else { panic!("a cause") };
    assert_eq!(causes.exceptions[0].id, SegmentId::parse("3e9e11e3ab3fba60").ok());
    assert_eq!((causes.exceptions[0].stack[1].line, causes.exceptions[0].remote), (Some(1373), true));
    let call = &segment.body.subsegments[0].body.subsegments;
    assert!(call.iter().all(|one| !one.body.is_in_progress()));
}
