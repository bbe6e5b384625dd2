//! The reservoir of a local rule.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::counters::{Class, Counters};
use super::second::{Ask, Second};
use super::{Rate, SampledCount, Statistics, Verdict};

/// So many requests in each second, and a part of the rest.
///
/// Any number of threads may decide through a shared reference. Nothing waits and nothing is allocated; in
/// every interleaving no second grants more than the reservoir holds. A second begins with its first whole
/// instant. A thread that is up to a minute behind the newest second seen is judged by the newest; a clock
/// that goes back further was set, and begins anew.
///
/// ```
/// use cupola_traces::{LocalReservoir, Rate, Timestamp, Verdict};
///
/// let reservoir = LocalReservoir::new(1, Rate::new(0.5)?);
/// let at = Timestamp::from_millis;
/// assert_eq!(reservoir.decide(at(5_000), 0.9), Verdict::Take);
/// assert_eq!(reservoir.decide(at(5_100), 0.4), Verdict::FixedRate);
/// assert_eq!(reservoir.decide(at(5_200), 0.5), Verdict::NotSampled);
/// assert_eq!(reservoir.decide(at(6_000), 0.5), Verdict::Take);
/// # Ok::<(), cupola_traces::RateError>(())
/// ```
///
/// # Source
/// The X-Ray SDKs. What is done with a clock that goes back is our decision: the SDKs grant the whole
/// reservoir again.
#[derive(Debug)]
pub struct LocalReservoir {
    fixed_target: u32,
    rate: Rate,
    smoothing: Smoothing,
    second: Second,
    counters: Counters,
}

impl LocalReservoir {
    /// Records `fixed_target` requests in each second (at most
    /// [`MOST_PER_SECOND`](crate::MOST_PER_SECOND)) and the part `rate` of the others.
    #[must_use]
    pub fn new(fixed_target: u32, rate: Rate) -> Self {
        Self { fixed_target, rate, smoothing: Smoothing::default(), second: Second::new(), counters: Counters::new() }
    }

    /// Sets how the reservoir opens within a second.
    #[must_use]
    pub fn with_smoothing(self, smoothing: Smoothing) -> Self {
        Self { smoothing, ..self }
    }

    /// Decides about a request, given the random number `u`, from 0 up to but not including 1.
    pub fn decide(&self, now: Timestamp, u: f64) -> Verdict {
        self.decide_with(now, || u)
    }

    /// As [`decide`](Self::decide); the random number is drawn only if it is needed.
    pub fn decide_with(&self, now: Timestamp, u: impl FnOnce() -> f64) -> Verdict {
        let verdict = self.judge(now, u);
        self.counters.count(if verdict.is_sampled() { Class::Sampled } else { Class::Dropped });
        verdict
    }

    /// Takes the numbers of decisions since the last taking. Nothing is ever borrowed here.
    pub fn take_statistics(&self) -> Statistics {
        Statistics::of(self.counters.take(), SampledCount::Inclusive)
    }

    /// How many requests in each second are recorded.
    #[must_use]
    pub const fn fixed_target(&self) -> u32 {
        self.fixed_target
    }

    /// The part of the others that is recorded.
    #[must_use]
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    fn judge(&self, now: Timestamp, u: impl FnOnce() -> f64) -> Verdict {
        let open = self.smoothing.open(self.fixed_target, now);
        if self.second.grant(now, Ask::Take(open)) {
            Verdict::Take
        } else if self.rate.hits(u()) {
            Verdict::FixedRate
        } else {
            Verdict::NotSampled
        }
    }
}

/// How a reservoir opens within a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Smoothing {
    /// All at once.
    #[default]
    None,
    /// From 10 a second up: a tenth more in each tenth of the second, and what a tenth does not divide at
    /// once. As the SDK for Java says in its comment; its window does not begin with whole seconds, though.
    Deciseconds,
}

impl Smoothing {
    /// How much of the reservoir is open at `now`.
    fn open(self, all: u32, now: Timestamp) -> u32 {
        match self {
            Self::Deciseconds if all >= 10 => {
                let tenth = u32::try_from(now.as_millis().rem_euclid(1000) / 100).unwrap_or_default();
                all / 10 * (tenth + 1) + all % 10
            }
            Self::None | Self::Deciseconds => all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_open_one_by_one() {
        for (all, millis, open) in
            [(9, 0, 9), (10, 0, 1), (10, 99, 1), (10, 100, 2), (10, 999, 10), (25, 0, 7), (25, 500, 17), (25, 999, 25)]
        {
            assert_eq!(Smoothing::Deciseconds.open(all, Timestamp::from_millis(millis)), open, "{all} at {millis}");
        }
    }

    #[test]
    fn a_smooth_reservoir_takes_all_in_the_end() {
        let reservoir = LocalReservoir::new(25, Rate::NEVER).with_smoothing(Smoothing::Deciseconds);
        let taken = (0..1000).filter(|ms| reservoir.decide(Timestamp::from_millis(*ms), 0.0).is_sampled()).count();
        assert_eq!(taken, 25);
        assert_eq!(reservoir.take_statistics().requests, 1000);
    }

    #[test]
    fn rates_are_met_within_five_sigma() {
        let rng = cupola_base::Rng::new(0x5eed);
        for rate in [0.05, 0.5, 0.9] {
            let reservoir = LocalReservoir::new(0, Rate::new(rate).unwrap());
            let n = 200_000;
            let hits = (0..n).filter(|_| reservoir.decide_with(Timestamp::EPOCH, || rng.unit()).is_sampled()).count();
            let (mean, sigma) = (f64::from(n) * rate, (f64::from(n) * rate * (1.0 - rate)).sqrt());
            assert!((f64::from(u32::try_from(hits).unwrap()) - mean).abs() < 5.0 * sigma, "{rate}: {hits}");
        }
    }
}
