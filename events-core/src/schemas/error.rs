//! Why an operation on registries, schemas or discoverers is refused.

use cupola_base::{ApiError, TagsError};

use super::SchemasNameError;
use crate::schema::{FormatError, InferError, LanguageError, SchemaError};

/// Why an operation on registries, schemas or discoverers is refused. The codes are the service's, the texts ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemasError {
    /// There is no such thing.
    #[error("{what} {name} does not exist.")]
    NotFound {
        /// `Registry`, `Schema`, `Version`, ...
        what: &'static str,
        /// What was asked for.
        name: String,
    },
    /// There is one already.
    #[error("{what} {name} already exists.")]
    Exists {
        /// `Registry`, `Discoverer`.
        what: &'static str,
        /// What was to be made.
        name: String,
    },
    /// There is a schema of this name already.
    #[error("Schema {0} already exists: update it.")]
    SchemaExists(String),
    /// The registry of the services' own events is read-only, and `aws.` begins no other registry's name.
    #[error("Registry {0} belongs to AWS and cannot be made or changed.")]
    ReadOnly(String),
    /// There are as many as there may be.
    #[error("{what}: {most} are the most there may be.")]
    TooMany {
        /// `Registries`, `Schemas in a registry`, ...
        what: &'static str,
        /// The bound.
        most: usize,
    },
    /// The content is not a schema of its format.
    #[error("Content is not valid {format}: {cause}.")]
    Content {
        /// The format.
        format: crate::schema::Format,
        /// What is wrong with it.
        cause: SchemaError,
    },
    /// The content has more characters than this.
    #[error("Content has more than {0} characters.")]
    ContentTooLong(usize),
    /// The schema would have more members than this.
    #[error("The schema has more than {0} members.")]
    TooManyMembers(usize),
    /// A type comes with a content only, and the other way round.
    #[error("Content and Type are given together or not at all.")]
    ContentWithoutType,
    /// The only version of a schema goes with the schema.
    #[error("Version {0} is the only one: delete the schema.")]
    LastVersion(u64),
    /// An event is not one.
    #[error("Event {number} is not valid: {cause}.")]
    Event {
        /// Its place in the request, from 1.
        number: usize,
        /// What is wrong with it.
        cause: InferError,
    },
    /// The number of events is out of bounds.
    #[error("{0} events: 1 to 10 are accepted.")]
    EventCount(usize),
    /// The source is not the ARN of an event bus that is there.
    #[error("Source {0} is not the ARN of an event bus of this account and region that exists.")]
    Source(String),
    /// The ARN names no registry, schema or discoverer.
    #[error("{0} is not the ARN of a registry, a schema or a discoverer.")]
    ResourceArn(String),
    /// The policy is not a JSON object.
    #[error("Policy is not a JSON object.")]
    Policy,
    /// The policy has been changed meanwhile.
    #[error("The policy's revision is not {0}.")]
    Revision(String),
    /// The description has more characters than this.
    #[error("Description has more than {0} characters.")]
    Description(usize),
    /// A name is not one.
    #[error("{0}.")]
    Name(#[from] SchemasNameError),
    /// The format is not one.
    #[error("{0}.")]
    Format(#[from] FormatError),
    /// No bindings are written in this language.
    #[error(transparent)]
    Language(#[from] LanguageError),
    /// The tags are out of bounds.
    #[error("{0}.")]
    Tags(#[from] TagsError),
}

impl SchemasError {
    pub(crate) fn not_found(what: &'static str, name: impl ToString) -> Self {
        Self::NotFound { what, name: name.to_string() }
    }

    /// The service's code and the HTTP status that goes with it.
    #[must_use]
    pub const fn code(&self) -> (&'static str, u16) {
        match self {
            Self::NotFound { .. } => ("NotFoundException", 404),
            Self::Exists { .. } => ("ConflictException", 409),
            Self::ReadOnly(_) | Self::TooMany { .. } => ("ForbiddenException", 403),
            Self::Revision(_) => ("PreconditionFailedException", 412),
            _ => ("BadRequestException", 400),
        }
    }
}

impl From<SchemasError> for ApiError {
    fn from(error: SchemasError) -> Self {
        let (code, status) = error.code();
        Self::caller(code, error.to_string()).with_status(status)
    }
}
