//! What the engine hands out.

use std::collections::VecDeque;
use std::fmt;

use cupola_base::{Draft, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{RuleId, TargetId};

/// One thing that comes out of [`Engine::drain`](crate::Engine::drain).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// A target is to be called. The cause is the rule's ARN.
    Delivery(Draft),
    /// A target could not be called, or a rule could not be judged.
    Failure(Failure),
    /// Outputs were dropped before these, because nobody drained them.
    Overflow(Overflow),
}

impl Output {
    /// When it came about.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Delivery(draft) => draft.at,
            Self::Failure(failure) => failure.at,
            Self::Overflow(overflow) => overflow.until,
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
            FailureReason::Unreadable(why) => write!(f, "rule {rule}: event {event} cannot be judged: {why}"),
            FailureReason::TooManySteps => write!(f, "rule {rule}: event {event} is too entangled to be judged"),
        }
    }
}

/// Outputs that were dropped because nobody drained the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Overflow {
    /// How many, since the last drain.
    pub dropped: u64,
    /// The time of the newest of them.
    pub until: Timestamp,
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} outputs up to {} were dropped", self.dropped, self.until)
    }
}

/// Outputs that wait to be drained: at most as many as the limit, the oldest go first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outputs {
    waiting: VecDeque<Output>,
    overflow: Option<Overflow>,
}

impl Outputs {
    pub(crate) fn push(&mut self, output: Output, most: usize) {
        self.waiting.push_back(output);
        while self.waiting.len() > most
            && let Some(oldest) = self.waiting.pop_front()
        {
            let dropped = self.overflow.map_or(0, |overflow| overflow.dropped) + 1;
            self.overflow = Some(Overflow { dropped, until: oldest.at() });
        }
    }

    pub(crate) fn drain(&mut self) -> Vec<Output> {
        let lost = self.overflow.take().map(Output::Overflow);
        lost.into_iter().chain(self.waiting.drain(..)).collect()
    }
}
