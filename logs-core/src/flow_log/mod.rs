//! VPC flow logs: formats, records, and the flow log itself that turns flows into records.
//!
//! ```
//! use cupola_logs::flow_log::{FlowLogAction, FlowLogField, FlowLogFormat};
//!
//! let format = FlowLogFormat::default();
//! let line = "2 123456789010 eni-1235b8ca 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK";
//! let record = format.read(line)?;
//! assert_eq!((record.number(FlowLogField::Packets), record.action()), (Some(20), Some(FlowLogAction::Reject)));
//! assert_eq!(record.protocol().and_then(|protocol| protocol.name()), Some("TCP"));
//! assert_eq!(record.to_string(), line);
//!
//! let error = format.read("2 123456789010 eni-1235b8ca - - many - - - - 1 2 - NODATA").unwrap_err();
//! assert_eq!(error.to_string(), "flow log record: srcport must be a whole number of 32 bits, not `many`");
//! # Ok::<(), cupola_logs::flow_log::FlowLogError>(())
//! ```
//!
//! [`FlowLogEntry`] writes records; [`FlowLog`] is the resource: what is reported to it as a flow comes out as lines.

mod entry;
mod error;
mod field;
mod flow;
mod format;
mod interface;
#[cfg(any(test, feature = "testing"))]
pub mod laws;
mod never;
mod output;
mod protocol;
mod record;
mod resource;
mod settings;
mod tcp_flags;
mod window;
mod words;

pub use entry::FlowLogEntry;
pub use error::{FlowLogError, FlowLogErrorKind, FlowLogFormatError, FlowLogFormatErrorKind};
pub use field::{FlowLogField, FlowLogFieldKind};
pub use flow::{Flow, FlowKind};
pub use format::FlowLogFormat;
pub use interface::FlowInterface;
pub use never::NeverRecorded;
pub use output::{FlowLogLost, FlowLogOutput, FlowLogRecords};
pub use protocol::{Protocol, ProtocolError};
pub use record::{FlowLogRecord, FlowLogValue};
pub use resource::{FlowLog, Observed};
pub use settings::{AggregationInterval, FlowLogScope, FlowLogSettings, Silence, TrafficType};
pub use tcp_flags::TcpFlags;
pub use words::{FlowDirection, FlowLogAction, FlowLogStatus};
