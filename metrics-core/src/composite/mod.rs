//! Alarms on other alarms.

mod alarm;
mod book;
mod check;
mod configuration;
mod cycles;
mod explain;
mod graph;
mod message;
mod queue;
mod reason;
mod reference;
mod restore;
mod rule;
mod select;
mod suppression;

pub use alarm::CompositeAlarm;
pub use check::PutCompositeAlarmError;
pub use configuration::{Composite, CompositeConfiguration, Suppressor};
pub use explain::{CompositeExplanation, ExplainedPart, Flip};
pub use reference::AlarmReferenceError;
pub use rule::{AlarmRule, AlarmRuleError, AlarmRuleErrorKind};
pub use suppression::{SuppressedBy, Suppression, SuppressionPeriods, SuppressionPhase};

pub(crate) use alarm::CompositeRecord;
pub(crate) use book::{Changed, CompositeRecords, Composites, Standing, TellsOf};
pub(crate) use check::checked;
pub(crate) use message::{Before, CompositeMessages, change_detail, described};
pub(crate) use reason::{Cause, RuleReason};
pub(crate) use reference::resolve;
pub(crate) use restore::restored;
