//! What leaves the engine.

use std::fmt;

use cupola_base::outputs::{Emitted, Loss};
use cupola_base::{Datum, EventEnvelope, Timestamp};
use serde::{Deserialize, Serialize};

/// One thing that happened because of time or data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// Something was lost because a budget of [`Limits`](crate::Limits) was reached.
    Overflow(Overflow),
    /// A minute of a group has ended: how many of its traces got segments. `ApproximateTraceCount` in `AWS/X-Ray`.
    Datum {
        /// When the minute ended.
        at: Timestamp,
        /// The measurement.
        datum: Datum,
    },
    /// An insight began, ended, or is about other services than before; of groups with notifications.
    Event {
        /// When.
        at: Timestamp,
        /// The event for the default bus.
        event: EventEnvelope,
    },
}

impl Output {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Overflow(overflow) => overflow.at,
            Self::Datum { at, .. } | Self::Event { at, .. } => *at,
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
    /// Sampling clients that were remembered for a rule: those that were silent longest.
    Clients,
    /// Windows of sampling statistics: the oldest.
    StatisticWindows,
    /// Traces that the store has no room for: those that came first.
    Traces,
    /// Telemetry records: the oldest.
    TelemetryRecords,
    /// Trace retrievals: those that were asked for first.
    Retrievals,
    /// Insights that are closed: the oldest.
    Insights,
    /// Outputs that nobody drained: the oldest.
    Outputs,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clients => "sampling clients",
            Self::StatisticWindows => "windows of sampling statistics",
            Self::Traces => "traces",
            Self::TelemetryRecords => "telemetry records",
            Self::Retrievals => "trace retrievals",
            Self::Insights => "insights",
            Self::Outputs => "outputs",
        })
    }
}
