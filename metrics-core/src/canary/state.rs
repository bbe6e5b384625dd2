//! A canary as it is kept.

use std::fmt;

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::configuration::CanaryConfiguration;

/// A canary as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Canary {
    /// Its id, a UUID.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// What it is to do.
    pub configuration: CanaryConfiguration,
    /// What it does now.
    pub state: CanaryState,
    /// When it was created.
    pub created: Timestamp,
    /// When its configuration changed last.
    pub modified: Timestamp,
    /// When it was started last.
    pub started: Option<Timestamp>,
    /// When it stopped last.
    pub stopped: Option<Timestamp>,
    /// Its tags.
    pub tags: Tags,
}

/// What a canary does.
///
/// # Source
/// CloudWatch Synthetics API Reference, CanaryStatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CanaryState {
    /// It is being made.
    Creating,
    /// It was made and never started.
    Ready,
    /// It is about to run.
    Starting,
    /// It runs on its schedule.
    Running,
    /// It is being changed.
    Updating,
    /// It is about to stop.
    Stopping,
    /// It has stopped.
    Stopped,
    /// It could not be made. Nothing here leads to it.
    Error,
    /// It is about to go.
    Deleting,
}

impl CanaryState {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Ready => "READY",
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Updating => "UPDATING",
            Self::Stopping => "STOPPING",
            Self::Stopped => "STOPPED",
            Self::Error => "ERROR",
            Self::Deleting => "DELETING",
        }
    }

    /// Whether something else follows by itself.
    pub(super) const fn is_passing(self) -> bool {
        matches!(self, Self::Creating | Self::Starting | Self::Updating | Self::Stopping | Self::Deleting)
    }
}

impl fmt::Display for CanaryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
