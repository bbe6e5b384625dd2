//! Proptest strategies for what comes in, area by area (feature `strategies`).
//!
//! ```
//! use cupola_test::cupola::events::Pattern;
//! use cupola_test::strategies::{events, logs};
//! use proptest::prelude::*;
//!
//! let rule = Pattern::parse(r#"{"source": ["shop"], "detail": {"total": [{"numeric": [">", 100]}]}}"#)?;
//! proptest!(|(hit in events::event_matching(&rule), miss in events::near_miss(&rule), case in logs::filter_case())| {
//!     prop_assert_eq!(rule.matches(hit.as_bytes()), Ok(true));
//!     prop_assert_eq!(rule.matches(miss.as_bytes()), Ok(false));
//!     prop_assert!(case.hit != case.miss);
//! });
//! # Ok::<(), cupola_test::cupola::events::PatternError>(())
//! ```

mod audit;
pub mod logs;

pub use audit::{AttackBurst, attack_burst, record, selectors, trail};

/// Values of metrics as they come: quiet stretches, outages, values that flap, late data; settings of alarms.
pub mod metrics {
    pub use cupola::metrics::testing::strategies::{Arrival, flapping, history, late, on_time, setting};
}

/// Patterns, events, events that match a pattern and events that nearly do.
pub mod events {
    pub use cupola::events::testing::strategies::{event, event_matching, near_miss, pattern, pattern_text};
}

/// Sampling rules, and requests that they may match.
pub mod traces {
    pub use cupola::traces::testing::strategies::{OwnedRequest, request, rule, rules};
}
