//! What is refused.

use cupola_base::{ApiError, TagsError};

use super::name::InsightRuleNameError;
use crate::code;
use crate::language::{Language, LanguageError};

/// Why a definition was refused, drawn under the place.
pub type InsightRuleError = LanguageError<InsightRuleErrorKind>;

/// What is wrong with a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InsightRuleErrorKind {
    /// It has more than 8,192 characters, or others than those of ASCII.
    Size,
    /// It is not JSON.
    Json,
    /// A member is missing, unknown, or there twice.
    Member,
    /// A value is not one that the member may have.
    Value,
    /// A text names no field of a log event.
    Field,
}

impl Language for InsightRuleErrorKind {
    const NAME: &'static str = "insight rule";
    const REFERENCE: &'static str = "CloudWatch User Guide, \"Contributor Insights rule syntax\"";
}

/// Why a rule was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutInsightRuleError {
    /// The name is none.
    #[error(transparent)]
    Name(#[from] InsightRuleNameError),
    /// The definition is none.
    #[error(transparent)]
    Definition(#[from] InsightRuleError),
    /// There are as many rules as there may be.
    #[error("There are {0} insight rules already, as many as there may be.")]
    TooMany(usize),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<PutInsightRuleError> for ApiError {
    fn from(error: PutInsightRuleError) -> Self {
        let code = match error {
            PutInsightRuleError::TooMany(_) => code::LIMIT_EXCEEDED_EXCEPTION,
            _ => code::INVALID_VALUE,
        };
        let text = match &error {
            PutInsightRuleError::Definition(refused) => {
                format!("The value of RuleDefinition is not valid: {}.", refused.message())
            }
            _ => error.to_string(),
        };
        Self::caller(code, text)
    }
}

/// There is no rule of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The insight rule {0} does not exist.")]
pub struct UnknownInsightRule(pub(super) String);

impl UnknownInsightRule {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InsightRuleReportError {
    /// There is no such rule.
    #[error(transparent)]
    Unknown(#[from] UnknownInsightRule),
    /// A member of the request cannot have this value.
    #[error("The value {value} for parameter {member} is invalid: {needed}.")]
    Value {
        /// The service's word for the member.
        member: &'static str,
        /// What was given.
        value: String,
        /// What is needed.
        needed: &'static str,
    },
}

impl From<InsightRuleReportError> for ApiError {
    fn from(error: InsightRuleReportError) -> Self {
        let text = error.to_string();
        match error {
            InsightRuleReportError::Unknown(_) => Self::caller(code::RESOURCE_NOT_FOUND, text).with_status(404),
            InsightRuleReportError::Value { .. } => Self::caller(code::INVALID_VALUE, text),
        }
    }
}
