//! Insights that are kept, and what they are made from.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Insight, InsightState, RateModel};
use crate::ServiceId;

/// All insights, oldest first, and what is known of each service of each group.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Insights {
    pub(super) kept: Vec<Insight>,
    #[serde(with = "pairs")]
    pub(super) watched: BTreeMap<(u32, ServiceId), Watched>,
}

/// What is known of a service of a group.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Watched {
    pub(super) model: RateModel,
    /// The last window in which it had requests.
    pub(super) last: Timestamp,
    /// Windows in a row, up to the last, with more faults than is to be expected.
    pub(super) unusual: u32,
}

impl Insights {
    /// Whether an insight waits for quiet minutes.
    pub(crate) fn needs_minutes(&self) -> bool {
        self.kept.iter().any(|insight| insight.state == InsightState::Active)
    }

    /// Lets closed insights go past so many, the oldest first; answers how many went.
    pub(super) fn shrink(&mut self, most: usize) -> u64 {
        let mut gone = 0;
        while self.kept.len() > most
            && let Some(at) = self.kept.iter().position(|insight| insight.state == InsightState::Closed)
        {
            self.kept.remove(at);
            gone += 1;
        }
        gone
    }

    /// Forgets services that were not seen since.
    pub(super) fn forget_before(&mut self, oldest: Timestamp) {
        self.watched.retain(|_, watched| watched.last >= oldest);
    }
}

/// JSON objects have text keys only: the map is kept as a list of pairs.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Watched;
    use crate::ServiceId;

    type Map = BTreeMap<(u32, ServiceId), Watched>;

    pub(super) fn serialize<S: Serializer>(map: &Map, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map, D::Error> {
        Ok(Vec::<((u32, ServiceId), Watched)>::deserialize(deserializer)?.into_iter().collect())
    }
}
