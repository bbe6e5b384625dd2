//! What leaves the engine.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use cupola_base::{Datum, Timestamp};
use serde::{Deserialize, Serialize};

/// One thing that happened because of time or data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// A metric filter made a measurement.
    Datum(FilterDatum),
    /// A metric filter measures no more: it made too many different dimensions.
    FilterThrottled(FilterThrottled),
    /// Events were removed from memory because their group's retention was over.
    Expired(Expired),
    /// Something was lost because a budget of [`Limits`](crate::Limits) was reached.
    Overflow(Overflow),
}

impl Output {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Datum(made) => made.at,
            Self::FilterThrottled(throttled) => throttled.at,
            Self::Expired(expired) => expired.at,
            Self::Overflow(overflow) => overflow.at,
        }
    }
}

/// A measurement that a metric filter made.
///
/// The datum's own time is that of the event (of the first of them, where several of one minute were
/// put together), or the start of the minute for a default value. `at` is when it was made: when the
/// event came in, or when the minute closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilterDatum {
    /// When it was made.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// The filter's name.
    pub filter: Arc<str>,
    /// The measurement.
    pub datum: Datum,
}

/// A metric filter that measures no more: it made more different dimensions in one hour than
/// [`Limits::dimension_pairs_per_hour`](crate::Limits::dimension_pairs_per_hour).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilterThrottled {
    /// When.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// The filter's name.
    pub filter: Arc<str>,
}

/// Events that were removed because their group's retention was over.
///
/// They had vanished from every answer before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Expired {
    /// When they were removed.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// How many.
    pub events: u64,
    /// What they counted in bytes, 26 an event included.
    pub bytes: u64,
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
    /// Log events: the oldest.
    Events,
}

impl Lost {
    const fn words(self) -> &'static str {
        match self {
            Self::Outputs => "outputs",
            Self::Events => "log events",
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
