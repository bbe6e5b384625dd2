//! Whether the service takes a document: one pass over its text, without a copy.

use cupola_base::Timestamp;
use cupola_base::json::{Kind, ScanError, ScanErrorKind, Scanner, Str};

use super::SegmentErrorCode as Code;
use super::value::leave;
use super::{Namespace, SegmentName, SegmentRefusal, SegmentTime, name};
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

/// What is written where a text must stand.
#[derive(Clone, Copy, Default)]
enum Slot<'a> {
    #[default]
    Absent,
    Text(Str<'a>),
    Other,
}

impl<'a> Slot<'a> {
    fn read(scanner: &mut Scanner<'a>, kind: Kind) -> Result<Self, ScanError> {
        Ok(match kind {
            Kind::Null => Self::Absent,
            Kind::String { .. } => Self::Text(scanner.string()),
            _ => leave(scanner, kind)?.unwrap_or(Self::Other),
        })
    }

    /// What the text is read as; no text at all is `missing`, another value `invalid`.
    fn parse<T>(self, missing: Code, invalid: Code, read: impl Fn(&str) -> Option<T>) -> Result<T, Code> {
        match self {
            Self::Absent => Err(missing),
            Self::Text(text) if !text.is_escaped() => read(text.raw()).ok_or(invalid),
            Self::Text(text) => read(&text.unescape()).ok_or(invalid),
            Self::Other => Err(invalid),
        }
    }

    fn is_absent(self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// What is written where a number must stand.
#[derive(Clone, Copy, Default)]
enum Time {
    #[default]
    Absent,
    At(SegmentTime),
    Other,
}

impl Time {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Self, ScanError> {
        Ok(match kind {
            Kind::Null => Self::Absent,
            Kind::Number => {
                let time = scanner.text().parse().ok().and_then(SegmentTime::from_secs);
                time.map_or(Self::Other, Self::At)
            }
            _ => leave(scanner, kind)?.unwrap_or(Self::Other),
        })
    }
}

/// What the checks look at in one object.
#[derive(Default)]
struct Facts<'a> {
    id: Slot<'a>,
    trace_id: Slot<'a>,
    parent_id: Slot<'a>,
    name: Slot<'a>,
    namespace: Slot<'a>,
    start: Time,
    end: Time,
    in_progress: bool,
    says_subsegment: bool,
    wrong_cause: bool,
    /// What is wrong with the first of its subsegments that is wrong.
    inner: Option<Box<SegmentRefusal>>,
}

impl<'a> Facts<'a> {
    /// Reads an object of which nothing but `{` was read, nested in so many others.
    fn read(scanner: &mut Scanner<'a>, nested: usize) -> Result<Self, ScanError> {
        let mut facts = Self::default();
        while let Some(kind) = scanner.next_member()? {
            facts.member(scanner, kind, nested)?;
        }
        Ok(facts)
    }

    fn member(&mut self, scanner: &mut Scanner<'a>, kind: Kind, nested: usize) -> Result<(), ScanError> {
        let key = scanner.key();
        if key == "id" {
            self.id = Slot::read(scanner, kind)?;
        } else if key == "name" {
            self.name = Slot::read(scanner, kind)?;
        } else if key == "start_time" {
            self.start = Time::read(scanner, kind)?;
        } else if key == "end_time" {
            self.end = Time::read(scanner, kind)?;
        } else if key == "trace_id" {
            self.trace_id = Slot::read(scanner, kind)?;
        } else if key == "parent_id" {
            self.parent_id = Slot::read(scanner, kind)?;
        } else if key == "subsegments" {
            self.inner = Self::subsegments(scanner, kind, nested + 1)?.map(Box::new);
        } else {
            return self.rare(key, scanner, kind);
        }
        Ok(())
    }

    fn rare(&mut self, key: Str<'a>, scanner: &mut Scanner<'a>, kind: Kind) -> Result<(), ScanError> {
        if key == "namespace" {
            self.namespace = Slot::read(scanner, kind)?;
            return Ok(());
        } else if key == "in_progress" {
            self.in_progress = kind == Kind::Bool(true);
        } else if key == "type" {
            self.says_subsegment = matches!(kind, Kind::String { .. }) && scanner.string() == "subsegment";
        } else if key == "cause" {
            self.wrong_cause = !matches!(kind, Kind::Null | Kind::String { .. } | Kind::Object);
        }
        leave::<()>(scanner, kind).map(|_| ())
    }

