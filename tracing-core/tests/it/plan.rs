//! Plans of traces, and the documents that they make.

use cupola_traces::SegmentDocument;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// What a piece of a plan is.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) name: usize,
    pub(crate) start: u32,
    pub(crate) length: u32,
    /// 0: none, 1: remote, 2: aws, 3: local.
    pub(crate) namespace: u8,
    pub(crate) flag: u8,
    pub(crate) is_alone: bool,
    pub(crate) parent: Index,
}

/// What a segment of a plan is.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) name: usize,
    pub(crate) start: u32,
    pub(crate) length: u32,
    pub(crate) flag: u8,
    pub(crate) is_open_first: bool,
    pub(crate) caller: Option<Index>,
    pub(crate) user: Option<u8>,
    pub(crate) pieces: Vec<Piece>,
}

pub(crate) fn piece() -> impl Strategy<Value = Piece> {
    let times = (0..1000u32, 0..1000u32);
    (0..3usize, times, 0..4u8, 0..5u8, prop::bool::weighted(0.3), any::<Index>()).prop_map(
        |(name, (start, length), namespace, flag, is_alone, parent)| Piece {
            name,
            start,
            length,
            namespace,
            flag,
            is_alone,
            parent,
        },
    )
}

pub(crate) fn work() -> impl Strategy<Value = Work> {
    let times = (0..1000u32, 0..1000u32);
    let caller = prop::option::weighted(0.7, any::<Index>());
    (0..3usize, times, 0..5u8, any::<bool>(), caller, prop::option::of(0..3u8), vec(piece(), 0..5)).prop_map(
        |(name, (start, length), flag, is_open_first, caller, user, pieces)| Work {
            name,
            start,
            length,
            flag,
            is_open_first,
            caller,
            user,
            pieces,
        },
    )
}

pub(crate) fn plan() -> impl Strategy<Value = Vec<Work>> {
    vec(work(), 1..6)
}

pub(crate) const SEGMENTS: [&str; 3] = ["quay", "crane", "rates"];
pub(crate) const CALLEES: [&str; 3] = ["rates.example.org", "DynamoDB", "SQS"];

pub(crate) fn seconds(millis: u32) -> f64 {
    1_777_875_360.0 + f64::from(millis) / 1000.0
}

pub(crate) fn segment_id(work: usize) -> String {
    format!("{:016x}", 0xa000 + work)
}

pub(crate) fn piece_id(work: usize, piece: usize) -> String {
    format!("{:016x}", 0xb000 + work * 100 + piece)
}

pub(crate) fn trace_id(number: usize) -> String {
    format!("1-69f839a0-{number:024x}")
}

/// The piece that called a segment: one of an earlier segment.
pub(crate) fn caller(plan: &[Work], work: usize) -> Option<(usize, usize)> {
    let earlier: Vec<(usize, usize)> =
        (0..work).flat_map(|other| (0..plan[other].pieces.len()).map(move |piece| (other, piece))).collect();
    let index = plan[work].caller.filter(|_| !earlier.is_empty())?;
    Some(*index.get(&earlier))
}

/// The piece that a piece is in: an earlier one of its segment, or none.
pub(crate) fn outer(work: &Work, piece: usize) -> Option<usize> {
    let place = work.pieces[piece].parent.index(piece + 1);
    place.checked_sub(1)
}

pub(crate) fn flagged(mut document: Value, flag: u8) -> Value {
    for (number, name) in [(1, "error"), (2, "throttle"), (3, "fault")] {
        if flag == number {
            document[name] = json!(true);
        }
    }
    document
}

pub(crate) fn piece_document(number: usize, work: &Work, piece: usize) -> Value {
    let Piece { name, start, length, namespace, flag, .. } = work.pieces[piece];
    let mut document = json!({"id": piece_id(number, piece), "name": CALLEES[name], "start_time": seconds(start),
        "end_time": seconds(start + length), "annotations": {"piece": name}});
    if let Some(namespace) = [None, Some("remote"), Some("aws"), Some("local")][namespace as usize] {
        document["namespace"] = json!(namespace);
    }
    if name == 1 {
        document["aws"] = json!({"table_name": "stock"});
    }
    let inner = (piece + 1..work.pieces.len()).filter(|other| outer(work, *other) == Some(piece));
    let inner: Vec<Value> =
        inner.filter(|other| !work.pieces[*other].is_alone).map(|other| piece_document(number, work, other)).collect();
    document["subsegments"] = json!(inner);
    flagged(document, flag)
}

/// The documents of a plan; open ones before and complete ones after.
pub(crate) fn documents(trace: usize, plan: &[Work]) -> Vec<SegmentDocument> {
    let mut texts = Vec::new();
    for (number, work) in plan.iter().enumerate() {
        let mut document = json!({"trace_id": trace_id(trace), "id": segment_id(number), "name": SEGMENTS[work.name],
            "start_time": seconds(work.start), "annotations": {"work": number}});
        if let Some((other, piece)) = caller(plan, number) {
            document["parent_id"] = json!(piece_id(other, piece));
        }
        if let Some(user) = work.user {
            document["user"] = json!(format!("user-{user}"));
        }
        if work.is_open_first {
            let mut open = document.clone();
            open["in_progress"] = json!(true);
            texts.push(open);
        }
        document["end_time"] = json!(seconds(work.start + work.length));
        let own = (0..work.pieces.len()).filter(|piece| outer(work, *piece).is_none() && !work.pieces[*piece].is_alone);
        document["subsegments"] = own.map(|piece| piece_document(number, work, piece)).collect();
        texts.push(flagged(document, work.flag));
        for piece in (0..work.pieces.len()).filter(|piece| work.pieces[*piece].is_alone) {
            let mut alone = piece_document(number, work, piece);
            alone["type"] = json!("subsegment");
            alone["trace_id"] = json!(trace_id(trace));
            let parent = outer(work, piece).map_or_else(|| segment_id(number), |outer| piece_id(number, outer));
            alone["parent_id"] = json!(parent);
            texts.push(alone);
        }
    }
    let parse = |text: &Value| SegmentDocument::parse(&text.to_string()).expect("a plan makes documents");
    texts.iter().map(parse).collect()
}
