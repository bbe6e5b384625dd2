//! The logs part of the CloudWatch agent without its agent: from the text of files to batches of events.
//!
//! Nothing here reads a file: text comes in in pieces, as it was read, and batches come out that
//! [`Engine::put_log_events`](crate::Engine::put_log_events) takes as they are.
//!
//! ```
//! use cupola_logs::agent::{AgentHost, AgentLogs, AgentLogsConfiguration};
//! use cupola_logs::Timestamp;
//!
//! let configuration = AgentLogsConfiguration::parse(r#"{"logs": {"logs_collected": {"files": {"collect_list": [{
//!     "file_path": "/var/log/app/*.log", "log_group_name": "app", "log_stream_name": "{instance_id}",
//!     "timestamp_format": "%Y-%m-%d %H:%M:%S", "timezone": "UTC", "multi_line_start_pattern": "{timestamp_format}"
//! }]}}}}"#)?;
//! let mut agent = AgentLogs::new(configuration, AgentHost { instance_id: "i-7".into(), ..AgentHost::default() });
//!
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let text = "2026-05-04 05:59:58 failed\n  at dock.rs:4\n2026-05-04 05:59:59 fine\n";
//! let batches = agent.feed(now, "/var/log/app/main.log", text.as_bytes());
//! assert_eq!((batches[0].group.as_str(), batches[0].stream.as_str()), ("app", "i-7"));
//! assert_eq!(batches[0].events, [(now.plus_secs(-2), "2026-05-04 05:59:58 failed\n  at dock.rs:4".to_owned())]);
//! // The last event may have more lines: it waits for the next one, or five seconds.
//! assert_eq!(agent.advance(now.plus_secs(5))[0].events.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod calendar;
mod configuration;
mod host;
#[cfg(any(test, feature = "testing"))]
pub mod laws;
mod path;
mod source;
mod splitter;
mod time_format;

pub use batch::AgentBatch;
pub use configuration::{AgentClock, AgentLogFile, AgentLogFilter, AgentLogsConfiguration};
pub use cupola_base::configuration::ConfigurationError as AgentConfigurationError;
pub use host::AgentHost;
pub use splitter::AgentLogs;
pub use time_format::{TimeFormat, TimeFormatError};
