//! Why Pipes refuses.

use cupola_base::json::Json;
use cupola_base::{ApiError, TagsError};

use super::{PipeName, PipeState, PipeTemplateError, SourceKind};
use crate::PatternError;

/// Why a request about pipes is refused.
///
/// # Source
/// The codes and HTTP statuses are those of the API's model; the texts are ours.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PipesError {
    /// There is no such pipe.
    #[error("Pipe {0} not found")]
    Unknown(PipeName),
    /// The pipe is there already.
    #[error("Pipe {0} already exists.")]
    Exists(PipeName),
    /// The pipe is on its way to another state.
    #[error("Pipe {name} is {state} and cannot be changed until that is done.")]
    Passing {
        /// The pipe.
        name: PipeName,
        /// Its state.
        state: PipeState,
    },
    /// There are as many pipes as there may be.
    #[error("The account has {0} pipes, as many as it may have.")]
    TooMany(usize),
    /// What is asked for does not go together.
    #[error(transparent)]
    Problem(#[from] PipeProblem),
    /// The ARN is not that of a pipe of this place.
    #[error("Resource {0} not found")]
    Arn(String),
    /// The tags are out of bounds.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

/// What is wrong with the settings of a pipe.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PipeProblem {
    /// Nothing that pipes read.
    #[error(
        "Source {0} is not supported: an SQS queue, a Kinesis stream, a DynamoDB stream, an Amazon MQ broker, an MSK \
         cluster, or smk:// and a Kafka server."
    )]
    Source(String),
    /// An ARN is not one.
    #[error("{name} {text} is not an ARN.")]
    Arn {
        /// The member of the API.
        name: &'static str,
        /// As it was given.
        text: String,
    },
    /// The role is not one.
    #[error("RoleArn {0} is not the ARN of an IAM role.")]
    Role(String),
    /// Nothing that enriches.
    #[error(
        "Enrichment {0} is not supported: a Lambda function, a state machine, an API Gateway API or an API destination."
    )]
    Enrichment(String),
    /// Nothing that pipes call.
    #[error(
        "Target {0} is not supported: a function, a state machine, a queue, a topic, a stream, a delivery stream, an \
         event bus of the same account and region, a log group, an API, an API destination, a job queue, an ECS cluster, \
         Redshift, a SageMaker pipeline, an assessment template or a Timestream table."
    )]
    Target(String),
    /// Parameters that are for another kind of source or target.
    #[error("{name} are not for {resource}.")]
    Parameters {
        /// The member of the API.
        name: String,
        /// The source or target.
        resource: String,
    },
    /// Something that this kind of source or target cannot do without.
    #[error("{name} must be given for {resource}.")]
    Needs {
        /// The member of the API.
        name: &'static str,
        /// The source or target.
        resource: String,
    },
    /// More than the source, the enrichment or the target takes at once.
    #[error("BatchSize {given} is too large: {what} takes at most {most}.")]
    Batch {
        /// What was asked for.
        given: u32,
        /// Which of them.
        what: String,
        /// How many it takes.
        most: u32,
    },
    /// Large batches of a queue need a window.
    #[error("MaximumBatchingWindowInSeconds must be greater than 0 when BatchSize is greater than 10.")]
    NoWindow,
    /// FIFO queues have no window.
    #[error("MaximumBatchingWindowInSeconds is not supported for FIFO queues.")]
    FifoWindow,
    /// A number is out of its bounds.
    #[error("{name} {given} is not valid: {accepted}.")]
    Number {
        /// The member of the API.
        name: &'static str,
        /// What was given.
        given: u64,
        /// What is accepted.
        accepted: &'static str,
    },
    /// More filters than a pipe may have.
    #[error("{given} filters are more than the {most} that a pipe may have.")]
    TooManyFilters {
        /// How many were given.
        given: usize,
        /// How many it may have.
        most: usize,
    },
    /// A filter is not one.
    #[error(transparent)]
    Filter(#[from] PatternError),
    /// The data of streams are filtered by their fields.
    #[error("A filter of {kind} must ask for fields of `{field}`: {{\"{field}\": {{...}}}}.")]
    DataFilter {
        /// The kind of source.
        kind: SourceKind,
        /// The field with the data.
        field: &'static str,
    },
    /// A template is not one.
    #[error(transparent)]
    Template(#[from] PipeTemplateError),
    /// Dead letters go to a queue or a topic.
    #[error("DeadLetterConfig {0} is not supported: an SQS queue or an SNS topic.")]
    DeadLetter(String),
    /// The events of a bus cannot have a service's source.
    #[error("Source of EventBridgeEventBusParameters must not begin with aws.")]
    EventSource,
    /// A level without a destination, or the other way round.
    #[error("LogConfiguration needs a destination for any Level but OFF.")]
    NoLogDestination,
    /// The description is longer than this.
    #[error("Description has more than {0} characters.")]
    Description(usize),
    /// A member has a value that does not go with the others, or that nobody asks for.
    #[error("{0} is not valid.")]
    Member(&'static str),
}

impl From<PipesError> for ApiError {
    fn from(error: PipesError) -> Self {
        use PipesError as E;
        let text = error.to_string();
        let named = |name: &PipeName, code, status| {
            Self::caller(code, text.clone())
                .with_status(status)
                .with_member("resourceId", Json::of(name.as_str()))
                .with_member("resourceType", Json::of("pipe"))
        };
        match &error {
            E::Unknown(_) | E::Arn(_) => Self::caller("NotFoundException", text).with_status(404),
            E::Exists(name) | E::Passing { name, .. } => named(name, "ConflictException", 409),
            E::TooMany(_) => Self::caller("ServiceQuotaExceededException", text).with_status(402),
            E::Problem(_) | E::Tags(_) => Self::caller("ValidationException", text),
        }
    }
}

impl From<PipeProblem> for ApiError {
    fn from(problem: PipeProblem) -> Self {
        PipesError::Problem(problem).into()
    }
}
