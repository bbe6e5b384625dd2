//! What belongs together over areas: logs of a trace, metrics and alarms of a node of the service map.

mod node;
mod trace_logs;

pub use node::{NodeAlarm, NodeMetrics};
pub use trace_logs::{TraceLogLine, TraceLogs};
