//! Anomalies that are not told for a while, or ever.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// Since when and until when something is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Suppression {
    /// Since when.
    pub since: Timestamp,
    /// Until when; `None` for ever.
    pub until: Option<Timestamp>,
    /// Whether all anomalies of the pattern are suppressed, not this one alone.
    pub of_pattern: bool,
}

impl Suppression {
    /// Whether it is still in force.
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}
