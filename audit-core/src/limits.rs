//! Quotas and memory budgets.

use serde::{Deserialize, Serialize};

use crate::InsightBudget;

/// Every quota and memory budget of the audit area.
///
/// ```
/// use cupola_audit::Limits;
///
/// assert_eq!(Limits::default().outputs, 100_000);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Limits {
    /// Outputs that wait to be drained; past it the oldest are dropped and counted. Default 100,000;
    /// our decision.
    pub outputs: usize,
    /// Bytes of the event history, about: an event counts twice its text and 512 bytes. Past it the
    /// oldest leave
    /// before their 90 days, which an output tells. Default 256 MiB; our decision.
    pub history_bytes: usize,
    /// Questions to event history in any second; past it they are refused with
    /// `ThrottlingException`. The service allows 2. Default none: no question is refused.
    pub lookups_per_second: Option<usize>,
    /// How much is kept to detect insights.
    pub insights: InsightBudget,
}

impl Limits {
    /// Sets how many outputs wait at most.
    #[must_use]
    pub const fn with_outputs(self, outputs: usize) -> Self {
        Self { outputs, ..self }
    }

    /// Sets how many bytes the event history has.
    #[must_use]
    pub const fn with_history_bytes(self, history_bytes: usize) -> Self {
        Self { history_bytes, ..self }
    }

    /// Sets how many questions to event history a second allows.
    #[must_use]
    pub const fn with_lookups_per_second(self, lookups_per_second: Option<usize>) -> Self {
        Self { lookups_per_second, ..self }
    }

    /// Sets how much is kept to detect insights.
    #[must_use]
    pub const fn with_insights(self, insights: InsightBudget) -> Self {
        Self { insights, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            outputs: 100_000,
            history_bytes: 256 << 20,
            lookups_per_second: None,
            insights: InsightBudget::default(),
        }
    }
}
