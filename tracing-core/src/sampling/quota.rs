//! The service's grant to one client, in one atomic word.

use cupola_base::Timestamp;

use super::atomic::{AtomicU64, Ordering};
use super::second::{MOST_PER_SECOND, number};

/// Quota and the second through which it holds. Both come from targets, each may be absent.
#[derive(Debug)]
pub(super) struct Quota(AtomicU64);

impl Quota {
    /// Neither quota nor end.
    pub(super) fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// How much may be taken in each second while the quota is fresh; `None` when there is none, or its end
    /// has passed. The second of its end still counts.
    #[inline]
    pub(super) fn fresh(&self, now: Timestamp) -> Option<u32> {
        // With the order of `load`, who sees a target's quota sees its rate too.
        let word = Word::of(self.0.load(Ordering::Acquire));
        word.quota.filter(|_| word.end != 0 && number(now) <= word.end)
    }

    /// Takes over what is told and keeps the rest.
    pub(super) fn load(&self, quota: Option<u32>, end: Option<Timestamp>) {
        let renew = |old: u64| {
            let old = Word::of(old);
            let quota = quota.map(|quota| quota.min(MOST_PER_SECOND));
            Some(Word { quota: quota.or(old.quota), end: end.map_or(old.end, number) }.bits())
        };
        // `renew` never declines.
        let _ = self.0.fetch_update(Ordering::Release, Ordering::Relaxed, renew);
    }
}

/// `end:39 | there is a quota:1 | quota:24`; an end of 0 is none.
struct Word {
    end: u64,
    quota: Option<u32>,
}

impl Word {
    #[expect(clippy::cast_possible_truncation, reason = "24 bits are left")]
    const fn of(bits: u64) -> Self {
        let quota = (bits & MOST_PER_SECOND as u64) as u32;
        Self { end: bits >> 25, quota: if bits >> 24 & 1 == 1 { Some(quota) } else { None } }
    }

    fn bits(&self) -> u64 {
        self.end << 25 | u64::from(self.quota.is_some()) << 24 | u64::from(self.quota.unwrap_or_default())
    }
}
