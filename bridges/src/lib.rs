//! Bridges from the ecosystem into cupola: `tracing`, `metrics`, `log` and `tower`.
//!
//! A program that is already instrumented gives what it tells to an [`Inbox`]: a bounded queue that any thread may
//! send to and that the owner of an [`Observatory`](cupola::Observatory) pours out. Nothing here reads a clock,
//! starts a thread or does I/O: the application says [what time it is](Clock), and when to pour.
//!
//! ```
//! use cupola::traces::{LocalSampler, Recorder, SegmentName, TraceIdTime};
//! use cupola::{Observatory, Place, Timestamp};
//! use cupola_bridges::{Clock, Inbox, Input, Sampling, Tracer};
//!
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let inbox = Inbox::default();
//! let tracer = Tracer::new(
//!     Recorder::new(SegmentName::parse("shop")?, 7),
//!     Sampling::local(LocalSampler::standard(7)),
//!     Clock::new(move || now),
//!     inbox.clone(),
//! );
//! let request = tracer.begin(&Default::default(), &Default::default());
//! request.end();
//!
//! let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
//! assert_eq!(inbox.pour(now, &mut sky).segments, 1);
//! assert!(sky.traces(now).trace_ids().eq([request.trace_id()]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! None is on by default, and none changes what another does.
//!
//! - `tracing`: `SpanLayer` makes spans segments, `EventLayer` makes events log events.
//! - `metrics`: `MetricsRecorder` makes counters, gauges and histograms data with dimensions.
//! - `log`: `LineLogger` makes records log events.
//! - `tower`: `HttpLayer` makes each HTTP request a segment, and if asked a latency and an audit record.
//!
//! Spans that begin in a request that `HttpLayer` carries, with no span around them, become parts of its segment.

mod clock;
mod inbox;
#[cfg(any(feature = "tracing", feature = "log"))]
mod json_line;
#[cfg(feature = "log")]
mod lines;
#[cfg(feature = "metrics")]
mod meters;
mod sampling;
#[cfg(feature = "tracing")]
mod spans;
mod tracer;
#[cfg(feature = "tower")]
mod web;

pub use clock::Clock;
pub use inbox::{Destination, Inbox, InboxLimits, Input, Poured, Refusal};
#[cfg(feature = "log")]
pub use lines::LineLogger;
#[cfg(feature = "metrics")]
pub use meters::MetricsRecorder;
pub use sampling::{Sampler, Sampling};
#[cfg(feature = "tracing")]
pub use spans::{EventLayer, SpanLayer, part_of};
pub use tracer::{TracePart, Tracer};
#[cfg(feature = "tower")]
pub use web::{AuditedCall, HttpLayer, HttpService, Watched};
