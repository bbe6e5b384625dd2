//! Segments, and subsegments embedded or alone.

use std::fmt;

use cupola_base::json::{Kind, ScanError, Scanner};

use super::check::{self, Checked, Rules};
use super::value::{Field, Value, leave};
use super::{Body, Extra, SegmentErrorCode, SegmentRefusal, Service, write};
use crate::{SegmentId, TraceId};

/// The work of one service on one request.
///
/// ```
/// use cupola_traces::Segment;
///
/// let text = r#"{"trace_id":"1-69f839a0-00112233445566778899aabb","id":"70de5b6f19ff9a0a","name":"shop","start_time":1777875360.25,"end_time":1777875361,"http":{"response":{"status":200}}}"#;
/// let segment = Segment::parse(text)?;
/// assert_eq!((segment.body.duration(), segment.body.status()), (Some(0.75), Some(200)));
/// assert_eq!(segment.to_string(), text);
/// # Ok::<(), cupola_traces::SegmentRefusal>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "X-Ray segment documents".
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Segment {
    /// The trace that it is part of.
    pub trace_id: TraceId,
    /// The subsegment that called it; `None` for the first of a trace.
    pub parent_id: Option<SegmentId>,
    /// What it has in common with subsegments.
    pub body: Body,
    /// Who asked; at most 250 characters.
    pub user: Option<String>,
    /// The type of the resource of AWS that ran it, as `AWS::ECS::Container`.
    pub origin: Option<String>,
    /// The ARN of that resource.
    pub resource_arn: Option<String>,
    /// Version and runtime.
    pub service: Option<Box<Service>>,
    /// Whether the service made it of a subsegment that nobody answered.
    pub inferred: bool,
    /// What is not known here.
    pub extra: Extra,
}

impl Segment {
    /// A segment in progress.
    #[must_use]
    pub fn new(trace_id: TraceId, body: Body) -> Self {
        Self {
            trace_id,
            parent_id: None,
            body,
            user: None,
            origin: None,
            resource_arn: None,
            service: None,
            inferred: false,
            extra: Extra::NONE,
        }
    }

    /// Reads and checks a document of at most 64 kB.
    ///
    /// # Errors
    /// [`SegmentRefusal`] with the code of the first check that fails; `ParseError` for a subsegment, too.
    pub fn parse(text: &str) -> Result<Self, SegmentRefusal> {
        match SegmentDocument::parse(text)? {
            SegmentDocument::Segment(segment) => Ok(segment),
            SegmentDocument::Subsegment(alone) => {
                Err(SegmentRefusal::new(SegmentErrorCode::ParseError, Some(alone.subsegment.body.id.to_string()), true))
            }
        }
    }

    fn blank() -> Self {
        Self::new(TraceId::INVALID, Body::blank())
    }

    fn member(&mut self, scanner: &mut Scanner<'_>, kind: Kind) -> Result<(), ScanError> {
        let key = scanner.key();
        macro_rules! members {
            ($($field:ident),*) => {
                $(if key == stringify!($field) {
                    return self.extra.or_keep(&mut self.$field, stringify!($field), scanner, kind);
                })*
            };
        }
        members!(parent_id, user, origin, resource_arn, service, inferred);
        if key == "trace_id" {
            self.trace_id = Field::read(scanner, kind)?.flatten().unwrap_or(self.trace_id);
        } else if !self.body.member(&mut self.extra, scanner, kind)? {
            self.extra.keep(scanner, kind)?;
        }
        Ok(())
    }
}

impl Value for Segment {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Object {
            return leave(scanner, kind);
        }
        let mut segment = Self::blank();
        while let Some(kind) = scanner.next_member()? {
            segment.member(scanner, kind)?;
        }
        settle(&segment.body, &mut segment.extra);
        Ok(Some(segment))
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"trace_id\":");
        self.trace_id.write(out);
        out.push(',');
        self.parent_id.write("\"parent_id\":", out);
        self.body.write_head(out);
        self.user.write("\"user\":", out);
        self.origin.write("\"origin\":", out);
        self.resource_arn.write("\"resource_arn\":", out);
        self.service.write("\"service\":", out);
        Field::write(&self.inferred, "\"inferred\":", out);
        self.body.write_rest(out);
        self.extra.write(out);
        write::end_object(out);
    }
}

