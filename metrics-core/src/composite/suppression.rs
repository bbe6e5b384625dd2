//! When another alarm keeps a composite alarm's actions from running.

use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// How far the suppression of one composite alarm's actions has come.
///
/// It knows the times alone; whether actions wait for it is for others to note. It asks to be told of three things:
/// that the alarm changed its state, how the suppressor stands, and that the time of [`deadline`](Self::deadline)
/// has come. Afterwards [`is_open`](Self::is_open) tells whether actions may run.
///
/// ```
/// use cupola_metrics::{SuppressedBy, Suppression, SuppressionPeriods, Timestamp};
///
/// let (periods, t0) = (SuppressionPeriods::new(10, 20), Timestamp::from_secs(0));
/// let mut suppression = Suppression::new(false);
/// suppression.changed(t0, periods, false);
/// assert_eq!(suppression.suppressed_by(), Some(SuppressedBy::WaitPeriod));
/// suppression.suppressor(t0.plus_secs(6), periods, true);
/// suppression.suppressor(t0.plus_secs(40), periods, false);
/// assert_eq!(suppression.deadline(), Some(t0.plus_secs(60)));
/// suppression.elapsed(t0.plus_secs(60));
/// assert!(suppression.is_open());
/// ```
///
/// # Source
/// CloudWatch User Guide, "Composite alarm action suppression".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    phase: SuppressionPhase,
}

/// Where a [`Suppression`] stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service describes these four")]
pub enum SuppressionPhase {
    /// Nothing is suppressed.
    #[default]
    Idle,
    /// The alarm changed its state, and its suppressor has until then to go to `ALARM`.
    Waiting {
        /// When actions run, if it does not.
        until: Timestamp,
    },
    /// The suppressor is in `ALARM`.
    Suppressed,
    /// The suppressor has left `ALARM`.
    Extending {
        /// When actions run.
        until: Timestamp,
    },
}

/// The two periods of a suppressor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SuppressionPeriods {
    /// Seconds that the suppressor has to go to `ALARM` after the alarm changed its state.
    pub wait_seconds: u32,
    /// Seconds that actions still wait when the suppressor has left `ALARM`.
    pub extension_seconds: u32,
}

impl SuppressionPeriods {
    /// These periods, in seconds.
    #[must_use]
    pub const fn new(wait_seconds: u32, extension_seconds: u32) -> Self {
        Self { wait_seconds, extension_seconds }
    }
}

impl Suppression {
    /// Nothing has happened yet, save that the suppressor may be in `ALARM` already.
    #[must_use]
    pub const fn new(suppressor_in_alarm: bool) -> Self {
        let phase = if suppressor_in_alarm { SuppressionPhase::Suppressed } else { SuppressionPhase::Idle };
        Self { phase }
    }

    /// Where it stands.
    #[must_use]
    pub const fn phase(self) -> SuppressionPhase {
        self.phase
    }

    /// Whether actions may run.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.phase == SuppressionPhase::Idle
    }

    /// When it has to be told that time has passed.
    #[must_use]
    pub const fn deadline(self) -> Option<Timestamp> {
        match self.phase {
            SuppressionPhase::Waiting { until } | SuppressionPhase::Extending { until } => Some(until),
            SuppressionPhase::Idle | SuppressionPhase::Suppressed => None,
        }
    }

    /// What keeps actions from running.
    #[must_use]
    pub const fn suppressed_by(self) -> Option<SuppressedBy> {
        match self.phase {
            SuppressionPhase::Idle => None,
            SuppressionPhase::Waiting { .. } => Some(SuppressedBy::WaitPeriod),
            SuppressionPhase::Suppressed => Some(SuppressedBy::Alarm),
            SuppressionPhase::Extending { .. } => Some(SuppressedBy::ExtensionPeriod),
        }
    }

    /// The alarm changed its state: it is waited for the suppressor, anew if it was already.
    pub fn changed(&mut self, at: Timestamp, periods: SuppressionPeriods, suppressor_in_alarm: bool) {
        let until = at.plus_secs(i64::from(periods.wait_seconds));
        self.phase =
            if suppressor_in_alarm { SuppressionPhase::Suppressed } else { SuppressionPhase::Waiting { until } };
        self.elapsed(at);
    }

    /// How the suppressor stands. That it leaves `ALARM` starts the extension, also when nothing waits for it.
    pub fn suppressor(&mut self, at: Timestamp, periods: SuppressionPeriods, in_alarm: bool) {
        if in_alarm {
            self.phase = SuppressionPhase::Suppressed;
        } else if self.phase == SuppressionPhase::Suppressed {
            let until = at.plus_secs(i64::from(periods.extension_seconds));
            self.phase = SuppressionPhase::Extending { until };
            self.elapsed(at);
        }
    }

    /// Time has come to `at`.
    pub fn elapsed(&mut self, at: Timestamp) {
        if self.deadline().is_some_and(|until| until <= at) {
            self.phase = SuppressionPhase::Idle;
        }
    }
}

/// What keeps a composite alarm's actions from running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three")]
pub enum SuppressedBy {
    /// It is waited for the suppressor to go to `ALARM`.
    WaitPeriod,
    /// The suppressor has left `ALARM` not long ago.
    ExtensionPeriod,
    /// The suppressor is in `ALARM`.
    Alarm,
}

impl SuppressedBy {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WaitPeriod => "WaitPeriod",
            Self::ExtensionPeriod => "ExtensionPeriod",
            Self::Alarm => "Alarm",
        }
    }

    /// The service's sentence about it.
    #[must_use]
    pub fn reason(self) -> String {
        format!("Actions suppressed by {self}")
    }
}

impl fmt::Display for SuppressedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
#[path = "suppression_tests.rs"]
mod tests;
