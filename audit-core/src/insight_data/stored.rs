//! Insights of data events, which event history does not keep.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

/// The insights of data events that trails logged, in order of time and arrival.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub(crate) struct DataInsights {
    by_time: BTreeMap<(Timestamp, u64), Entry>,
    arrivals: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    trail: Arn,
    record: Json,
}

impl DataInsights {
    /// Takes an insight in; of the oldest as many go as are too many. How many went, and up to when.
    pub(crate) fn put(&mut self, at: Timestamp, trail: Arn, record: Json, most: usize) -> Option<(u64, Timestamp)> {
        self.arrivals += 1;
        self.by_time.insert((at, self.arrivals), Entry { trail, record });
        let mut gone = None;
        while self.by_time.len() > most
            && let Some(((at, _), _)) = self.by_time.pop_first()
        {
            gone = Some((gone.map_or(0, |(count, _)| count) + 1, at));
        }
        gone
    }

    /// Lets go what is older than an instant.
    pub(crate) fn forget_before(&mut self, oldest: Timestamp) {
        while self.by_time.first_key_value().is_some_and(|((at, _), _)| *at < oldest) {
            self.by_time.pop_first();
        }
    }

    /// How many came so far.
    pub(super) const fn arrivals(&self) -> u64 {
        self.arrivals
    }

    /// The insights of a trail in a range, both ends included, newest first.
    pub(super) fn of<'a>(
        &'a self,
        trail: &'a str,
        from: Timestamp,
        before: (Timestamp, u64),
    ) -> impl Iterator<Item = ((Timestamp, u64), &'a Json)> {
        let range = ((from, 0) < before).then(|| self.by_time.range((from, 0)..before).rev());
        let of_trail = range.into_iter().flatten().filter(move |(_, entry)| entry.trail.as_str() == trail);
        of_trail.map(|(position, entry)| (*position, &entry.record))
    }
}

/// As snapshots have it.
#[derive(Serialize, Deserialize)]
struct Kept {
    arrivals: u64,
    insights: Vec<(Timestamp, u64, Entry)>,
}

impl From<Kept> for DataInsights {
    fn from(kept: Kept) -> Self {
        let by_time = kept.insights.into_iter().map(|(at, arrival, entry)| ((at, arrival), entry)).collect();
        Self { by_time, arrivals: kept.arrivals }
    }
}

impl From<DataInsights> for Kept {
    fn from(stored: DataInsights) -> Self {
        let insights = stored.by_time.into_iter().map(|((at, arrival), entry)| (at, arrival, entry)).collect();
        Self { arrivals: stored.arrivals, insights }
    }
}
