//! What became of deliveries, in numbers.

use cupola_base::outbox::{Reported, Told};
use serde::{Deserialize, Serialize};

/// How many deliveries an engine made, and what became of them. What is not settled is in no number but the
/// first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tally {
    /// Deliveries that were handed out, or whose dead letter was.
    pub made: u64,
    /// Those that arrived.
    pub delivered: u64,
    /// Tries that are to be repeated.
    pub retried: u64,
    /// Deliveries that failed for good and had no dead-letter queue.
    pub dropped: u64,
    /// Dead letters that were handed out.
    pub letters: u64,
    /// Dead letters that arrived.
    pub letters_delivered: u64,
    /// Dead letters that failed for good.
    pub letters_dropped: u64,
    /// Deliveries that ended before their next try, because what they were for is gone.
    pub ended: u64,
    /// Deliveries that were let go before their next try, because there were too many.
    pub lost: u64,
}

impl Tally {
    pub(super) const fn count<O>(&mut self, told: &Told<O>) {
        match (told.reported, told.was_letter) {
            (Reported::Done, false) => self.delivered += 1,
            (Reported::Done, true) => self.letters_delivered += 1,
            (Reported::Dropped, false) => self.dropped += 1,
            (Reported::Dropped, true) => self.letters_dropped += 1,
            (Reported::DeadLettered, _) => self.letters += 1,
            (_, _) => self.retried += 1,
        }
    }
}
