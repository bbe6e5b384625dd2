//! Spans of OpenTelemetry and segments, both ways, as plain data: no SDK is needed.

mod attributes;
mod aws;
mod cause;
mod document;
mod http;
mod indexed;
mod name;
mod span;
mod sql;
mod status;
mod times;
mod to_segments;
mod to_spans;

pub use attributes::{OtelAttributes, OtelValue};
pub use span::{OtelEvent, OtelLink, OtelSpan, OtelSpans, SpanKind, SpanStatus};
pub use status::{StatusFlags, flags_of};
pub use to_segments::{OtelMapping, OtelRefusal};
