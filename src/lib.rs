//! Embeddable observability: metrics, alarms, logs, events, traces and audit, in process.
//!
//! cupola gives a program, a test suite or a tool the behaviour of CloudWatch (metrics, alarms,
//! logs), EventBridge, X-Ray and CloudTrail, at memory speed. It does no I/O, starts no thread and
//! reads no clock: the caller says what happened and what time it is.
//!
//! ```
//! use cupola::logs::MetricFilter;
//! use cupola::metrics::{Alarm, Period};
//! use cupola::{Observatory, Output, Place, Timestamp};
//!
//! let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
//! let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
//!
//! // Count failed logins, and alarm on three in a minute.
//! let mut logs = sky.logs(t0);
//! logs.create_log_group(t0, "auth")?;
//! logs.create_log_stream(t0, "auth", "host-1")?;
//! logs.put_metric_filter(t0, "auth", MetricFilter::new("failed", "\"Failed password\"", "Auth", "Failed")?)?;
//! drop(logs);
//! let alarm = Alarm::on("Auth", "Failed").sum(Period::minutes(1)?).at_least(3.0).for_periods(1);
//! sky.metrics(t0).put_metric_alarm(t0, alarm.named("guessing").on_alarm("arn:aws:sns:us-east-1:111122223333:ops"))?;
//!
//! // Three lines later the alarm rings.
//! let at = t0.plus_secs(20);
//! let lines = ["Failed password for root", "Failed password for admin", "Failed password for git"];
//! sky.logs(at).put_log_events(at, "auth", "host-1", lines.map(|line| (at, line)))?;
//! sky.advance(t0.plus_secs(60));
//!
//! let rung = sky.drain().into_iter().find_map(|output| match output {
//!     Output::Delivery(delivery) => Some((delivery.at, delivery.target)),
//!     _ => None,
//! });
//! assert_eq!(rung, Some((t0.plus_secs(60), "arn:aws:sns:us-east-1:111122223333:ops".to_owned())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`Observatory`]: one account in one region, five handles, one clock that you turn.
//! - [`Universe`]: many accounts and regions on one clock and in one order.
//! - [`Observatory::call`]: the services' own API in their own JSON, for emulators and harnesses.
//! - [`Authorizer`]: who may call what there, by IAM's policies. Off unless asked for.
//! - [`Observatory::trace_logs`] and [`Observatory::node_metrics`]: what belongs to a trace or a service in other areas.
//!
//! Each area is a crate of its own and can be used alone: [`metrics`], [`logs`], [`events`],
//! [`traces`], [`audit`].
//!
//! # How the areas meet
//!
//! The cores never see each other. What one says that another should hear goes over a [`Route`]:
//! a small pure function in a table ([`Routes`]) that you may change. The standard table joins
//! metric filters to metrics, subscription filters to deliveries, alarms to events and actions, audit records to events, and rules to
//! deliveries and to log groups: what a rule sends to a log group of its place is written there, and
//! the delivery that is handed out is settled already.
//!
//! # Crate features
//!
//! - `report`: dashboards (`DashboardPage`) and all that happened in an observatory (`ReportPage`) as HTML pages that need
//!   nothing else, service graphs and traces as pictures (`draw_service_map`, `draw_trace`); adds `cupola-report`, which has no
//!   dependency besides `cupola-base`. Off by default.
//! - `proptest`: strategies for property tests, in each area's `testing::strategies`; `cupola-test` gathers them. Brings the
//!   package proptest. Off by default, exempt from stability.
//!
//! # What is not modelled
//!
//! Each crate says so in its own docs. Here: nobody is refused anything at the door but by the policies of event
//! buses and of log destinations, unless an [`Authorizer`] is set. Within a [`Universe`] events go between accounts and regions,
//! from bus to bus, and so do log events, from subscription filters to destinations, and the records of trails; traces are seen
//! by monitoring accounts. Metrics and alarms are those of their place.

mod access;
mod area;
mod contributors;
mod door;
#[cfg(feature = "report")]
mod drawing;
mod finding;
mod joined;
mod lend;
mod log_line;
mod log_mail;
mod mail;
mod observatory;
mod output;
#[cfg(feature = "report")]
mod overview;
#[cfg(feature = "report")]
mod page;
mod pipe_line;
mod routes;
mod self_audit;
mod service;
mod settle;
mod signal;
mod snapshot;
mod trail_line;
mod trail_share;
mod universe;

pub use access::{
    Access, AccessVerdict, Authorizer, Grant, ManagedPolicy, NamedPolicy, PolicyVerdict, Refusal, ResourceVerdict,
    UnknownManagedPolicy,
};
pub use area::Area;
pub use cupola_audit as audit;
pub use cupola_base as base;
pub use cupola_base::outbox::{Call, ErrorCode, Phase, Reported, Standing};
pub use cupola_base::{
    AccountId, ApiError, Arn, Caller, Datum, Deadline, Delivery, DeliveryId, EventEnvelope, Outcome, Overflow, Payload,
    Place, Region, RestoreError, Timestamp, Unit,
};
pub use cupola_events as events;
pub use cupola_logs as logs;
pub use cupola_metrics as metrics;
pub use cupola_traces as traces;
#[cfg(feature = "report")]
pub use drawing::{draw_service_map, draw_trace};
pub use finding::FindingLine;
pub use joined::{NodeAlarm, NodeMetrics, TraceLogLine, TraceLogs};
pub use lend::Lent;
pub use log_line::LogLine;
pub use observatory::Observatory;
pub use output::{Lost, Output};
#[cfg(feature = "report")]
pub use overview::ReportPage;
#[cfg(feature = "report")]
pub use page::DashboardPage;
pub use pipe_line::PipeLine;
pub use routes::{Route, Routes, Step};
pub use service::Service;
pub use signal::Signal;
pub use snapshot::{Snapshot, UniverseSnapshot};
pub use universe::{TooManyPlaces, Universe};

/// The README's program is an example like any other.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
