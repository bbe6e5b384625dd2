//! Alarms on other alarms.

mod alarm;
mod book;
mod check;
mod configuration;
mod cycles;
mod entry;
mod explain;
mod graph;
mod judge;
mod message;
mod queue;
mod reason;
mod reference;
mod restore;
mod rule;
mod select;
mod suppression;
mod watch;

pub use alarm::CompositeAlarm;
pub use check::PutCompositeAlarmError;
pub use configuration::{Composite, CompositeConfiguration, Suppressor};
pub use explain::{CompositeExplanation, ExplainedPart, Flip};
pub use reference::AlarmReferenceError;
pub use rule::{AlarmRule, AlarmRuleError, AlarmRuleErrorKind};
pub use suppression::{SuppressedBy, Suppression, SuppressionPeriods, SuppressionPhase};

pub(crate) use alarm::CompositeRecord;
pub(crate) use book::{CompositeRecords, Composites, Standing, TellsOf};
pub(crate) use check::checked;
pub(crate) use entry::Changed;
pub(crate) use graph::NodeId;
pub(crate) use message::{Before, CompositeMessages, change_detail, described};
pub(crate) use reason::{Cause, RuleReason};
pub(crate) use reference::resolve;
pub(crate) use restore::restored;
