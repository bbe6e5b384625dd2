//! Where deliveries come from, and those that end because that is gone.

use std::fmt;

use cupola_base::{DeliveryId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::pipes::PipeName;
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
    /// A pipe of EventBridge Pipes carries a batch.
    Pipe {
        /// The pipe.
        pipe: PipeName,
        /// The execution's id; none of a dead letter.
        execution: String,
        /// What is called.
        part: PipePart,
    },
}

/// What a pipe calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PipePart {
    /// Its enrichment.
    Enrichment,
    /// Its target, for the batch's item of this number, or for all from it on.
    Target(usize),
    /// The queue or topic that is told of records that were given up.
    DeadLetter,
}

impl Origin {
    /// The rule, if it is one.
    #[must_use]
    pub const fn rule(&self) -> Option<&RuleId> {
        match self {
            Self::Rule { rule, .. } => Some(rule),
            Self::Schedule { .. } | Self::Pipe { .. } => None,
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
            Self::Pipe { pipe, part: PipePart::DeadLetter, .. } => write!(f, "dead letter of pipe {pipe}"),
            Self::Pipe { pipe, execution, .. } => write!(f, "pipe {pipe}, execution {execution}"),
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
