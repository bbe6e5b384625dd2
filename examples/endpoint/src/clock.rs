//! The endpoint's clock.

use std::time::SystemTime;

use cupola::Timestamp;

use crate::ClockMode;

/// The machine's time, or a time that the user sets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    System,
    Manual(Timestamp),
}

impl Clock {
    pub(crate) const fn new(mode: ClockMode) -> Self {
        match mode {
            ClockMode::System => Self::System,
            ClockMode::Manual(start) => Self::Manual(start),
        }
    }

    /// A clock that goes on: the user's stands where it stood.
    pub(crate) const fn at(mode: ClockMode, now: Timestamp) -> Self {
        match mode {
            ClockMode::System => Self::System,
            ClockMode::Manual(_) => Self::Manual(now),
        }
    }

    pub(crate) fn now(self) -> Timestamp {
        match self {
            Self::System => machine_time(),
            Self::Manual(now) => now,
        }
    }

    pub(crate) fn set(&mut self, to: Timestamp) -> Result<(), ClockError> {
        let Self::Manual(now) = self else { return Err(ClockError::System) };
        if to < *now {
            return Err(ClockError::Back { now: *now, to });
        }
        if to.millis_since(*now) > LONGEST_JUMP_MILLIS {
            return Err(ClockError::Far { now: *now, to });
        }
        *now = to;
        Ok(())
    }
}

/// One jump may be this long, ten years, so that a slip in the year does not keep the endpoint busy for hours.
const LONGEST_JUMP_MILLIS: i64 = 3_660 * 24 * 3600 * 1000;

#[expect(clippy::disallowed_methods, reason = "the endpoint is a program, and may read the clock")]
fn machine_time() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::EPOCH.plus(since)
}

/// Why the clock cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ClockError {
    #[error("the clock is the machine's: start the endpoint with `--clock manual` to set it")]
    System,
    #[error("time does not go back: it is {now}, and {to} is before that")]
    Back { now: Timestamp, to: Timestamp },
    #[error("from {now} to {to} are more than ten years: go there in several steps")]
    Far { now: Timestamp, to: Timestamp },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_goes_forward_alone() {
        let t0 = ClockMode::DEFAULT_START;
        let mut clock = Clock::new(ClockMode::Manual(t0));
        assert_eq!(clock.set(t0.plus_secs(60)), Ok(()));
        assert_eq!(clock.now(), t0.plus_secs(60));
        assert_eq!(clock.set(t0), Err(ClockError::Back { now: t0.plus_secs(60), to: t0 }));
        assert!(matches!(clock.set(Timestamp::MAX), Err(ClockError::Far { .. })));
        assert_eq!(Clock::System.set(t0), Err(ClockError::System));
    }
}
