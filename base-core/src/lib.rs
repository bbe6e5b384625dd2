//! Words and mechanisms that every cupola crate shares.
//!
//! The five cores (metrics, logs, events, traces, audit) never see each other. What they have in
//! common stands here, each thing once: the words they exchange ([`Timestamp`], [`Datum`],
//! [`EventEnvelope`], [`Delivery`], [`ApiError`]) and the mechanisms that two of them need (the
//! JSON scanner in [`json`], spans and diagnostics for little languages in [`text`], the
//! [`Outbox`], [`outputs`], [`Timers`], [`Rng`], [`schedule`] expressions, constraint messages, API [`shape`] tables, the
//! quantile [`sketch`]). This crate knows
//! no service.
//!
//! ```
//! use cupola_base::{Datum, Timestamp, Unit};
//!
//! let at = Timestamp::parse("2026-05-04T06:00:20Z")?;
//! let datum = Datum::new("Shop", "Queue", at, 71.0).with_unit(Unit::Count);
//! assert_eq!(datum.at.floor_to(60_000).to_string(), "2026-05-04T06:00:00Z");
//! # Ok::<(), cupola_base::TimestampError>(())
//! ```
//!
//! # What is not here
//!
//! No clock, no thread, no I/O, no service's behaviour. Time comes in as a [`Timestamp`],
//! randomness as a seed.

mod account;
mod arn;
pub mod base64;
mod caller;
pub mod configuration;
pub mod constraint;
mod datum;
mod deadline;
mod error;
mod event;
pub mod json;
mod name;
pub mod outbox;
pub mod outputs;
pub mod paging;
mod place;
pub mod policy;
mod region;
mod rng;
pub mod schedule;
pub mod shape;
pub mod sketch;
mod snapshot;
mod tags;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
mod time;
mod timers;
pub mod wire;

pub use account::{AccountId, AccountIdError};
pub use arn::{Arn, ArnError};
pub use caller::Caller;
pub use datum::{Datum, Dimension, Resolution, Sample, StatisticSet, Unit, UnitError};
pub use deadline::Deadline;
pub use error::{ApiError, Fault};
pub use event::EventEnvelope;
pub use outbox::{Delivery, DeliveryId, Draft, Outbox, OutboxLimits, Outcome, Overflow, Payload, RetryPolicy};
pub use place::{Place, PlaceError};
pub use region::{Region, RegionError};
pub use rng::{Rng, Uuid};
pub use snapshot::{AnyForm, Forms, Only, RestoreError, Versioned};
pub use tags::{Tags, TagsError};
pub use time::{Timestamp, TimestampError};
pub use timers::{TimerId, Timers};
