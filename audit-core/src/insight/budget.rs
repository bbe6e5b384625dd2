//! How much a detector keeps, and what it lost.

use serde::{Deserialize, Serialize};

/// How much a detector keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InsightBudget {
    /// Series; calls of further ones are not watched. Default 10,000; our decision.
    pub series: usize,
    /// Values of each attribute of a series that are told apart. Default 1,000; our decision.
    pub values: usize,
    /// Minutes that wait to be closed, over all series. Default 1,000,000; our decision.
    pub open_minutes: usize,
}

impl Default for InsightBudget {
    fn default() -> Self {
        Self { series: 10_000, values: 1_000, open_minutes: 1_000_000 }
    }
}

impl InsightBudget {
    /// Sets how many series are watched.
    #[must_use]
    pub const fn with_series(self, series: usize) -> Self {
        Self { series, ..self }
    }

    /// Sets how many values are told apart.
    #[must_use]
    pub const fn with_values(self, values: usize) -> Self {
        Self { values, ..self }
    }

    /// Sets how many minutes may wait.
    #[must_use]
    pub const fn with_open_minutes(self, open_minutes: usize) -> Self {
        Self { open_minutes, ..self }
    }
}

/// Calls that did not count as they would have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InsightLosses {
    /// They came when their minute was closed: they count for later minutes alone.
    pub late: u64,
    /// The budget was spent: they were not counted.
    pub over_budget: u64,
}
