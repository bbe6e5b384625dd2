//! Why an operation is refused.

use cupola_base::schedule::ScheduleError;
use cupola_base::{ApiError, TagsError};

use crate::{InputPathError, PatternError, TargetId, TemplateError};

/// The bus or the rule is not there.
///
/// # Source
/// Answers recorded from AWS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "a rule's id has two parts")]
pub enum UnknownRule {
    /// There is no such bus.
    #[error("Event bus {0} does not exist.")]
    Bus(String),
    /// The bus has no such rule.
    #[error("Rule {rule} does not exist on EventBus {bus}.")]
    Rule {
        /// The rule's name.
        rule: String,
        /// The bus's name.
        bus: String,
    },
}

impl From<UnknownRule> for ApiError {
    fn from(error: UnknownRule) -> Self {
        Self::caller("ResourceNotFoundException", error.to_string())
    }
}

/// A service manages the rule: its owner changes nothing of it, and deletes by force alone.
///
/// # Source
/// Recorded from AWS by its users.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is a managed rule. Set 'force' parameter to true to override.")]
pub struct ManagedRule(pub(crate) String);

impl From<ManagedRule> for ApiError {
    fn from(error: ManagedRule) -> Self {
        Self::caller("ManagedRuleException", error.to_string())
    }
}

/// Why a rule was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeRuleError {
    /// The bus or the rule is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// A service manages the rule.
    #[error(transparent)]
    Managed(#[from] ManagedRule),
}

impl From<ChangeRuleError> for ApiError {
    fn from(error: ChangeRuleError) -> Self {
        match error {
            ChangeRuleError::Unknown(error) => error.into(),
            ChangeRuleError::Managed(error) => error.into(),
        }
    }
}

