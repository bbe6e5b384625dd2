//! Cron, rate and at expressions: what they say, and when they fire.
//!
//! A text is read once by [`Expression::parse`] (or by [`Cron`], [`Rate`], [`At`] alone) and asked for times
//! after that: [`Cron::next_after`] and [`Cron::prev_before`] step from year to month to day by bit sets, never
//! minute by minute, and allocate nothing.
//!
//! ```
//! use cupola_base::Timestamp;
//! use cupola_base::schedule::{Cron, Zone};
//!
//! let standup = Cron::parse("cron(30 9 ? * MON-FRI *)")?;
//! let friday = Timestamp::parse("2026-05-08T12:00:00Z")?;
//! assert_eq!(standup.next_after(friday), Some(Timestamp::parse("2026-05-11T09:30:00Z")?));
//!
//! let berlin = Zone::parse("Europe/Berlin")?;
//! assert_eq!(standup.next_after_in(friday, berlin), Some(Timestamp::parse("2026-05-11T07:30:00Z")?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Source
//! EventBridge User Guide, "Setting a schedule pattern for scheduled rules"; EventBridge Scheduler User
//! Guide, "Schedule types in EventBridge Scheduler".

mod at;
mod bits;
mod cron;
mod error;
mod expression;
mod part;
#[cfg(test)]
mod prop;
mod rate;
mod zone;

pub use at::At;
pub use cron::Cron;
pub use error::{ScheduleError, ScheduleProblem};
pub use expression::{Dialect, Expression};
pub use rate::{Rate, RateUnit};
pub use zone::{Zone, ZoneError};

use part::Part;

/// Characters that an expression may have.
const MOST: usize = 256;
