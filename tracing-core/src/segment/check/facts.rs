//! What one object says of itself, and whether it holds.

use cupola_base::json::{Kind, ScanError, Scanner};

use super::slot::{Slot, Time};
use super::{Head, NESTED, Rules, refusal};
use crate::segment::SegmentErrorCode as Code;
use crate::segment::value::leave;
use crate::segment::{Namespace, SegmentName, SegmentRefusal, SegmentTime, name};
use crate::{SegmentId, TraceId};

/// What the checks look at in one object.
#[derive(Default)]
pub(super) struct Facts<'a> {
    id: Slot<'a>,
    trace_id: Slot<'a>,
    parent_id: Slot<'a>,
    name: Slot<'a>,
    namespace: Slot<'a>,
    start: Time,
    end: Time,
    in_progress: bool,
    pub(super) says_subsegment: bool,
    wrong_cause: bool,
    /// What is wrong with the first of its subsegments that is wrong.
    inner: Option<Box<SegmentRefusal>>,
}

impl<'a> Facts<'a> {
    /// Reads an object of which nothing but `{` was read, nested in so many others.
    pub(super) fn read(scanner: &mut Scanner<'a>, nested: usize) -> Result<Self, ScanError> {
        let mut facts = Self::default();
        while let Some(kind) = scanner.next_member()? {
            facts.member(scanner, kind, nested)?;
        }
        Ok(facts)
    }

    fn member(&mut self, scanner: &mut Scanner<'a>, kind: Kind, nested: usize) -> Result<(), ScanError> {
        let key = scanner.key();
        if key.is_escaped() {
            self.keyed(key.unescape().as_bytes(), scanner, kind, nested)
        } else {
            self.keyed(key.raw_bytes(), scanner, kind, nested)
        }
    }

    #[inline(always)]
    fn keyed(&mut self, key: &[u8], scanner: &mut Scanner<'a>, kind: Kind, nested: usize) -> Result<(), ScanError> {
        match key {
            b"id" => self.id = Slot::read(scanner, kind)?,
            b"name" => self.name = Slot::read(scanner, kind)?,
            b"start_time" => self.start = Time::read(scanner, kind)?,
            b"end_time" => self.end = Time::read(scanner, kind)?,
            b"trace_id" => self.trace_id = Slot::read(scanner, kind)?,
            b"parent_id" => self.parent_id = Slot::read(scanner, kind)?,
            b"namespace" => self.namespace = Slot::read(scanner, kind)?,
            b"subsegments" => self.inner = Self::subsegments(scanner, kind, nested + 1)?.map(Box::new),
            _ => return self.rare(key, scanner, kind),
        }
        Ok(())
    }

    fn rare(&mut self, key: &[u8], scanner: &mut Scanner<'a>, kind: Kind) -> Result<(), ScanError> {
        match key {
            b"in_progress" => self.in_progress = kind == Kind::Bool(true),
            b"type" => {
                self.says_subsegment = matches!(kind, Kind::String { .. }) && scanner.string() == "subsegment";
            }
            b"cause" => self.wrong_cause = !matches!(kind, Kind::Null | Kind::String { .. } | Kind::Object),
            _ => {}
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
    pub(super) fn judge(self, alone: bool, rules: &Rules) -> Result<Head, SegmentRefusal> {
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
        let id = if let Slot::Text(id) = &self.id { Some(id.clone().into_owned()) } else { None };
        SegmentRefusal::new(code, id, subsegment)
    }
}
