//! What leaves the engine.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::outputs::Loss;
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
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clients => "sampling clients",
            Self::StatisticWindows => "windows of sampling statistics",
            Self::Traces => "traces",
            Self::TelemetryRecords => "telemetry records",
        })
    }
}
