//! How fast replays go.

use serde::{Deserialize, Serialize};

/// How fast replays go on virtual time. The service does not say; this is our decision.
///
/// A replay is `STARTING` for a while, then sends the events of one minute of event time after the other, each
/// all at once, minutes without events left out. It has ended one step after the last.
///
/// ```
/// use cupola_events::ReplayPace;
///
/// assert_eq!(ReplayPace::default(), ReplayPace::new(1000, 100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReplayPace {
    /// Milliseconds before the first events are sent. Default 1000; at least 1.
    pub start_millis: u32,
    /// Milliseconds from one minute's events to the next. Default 100; at least 1.
    pub step_millis: u32,
}

impl ReplayPace {
    /// A pace; nothing takes less than a millisecond.
    #[must_use]
    pub const fn new(start_millis: u32, step_millis: u32) -> Self {
        Self {
            start_millis: if start_millis == 0 { 1 } else { start_millis },
            step_millis: if step_millis == 0 { 1 } else { step_millis },
        }
    }
}

impl Default for ReplayPace {
    fn default() -> Self {
        Self::new(1000, 100)
    }
}
