//! What an alarm may be told beside source, threshold and actions.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::calendar::WallZone;

/// Which windows an alarm looks at.
///
/// # Source
/// CloudWatch User Guide, "Alarm evaluation".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EvaluationWindow {
    /// Windows that end where the alarm is evaluated, and move on with it.
    #[default]
    Sliding,
    /// Minutes, five minutes, hours, days or weeks of the calendar in a zone; weeks start on Monday, and days are as long as
    /// they are there.
    WallClock(WallZone),
}

impl EvaluationWindow {
    /// The zone of windows of the calendar.
    #[must_use]
    pub const fn zone(&self) -> Option<WallZone> {
        match self {
            Self::Sliding => None,
            Self::WallClock(zone) => Some(*zone),
        }
    }
}

/// For how long a new alarm does nothing.
///
/// ```
/// use cupola_metrics::WarmUp;
///
/// assert_eq!(WarmUp::minutes(30), WarmUp { minutes: 30, to_the_end: false });
/// ```
///
/// # Source
/// CloudWatch API Reference, PutMetricAlarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the service knows two members")]
pub struct WarmUp {
    /// From 1 to 2880.
    pub minutes: u32,
    /// Whether it lasts to its end, also when there are enough data before.
    pub to_the_end: bool,
}

impl WarmUp {
    /// So many minutes, or until there are enough data.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self { minutes, to_the_end: false }
    }

    pub(crate) fn until(self, created: Timestamp) -> Timestamp {
        created.plus_secs(60 * i64::from(self.minutes))
    }
}
