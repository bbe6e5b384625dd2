//! Trace ids, headers and sampling decisions with the semantics of AWS X-Ray.

pub mod header;
mod id;
mod propagation;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use cupola_base::{Place, PlaceError, Timestamp, TimestampError};
pub use header::{Sampled, TraceHeader, TraceHeaderError, TraceHeaderFault};
pub use id::{
    ClientId, IdError, IdKind, SegmentId, TraceId, TraceIdTime, TraceIdTimeError, TraceParent, TraceParentError,
};
pub use propagation::{Incoming, IncomingDecision};
