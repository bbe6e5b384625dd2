//! Recording: what is sent, and when.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_base::json::Json;
use cupola_traces::{
    CentralSampler, Engine, Exception, HttpResponse, LocalSampler, Place, Rate, RecordError, Recorder, Recording,
    RuleName, SamplingRequest, SamplingRule, Segment, SegmentDocument, SegmentId, SegmentName, Timestamp, TraceHeader,
};

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_777_874_400_000 + millis)
}

fn recorder() -> Recorder {
    Recorder::new(SegmentName::parse("quay").unwrap(), 7)
}

fn begin(recorder: &Recorder, header: &str) -> Recording {
    let sampler = LocalSampler::standard(7);
    recorder.begin(at(0), &TraceHeader::parse(header), || sampler.decide(at(0), &SamplingRequest::default()))
}

fn ids(documents: &[String]) -> Vec<SegmentId> {
    documents.iter().map(|text| SegmentDocument::parse(text).unwrap().body().id).collect()
}

#[test]
fn the_header_leads() {
    let root = "1-69f839a0-00112233445566778899aabb";
    let sampled = begin(&recorder(), &format!("Root={root};Parent=53995c3f42cd8ad8;Sampled=1;quay=7"));
    assert_eq!((sampled.trace_id().to_string().as_str(), sampled.is_sampled()), (root, true));
    let header = sampled.header_for(SegmentId::from_bits(0xabc));
    assert_eq!(header.to_string(), format!("Root={root};Parent=0000000000000abc;Sampled=1;quay=7"));
    let mut not = begin(&recorder(), &format!("Root={root};Sampled=0"));
    let part = not.subsegment(at(1), not.root(), "lift").unwrap();
    not.annotate(part, "zone", 7).unwrap();
    assert_eq!((not.end(at(2), part), not.end(at(3), not.root()), not.in_progress()), (Ok(vec![]), Ok(vec![]), None));
    assert_eq!(not.response_header().to_string(), format!("Root={root};Sampled=0"));
    let fresh = begin(&recorder(), "");
    assert!(fresh.is_sampled() && fresh.trace_id().epoch() == 1_777_874_400);
}

#[test]
fn the_rule_that_sampled_is_told() {
    let rule = SamplingRule::new(RuleName::new("cranes").unwrap(), 1).rate(Rate::ALWAYS);
    let sampler = CentralSampler::new(LocalSampler::standard(0), 0).refreshed(at(0), [rule]).unwrap();
    let header = TraceHeader::parse("");
    let mut recording = recorder().begin(at(0), &header, || sampler.decide(at(0), &SamplingRequest::default()));
    let segment = Segment::parse(&recording.end(at(1), recording.root()).unwrap()[0]).unwrap();
    let xray = segment.body.aws.unwrap().xray.unwrap();
    assert_eq!((xray.sampling_rule_name.as_deref(), xray.sdk.as_deref()), (Some("cranes"), Some("cupola")));
}

#[test]
fn a_segment_goes_when_nothing_in_it_is_open() {
    let mut recording = begin(&recorder(), "");
    let root = recording.root();
    let outer = recording.subsegment(at(1), root, "outer").unwrap();
    let inner = recording.subsegment(at(2), outer, "inner <x>").unwrap();
    recording.http_response(inner, HttpResponse { status: Some(429), ..HttpResponse::default() }).unwrap();
    recording.exception(outer, Exception { message: Some("lost".into()), ..Exception::default() }).unwrap();
    recording.metadata(outer, "default", "load", Json::of(&3)).unwrap();
    let early = Segment::parse(&recording.in_progress().unwrap()).unwrap();
    assert!(early.body.is_in_progress() && early.body.id == root);
    assert_eq!(recording.end(at(3), outer), Ok(vec![]));
    assert_eq!(recording.end(at(4), root), Ok(vec![]));
    assert_eq!(recording.in_progress(), None);
    let sent = recording.end(at(5), inner).unwrap();
    let segment = Segment::parse(&sent[0]).unwrap();
    let (outer, inner) = (&segment.body.subsegments[0].body, &segment.body.subsegments[0].body.subsegments[0].body);
    assert_eq!((sent.len(), segment.body.end_time, outer.end_time), (1, Some(at(4).into()), Some(at(3).into())));
    assert_eq!((inner.name.as_str(), inner.error, inner.throttle, inner.fault), ("inner x", true, true, false));
    assert!(outer.fault && outer.cause.as_ref().unwrap().exceptions()[0].id.is_some());
    assert_eq!(outer.metadata.get("default", "load").unwrap().as_str(), "3");
}

#[test]
fn what_nobody_ends_ends_with_the_segment() {
    let mut recording = begin(&recorder(), "");
    let root = recording.root();
    let forgotten = recording.subsegment(at(1), root, "forgotten").unwrap();
    let inner = recording.subsegment(at(2), forgotten, "inner").unwrap();
    assert_eq!(recording.end(at(3), inner), Ok(vec![]));
    assert!(recording.end_rest().is_empty(), "the segment is open");
    assert_eq!(recording.end(at(4), root), Ok(vec![]));
    let late = recording.subsegment(at(6), forgotten, "late").unwrap();
    let sent = recording.end_rest();
    let segment = Segment::parse(&sent[0]).unwrap();
    let forgotten = &segment.body.subsegments[0].body;
    let ends: Vec<_> = forgotten.subsegments.iter().map(|part| (part.body.id, part.body.end_time)).collect();
    assert_eq!((sent.len(), forgotten.end_time), (1, Some(at(4).into())));
    assert_eq!(ends, [(inner, Some(at(3).into())), (late, Some(at(6).into()))]);
    assert!(recording.end_rest().is_empty(), "it was sent");
    assert_eq!(recording.end(at(9), late), Err(RecordError::NotOpen { id: late }));
}

