//! What waits to be sent.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::Notify;

use crate::state::Pending;

/// Numbers of deliveries that nobody has taken yet, each after that of the input that caused it. There are no more of
/// them than deliveries on their way: those that had to make room are the oldest, and so are in front.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    waiting: VecDeque<(u64, u64)>,
    seen: u64,
    news: Arc<Notify>,
}

impl Outgoing {
    /// Takes note of what was handed out since the last time: by the input of this number.
    pub(crate) fn note(&mut self, seq: u64, pending: &Pending) {
        self.waiting.extend(pending.since(self.seen).map(|number| (seq, number)));
        self.seen = pending.next_number();
        self.skip(pending);
        if !self.waiting.is_empty() {
            self.news.notify_one();
        }
    }

    /// The next one that is still on its way, after the number of its input.
    pub(crate) fn take(&mut self, pending: &Pending) -> Option<(u64, u64)> {
        self.skip(pending);
        self.waiting.pop_front()
    }

    /// Tells when there may be something to take.
    pub(crate) fn news(&self) -> Arc<Notify> {
        Arc::clone(&self.news)
    }

    fn skip(&mut self, pending: &Pending) {
        while self.waiting.front().is_some_and(|(_, number)| pending.get(*number).is_none()) {
            self.waiting.pop_front();
        }
    }
}
