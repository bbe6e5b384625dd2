//! Where deliveries come from, and those that end because that is gone.

use std::fmt;

use cupola_base::{DeliveryId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::scheduler::ScheduleId;
use crate::{RuleId, TargetId};

/// What a delivery comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Origin {
    /// An event matched a rule.
    Rule {
        /// The rule.
        rule: RuleId,
        /// Its target.
        target: TargetId,
        /// The event's id.
        event: String,
    },
    /// A schedule of EventBridge Scheduler ran.
    Schedule {
        /// The schedule.
        schedule: ScheduleId,
        /// The run's id.
        execution: String,
    },
}

impl Origin {
    /// The rule, if it is one.
    #[must_use]
    pub const fn rule(&self) -> Option<&RuleId> {
        match self {
            Self::Rule { rule, .. } => Some(rule),
            Self::Schedule { .. } => None,
        }
    }

    /// Whether it is one of these targets of a rule.
    pub(crate) fn is_of(&self, of: &RuleId, targets: &[TargetId]) -> bool {
        matches!(self, Self::Rule { rule, target, .. } if rule == of && targets.contains(target))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule { rule, target, event } => write!(f, "target {target} of rule {rule} for event {event}"),
            Self::Schedule { schedule, execution } => write!(f, "schedule {schedule}, run {execution}"),
        }
    }
}

/// A delivery that waited for its next try when its target was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndedDelivery {
    /// When it ended.
    pub at: Timestamp,
    /// Which.
    pub id: DeliveryId,
    /// What it came from.
    pub origin: Origin,
}

impl fmt::Display for EndedDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "delivery {} ended before its next try: {} is gone", self.id, self.origin)
    }
}
