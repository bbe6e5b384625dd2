//! Why a document is not taken.

use std::fmt;

/// Why the service does not process a document, in the order in which documents are checked.
///
/// ```
/// use cupola_traces::{Segment, SegmentErrorCode};
///
/// let refused = Segment::parse(r#"{"id": "70de5b6f19ff9a0a", "name": "shop"}"#).unwrap_err();
/// assert_eq!(refused.code(), SegmentErrorCode::MissingTraceId);
/// assert_eq!(refused.to_string(), "Invalid segment. ErrorCode: MissingTraceId");
/// assert_eq!(refused.code().meaning(), "a segment needs `trace_id`");
/// ```
///
/// # Source
/// X-Ray API Reference, `PutTraceSegments`; reports of the live service. Codes that neither names, and the order,
/// are our decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SegmentErrorCode {
    /// The document is longer than [`Limits::document_bytes`](crate::Limits::document_bytes).
    SegmentTooLarge,
    /// It is neither a JSON object nor an array of objects, or its subsegments are no such array.
    ParseError,
    /// There is no `id`.
    MissingId,
    /// `id` is not 16 hexadecimal digits.
    InvalidId,
    /// There is no `trace_id`.
    MissingTraceId,
    /// `trace_id` is malformed, or too far from now where a policy looks.
    InvalidTraceId,
    /// There is no `name`.
    MissingName,
    /// `name` is empty, too long, or has a character that names do not have.
    InvalidName,
    /// There is no `start_time`.
    MissingStartTime,
    /// `start_time` is not a finite number.
    InvalidStartTime,
    /// There is neither `end_time` nor `"in_progress": true`.
    MissingEndTime,
    /// `end_time` is not a finite number, or before the start.
    InvalidEndTime,
    /// A subsegment was sent alone and names no `parent_id`.
    MissingParentId,
    /// `parent_id` is not 16 hexadecimal digits, or all of them are zero.
    InvalidParentId,
    /// A subsegment's `namespace` is neither `aws` nor `remote` nor `local`.
    InvalidNamespace,
    /// `cause` is neither a text nor an object.
    InvalidCause,
    /// Subsegments are nested deeper than 128, or other values too deep to read.
    TooDeep,
    /// The trace has as many bytes as a trace may have.
    InvalidSegment,
}

impl SegmentErrorCode {
    /// What is wrong, in words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::SegmentTooLarge => "a document may have 64 kB",
            Self::ParseError => "a document must be a JSON object, or an array of subsegments",
            Self::MissingId => "a segment needs `id`",
            Self::InvalidId => "`id` must be 16 hexadecimal digits",
            Self::MissingTraceId => "a segment needs `trace_id`",
            Self::InvalidTraceId => "`trace_id` must be `1-`, 8 hexadecimal digits, `-` and 24 more",
            Self::MissingName => "a segment needs `name`",
            Self::InvalidName => {
                "`name` must be letters, digits, white space and _ . : / % & # = + \\ - @, not too long"
            }
            Self::MissingStartTime => "a segment needs `start_time`",
            Self::InvalidStartTime => "`start_time` must be a number of seconds",
            Self::MissingEndTime => "a segment needs `end_time`, or `in_progress` that is true",
            Self::InvalidEndTime => "`end_time` must be a number of seconds, not before the start",
            Self::MissingParentId => "a subsegment that is sent alone needs `parent_id`",
            Self::InvalidParentId => "`parent_id` must be 16 hexadecimal digits, not all zero",
            Self::InvalidNamespace => "`namespace` must be aws, remote or local",
            Self::InvalidCause => "`cause` must be an exception's id or an object",
            Self::TooDeep => "subsegments may be nested 128 deep",
            Self::InvalidSegment => "the trace has reached its limit of bytes",
        }
    }
}

/// The code as the service spells it.
impl fmt::Display for SegmentErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// One document, or one subsegment of an array of them, is not taken. `Display` is the service's message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid {}. ErrorCode: {code}{}", if *.subsegment { "subsegment" } else { "segment" }, if *.subsegment { ", Cause: null" } else { "" })]
pub struct SegmentRefusal {
    code: SegmentErrorCode,
    id: Option<String>,
    subsegment: bool,
}

impl SegmentRefusal {
    pub(crate) const fn new(code: SegmentErrorCode, id: Option<String>, subsegment: bool) -> Self {
        Self { code, id, subsegment }
    }

    /// Why.
    #[must_use]
    pub const fn code(&self) -> SegmentErrorCode {
        self.code
    }

    /// The `id` of what is wrong, as it was written; `None` where none could be read.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Whether a subsegment is wrong: embedded, or sent alone.
    #[must_use]
    pub const fn is_subsegment(&self) -> bool {
        self.subsegment
    }

    pub(crate) fn into_id(self) -> Option<String> {
        self.id
    }
}