#[test]
fn what_is_done_goes_before_once_there_is_too_much() {
    let mut recording = begin(&recorder().with_streaming_threshold(3), "");
    let root = recording.root();
    let open = recording.subsegment(at(1), root, "open").unwrap();
    let done: Vec<_> = (0..2).map(|_| recording.subsegment(at(2), open, "done").unwrap()).collect();
    let inner = recording.subsegment(at(2), done[1], "inner").unwrap();
    // Four are held: those that are ready go, each with all that is in it.
    assert_eq!(ids(&recording.end(at(3), done[0]).unwrap()), [done[0]]);
    // Three are held: nothing goes.
    assert_eq!(recording.end(at(4), inner), Ok(vec![]));
    assert_eq!(recording.end(at(4), done[1]), Ok(vec![]));
    let last = recording.subsegment(at(5), root, "last").unwrap();
    let sent = recording.end(at(6), last).unwrap();
    assert_eq!(ids(&sent), [done[1], last]);
    let SegmentDocument::Subsegment(alone) = SegmentDocument::parse(&sent[0]).unwrap() else { panic!("alone") };
    assert_eq!((alone.parent_id, alone.trace_id), (open, recording.trace_id()));
    assert_eq!(alone.subsegment.body.subsegments[0].body.id, inner);
    assert_eq!(recording.end(at(7), open), Ok(vec![]));
    let whole = recording.end(at(8), root).unwrap();
    let segment = Segment::parse(&whole[0]).unwrap();
    assert_eq!((segment.body.subsegments.len(), segment.body.subsegments[0].body.subsegments.len()), (1, 0));
}

#[test]
fn everything_that_is_recorded_is_taken_and_complete() {
    for threshold in [0, 1, 5, 100] {
        let rng = cupola_base::Rng::new(threshold as u64);
        let mut recording = begin(&recorder().with_streaming_threshold(threshold), "");
        let (mut open, mut all, mut sent) = (vec![recording.root()], vec![recording.root()], Vec::new());
        for step in 0..400 {
            let pick = usize::try_from(rng.below(open.len() as u64)).unwrap();
            if rng.below(2) == 0 {
                let id = recording.subsegment(at(step), open[pick], "part").unwrap();
                open.push(id);
                all.push(id);
            } else if pick > 0 {
                sent.extend(recording.end(at(step), open.swap_remove(pick)).unwrap());
            }
        }
        while let Some(id) = open.pop() {
            sent.extend(recording.end(at(500), id).unwrap());
        }
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        assert!(engine.put_trace_segments(at(500), &sent).is_empty());
        let mut found = Vec::new();
        for document in engine.received(recording.trace_id()) {
            collect(document.body(), &mut found);
        }
        found.sort();
        all.sort();
        assert_eq!(found, all, "{threshold}");
    }
}

fn collect(body: &cupola_traces::Body, found: &mut Vec<SegmentId>) {
    assert!(!body.is_in_progress());
    found.push(body.id);
    body.subsegments.iter().for_each(|inner| collect(&inner.body, found));
}

#[test]
fn what_is_too_long_for_a_document_goes_in_parts() {
    let mut recording = begin(&recorder(), "");
    let root = recording.root();
    for n in 0..3 {
        let part = recording.subsegment(at(n), root, "part").unwrap();
        recording.metadata(part, "default", "load", Json::of(&"x".repeat(30_000))).unwrap();
        assert_eq!(recording.end(at(n), part), Ok(vec![]));
    }
    let sent = recording.end(at(9), root).unwrap();
    assert_eq!(sent.len(), 4);
    assert!(sent.iter().all(|text| text.len() < 65_536 && SegmentDocument::parse(text).is_ok()));
}

#[test]
fn wrong_uses_are_told() {
    let mut recording = begin(&recorder(), "");
    let root = recording.root();
    let gone = SegmentId::from_bits(5);
    assert_eq!(recording.subsegment(at(0), gone, "x"), Err(RecordError::NotOpen { id: gone }));
    assert!(matches!(recording.annotate(root, "a-b", 1), Err(RecordError::AnnotationKey { .. })));
    assert_eq!(recording.annotate(root, "a", f64::NAN), Err(RecordError::AnnotationValue));
    assert_eq!(recording.annotate(root, "a", "é".repeat(1001)), Err(RecordError::AnnotationValue));
    assert_eq!(recording.metadata(root, "AWS.x", "k", Json::of(&1)), Err(RecordError::ReservedNamespace));
    let mut deepest = root;
    for _ in 0..128 {
        deepest = recording.subsegment(at(0), deepest, "x").unwrap();
    }
    assert_eq!(recording.subsegment(at(0), deepest, "x"), Err(RecordError::TooDeep));
    recording.end(at(1), deepest).unwrap();
    assert_eq!(recording.end(at(1), deepest), Err(RecordError::NotOpen { id: deepest }));
}
