//! Why a data protection policy is refused.

use cupola_base::ApiError;

use super::document::{MAX_CUSTOM, MAX_CUSTOM_NAME, MAX_CUSTOM_REGEX, MAX_DOCUMENT, VERSION};
use crate::filter::FilterPatternError;

/// Why a data protection policy is refused.
///
/// ```
/// use cupola_logs::{DataProtectionError, DataProtectionPolicy};
///
/// let refused = DataProtectionPolicy::masking("pii", ["EmailAdress"]).unwrap_err();
/// assert_eq!(refused.to_string(), "there is no data identifier `EmailAdress`; did you mean `EmailAddress`?");
/// # assert!(matches!(refused, DataProtectionError::UnknownIdentifier { .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DataProtectionError {
    /// The document is longer than it may be.
    #[error("a policy document of {0} characters: at most {MAX_DOCUMENT} are accepted")]
    TooLong(usize),
    /// The document is not JSON, lacks a member or has one that is not known.
    #[error("the policy document cannot be read: {0}")]
    Document(String),
    /// The version is another.
    #[error("the policy's version is `{0}`: only {VERSION} is accepted")]
    Version(String),
    /// Not exactly one statement that audits and one that masks.
    #[error("a policy has exactly one statement with Audit and one with Deidentify")]
    Statements,
    /// A statement that does both, or neither.
    #[error("an operation is either Audit or Deidentify")]
    Operation,
    /// The two statements name different identifiers.
    #[error("both statements of a policy name the same data identifiers")]
    Unlike,
    /// No identifier at all.
    #[error("a statement names one data identifier at least")]
    NoIdentifiers,
    /// An identifier is named twice.
    #[error("the data identifier `{0}` is named twice")]
    Twice(String),
    /// An identifier that neither the service nor the policy's configuration has.
    #[error("there is no data identifier `{name}`{}", .nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    UnknownIdentifier {
        /// As it is written.
        name: String,
        /// One that is written alike.
        nearest: Option<String>,
    },
    /// More identifiers of its own than a policy may have.
    #[error("{0} custom data identifiers: at most {MAX_CUSTOM} are accepted")]
    TooManyCustom(usize),
    /// The name of an identifier of one's own breaks its rule.
    #[error(
        "`{0}` is no name of a custom data identifier: 1 to {MAX_CUSTOM_NAME} letters, digits, _ and -, and none of the service's names"
    )]
    CustomName(String),
    /// The expression of an identifier of one's own is longer than it may be.
    #[error("the regular expression of `{0}` has more than {MAX_CUSTOM_REGEX} characters")]
    CustomTooLong(String),
    /// The expression of an identifier of one's own is refused.
    #[error("the regular expression of `{name}` is refused\n{error}")]
    CustomRegex {
        /// The identifier.
        name: String,
        /// Why.
        error: FilterPatternError,
    },
}

impl From<DataProtectionError> for ApiError {
    fn from(error: DataProtectionError) -> Self {
        Self::caller("InvalidParameterException", error.to_string())
    }
}
