//! What leaves the engine.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use cupola_base::{Draft, EventEnvelope, Timestamp};
use serde::{Deserialize, Serialize};

use crate::alarm::StateChange;

/// One thing that happened because of time or data.
///
/// A transition gives a [`StateChange`](Self::StateChange), then its [`Event`](Self::Event), then
/// its [`Action`](Self::Action)s in the order of the alarm's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// An alarm changed its state.
    StateChange(StateChange),
    /// An event for the default bus: an alarm's state or configuration changed.
    Event(EventEnvelope),
    /// An action is to be carried out. Cause: the alarm's ARN; target: the action as configured.
    Action(Draft),
    /// Something was lost because a budget of [`Limits`](crate::Limits) was reached.
    Overflow(Overflow),
}

impl Output {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::StateChange(change) => change.at,
            Self::Event(event) => event.time,
            Self::Action(draft) => draft.at,
            Self::Overflow(overflow) => overflow.at,
        }
    }
}

/// Something was lost because a budget was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Overflow {
    /// When the last of it was lost; for outputs, the time of the newest that was dropped.
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
    /// Outputs that nobody drained.
    Outputs,
    /// Metrics with all their data: those that were silent longest.
    Metrics,
    /// Storage buckets: the oldest.
    Buckets,
    /// History items: the oldest.
    HistoryItems,
}

impl Lost {
    const fn words(self) -> &'static str {
        match self {
            Self::Outputs => "outputs",
            Self::Metrics => "metrics",
            Self::Buckets => "storage buckets",
            Self::HistoryItems => "alarm history items",
        }
    }
}

/// Outputs that wait to be drained.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Waiting {
    queue: VecDeque<Output>,
    #[serde(with = "losses")]
    lost: BTreeMap<Lost, Overflow>,
}

impl Waiting {
    pub(crate) fn push(&mut self, output: Output, most: usize) {
        self.queue.push_back(output);
        while self.queue.len() > most {
            let Some(oldest) = self.queue.pop_front() else { return };
            self.lose(oldest.at(), Lost::Outputs, 1);
        }
    }

    pub(crate) fn lose(&mut self, at: Timestamp, what: Lost, count: u64) {
        if count > 0 {
            let overflow = self.lost.entry(what).or_insert(Overflow { at, what, count: 0 });
            *overflow = Overflow { at: overflow.at.max(at), what, count: overflow.count.saturating_add(count) };
        }
    }

    /// Everything that waits: what was lost is told first.
    pub(crate) fn drain(&mut self) -> Vec<Output> {
        let lost = std::mem::take(&mut self.lost);
        lost.into_values().map(Output::Overflow).chain(self.queue.drain(..)).collect()
    }
}

/// JSON objects have text keys only: the losses are kept as a list.
mod losses {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Lost, Overflow};

    pub(super) fn serialize<S: Serializer>(lost: &BTreeMap<Lost, Overflow>, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(lost.values())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<Lost, Overflow>, D::Error> {
        let all = Vec::<Overflow>::deserialize(d)?;
        Ok(all.into_iter().map(|overflow| (overflow.what, overflow)).collect())
    }
}
