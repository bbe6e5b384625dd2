//! Whether the service takes a document: one pass over its text, without a copy.

mod facts;
mod slot;

use cupola_base::Timestamp;
use cupola_base::json::{Kind, ScanError, ScanErrorKind, Scanner};

use self::facts::Facts;
use super::SegmentErrorCode as Code;
use super::value::leave;
use super::{SegmentRefusal, SegmentTime};
use crate::{SegmentId, TraceId, TraceIdTime};

/// How deep subsegments may be nested.
pub(crate) const NESTED: usize = 128;

/// How deep JSON may be nested: subsegments take two levels each, and the last may hold another 128.
pub(crate) const DEPTH: usize = 2 * NESTED + 130;

/// What documents are held against besides the grammar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) now: Timestamp,
    pub(crate) most_bytes: usize,
    pub(crate) trace_id_time: TraceIdTime,
}

impl Default for Rules {
    fn default() -> Self {
        Self { now: Timestamp::EPOCH, most_bytes: 65_536, trace_id_time: TraceIdTime::Unchecked }
    }
}

/// What the checks read of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Head {
    pub(crate) trace_id: TraceId,
    pub(crate) id: SegmentId,
    pub(crate) parent_id: Option<SegmentId>,
    /// Whether it is a subsegment that is sent alone.
    pub(crate) is_alone: bool,
    pub(crate) start_time: SegmentTime,
    pub(crate) end_time: Option<SegmentTime>,
}

/// What becomes of one object: its head and its text.
pub(crate) type Taken<'a> = Result<(Head, &'a str), SegmentRefusal>;

/// What becomes of a document.
pub(crate) enum Checked<'a> {
    /// It is one object, or nothing at all.
    One(Taken<'a>),
    /// It is an array of subsegments.
    Several(Vec<Taken<'a>>),
}

/// Checks a document.
pub(crate) fn check<'a>(text: &'a str, rules: &Rules) -> Checked<'a> {
    if text.len() > rules.most_bytes {
        return Checked::One(Err(refusal(Code::SegmentTooLarge)));
    }
    read(text, rules).unwrap_or_else(|error| Checked::One(Err(refusal(code_of(error)))))
}

fn read<'a>(text: &'a str, rules: &Rules) -> Result<Checked<'a>, ScanError> {
    let mut scanner = Scanner::of_text(text).with_depth_limit(DEPTH);
    scanner.next()?;
    match text.as_bytes().get(scanner.span().range().start) {
        Some(b'{') => one(&mut scanner, rules),
        Some(b'[') => several(&mut scanner, rules),
        _ => Ok(Checked::One(Err(refusal(Code::ParseError)))),
    }
}

fn one<'a>(scanner: &mut Scanner<'a>, rules: &Rules) -> Result<Checked<'a>, ScanError> {
    let start = scanner.span().range().start;
    let facts = Facts::read(scanner, 0)?;
    let text = scanner.source().get(start..scanner.offset()).unwrap_or_default();
    scanner.finish()?;
    let alone = facts.says_subsegment;
    Ok(Checked::One(facts.judge(alone, rules).map(|head| (head, text))))
}

fn several<'a>(scanner: &mut Scanner<'a>, rules: &Rules) -> Result<Checked<'a>, ScanError> {
    let mut taken = Vec::new();
    let mut all_objects = true;
    while let Some(kind) = scanner.next_item()? {
        if kind != Kind::Object {
            leave::<()>(scanner, kind)?;
            all_objects = false;
            continue;
        }
        let start = scanner.span().range().start;
        let facts = Facts::read(scanner, 0)?;
        let text = scanner.source().get(start..scanner.offset()).unwrap_or_default();
        taken.push(facts.judge(true, rules).map(|head| (head, text)));
    }
    scanner.finish()?;
    Ok(match (all_objects, taken.is_empty()) {
        (false, _) => Checked::One(Err(refusal(Code::ParseError))),
        (true, true) => Checked::One(Err(refusal(Code::MissingId))),
        (true, false) => Checked::Several(taken),
    })
}

const fn refusal(code: Code) -> SegmentRefusal {
    SegmentRefusal::new(code, None, false)
}

const fn code_of(error: ScanError) -> Code {
    if matches!(error.kind, ScanErrorKind::Depth) { Code::TooDeep } else { Code::ParseError }
}
