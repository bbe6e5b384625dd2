//! Why a rule, or what is to be done with it, is refused.

use cupola_base::{ApiError, TagsError};

use super::RuleNameError;

/// Why a rule is none that the service takes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SamplingRuleError {
    /// The priority is out of bounds.
    #[error("priority {0}: 1 to 9999 is accepted")]
    Priority(u16),
    /// A pattern is too long.
    #[error("{part} has {length} characters: at most {most} are accepted")]
    TooLong {
        /// The pattern's name on the wire.
        part: &'static str,
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        most: usize,
    },
    /// There are too many attributes.
    #[error("{0} attributes: at most 5 are accepted")]
    Attributes(usize),
    /// An attribute's key or pattern is empty or too long.
    #[error("`{0}` in attributes: 1 to 32 characters are accepted")]
    Attribute(String),
}

/// Why a rule was not created, changed or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SamplingRuleRefusal {
    /// The rule breaks a bound.
    #[error(transparent)]
    Rule(#[from] SamplingRuleError),
    /// The name breaks a bound.
    #[error(transparent)]
    Name(#[from] RuleNameError),
    /// A rule of this name is there.
    #[error("a sampling rule named {0} already exists")]
    Exists(String),
    /// No rule of this name is there.
    #[error("the sampling rule {0} does not exist")]
    Unknown(String),
    /// The default rule cannot be created or deleted, and of it only rate and reservoir can be changed.
    #[error("the Default rule cannot be created or deleted, and only its FixedRate and ReservoirSize can be changed")]
    Default,
    /// There are as many rules as there may be.
    #[error("there are {most} sampling rules, which is the limit")]
    TooMany {
        /// How many there may be beside the default.
        most: usize,
    },
    /// The tags are refused.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<SamplingRuleRefusal> for ApiError {
    fn from(refusal: SamplingRuleRefusal) -> Self {
        let code = match refusal {
            SamplingRuleRefusal::TooMany { .. } => "RuleLimitExceededException",
            _ => "InvalidRequestException",
        };
        Self::caller(code, refusal.to_string())
    }
}
