//! What leaves the engine.

use std::fmt;

use cupola_base::outputs::{Emitted, Loss};
use cupola_base::{Draft, EventEnvelope, Timestamp};
use serde::{Deserialize, Serialize};

use crate::alarm::{ContributorChange, StateChange};
use crate::canary::CanaryRunDue;
use crate::insight_rule::WatchedLogGroups;
use crate::stream::StreamRecord;

/// One thing that happened because of time or data.
///
/// A transition gives a [`StateChange`](Self::StateChange), then its [`Event`](Self::Event), then
/// its [`Action`](Self::Action)s in the order of the alarm's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// An alarm changed its state.
    StateChange(StateChange),
    /// A time series of an alarm on a grouped query changed its state.
    ContributorChange(ContributorChange),
    /// An event for the default bus: an alarm's state or configuration changed.
    Event(EventEnvelope),
    /// An action is to be carried out. Cause: the alarm's ARN; target: the action as configured.
    Action(Draft),
    /// A record of a metric stream is to be delivered to its Firehose delivery stream.
    StreamRecord(StreamRecord),
    /// A canary's run is to be made, and its result to be told.
    CanaryRun(CanaryRunDue),
    /// Insight rules want to see the events of other log groups from now on.
    WatchedLogGroups(WatchedLogGroups),
    /// Something was lost because a budget of [`Limits`](crate::Limits) was reached.
    Overflow(Overflow),
}

impl Output {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::StateChange(change) => change.at,
            Self::ContributorChange(change) => change.at,
            Self::Event(event) => event.time,
            Self::Action(draft) => draft.at,
            Self::StreamRecord(record) => record.draft.at,
            Self::CanaryRun(due) => due.at,
            Self::WatchedLogGroups(watched) => watched.at,
            Self::Overflow(overflow) => overflow.at,
        }
    }
}

impl Emitted for Output {
    type Lost = Lost;
    const UNDRAINED: Lost = Lost::Outputs;

    fn when(&self) -> Timestamp {
        self.at()
    }

    fn lost(loss: Overflow) -> Self {
        Self::Overflow(loss)
    }
}

/// Something was lost because a budget was reached.
pub type Overflow = Loss<Lost>;

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
    /// Buckets of a recorder that nobody absorbed: the oldest.
    Recorded,
    /// History items: the oldest.
    HistoryItems,
    /// Minutes that waited to go out through metric streams: those due first.
    StreamedMinutes,
    /// Runs of canaries: the oldest.
    CanaryRuns,
    /// Contributors of insight rules: those with least in their minute, or those of the oldest minutes.
    Contributors,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outputs => "outputs",
            Self::Metrics => "metrics",
            Self::Buckets => "storage buckets",
            Self::Recorded => "recorded buckets",
            Self::HistoryItems => "alarm history items",
            Self::StreamedMinutes => "minutes for metric streams",
            Self::CanaryRuns => "runs of canaries",
            Self::Contributors => "contributors of insight rules",
        })
    }
}
