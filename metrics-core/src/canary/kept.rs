//! Runs that are due, and runs that are kept.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::CanaryName;
use super::parts::CanaryBrowser;
use super::run::CanaryFailure;

/// A run is to be made, and its result to be told with
/// [`Engine::report_canary_run`](crate::Engine::report_canary_run).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CanaryRunDue {
    /// The run's id, a UUID.
    pub run: String,
    /// The canary.
    pub canary: CanaryName,
    /// When it is due.
    pub at: Timestamp,
    /// When its schedule asked for it: for a try after a failure, when the first try was due. Data are stamped so.
    pub scheduled: Timestamp,
    /// The id of the first try.
    pub first_try: String,
    /// How many tries went before: 0, 1 or 2.
    pub attempt: u8,
    /// After so many seconds without a result it has failed.
    pub timeout_seconds: u32,
    /// The browser that it is made with, where the canary tells browsers.
    pub browser: Option<CanaryBrowser>,
    /// The dry run that it belongs to.
    #[serde(default)]
    pub dry_run: Option<String>,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows three")]
pub enum CanaryRunState {
    /// It is being made.
    Running,
    /// The script came to its end.
    Passed,
    /// It did not.
    Failed,
}

impl CanaryRunState {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Passed => "PASSED",
            Self::Failed => "FAILED",
        }
    }
}

/// A run as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptCanaryRun {
    /// What was due.
    pub due: CanaryRunDue,
    /// How it stands.
    pub state: CanaryRunState,
    /// Why it failed.
    pub failure: Option<CanaryFailure>,
    /// When it started.
    pub started: Timestamp,
    /// When it came to its end.
    pub completed: Option<Timestamp>,
    /// Where its artifacts are.
    pub artifacts: String,
}

impl KeptCanaryRun {
    /// Whether the run is not to be kept any more, after so many days for those that passed and for those that failed.
    pub(super) fn is_over(&self, now: Timestamp, passed_days: u32, failed_days: u32) -> bool {
        let Some(completed) = self.completed else { return false };
        let days = if self.state == CanaryRunState::Passed { passed_days } else { failed_days };
        now.millis_since(completed) >= i64::from(days) * 86_400_000
    }
}
