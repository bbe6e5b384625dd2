//! `tower`: HTTP requests as segments, latencies and audit records.

mod audited;
mod body;
mod exchange;
mod future;
mod layer;

pub use audited::AuditedCall;
pub use body::Watched;
pub use layer::{HttpLayer, HttpService};