/// The document.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(self))
    }
}

/// A piece of a segment's work.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Subsegment {
    /// What it has in common with segments.
    pub body: Body,
    /// What was called, where something was.
    pub namespace: Option<Namespace>,
    /// Subsegments of the same parent that ended before it.
    pub precursor_ids: Vec<SegmentId>,
    /// Whether the callee tells of the call in a segment of its own; older SDKs say it here, newer in the request.
    pub traced: bool,
    /// What is not known here.
    pub extra: Extra,
}

impl Subsegment {
    /// A subsegment in progress.
    #[must_use]
    pub const fn new(body: Body) -> Self {
        Self { body, namespace: None, precursor_ids: Vec::new(), traced: false, extra: Extra::NONE }
    }

    /// Whether the callee is said to tell of the call, here or in the request.
    #[must_use]
    pub fn is_traced(&self) -> bool {
        let request = self.body.http.as_ref().and_then(|http| http.request.as_ref());
        self.traced || request.is_some_and(|request| request.traced)
    }

    fn member(&mut self, scanner: &mut Scanner<'_>, kind: Kind) -> Result<(), ScanError> {
        let key = scanner.key();
        if key == "namespace" {
            return self.extra.or_keep(&mut self.namespace, "namespace", scanner, kind);
        } else if key == "precursor_ids" {
            return self.extra.or_keep(&mut self.precursor_ids, "precursor_ids", scanner, kind);
        } else if key == "traced" {
            return self.extra.or_keep(&mut self.traced, "traced", scanner, kind);
        } else if !self.body.member(&mut self.extra, scanner, kind)? {
            self.extra.keep(scanner, kind)?;
        }
        Ok(())
    }

    fn write_members(&self, out: &mut String) {
        self.body.write_head(out);
        self.namespace.write("\"namespace\":", out);
        Field::write(&self.precursor_ids, "\"precursor_ids\":", out);
        Field::write(&self.traced, "\"traced\":", out);
        self.body.write_rest(out);
        self.extra.write(out);
    }
}

impl Value for Subsegment {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Object {
            return leave(scanner, kind);
        }
        let mut subsegment = Self::new(Body::blank());
        while let Some(kind) = scanner.next_member()? {
            subsegment.member(scanner, kind)?;
        }
        settle(&subsegment.body, &mut subsegment.extra);
        Ok(Some(subsegment))
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        self.write_members(out);
        write::end_object(out);
    }
}

/// The subsegment as it stands in its segment.
impl fmt::Display for Subsegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(self))
    }
}

/// What a subsegment calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Namespace {
    /// A service of AWS.
    Aws,
    /// Any other service.
    Remote,
    /// Nothing: some SDKs write this where others write no namespace.
    Local,
}

impl Namespace {
    /// The namespace of that spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Aws, Self::Remote, Self::Local].into_iter().find(|namespace| namespace.as_str() == text)
    }

    /// As documents spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Remote => "remote",
            Self::Local => "local",
        }
    }
}

impl Value for Namespace {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        Ok(String::read(scanner, kind)?.and_then(|text| Self::parse(&text)))
    }

    fn write(&self, out: &mut String) {
        write::string(out, self.as_str());
    }
}

/// A subsegment that is sent on its own, before its segment or after it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a subsegment and what it needs to stand alone")]
pub struct IndependentSubsegment {
    /// The trace that it is part of.
    pub trace_id: TraceId,
    /// The segment or subsegment that it is part of.
    pub parent_id: SegmentId,
    /// The subsegment itself.
    pub subsegment: Subsegment,
}

