//! Where a delivery stands, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DeliveryId, Outcome};
use crate::Timestamp;

/// Where one delivery stands, which tries were made, why they failed, and when the next comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Standing {
    /// Names the delivery.
    pub id: DeliveryId,
    /// What caused it.
    pub cause: String,
    /// Where it goes by now: its target, or its dead-letter queue.
    pub target: String,
    /// Whether it is the dead letter that is under way, or was last.
    pub is_letter: bool,
    /// Which try is under way, comes next or was the last.
    pub attempt: u32,
    /// What goes on.
    pub phase: Phase,
    /// The newest ten tries whose outcome was told, oldest first.
    pub tries: Vec<Try>,
}

/// What goes on with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Phase {
    /// It was handed out, and its outcome is not told yet.
    UnderWay,
    /// It waits for its next try.
    Waiting(Timestamp),
    /// It has arrived.
    Delivered,
    /// All tries have failed.
    Dropped,
    /// It was let go before its next try: what it was for is gone, or there were too many.
    Ended,
    /// It was let go before its outcome was told, because there were too many.
    Untold,
}

/// One try whose outcome was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Try {
    /// Which, from 1.
    pub attempt: u32,
    /// Whether it was the dead letter's.
    pub is_letter: bool,
    /// When it was due.
    pub at: Timestamp,
    /// When its outcome was told.
    pub told: Timestamp,
    /// How it went; of a long message, the first 256 characters.
    pub outcome: Outcome,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = if self.is_letter { "dead letter" } else { "delivery" };
        writeln!(f, "{letter} {} of {} to {}: {}", self.id, self.cause, self.target, self.phase)?;
        self.tries.iter().try_for_each(|one| writeln!(f, "  {one}"))
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnderWay => f.write_str("handed out, its outcome is open"),
            Self::Waiting(at) => write!(f, "tried again at {at}"),
            Self::Delivered => f.write_str("delivered"),
            Self::Dropped => f.write_str("dropped, all tries failed"),
            Self::Ended => f.write_str("let go before its next try"),
            Self::Untold => f.write_str("forgotten, its outcome was never told"),
        }
    }
}

impl fmt::Display for Try {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = if self.is_letter { "dead letter, " } else { "" };
        write!(f, "{letter}try {} at {}: {}", self.attempt, self.at, self.outcome)
    }
}
