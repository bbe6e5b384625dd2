//! A higher rate for a while.

use cupola_base::Timestamp;

use super::Rate;
use super::atomic::{AtomicU64, Ordering};
use super::second::millis;
use super::target::SamplingBoost;

/// The boost that holds, if one does: its end in one word, its rate in the other.
///
/// A writer closes the end before it changes the rate, so that a reader who finds the same end before and
/// after reading the rate has the rate that belongs to it. A reader never waits for a writer: while the end
/// is closed there is no boost.
#[derive(Debug)]
pub(super) struct Boost {
    end: AtomicU64,
    rate: AtomicU64,
}

impl Boost {
    pub(super) fn new() -> Self {
        Self { end: AtomicU64::new(NONE), rate: AtomicU64::new(0) }
    }

    /// The boosted rate at `now`.
    #[inline]
    pub(super) fn rate(&self, now: Timestamp) -> Option<Rate> {
        let mut end = self.end.load(Ordering::Acquire);
        loop {
            if matches!(end, NONE | CHANGING) || millis(now) >= end {
                return None;
            }
            let rate = self.rate.load(Ordering::Acquire);
            let after = self.end.load(Ordering::Relaxed);
            if after == end {
                return Some(Rate::from_bits(rate));
            }
            end = after;
        }
    }

    /// Begins a boost, in place of the one that holds. Another writer, if there is one, is waited for.
    pub(super) fn load(&self, boost: &SamplingBoost) {
        let mut end = self.end.load(Ordering::Relaxed);
        while end == CHANGING || self.end.compare_exchange(end, CHANGING, Ordering::Acquire, Ordering::Relaxed).is_err()
        {
            wait();
            end = self.end.load(Ordering::Relaxed);
        }
        self.rate.store(boost.rate.to_bits(), Ordering::Release);
        self.end.store(millis(boost.until), Ordering::Release);
    }
}

#[cfg(not(all(loom, test)))]
fn wait() {
    std::hint::spin_loop();
}

#[cfg(all(loom, test))]
fn wait() {
    loom::thread::yield_now();
}

/// The end of no boost.
const NONE: u64 = 0;
const CHANGING: u64 = u64::MAX;
