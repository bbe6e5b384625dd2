//! Slow obvious twins of what is fast: the reservoirs as the reference tells them, in seconds as numbers with a
//! fraction, for one thread.

use crate::Verdict;

/// One second's grants.
#[derive(Clone, Copy, Debug, Default)]
struct Second {
    second: f64,
    taken: u32,
    borrowed: u32,
}

impl Second {
    fn roll(&mut self, now: f64) {
        let second = now.floor();
        if second > self.second || second < self.second - 60.0 {
            *self = Self { second, ..Self::default() };
        }
    }
}

/// The reservoir of a local rule.
#[derive(Clone, Copy, Debug)]
pub struct LocalTwin {
    fixed_target: u32,
    rate: f64,
    second: Second,
}

impl LocalTwin {
    /// As [`LocalReservoir::new`](crate::LocalReservoir::new).
    #[must_use]
    pub fn new(fixed_target: u32, rate: f64) -> Self {
        Self { fixed_target, rate, second: Second { second: f64::NEG_INFINITY, ..Second::default() } }
    }

    /// Whether the request is recorded.
    pub fn decide(&mut self, now: f64, u: f64) -> bool {
        self.second.roll(now);
        if self.second.taken < self.fixed_target {
            self.second.taken += 1;
            return true;
        }
        u < self.rate
    }
}

/// The reservoir of a central rule.
#[derive(Clone, Copy, Debug)]
pub struct CentralTwin {
    /// The rule's reservoir.
    pub size: u32,
    /// The rule's rate.
    pub rate: f64,
    /// The client's quota.
    pub quota: Option<u32>,
    /// The last second in which the quota holds.
    pub ttl: Option<f64>,
    /// Boosted rate and its end.
    pub boost: Option<(f64, f64)>,
    /// Requests, recorded requests, requests on credit.
    pub counts: [u64; 3],
    second: Second,
}

impl CentralTwin {
    /// As [`CentralReservoir::new`](crate::CentralReservoir::new).
    #[must_use]
    pub fn new(size: u32, rate: f64) -> Self {
        let second = Second { second: f64::NEG_INFINITY, ..Second::default() };
        Self { size, rate, quota: None, ttl: None, boost: None, counts: [0; 3], second }
    }

    /// How the rule decides.
    pub fn decide(&mut self, now: f64, u: f64) -> Verdict {
        self.counts[0] += 1;
        self.second.roll(now);
        let verdict = self.judge(now, u);
        self.counts[1] += u64::from(verdict.is_sampled());
        self.counts[2] += u64::from(verdict == Verdict::Borrow);
        verdict
    }

    fn judge(&mut self, now: f64, u: f64) -> Verdict {
        let fresh = self.quota.filter(|_| self.ttl.is_some_and(|ttl| now.floor() <= ttl));
        if let Some(quota) = fresh {
            if self.second.taken < quota {
                self.second.taken += 1;
                return Verdict::Take;
            }
        } else if self.size > 0 && self.second.borrowed < 1 {
            self.second.borrowed += 1;
            return Verdict::Borrow;
        }
        let boosted = self.boost.filter(|(rate, end)| now < *end && *rate >= self.rate);
        if u < boosted.map_or(self.rate, |(rate, _)| rate) { Verdict::FixedRate } else { Verdict::NotSampled }
    }
}

/// Whether a text is a name of at most so many characters: the class of the segment schema, and the backslash.
#[must_use]
pub fn name_is_valid(text: &str, most: usize) -> bool {
    let class = regex::Regex::new(r"^[\p{L}\p{N}\p{Z}_.:/%&#=+\\\-@]+$").is_ok_and(|class| class.is_match(text));
    class && text.chars().count() <= most && !text.ends_with('\n')
}
