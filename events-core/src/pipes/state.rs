//! States of pipes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The state in which a pipe shall be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two states, and a third for what goes")]
pub enum DesiredState {
    /// It reads its source.
    #[default]
    Running,
    /// It does not.
    Stopped,
    /// It is on its way out. Nobody asks for it but by deleting the pipe.
    Deleted,
}

/// The state in which a pipe is.
///
/// A change passes through one of the states that end in `ing`, for
/// [`Policies::pipe_transition_seconds`](crate::Policies::pipe_transition_seconds). While it does, the pipe can neither be
/// changed nor deleted. The failed states of the service do not come about here: nothing is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the service's own names say it")]
pub enum PipeState {
    Creating,
    Running,
    Stopped,
    Updating,
    Starting,
    Stopping,
    Deleting,
}

impl DesiredState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Stopped => "STOPPED",
            Self::Deleted => "DELETED",
        }
    }

    /// The state that a pipe comes to; none: it goes.
    pub(super) const fn settled(self) -> Option<PipeState> {
        match self {
            Self::Running => Some(PipeState::Running),
            Self::Stopped => Some(PipeState::Stopped),
            Self::Deleted => None,
        }
    }
}

impl PipeState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Running => "RUNNING",
            Self::Stopped => "STOPPED",
            Self::Updating => "UPDATING",
            Self::Starting => "STARTING",
            Self::Stopping => "STOPPING",
            Self::Deleting => "DELETING",
        }
    }

    /// Whether the pipe is on its way to another state.
    #[must_use]
    pub const fn is_passing(self) -> bool {
        !matches!(self, Self::Running | Self::Stopped)
    }
}

impl fmt::Display for PipeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
