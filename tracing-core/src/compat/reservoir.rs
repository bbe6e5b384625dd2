//! One reservoir, as others keep it: by one thread, with their quirks.

use cupola_base::Timestamp;

use super::{LocalWindow, Quirks};
use crate::{SampledCount, SamplingTarget, Statistics, Verdict};

/// What one second granted.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    second: Option<i64>,
    used: u32,
    borrowed: bool,
}

impl Window {
    /// Lets the second of an instant begin, where it is another; whether it did.
    fn roll(&mut self, now: Timestamp, quirks: &Quirks) -> bool {
        let millis = now.as_millis();
        let second = match quirks.window {
            LocalWindow::Floor => millis.div_euclid(1000),
            LocalWindow::Round => (millis + 500).div_euclid(1000),
            LocalWindow::Tenths => return self.roll_tenths(millis),
        };
        let anew = match self.second {
            Some(old) if quirks.resets_on_any_change => second != old,
            Some(old) => second > old || old - second > 60,
            None => true,
        };
        if anew {
            *self = Self { second: Some(second), ..Self::default() };
        }
        anew
    }

    /// The window begins with the first request after the last one's end.
    fn roll_tenths(&mut self, millis: i64) -> bool {
        let anew = self.second.is_none_or(|began| millis < began || millis - began >= 1000);
        if anew {
            *self = Self { second: Some(millis), ..Self::default() };
        }
        anew
    }

    /// Takes one of so many a second.
    pub(super) fn take(&mut self, now: Timestamp, most: u32, quirks: &Quirks) -> bool {
        let anew = self.roll(now, quirks);
        let most = self.open(now, most, anew, quirks);
        let granted = self.used < most;
        self.used += u32::from(granted);
        granted
    }

    /// Borrows the one of a second.
    fn borrow(&mut self, now: Timestamp, quirks: &Quirks) -> bool {
        self.roll(now, quirks);
        !std::mem::replace(&mut self.borrowed, true)
    }

    /// How much of it may be taken by now.
    fn open(&self, now: Timestamp, most: u32, anew: bool, quirks: &Quirks) -> u32 {
        if quirks.window != LocalWindow::Tenths || most < 10 {
            return most;
        }
        let tenth = self.second.map_or(0, |began| (now.as_millis() - began) / 100);
        let tenth = u32::try_from(tenth).unwrap_or(0) + u32::from(!anew);
        (most / 10).saturating_mul(tenth + 1).saturating_add(most % 10).min(most)
    }
}

/// One central rule's state.
#[derive(Clone, Debug)]
pub(super) struct Central {
    size: u32,
    rate: f64,
    quota: Option<u32>,
    until: Option<Timestamp>,
    had_target: bool,
    window: Window,
    counted: Statistics,
}

impl Central {
    pub(super) fn new(size: u32, rate: f64) -> Self {
        let counted = Statistics::default();
        Self { size, rate, quota: None, until: None, had_target: false, window: Window::default(), counted }
    }

    pub(super) fn decide(&mut self, now: Timestamp, u: f64, quirks: &Quirks) -> Verdict {
        self.counted.requests += 1;
        let verdict = self.judge(now, u, quirks);
        let in_sampled = quirks.sampled_count == SampledCount::Inclusive;
        match verdict {
            Verdict::Borrow => {
                self.counted.borrowed += 1;
                self.counted.sampled += u64::from(in_sampled);
            }
            Verdict::Take | Verdict::FixedRate => self.counted.sampled += 1,
            Verdict::NotSampled => {}
        }
        verdict
    }

    fn judge(&mut self, now: Timestamp, u: f64, quirks: &Quirks) -> Verdict {
        let fresh = self.until.is_some_and(|until| holds(now, until, quirks));
        match self.quota.filter(|_| fresh) {
            Some(quota) if self.window.take(now, quota, quirks) => return Verdict::Take,
            Some(_) => {}
            None if self.may_borrow(quirks) && self.window.borrow(now, quirks) => return Verdict::Borrow,
            // A second that grants nothing has begun all the same.
            None => {
                self.window.roll(now, quirks);
            }
        }
        let hits = if quirks.rate_is_inclusive { u <= self.rate } else { u < self.rate };
        if hits { Verdict::FixedRate } else { Verdict::NotSampled }
    }

    const fn may_borrow(&self, quirks: &Quirks) -> bool {
        self.size > 0 && !(quirks.borrows_before_targets_only && self.had_target)
    }

    pub(super) fn load(&mut self, target: &SamplingTarget, quirks: &Quirks) {
        if target.rate.is_none() && quirks.target_needs_rate {
            return;
        }
        self.had_target = true;
        if let Some(rate) = target.rate {
            self.rate = rate.get();
        }
        let keeps = |quota: &u32| !(*quota == 0 && quirks.keeps_quota_on_zero);
        self.quota = target.quota.filter(keeps).or(self.quota);
        self.until = target.quota_until.or(self.until);
    }

    pub(super) fn take_statistics(&mut self) -> Statistics {
        std::mem::take(&mut self.counted)
    }
}

/// Whether a quota with this end holds.
fn holds(now: Timestamp, until: Timestamp, quirks: &Quirks) -> bool {
    if quirks.quota_end_is_exclusive { now < until } else { now.as_secs() <= until.as_secs() }
}
