//! Why Scheduler refuses.

use cupola_base::schedule::{ScheduleError, ZoneError};
use cupola_base::{ApiError, TagsError};

use super::{GroupName, ScheduleName};

/// Why a request about schedules is refused.
///
/// # Source
/// The text of a refused expression is recorded from AWS, the codes and HTTP statuses are those of the API's
/// model; the other texts are ours.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SchedulerError {
    /// The expression is not one.
    #[error("Invalid Schedule Expression {text}.")]
    Expression {
        /// As it was given.
        text: String,
        /// What is wrong with it, where.
        cause: ScheduleError,
    },
    /// The time zone is not one.
    #[error("Invalid ScheduleExpressionTimezone: {0}.")]
    Zone(#[from] ZoneError),
    /// The flexible window has not 1 to 1440 minutes.
    #[error(
        "Invalid FlexibleTimeWindow: MaximumWindowInMinutes of 1 to 1440 is needed for FLEXIBLE, and none for OFF."
    )]
    Window,
    /// The end is not after the start.
    #[error("The EndDate you specify must come after the StartDate.")]
    EndBeforeStart,
    /// The description is longer than this.
    #[error("Invalid Description: more than {0} characters.")]
    Description(usize),
    /// The target is refused.
    #[error("Invalid Target: {0}.")]
    Target(TargetProblem),
    /// There is no such schedule.
    #[error("Schedule {0} does not exist.")]
    UnknownSchedule(ScheduleName),
    /// There is no such group.
    #[error("Schedule group {0} does not exist.")]
    UnknownGroup(GroupName),
    /// The schedule is there already.
    #[error("Schedule {0} already exists.")]
    ScheduleExists(ScheduleName),
    /// The group is there already.
    #[error("Schedule group {0} already exists.")]
    GroupExists(GroupName),
    /// The default group stays.
    #[error("The default schedule group cannot be deleted.")]
    DefaultGroup,
    /// There are as many schedules as there may be.
    #[error("The account has {0} schedules, as many as it may have.")]
    TooManySchedules(usize),
    /// There are as many groups as there may be.
    #[error("The account has {0} schedule groups, as many as it may have.")]
    TooManyGroups(usize),
    /// The client token came with another request before.
    #[error("The ClientToken {0} was used with other parameters.")]
    Token(String),
    /// The ARN is not that of a group of this place.
    #[error("Invalid ResourceArn: {0} is not the ARN of a schedule group.")]
    Arn(String),
    /// The tags are out of bounds.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

/// Why a schedule's target is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetProblem {
    /// The ARN is not one.
    #[error("provided Arn {0} is not in correct format")]
    Arn(String),
    /// The role is not one.
    #[error("RoleArn is not the ARN of an IAM role")]
    Role,
    /// The input is longer than so many bytes.
    #[error("Input has more than {0} bytes")]
    InputLength(usize),
    /// Functions, state machines and event buses take JSON alone.
    #[error("Input must be JSON for this kind of target")]
    NotJson,
    /// The retry policy is out of bounds.
    #[error("RetryPolicy has 0 to 185 attempts and 60 to 86400 seconds")]
    Retry,
    /// The dead-letter queue is not a standard queue of this region.
    #[error("DeadLetterConfig needs a standard SQS queue of the same region")]
    DeadLetter,
    /// Event buses need source and detail type, nothing else takes them.
    #[error("EventBridgeParameters are needed for an event bus, and for nothing else")]
    BusParameters,
    /// The source of events is a service's.
    #[error("Source must not begin with aws.")]
    Source,
    /// A FIFO queue needs a message group.
    #[error("SqsParameters are needed for a FIFO queue")]
    MessageGroup,
}

impl From<SchedulerError> for ApiError {
    fn from(error: SchedulerError) -> Self {
        use SchedulerError as E;
        let (code, status) = match error {
            E::UnknownSchedule(_) | E::UnknownGroup(_) => ("ResourceNotFoundException", 404),
            E::ScheduleExists(_) | E::GroupExists(_) | E::Token(_) => ("ConflictException", 409),
            E::TooManySchedules(_) | E::TooManyGroups(_) => ("ServiceQuotaExceededException", 402),
            _ => ("ValidationException", 400),
        };
        Self::caller(code, error.to_string()).with_status(status)
    }
}
