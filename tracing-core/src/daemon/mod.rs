//! The daemon's side: datagrams, its address, batches and counters. No socket is opened here.

mod address;
mod batch;
mod datagram;
mod record;
mod telemetry;

pub use address::{DaemonAddress, DaemonAddressError, Endpoint};
pub use batch::{Batch, BatchLimits, Batches, SendOutcome};
pub use datagram::{DATAGRAM_HEADER, Datagram, DatagramError};
pub use record::{BackendConnectionErrors, TelemetryRecord, TelemetryReport, TelemetrySource};
pub use telemetry::{Telemetry, TransportFault};
