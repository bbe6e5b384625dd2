//! What the engine hands out.

use std::fmt;

use cupola_base::outputs::{Emitted, Loss};
use cupola_base::{Datum, Delivery, Overflow, Timestamp};
use serde::{Deserialize, Serialize};

use crate::pipes::{PipeLogRecord, PipeNotice};
use crate::schemas::Undiscovered;
use crate::{EndedDelivery, ForwardRefusal, Message, RuleId, TargetId};

/// One thing that comes out of [`Engine::drain`](crate::Engine::drain).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// A target is to be called, for the first time or again, or a dead letter to be sent. The cause is the
    /// rule's ARN. [`Engine::report`](crate::Engine::report) takes how it went.
    Delivery(Delivery),
    /// A delivery that waited for its next try ended, because its target is gone.
    Ended(EndedDelivery),
    /// A measurement about a rule or the service, for engines that are asked to give them:
    /// [`Engine::with_metrics`](crate::Engine::with_metrics).
    Datum(Datum),
    /// A target could not be called, or a rule could not be judged.
    Failure(Failure),
    /// A discoverer could make no schema of an event.
    Undiscovered(Undiscovered),
    /// What became of records of a pipe's source.
    Pipe(PipeNotice),
    /// A log record of a pipe.
    PipeLog(Box<PipeLogRecord>),
    /// Something for the engine of another place.
    Message(Message),
    /// Outputs were dropped before these, because nobody drained them.
    Overflow(Overflow),
    /// Something else was lost, because a budget of [`Limits`](crate::Limits) was reached.
    Lost(Loss<Lost>),
}

/// What can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Lost {
    /// Outputs that nobody drained.
    Outputs,
    /// Deliveries that waited for another try: the oldest.
    Retries,
    /// Rules and schedules that were moved past runs for which a step of time had no room.
    Runs,
    /// Events that archives kept: the oldest.
    ArchivedEvents,
    /// Records of streams that were kept for pipes: the oldest.
    StreamRecords,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outputs => "outputs",
            Self::ArchivedEvents => "archived events",
            Self::StreamRecords => "records of streams that were kept for pipes",
            Self::Retries => "deliveries that waited for another try",
            Self::Runs => "rows of overdue runs, one a schedule,",
        })
    }
}

impl Output {
    /// When it came about.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Delivery(delivery) => delivery.at,
            Self::Ended(ended) => ended.at,
            Self::Datum(datum) => datum.at,
            Self::Failure(failure) => failure.at,
            Self::Undiscovered(undiscovered) => undiscovered.at,
            Self::Pipe(notice) => notice.at,
            Self::PipeLog(record) => record.at,
            Self::Message(message) => message.at,
            Self::Overflow(overflow) => overflow.until,
            Self::Lost(loss) => loss.at,
        }
    }
}

impl Emitted for Output {
    type Lost = Lost;
    const UNDRAINED: Lost = Lost::Outputs;

    fn when(&self) -> Timestamp {
        self.at()
    }

    fn lost(loss: Loss<Lost>) -> Self {
        match loss.what {
            Lost::Outputs => Self::Overflow(loss.into()),
            _ => Self::Lost(loss),
        }
    }
}

/// A rule that could not do what it is there for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Failure {
    /// When.
    pub at: Timestamp,
    /// The rule.
    pub rule: RuleId,
    /// The event's id.
    pub event: String,
    /// Why.
    pub why: FailureReason,
}

/// Why a rule failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FailureReason {
    /// The template of this target gave text that is not JSON (`INVALID_JSON`). Nothing is sent to the
    /// target; what would have been sent goes to its dead-letter queue, if it has one.
    InvalidJson(TargetId),
    /// The bus that is this target does not take the event. It goes to the dead-letter queue, if there is one.
    Bus {
        /// The target.
        target: TargetId,
        /// Why.
        why: ForwardRefusal,
    },
    /// The event's arrays leave too many ways to combine their elements: the rule was not judged and counts
    /// as not matching.
    TooManySteps,
    /// The event cannot be read, for the reason given: it is nested too deep, say. The rule was not judged.
    /// Only events that services publish can be so, those that are put are checked.
    Unreadable(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, event, .. } = self;
        match &self.why {
            FailureReason::InvalidJson(target) => {
                write!(f, "rule {rule}: the template of target {target} does not give JSON for event {event}")
            }
            FailureReason::Bus { target, why } => {
                write!(
                    f,
                    "rule {rule}: target {target} does not take event {event}: {}: {why}",
                    why.error_code().as_str()
                )
            }
            FailureReason::Unreadable(why) => write!(f, "rule {rule}: event {event} cannot be judged: {why}"),
            FailureReason::TooManySteps => write!(f, "rule {rule}: event {event} is too entangled to be judged"),
        }
    }
}
