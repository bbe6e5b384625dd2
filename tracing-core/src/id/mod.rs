//! Identifiers: traces, segments, sampler instances, and their W3C forms.

mod client;
mod hex;
mod segment;
mod time;
mod trace;
mod w3c;

pub use client::ClientId;
pub(crate) use hex::written as eight_digits;
pub use hex::{IdError, IdKind};
pub use segment::SegmentId;
pub use time::{TraceIdTime, TraceIdTimeError};
pub use trace::TraceId;
pub use w3c::{TraceParent, TraceParentError};
