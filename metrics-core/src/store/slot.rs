//! What the data of one slot come to.

use super::packed;
use super::rung::Seen;
use crate::distribution::Distribution;
use crate::ranked::{Ranked, cuts};
use crate::statistic::Statistic;
use crate::summary::Summary;

/// The data of one slot of a grid.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slot {
    /// Where it begins, in milliseconds.
    pub(crate) at: i64,
    pub(crate) summary: Summary,
    samples: Distribution,
}

/// What is read of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Enough for the five simple statistics.
    Summary,
    /// Enough for every statistic; so many distinct values are kept exactly.
    Samples(usize),
}

impl Detail {
    /// Enough for these statistics.
    pub(super) fn of(statistics: &[Statistic], most: usize) -> Self {
        let extended = statistics.iter().any(|statistic| statistic.is_extended());
        if extended { Self::Samples(most) } else { Self::Summary }
    }
}

impl Slot {
    /// One statistic; absent where the data do not have it, and extended ones where only simple
    /// ones were asked for.
    pub(crate) fn statistic(&self, statistic: Statistic) -> Option<f64> {
        if !statistic.is_extended() {
            return self.summary.statistic(statistic);
        }
        let samples = self.samples.samples_cut(&cuts(statistic)).filter(|_| self.summary.minimum >= 0.0)?;
        Ranked::new(&samples, &self.summary).statistic(statistic)
    }

    pub(super) fn new(at: i64, seen: Seen<'_>, detail: Detail) -> Self {
        let mut samples = match detail {
            Detail::Summary => Distribution::Lost,
            Detail::Samples(_) => Distribution::Exact(Vec::new()),
        };
        seen.add_samples(&mut samples, detail);
        Self { at, summary: seen.summary(), samples }
    }

    /// Adds single samples.
    pub(super) fn add_run(&mut self, values: &[f64], detail: Detail) {
        let mut summary = self.summary;
        values.iter().for_each(|value| summary.add_one(*value));
        self.summary = summary;
        if let Detail::Samples(most) = detail {
            values.iter().for_each(|value| self.samples.add(*value, 1.0, most));
        }
    }

    pub(super) fn add(&mut self, seen: Seen<'_>, detail: Detail) {
        match seen {
            Seen::One(value) => self.summary.add_one(value),
            _ => self.summary.merge(&seen.summary()),
        }
        seen.add_samples(&mut self.samples, detail);
    }
}

impl Seen<'_> {
    fn summary(self) -> Summary {
        match self {
            Self::One(value) => Summary::one(value, 1.0),
            Self::Packed(bytes) => packed::summary(bytes),
            Self::Open(bucket) => bucket.summary(),
        }
    }

    fn add_samples(self, to: &mut Distribution, detail: Detail) {
        let Detail::Samples(most) = detail else { return };
        match self {
            Self::One(value) => to.add(value, 1.0, most),
            Self::Packed(bytes) => packed::add_samples(bytes, to, most),
            Self::Open(bucket) => bucket.add_samples(to, most),
        }
    }
}