impl Value for IndependentSubsegment {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Object {
            return leave(scanner, kind);
        }
        let (mut trace_id, mut parent_id) = (None, None);
        let mut subsegment = Subsegment::new(Body::blank());
        while let Some(kind) = scanner.next_member()? {
            let key = scanner.key();
            if key == "trace_id" {
                trace_id = TraceId::read(scanner, kind)?;
            } else if key == "parent_id" {
                parent_id = SegmentId::read(scanner, kind)?;
            } else if key == "type" {
                leave::<()>(scanner, kind)?;
            } else {
                subsegment.member(scanner, kind)?;
            }
        }
        settle(&subsegment.body, &mut subsegment.extra);
        Ok(trace_id.zip(parent_id).map(|(trace_id, parent_id)| Self { trace_id, parent_id, subsegment }))
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"type\":\"subsegment\",\"trace_id\":");
        self.trace_id.write(out);
        out.push_str(",\"parent_id\":");
        self.parent_id.write(out);
        out.push(',');
        self.subsegment.write_members(out);
        write::end_object(out);
    }
}

/// The document.
impl fmt::Display for IndependentSubsegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(self))
    }
}

/// What is sent to the service: a segment, or a subsegment alone.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these two")]
pub enum SegmentDocument {
    /// A segment.
    Segment(Segment),
    /// A subsegment alone.
    Subsegment(IndependentSubsegment),
}

impl SegmentDocument {
    /// Reads and checks one document of at most 64 kB.
    ///
    /// # Errors
    /// [`SegmentRefusal`] with the code of the first check that fails; `ParseError` for an array of subsegments,
    /// which is several documents.
    pub fn parse(text: &str) -> Result<Self, SegmentRefusal> {
        match check::check(text, &Rules::default()) {
            Checked::One(checked) => checked.and_then(|(head, text)| {
                let unread = || SegmentRefusal::new(SegmentErrorCode::ParseError, None, false);
                Self::read_as(text, head.is_alone).ok_or_else(unread)
            }),
            Checked::Several(_) => Err(SegmentRefusal::new(SegmentErrorCode::ParseError, None, false)),
        }
    }

    /// Reads one object that passed the checks, as what the checks found it to be.
    pub(crate) fn read_as(text: &str, is_alone: bool) -> Option<Self> {
        let mut scanner = Scanner::of_text(text).with_depth_limit(check::DEPTH);
        scanner.next().ok()?;
        if is_alone {
            IndependentSubsegment::read(&mut scanner, Kind::Object).ok()?.map(Self::Subsegment)
        } else {
            Segment::read(&mut scanner, Kind::Object).ok()?.map(Self::Segment)
        }
    }

    /// The trace that it is part of.
    #[must_use]
    pub const fn trace_id(&self) -> TraceId {
        match self {
            Self::Segment(segment) => segment.trace_id,
            Self::Subsegment(alone) => alone.trace_id,
        }
    }

    /// What it is part of, or who called it.
    #[must_use]
    pub const fn parent_id(&self) -> Option<SegmentId> {
        match self {
            Self::Segment(segment) => segment.parent_id,
            Self::Subsegment(alone) => Some(alone.parent_id),
        }
    }

    /// What segments and subsegments have in common.
    #[must_use]
    pub const fn body(&self) -> &Body {
        match self {
            Self::Segment(segment) => &segment.body,
            Self::Subsegment(alone) => &alone.subsegment.body,
        }
    }
}

/// The document.
impl fmt::Display for SegmentDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Segment(segment) => segment.fmt(f),
            Self::Subsegment(alone) => alone.fmt(f),
        }
    }
}

impl Segment {
    /// Writes the document onto the end of a text.
    pub fn write_to(&self, out: &mut String) {
        Value::write(self, out);
    }
}

impl IndependentSubsegment {
    /// Writes the document onto the end of a text.
    pub fn write_to(&self, out: &mut String) {
        Value::write(self, out);
    }
}

fn text(value: &impl Value) -> String {
    let mut out = String::with_capacity(1024);
    value.write(&mut out);
    out
}

/// What has not ended is in progress, and says so by having no end.
fn settle(body: &Body, extra: &mut Extra) {
    if body.end_time.is_none() {
        extra.remove("in_progress");
    }
}
