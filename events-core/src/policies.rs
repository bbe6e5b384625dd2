//! Decisions where the service is silent.

use serde::{Deserialize, Serialize};

/// Every decision of the events area that the service's texts leave open, to be flipped when the
/// service proves otherwise.
///
/// ```
/// use cupola_events::Policies;
///
/// assert!(Policies::default().exact_size_is_too_large);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Policies {
    /// Entries whose sizes sum up to exactly the limit are refused: the service's text says "less
    /// than". Default true.
    pub exact_size_is_too_large: bool,
    /// Enabling a rule that also gets read-only management events leaves it so; otherwise it becomes
    /// a plain enabled rule. Default true.
    pub enabling_keeps_management_events: bool,
}

impl Default for Policies {
    fn default() -> Self {
        Self { exact_size_is_too_large: true, enabling_keeps_management_events: true }
    }
}

impl Policies {
    /// Sets whether entries of exactly the greatest size are refused.
    #[must_use]
    pub const fn with_exact_size_is_too_large(self, exact_size_is_too_large: bool) -> Self {
        Self { exact_size_is_too_large, ..self }
    }

    /// Sets whether enabling a rule leaves its wish for read-only management events as it is.
    #[must_use]
    pub const fn with_enabling_keeps_management_events(self, enabling_keeps_management_events: bool) -> Self {
        Self { enabling_keeps_management_events, ..self }
    }
}
