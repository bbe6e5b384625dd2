//! Why an entry is refused.

use cupola_base::Arn;

/// Why an entry is refused; the texts are the service's.
///
/// # Source
/// Answers recorded from AWS; that of a long detail type is our wording.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// The source is missing or empty.
    #[error("Parameter Source is not valid. Reason: Source is a required argument.")]
    NoSource,
    /// The detail type is missing or empty.
    #[error("Parameter DetailType is not valid. Reason: DetailType is a required argument.")]
    NoDetailType,
    /// The detail type has more characters than this.
    #[error("Parameter DetailType is not valid. Reason: DetailType must be at most {0} characters.")]
    DetailTypeTooLong(usize),
    /// The detail is missing or empty.
    #[error("Parameter Detail is not valid. Reason: Detail is a required argument.")]
    NoDetail,
    /// The source begins with `aws.`, or is not an event source that the partner made.
    #[error("Not authorized for the source.")]
    NotAuthorizedForSource,
    /// The policy of the bus lets the sender not put the event.
    #[error("Access to the resource {0} is denied.")]
    AccessDenied(Arn),
    /// The bus takes events from its partner alone.
    #[error("Event bus {0} takes events from its partner event source only.")]
    PartnerBus(String),
    /// The detail is not a JSON object, or has more than 1000 levels.
    #[error("Detail is malformed.")]
    MalformedDetail,
}

impl EntryError {
    /// The service's code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSource | Self::NoDetailType | Self::DetailTypeTooLong(_) | Self::NoDetail => "InvalidArgument",
            Self::NotAuthorizedForSource => "NotAuthorizedForSourceException",
            Self::PartnerBus(_) => "InvalidArgument",
            Self::AccessDenied(_) => "AccessDeniedException",
            Self::MalformedDetail => "MalformedDetail",
        }
    }
}