/// Why a rule was not put.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutRuleError {
    /// The pattern is refused.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The bus is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// A service manages the rule.
    #[error(transparent)]
    Managed(#[from] ManagedRule),
    /// Neither pattern nor schedule.
    #[error("Parameter(s) EventPattern or ScheduleExpression must be specified.")]
    Nothing,
    /// The schedule is not one.
    #[error("Parameter ScheduleExpression is not valid.")]
    Schedule(#[source] ScheduleError),
    /// Rules of partners' buses are enabled or disabled, no more.
    #[error("State ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS is not supported on partner event buses.")]
    PartnerState,
    /// Only rules of the default bus run by a schedule.
    #[error("ScheduleExpression is supported only on the default event bus.")]
    ScheduleElsewhere,
    /// The description is longer than this.
    #[error("Parameter Description is not valid. Reason: Description must be at most {0} characters.")]
    Description(usize),
    /// The tags are out of bounds.
    #[error(transparent)]
    Tags(#[from] TagsError),
    /// The bus has as many rules as it may have.
    #[error("The requested resource exceeds the maximum number allowed.")]
    TooMany,
}

impl From<PutRuleError> for ApiError {
    fn from(error: PutRuleError) -> Self {
        match error {
            PutRuleError::Pattern(error) => error.into(),
            PutRuleError::Unknown(error) => error.into(),
            PutRuleError::Managed(error) => error.into(),
            PutRuleError::Nothing
            | PutRuleError::Schedule(_)
            | PutRuleError::ScheduleElsewhere
            | PutRuleError::PartnerState
            | PutRuleError::Description(_)
            | PutRuleError::Tags(_) => Self::caller("ValidationException", error.to_string()),
            PutRuleError::TooMany => Self::caller("LimitExceededException", error.to_string()),
        }
    }
}

/// Why a rule was not deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeleteRuleError {
    /// The bus is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// A service manages the rule.
    #[error(transparent)]
    Managed(#[from] ManagedRule),
    /// The rule has targets left.
    #[error("Rule can't be deleted since it has targets.")]
    HasTargets,
}

impl From<DeleteRuleError> for ApiError {
    fn from(error: DeleteRuleError) -> Self {
        match error {
            DeleteRuleError::Unknown(error) => error.into(),
            DeleteRuleError::Managed(error) => error.into(),
            DeleteRuleError::HasTargets => Self::caller("ValidationException", error.to_string()),
        }
    }
}

/// Why targets were not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutTargetsError {
    /// The bus or the rule is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// A service manages the rule.
    #[error(transparent)]
    Managed(#[from] ManagedRule),
    /// None, or more than a request may have.
    #[error("{given} targets in one request: 1 to {most} are accepted")]
    Count {
        /// How many were given.
        given: usize,
        /// How many a request may have.
        most: usize,
    },
    /// The rule would have more targets than it may have.
    #[error("The requested resource exceeds the maximum number allowed.")]
    TooMany,
    /// One target is refused.
    #[error(transparent)]
    Target(#[from] TargetError),
}

impl From<PutTargetsError> for ApiError {
    fn from(error: PutTargetsError) -> Self {
        match error {
            PutTargetsError::Unknown(error) => error.into(),
            PutTargetsError::Managed(error) => error.into(),
            PutTargetsError::TooMany => Self::caller("LimitExceededException", error.to_string()),
            PutTargetsError::Target(error) => error.into(),
            PutTargetsError::Count { .. } => Self::caller("ValidationException", error.to_string()),
        }
    }
}

/// Why one target is refused. The texts of the first four are recorded from AWS, the others are ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// More than one of constant, path and transformer.
    #[error("Only one of Input, InputPath, or InputTransformer must be provided for target {0}.")]
    SeveralInputs(TargetId),
    /// A placeholder of the template is not known.
    #[error("InputTemplate for target {id} contains invalid placeholder {name}.")]
    Placeholder {
        /// The target.
        id: TargetId,
        /// The placeholder.
        name: String,
    },
    /// The constant is not JSON, or the template is not one that the target takes.
    #[error("Input for target {0} is not a valid JSON text.")]
    NotJson(TargetId),
    /// The ARN is not one.
    #[error("Parameter {0} is not valid. Reason: Provided Arn is not in correct format.")]
    Arn(String),
    /// A log group takes neither a constant nor a path.
    #[error("Input and InputPath are not available for target {0}, which is a log group.")]
    LogGroupInput(TargetId),
    /// A bus of another account is sent whole events alone.
    #[error("Input, InputPath and InputTransformer are not available for target {0}, a bus of another account.")]
    BusInput(TargetId),
    /// A rule cannot send events to the bus that it stands on.
    #[error("Target {0} is the event bus of the rule itself.")]
    SameBus(TargetId),
    /// The path is not one.
    #[error("InputPath for target {id} is not valid: {cause}.")]
    Path {
        /// The target.
        id: TargetId,
        /// Why.
        cause: InputPathError,
    },
    /// The template is not one.
    #[error("InputTemplate for target {id} is not valid: {cause}.")]
    Template {
        /// The target.
        id: TargetId,
        /// Why.
        cause: TemplateError,
    },
    /// A text is longer than it may be.
    #[error("{what} for target {id} is not valid: it has more than {most} characters.")]
    TooLong {
        /// The target.
        id: TargetId,
        /// The member of the API.
        what: &'static str,
        /// How many characters it may have.
        most: usize,
    },
    /// The template names more paths than it may.
    #[error("InputPathsMap for target {id} is not valid: it has more than {most} paths.")]
    TooManyPaths {
        /// The target.
        id: TargetId,
        /// How many paths it may have.
        most: usize,
    },
    /// The retry policy is out of bounds.
    #[error("RetryPolicy for target {0} is not valid: 0 to 185 attempts, 60 to 86400 seconds.")]
    Retry(TargetId),
    /// A target of this kind cannot be called without these parameters.
    #[error("Parameter(s) {name} must be specified for target: {id}.")]
    Needs {
        /// The target.
        id: TargetId,
        /// The member of the API.
        name: &'static str,
    },
    /// The path to a stream's partition key is not one.
    #[error("PartitionKeyPath for target {id} is not valid: {cause}.")]
    PartitionKey {
        /// The target.
        id: TargetId,
        /// Why.
        cause: InputPathError,
    },
    /// The dead-letter queue is not an SQS queue of this region, or is a FIFO queue.
    #[error("DeadLetterConfig for target {0} is not valid: a standard SQS queue of the same region is needed.")]
    DeadLetter(TargetId),
}

impl From<TargetError> for ApiError {
    fn from(error: TargetError) -> Self {
        Self::caller("ValidationException", error.to_string())
    }
}

/// Why a request to put events was refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutEventsError {
    /// None, or more than a request may have.
    #[error("{given} entries in one request: 1 to {most} are accepted")]
    Count {
        /// How many were given.
        given: usize,
        /// How many a request may have.
        most: usize,
    },
    /// The entries' sizes sum up to too much.
    #[error("Total size of the entries in the request is over the limit.")]
    TooLarge,
}

impl From<PutEventsError> for ApiError {
    fn from(error: PutEventsError) -> Self {
        Self::caller("ValidationException", error.to_string())
    }
}

/// Why a pattern was not tested.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TestEventPatternError {
    /// The pattern is refused.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The event is not an object with the members of an envelope, or cannot be judged.
    #[error("Parameter Event is not valid.")]
    Event,
}

impl From<TestEventPatternError> for ApiError {
    fn from(error: TestEventPatternError) -> Self {
        match error {
            TestEventPatternError::Pattern(error) => error.into(),
            TestEventPatternError::Event => Self::caller("ValidationException", error.to_string()),
        }
    }
}

/// Why tags were not read or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TagError {
    /// The bus or the rule is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// A service manages the rule.
    #[error(transparent)]
    Managed(#[from] ManagedRule),
    /// The ARN names neither a bus nor a rule of this place.
    #[error("Parameter ResourceARN is not valid. Reason: {0} is not the ARN of a rule or an event bus.")]
    Arn(String),
    /// The tags are out of bounds.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<TagError> for ApiError {
    fn from(error: TagError) -> Self {
        match error {
            TagError::Unknown(error) => error.into(),
            TagError::Managed(error) => error.into(),
            TagError::Arn(_) | TagError::Tags(_) => Self::caller("ValidationException", error.to_string()),
        }
    }
}
