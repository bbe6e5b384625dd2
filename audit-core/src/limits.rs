//! Quotas and memory budgets.

use serde::{Deserialize, Serialize};

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
}

impl Limits {
    /// Sets how many outputs wait at most.
    #[must_use]
    pub const fn with_outputs(self, outputs: usize) -> Self {
        Self { outputs, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { outputs: 100_000 }
    }
}
