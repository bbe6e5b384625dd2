//! Segments, and documents of either kind.

use std::fmt;

use cupola_base::json::{Kind, ScanError, Scanner};

use super::check::{self, Checked, Rules};
use super::value::{Field, Value, leave};
use super::{Body, Extra, IndependentSubsegment, SegmentErrorCode, SegmentRefusal, Service, write};
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

pub(super) fn text(value: &impl Value) -> String {
    let mut out = String::with_capacity(1024);
    value.write(&mut out);
    out
}

/// What has not ended is in progress, and says so by having no end.
pub(super) fn settle(body: &Body, extra: &mut Extra) {
    if body.end_time.is_none() {
        extra.remove("in_progress");
    }
}
