//! What leaves the engine.

use std::collections::BTreeMap;
use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// One thing that happened because of time or data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// Something was lost because a budget of [`Limits`](crate::Limits) was reached.
    Overflow(Overflow),
}

impl Output {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Overflow(overflow) => overflow.at,
        }
    }
}

/// Something was lost because a budget was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Overflow {
    /// When the last of it was lost.
    pub at: Timestamp,
    /// What.
    pub what: Lost,
    /// How much since the last drain.
    pub count: u64,
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} were dropped until {}", self.count, self.what.words(), self.at)
    }
}

/// What can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Lost {
    /// Sampling clients that were remembered for a rule: those that were silent longest.
    Clients,
    /// Windows of sampling statistics: the oldest.
    StatisticWindows,
}

impl Lost {
    const fn words(self) -> &'static str {
        match self {
            Self::Clients => "sampling clients",
            Self::StatisticWindows => "windows of sampling statistics",
        }
    }
}

/// Losses that wait to be drained: one for each kind, which bounds the queue.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Losses(Vec<Overflow>);

impl Losses {
    pub(crate) fn add(&mut self, at: Timestamp, what: Lost, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        match self.0.iter_mut().find(|overflow| overflow.what == what) {
            _ if count == 0 => {}
            Some(known) => *known = Overflow { at: known.at.max(at), what, count: known.count.saturating_add(count) },
            None => self.0.push(Overflow { at, what, count }),
        }
    }

    pub(crate) fn drain(&mut self) -> Vec<Output> {
        let by_kind: BTreeMap<_, _> = self.0.drain(..).map(|overflow| (overflow.what, overflow)).collect();
        by_kind.into_values().map(Output::Overflow).collect()
    }
}
