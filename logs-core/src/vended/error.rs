//! Why something about deliveries is refused.

use cupola_base::policy::PolicyError;
use cupola_base::{ApiError, ArnError};

use super::kind::{DeliveryDestinationType, OutputFormat};
use super::suffix_path::SuffixPathError;
use crate::error::UnknownLog;
use crate::tag_letters::TagRuleError;

/// Why a delivery source, a delivery destination or a delivery was not made, changed or taken away.
///
/// Texts of the service's own stand in the answers of [`Engine::call`](crate::Engine::call).
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DeliveryError {
    /// A name is not 1 to 60 letters, digits, `_` and `-`.
    #[error("`{0}` is no name of a delivery source or destination: 1 to 60 letters, digits, _ and - are accepted")]
    Name(String),
    /// It is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// What should be an ARN is none.
    #[error(transparent)]
    Arn(#[from] ArnError),
    /// The service sends no logs by deliveries.
    #[error("{0} is no delivery source: no service of this name sends logs by deliveries")]
    Service(String),
    /// The resource belongs to another account or region.
    #[error("{0} is of another account or region")]
    Elsewhere(String),
    /// The resource sends no logs of this type.
    #[error("`{log_type}` is no log of {resource}: {accepted} are accepted")]
    LogType {
        /// The type that was asked for.
        log_type: String,
        /// The resource's ARN.
        resource: String,
        /// The types that it has, with commas between; `none` when such a resource has none.
        accepted: String,
    },
    /// Resources of no region are set up in us-east-1.
    #[error("logs of {0} are delivered from us-east-1 alone")]
    HomeRegion(String),
    /// The source is that of another resource.
    #[error("delivery source `{0}` is that of another resource, which cannot be changed")]
    ResourceChanged(String),
    /// The source has deliveries, so that its log type stays.
    #[error("the log type of delivery source `{0}` cannot be changed while it has deliveries")]
    LogTypeChanged(String),
    /// Another source has the resource and the log type.
    #[error("delivery source `{0}` has this resource and this log type already")]
    ResourceTaken(String),
    /// Something that sources are configured with is not known, or has another value than it may.
    #[error("delivery source configuration `{0}`: only samplingRate is accepted, a whole number from 1 to 100")]
    Configuration(String),
    /// Tags can only be given to what is new.
    #[error("`{0}` is there already, and tags are given with TagResource then")]
    TagsOnUpdate(String),
    /// A tag breaks its rule.
    #[error(transparent)]
    Tags(#[from] TagRuleError),
    /// The format of a destination stays.
    #[error("delivery destination `{name}` has the output format {format}, which cannot be changed")]
    FormatChanged {
        /// The destination.
        name: String,
        /// Its format.
        format: OutputFormat,
    },
    /// The type of a destination stays.
    #[error("delivery destination `{name}` is of the type {kind}, which cannot be changed")]
    TypeChanged {
        /// The destination.
        name: String,
        /// Its type.
        kind: DeliveryDestinationType,
    },
    /// A destination has neither a resource nor the type `XRAY`.
    #[error("a delivery destination needs the ARN of a log group, a bucket or a delivery stream, or the type XRAY")]
    NoTarget,
    /// Deliveries do not write to things of this kind, or not to this one.
    #[error(
        "a delivery destination cannot be {0}: a log group or a delivery stream of this place or a bucket is needed"
    )]
    Target(String),
    /// The type that was given is not that of the resource.
    #[error("{resource} is not of the type {given}")]
    TypeMismatch {
        /// The resource's ARN.
        resource: String,
        /// The type that was given.
        given: DeliveryDestinationType,
    },
    /// The format cannot be written there, or not of this log.
    #[error("output format {format} is not accepted for {kind}: {accepted}")]
    Format {
        /// The format.
        format: OutputFormat,
        /// The type of the destination.
        kind: DeliveryDestinationType,
        /// What is accepted, in words.
        accepted: String,
    },
    /// There is such a delivery already.
    #[error("a delivery of this source to this destination is there already")]
    Exists,
    /// The source has a delivery to a destination of the same type.
    #[error("a delivery of this source to a destination of the type {0} is there already")]
    SameType(DeliveryDestinationType),
    /// Deliveries use it.
    #[error("{what} `{name}` has deliveries")]
    InUse {
        /// A source or a destination.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// Logs of this type do not go to destinations of this type.
    #[error("{log_type} are not delivered to destinations of the type {kind}")]
    NotThere {
        /// The log type.
        log_type: String,
        /// The type of the destination.
        kind: DeliveryDestinationType,
    },
    /// Records have no such field.
    #[error("`{0}` is no record field of this log, or is named twice")]
    Field(String),
    /// A field that every delivery must have is not named.
    #[error("record field `{0}` is mandatory")]
    MandatoryField(String),
    /// More fields than a delivery may have.
    #[error("{0} record fields are more than 128")]
    TooManyFields(usize),
    /// The delimiter has more than five characters.
    #[error("field delimiter `{0}` has more than 5 characters")]
    Delimiter(String),
    /// Something about files where no bucket is written to.
    #[error("the configuration is that of a bucket, and the destination is of the type {0}")]
    NotABucket(DeliveryDestinationType),
    /// The suffix path is wrong.
    #[error(transparent)]
    SuffixPath(#[from] SuffixPathError),
    /// The bucket is not there.
    #[error("there is no bucket `{0}`")]
    NoBucket(String),
    /// A policy has more characters than it may, or none.
    #[error("a delivery destination policy has 1 to 51,200 characters, not {0}")]
    PolicyLength(usize),
    /// The text is not a policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The statement of this number, from 1, does not say to whom it applies.
    #[error("statement {0} has no Principal")]
    NoPrincipal(usize),
    /// The destination of another account lets the sender not in.
    #[error("{by} may not create a delivery to {destination}: no policy of the destination allows it")]
    Denied {
        /// Who asks.
        by: String,
        /// The destination's ARN.
        destination: String,
    },
    /// Only buckets and delivery streams take records of other accounts.
    #[error("a destination of the type {0} takes no records of another account")]
    OtherAccount(DeliveryDestinationType),
    /// As many are there as may be.
    #[error("{1} {0} are as many as there may be")]
    TooMany(&'static str, usize),
}

impl From<DeliveryError> for ApiError {
    fn from(error: DeliveryError) -> Self {
        use DeliveryError as E;
        let ours = error.to_string();
        let (code, message): (&'static str, String) = match error {
            E::Unknown(error) => return error.into(),
            E::Service(_) => (NOT_FOUND, format!("Cannot access provided service. {ours}.")),
            E::Elsewhere(_) | E::NoBucket(_) => (NOT_FOUND, ours),
            E::LogType { .. } => (INVALID, format!("This service is not allowed for this LogSource. {ours}.")),
            E::ResourceChanged(_) => (CONFLICT, changed("Delivery Source", "ResourceId")),
            E::FormatChanged { .. } => (INVALID, changed("Delivery Destination", "Output Format")),
            E::TypeChanged { .. } => (INVALID, changed("Delivery Destination", "Delivery Destination Type")),
            E::ResourceTaken(_) => {
                (CONFLICT, "This ResourceId has already been used in another Delivery Source in this account.".into())
            }
            E::TagsOnUpdate(_) => {
                (CONFLICT, "Tags can only be provided when a resource is being created, not updated.".into())
            }
            E::Exists => (CONFLICT, "The specified Delivery already exists".into()),
            E::SameType(_) => (
                CONFLICT,
                "Delivery already exists for this Delivery Source with the same Delivery Destination Type.".into(),
            ),
            E::InUse { .. } | E::LogTypeChanged(_) => (CONFLICT, ours),
            E::NotABucket(_) => {
                (INVALID, "Provided delivery configuration is invalid for the destination type.".into())
            }
            E::SuffixPath(error) => (INVALID, format!("Provided suffixPath is invalid: {}.", error.message())),
            E::Policy(error) => (INVALID, format!("{BAD_POLICY} {}.", error.kind())),
            E::NoPrincipal(_) | E::PolicyLength(_) => (INVALID, format!("{BAD_POLICY} {ours}.")),
            E::Denied { .. } => ("AccessDeniedException", ours),
            E::TooMany(..) => ("ServiceQuotaExceededException", ours),
            _ => (INVALID, ours),
        };
        Self::caller(code, message)
    }
}

fn changed(what: &str, which: &str) -> String {
    format!("Update to existing {what} with new {which} is not allowed. Please create a new {what} instead.")
}

const NOT_FOUND: &str = "ResourceNotFoundException";
const INVALID: &str = "ValidationException";
const CONFLICT: &str = "ConflictException";
const BAD_POLICY: &str = "Invalid Delivery Destination resource Policy is provided.";