    /// What is wrong with the subsegments that stand here.
    fn subsegments(scanner: &mut Scanner<'a>, kind: Kind, nested: usize) -> Result<Option<SegmentRefusal>, ScanError> {
        match kind {
            Kind::Null => return Ok(None),
            Kind::Array => {}
            _ => return Ok(leave(scanner, kind)?.or(Some(refusal(Code::ParseError)))),
        }
        let mut wrong = None;
        while let Some(kind) = scanner.next_item()? {
            let found = Self::subsegment(scanner, kind, nested)?;
            wrong = wrong.or(found);
        }
        Ok(wrong)
    }

    fn subsegment(scanner: &mut Scanner<'a>, kind: Kind, nested: usize) -> Result<Option<SegmentRefusal>, ScanError> {
        if kind != Kind::Object {
            return Ok(leave(scanner, kind)?.or(Some(refusal(Code::ParseError))));
        }
        if nested > NESTED {
            return Ok(leave(scanner, kind)?.or(Some(SegmentRefusal::new(Code::TooDeep, None, true))));
        }
        Ok(Self::read(scanner, nested)?.judge_embedded().err())
    }

    /// Judges what is a document of its own.
    fn judge(self, alone: bool, rules: &Rules) -> Result<Head, SegmentRefusal> {
        let head = self.head(alone, rules).map_err(|code| self.refusal(code, alone))?;
        self.inner.map_or(Ok(head), |inner| Err(*inner))
    }

    fn head(&self, is_alone: bool, rules: &Rules) -> Result<Head, Code> {
        let id = self.id()?;
        let trace_id = self.trace_id.parse(Code::MissingTraceId, Code::InvalidTraceId, |text| {
            TraceId::parse(text).ok().filter(|id| rules.trace_id_time.check(rules.now, *id).is_ok())
        })?;
        let most = if is_alone { SegmentName::MOST_OF_SUBSEGMENT } else { SegmentName::MOST };
        let (start_time, end_time) = self.common(most)?;
        if is_alone && self.parent_id.is_absent() {
            return Err(Code::MissingParentId);
        }
        let parent_id = self.parent_id()?;
        self.last(is_alone)?;
        Ok(Head { trace_id, id, parent_id, is_alone, start_time, end_time })
    }

    fn judge_embedded(self) -> Result<(), SegmentRefusal> {
        let judge = || {
            self.id()?;
            if !self.trace_id.is_absent() {
                self.trace_id.parse(Code::MissingTraceId, Code::InvalidTraceId, |text| TraceId::parse(text).ok())?;
            }
            self.common(SegmentName::MOST_OF_SUBSEGMENT)?;
            self.parent_id()?;
            self.last(true)
        };
        judge().map_err(|code| self.refusal(code, true))?;
        self.inner.map_or(Ok(()), |inner| Err(*inner))
    }

    fn id(&self) -> Result<SegmentId, Code> {
        self.id.parse(Code::MissingId, Code::InvalidId, |text| SegmentId::parse(text).ok())
    }

    /// Name and times.
    fn common(&self, most: usize) -> Result<(SegmentTime, Option<SegmentTime>), Code> {
        self.name.parse(Code::MissingName, Code::InvalidName, |text| name::is_valid_text(text, most).then_some(()))?;
        let start = match self.start {
            Time::Absent => return Err(Code::MissingStartTime),
            Time::Other => return Err(Code::InvalidStartTime),
            Time::At(start) => start,
        };
        match self.end {
            Time::Absent if self.in_progress => Ok((start, None)),
            Time::Absent => Err(Code::MissingEndTime),
            Time::At(end) if end >= start => Ok((start, Some(end))),
            Time::At(_) | Time::Other => Err(Code::InvalidEndTime),
        }
    }

    fn parent_id(&self) -> Result<Option<SegmentId>, Code> {
        if self.parent_id.is_absent() {
            return Ok(None);
        }
        let valid = |text: &str| SegmentId::parse(text).ok().filter(|id| id.is_valid());
        self.parent_id.parse(Code::MissingParentId, Code::InvalidParentId, valid).map(Some)
    }

    /// Namespace and cause.
    fn last(&self, is_subsegment: bool) -> Result<(), Code> {
        if is_subsegment && !self.namespace.is_absent() {
            self.namespace.parse(Code::InvalidNamespace, Code::InvalidNamespace, Namespace::parse)?;
        }
        if self.wrong_cause { Err(Code::InvalidCause) } else { Ok(()) }
    }

    #[cold]
    fn refusal(&self, code: Code, subsegment: bool) -> SegmentRefusal {
        let id = if let Slot::Text(id) = self.id { Some(id.unescape().into_owned()) } else { None };
        SegmentRefusal::new(code, id, subsegment)
    }
}
