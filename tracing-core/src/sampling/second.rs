//! What was granted in the present second, in one atomic word.

use cupola_base::Timestamp;

use super::atomic::{AtomicU64, Ordering};

/// The most that a reservoir or a quota grants in one second: 16,777,215. A larger number counts as this.
pub const MOST_PER_SECOND: u32 = (1 << TAKEN_BITS) - 1;

/// The second, what was taken in it, and whether it was borrowed in.
///
/// One word, changed by compare-and-swap alone: whatever threads do, no second's state is ever counted from
/// an older one. No other memory is read on the strength of it, so relaxed order is enough.
#[derive(Debug)]
pub(super) struct Second(AtomicU64);

/// What a decision asks for.
#[derive(Clone, Copy)]
pub(super) enum Ask {
    /// One of so many a second.
    Take(u32),
    /// The one that may be borrowed in a second, if any may.
    Borrow { allowed: bool },
}

impl Second {
    pub(super) fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Grants or not. Within one second no more is granted than is asked for at most.
    ///
    /// A second before the newest seen counts as the newest, up to a minute; what lies further back is a clock
    /// that was set, and begins anew.
    #[inline]
    pub(super) fn grant(&self, now: Timestamp, ask: Ask) -> bool {
        let second = number(now);
        let mut old = self.0.load(Ordering::Relaxed);
        loop {
            let (new, granted) = State::of(old).at(second).answer(ask);
            let new = new.bits();
            if new == old {
                return granted;
            }
            match self.0.compare_exchange_weak(old, new, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return granted,
                Err(changed) => old = changed,
            }
        }
    }
}

/// `second:39 | borrowed:1 | taken:24`
#[derive(Clone, Copy, Default)]
struct State {
    second: u64,
    borrowed: bool,
    taken: u32,
}

impl State {
    #[expect(clippy::cast_possible_truncation, reason = "24 bits are left")]
    const fn of(bits: u64) -> Self {
        Self {
            second: bits >> (TAKEN_BITS + 1),
            borrowed: bits >> TAKEN_BITS & 1 == 1,
            taken: (bits & MOST_PER_SECOND as u64) as u32,
        }
    }

    const fn bits(self) -> u64 {
        self.second << (TAKEN_BITS + 1) | (self.borrowed as u64) << TAKEN_BITS | self.taken as u64
    }

    fn at(self, second: u64) -> Self {
        let set_back = self.second > second + SLOW_SECONDS;
        if second > self.second || set_back { Self { second, ..Self::default() } } else { self }
    }

    fn answer(self, ask: Ask) -> (Self, bool) {
        match ask {
            Ask::Take(most) if self.taken < most.min(MOST_PER_SECOND) => (Self { taken: self.taken + 1, ..self }, true),
            Ask::Borrow { allowed: true } if !self.borrowed => (Self { borrowed: true, ..self }, true),
            _ => (self, false),
        }
    }
}

const TAKEN_BITS: u32 = 24;
/// How far behind a thread may be before its clock counts as set back.
const SLOW_SECONDS: u64 = 60;

/// Whole seconds since the first instant that there is: 39 bits.
#[inline]
pub(super) fn number(at: Timestamp) -> u64 {
    u64::try_from(at.as_secs() - Timestamp::MIN.as_secs()).unwrap_or_default()
}

/// Milliseconds since the first instant that there is: 49 bits.
pub(super) fn millis(at: Timestamp) -> u64 {
    u64::try_from(at.millis_since(Timestamp::MIN)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_holds_every_second_and_count() {
        for second in [0, 1, number(Timestamp::EPOCH), number(Timestamp::MAX)] {
            for (borrowed, taken) in [(false, 0), (true, 0), (false, MOST_PER_SECOND), (true, MOST_PER_SECOND)] {
                let state = State::of(State { second, borrowed, taken }.bits());
                assert_eq!((state.second, state.borrowed, state.taken), (second, borrowed, taken));
            }
        }
    }

    #[test]
    fn a_slow_thread_is_granted_nothing_anew() {
        let at = Timestamp::from_secs;
        let second = Second::new();
        let granted = [100, 99, 40, 100, 101, 41, 40, 40, 41].map(|s| second.grant(at(s), Ask::Take(1)));
        // 40 is 60 behind 100: slow. 40 is 61 behind 101: set back.
        assert_eq!(granted, [true, false, false, false, true, false, true, false, true]);
    }

    #[test]
    fn taking_and_borrowing_are_apart() {
        let second = Second::new();
        let asks =
            [Ask::Borrow { allowed: true }, Ask::Take(1), Ask::Borrow { allowed: true }, Ask::Take(1), Ask::Take(2)];
        let granted = asks.map(|ask| second.grant(Timestamp::from_millis(1_999), ask));
        assert_eq!(granted, [true, true, false, false, true]);
        assert!(!second.grant(Timestamp::from_millis(2_000), Ask::Borrow { allowed: false }));
    }

    #[test]
    fn the_largest_quota_does_not_spill_over() {
        let second = Second(AtomicU64::new(State { second: 5, borrowed: false, taken: MOST_PER_SECOND - 1 }.bits()));
        let now = Timestamp::MIN.plus_secs(5);
        assert!(second.grant(now, Ask::Take(u32::MAX)));
        assert!(!second.grant(now, Ask::Take(u32::MAX)));
        assert!(second.grant(now, Ask::Borrow { allowed: true }));
    }
}
