//! The service's error names.
//!
//! These are the names of the error shapes, which the JSON and CBOR protocols carry. The query
//! protocol has a code of its own for some of them, e.g. `InvalidParameterValue` for
//! `InvalidParameterValueException`: an endpoint's table tells which.

/// What breaks a bound of the API model, or a rule of the action.
pub(crate) const VALIDATION: &str = "ValidationException";
/// A value that the action cannot take.
pub(crate) const INVALID_VALUE: &str = "InvalidParameterValueException";
/// Members that exclude each other, or lack each other.
pub(crate) const INVALID_COMBINATION: &str = "InvalidParameterCombinationException";
/// A member that must be there.
pub(crate) const MISSING: &str = "MissingRequiredParameterException";
/// A document that is not one.
pub(crate) const INVALID_FORMAT: &str = "InvalidFormatFault";
/// As many as there may be.
pub(crate) const LIMIT_EXCEEDED: &str = "LimitExceededFault";
/// The same, as the actions on anomaly detectors call it.
pub(crate) const LIMIT_EXCEEDED_EXCEPTION: &str = "LimitExceededException";
/// A page token of another request, or none of ours.
pub(crate) const INVALID_TOKEN: &str = "InvalidNextToken";
/// There is no such alarm; told without a text.
pub(crate) const NOT_FOUND: &str = "ResourceNotFound";
/// There is no such dashboard; told without a text.
pub(crate) const DASHBOARD_NOT_FOUND: &str = "DashboardNotFoundError";
/// A dashboard's body that is none.
pub(crate) const INVALID_DASHBOARD: &str = "DashboardInvalidInputError";
/// There is no such resource to tag.
pub(crate) const RESOURCE_NOT_FOUND: &str = "ResourceNotFoundException";
/// More bytes than a request may have.
pub(crate) const TOO_LARGE: &str = "RequestEntityTooLargeException";
