//! When a failed delivery is tried again.

use serde::{Deserialize, Serialize};

use super::Exhausted;
use crate::{Rng, Timestamp};

/// How often and how long a delivery is tried again.
///
/// The waiting time doubles from one second up to 900 seconds, with full jitter from the outbox's
/// seed; the service does not publish its own, so this part is our decision.
///
/// # Source
/// EventBridge User Guide, "How EventBridge retries delivering events".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Retries after the first try: 0 to 185, default 185.
    pub attempts: u32,
    /// Seconds after which it is not tried again: 60 to 86,400, default 86,400.
    pub age_seconds: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 185, age_seconds: 86_400 }
    }
}

impl RetryPolicy {
    /// A policy of one's own.
    #[must_use]
    pub const fn new(attempts: u32, age_seconds: u32) -> Self {
        Self { attempts, age_seconds }
    }

    /// When the next try is due; an error when the policy is exhausted, by attempts before age.
    pub(super) fn next_try(
        self,
        now: Timestamp,
        first: Timestamp,
        attempt: u32,
        rng: &Rng,
    ) -> Result<Timestamp, Exhausted> {
        if attempt > self.attempts {
            return Err(Exhausted::MaximumRetryAttempts);
        }
        let ceiling = 1000u64.checked_shl(attempt.saturating_sub(1)).unwrap_or(u64::MAX).min(900_000);
        let wait = i64::try_from(rng.below(ceiling)).unwrap_or(0) + 1;
        let at = now.plus_millis(wait);
        let young = at.millis_since(first) <= i64::from(self.age_seconds) * 1000;
        if young { Ok(at) } else { Err(Exhausted::MaximumEventAgeInSeconds) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_end_with_attempts_or_age() {
        let rng = Rng::new(1);
        let t0 = Timestamp::EPOCH;
        let policy = RetryPolicy::new(2, 60);
        assert!(policy.next_try(t0, t0, 1, &rng).is_ok());
        assert_eq!(policy.next_try(t0, t0, 3, &rng), Err(Exhausted::MaximumRetryAttempts));
        assert_eq!(policy.next_try(t0.plus_secs(61), t0, 1, &rng), Err(Exhausted::MaximumEventAgeInSeconds));
    }

    #[test]
    fn waits_grow_to_fifteen_minutes_and_no_longer() {
        let rng = Rng::new(2);
        let longest = (1..=185)
            .filter_map(|n| RetryPolicy::default().next_try(Timestamp::EPOCH, Timestamp::EPOCH, n, &rng).ok())
            .map(Timestamp::as_millis)
            .max();
        assert!(longest.is_some_and(|ms| (450_000..=900_000).contains(&ms)), "{longest:?}");
    }
}
