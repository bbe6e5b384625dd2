//! The five areas, in the order in which they act within one instant.

use serde::{Deserialize, Serialize};

/// One of the five areas.
///
/// The order is that in which things due at the same instant are done. Who produces comes before
/// who consumes: a metric filter's minute closes before the alarm that watches it is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the house has five cores")]
pub enum Area {
    /// API records.
    Audit,
    /// Traces and sampling.
    Traces,
    /// Log groups and filters.
    Logs,
    /// Metrics and alarms.
    Metrics,
    /// Buses and rules.
    Events,
}

impl Area {
    /// All areas, in order.
    pub const ALL: [Self; 5] = [Self::Audit, Self::Traces, Self::Logs, Self::Metrics, Self::Events];
}
