//! Names of canaries, and what is refused.

use cupola_base::{ApiError, TagsError};

use super::kept::CanaryRunState;
use super::schedule::CanaryScheduleError;
use super::state::CanaryState;

cupola_base::names! {
    /// A canary's name: 1 to 255 small letters, digits, dashes and underscores.
    ///
    /// ```
    /// use cupola_metrics::CanaryName;
    /// assert!(CanaryName::new("check-out_2").is_ok() && CanaryName::new("CheckOut").is_err());
    /// ```
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, CreateCanary.
    CanaryName: CanaryNameError = |text| check(text);
}

fn check(text: &str) -> Result<(), CanaryNameError> {
    if is_name(text) && (1..=255).contains(&text.len()) { Ok(()) } else { Err(CanaryNameError(text.into())) }
}

/// Whether all letters are those of names.
pub(super) fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// A text is no canary's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a canary: 1 to 255 small letters, digits, dashes and underscores are needed")]
pub struct CanaryNameError(String);

/// Why a canary was not made, changed, started, stopped, deleted, or told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CanaryError {
    /// There is no canary of this name.
    #[error("Canary {0} not found.")]
    Unknown(String),
    /// There is one of this name.
    #[error("Canary {0} already exists.")]
    Exists(CanaryName),
    /// There are as many as there may be.
    #[error("There are {0} canaries already, as many as there may be.")]
    TooMany(usize),
    /// The name is none.
    #[error(transparent)]
    Name(#[from] CanaryNameError),
    /// The schedule is none.
    #[error(transparent)]
    Schedule(#[from] CanaryScheduleError),
    /// A member cannot have this value.
    #[error("The value {value} for {member} is not valid: {needed}.")]
    Value {
        /// The service's word for the member.
        member: &'static str,
        /// What was given.
        value: String,
        /// What is needed.
        needed: &'static str,
    },
    /// No group has this name, id or ARN.
    #[error("Group {0} not found.")]
    UnknownGroup(String),
    /// There is a group of this name.
    #[error("Group {0} already exists.")]
    GroupExists(String),
    /// There are as many of something as there may be.
    #[error("There are {most} {what} already, as many as there may be.")]
    Quota {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// The canary has no such dry run, or it is kept no more.
    #[error("Dry run {0} not found.")]
    UnknownDryRun(String),
    /// Another dry run of the canary goes on.
    #[error("Dry run {0} of the canary is still running.")]
    DryRunGoesOn(String),
    /// A dry run is to be taken over that has not passed.
    #[error("Dry run {id} has not passed, it is {}: a canary is updated from a dry run that passed.", .state.as_str())]
    DryRunNotPassed {
        /// The dry run.
        id: String,
        /// How it stands.
        state: CanaryRunState,
    },
    /// Members that exclude each other are both there.
    #[error("{0} and {1} cannot be told together.")]
    Together(&'static str, &'static str),
    /// The canary's state does not allow it.
    #[error("Canary {name} is in state {state}: {verb} is not possible now.")]
    State {
        /// The canary.
        name: CanaryName,
        /// Its state.
        state: CanaryState,
        /// What was asked for.
        verb: &'static str,
    },
    /// No such run is waiting for its result.
    #[error("No run {0} is waiting for its result.")]
    UnknownRun(String),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<CanaryError> for ApiError {
    fn from(error: CanaryError) -> Self {
        let text = error.to_string();
        match error {
            CanaryError::Unknown(_)
            | CanaryError::UnknownRun(_)
            | CanaryError::UnknownGroup(_)
            | CanaryError::UnknownDryRun(_) => Self::caller("ResourceNotFoundException", text).with_status(404),
            CanaryError::State { .. }
            | CanaryError::GroupExists(_)
            | CanaryError::DryRunGoesOn(_)
            | CanaryError::DryRunNotPassed { .. } => Self::caller("ConflictException", text).with_status(409),
            CanaryError::Quota { .. } => Self::caller("ServiceQuotaExceededException", text).with_status(402),
            _ => Self::caller("ValidationException", text),
        }
    }
}
