//! Why a pattern is refused.

use std::fmt;

use cupola_base::ApiError;
use cupola_base::text::{Diagnostic, Span};

use super::address::CidrError;
use super::wildcard::WildcardError;

/// A pattern that is refused: the reason in the service's words, and the place.
///
/// `Display` draws the line of the source with carets under the fault.
///
/// ```
/// use cupola_events::Pattern;
///
/// let error = Pattern::parse("{\"detail\": {\n  \"state\": []}}").unwrap_err();
/// assert_eq!(error.reason(), "Empty arrays are not allowed");
/// assert_eq!((error.line(), error.column()), (2, 12));
/// assert!(error.to_string().contains("^^"));
/// ```
///
/// # Source
/// The reasons are those that EventBridge answers with; the place, which the service appends to
/// most of them in a form of its parser, is carried beside the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternError(Box<Refusal>);

/// Boxed, so that a result is no larger than what it mostly holds.
#[derive(Clone, Debug, PartialEq)]
struct Refusal {
    kind: Reason,
    diagnostic: Diagnostic,
}

impl PatternError {
    pub(crate) fn new(source: &str, span: Span, kind: Reason) -> Self {
        let mut diagnostic = Diagnostic::new("event pattern", source, span, kind.to_string());
        if let Some(help) = kind.help() {
            diagnostic = diagnostic.with_help(help);
        }
        Self(Box::new(Refusal { kind, diagnostic }))
    }

    /// The reason, in the service's words where they are known.
    #[must_use]
    pub fn reason(&self) -> String {
        self.0.kind.to_string()
    }

    /// The bytes of the source that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.diagnostic.span()
    }

    /// The line of the fault, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// The column of the fault in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.before().rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1
    }

    /// What the service answers: code and message.
    #[must_use]
    pub fn to_api_error(&self) -> ApiError {
        let message = format!("Event pattern is not valid. Reason: {}", self.0.kind);
        ApiError::caller("InvalidEventPatternException", message)
    }

    fn before(&self) -> &str {
        self.0.diagnostic.source().get(..self.span().start).unwrap_or_default()
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.diagnostic.fmt(f)
    }
}

impl std::error::Error for PatternError {}

impl From<PatternError> for ApiError {
    fn from(error: PatternError) -> Self {
        error.to_api_error()
    }
}

/// Why a pattern is refused; the texts are the service's.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum Reason {
    #[error("Filter is not an object")]
    NotAnObject,
    #[error("Filter is not valid JSON: {0}")]
    NotJson(String),
    #[error("Filter is longer than {0} characters")]
    TooLong(usize),
    #[error("Empty objects are not allowed")]
    EmptyObject,
    #[error("Empty arrays are not allowed")]
    EmptyArray,
    #[error("\"{0}\" must be an object or an array")]
    NeitherObjectNorArray(String),
    #[error("Match value must be String, number, true, false, or null")]
    MatchValue,
    #[error("Match expression name not found")]
    NoExpressionName,
    #[error("Unrecognized match type {0}")]
    UnknownOperator(String),
    #[error("Only one key allowed in match expression")]
    SeveralKeys,
    #[error("Too many elements in numeric expression")]
    TooManyElements,
    #[error("exact match pattern must be a string")]
    ExactlyOperand,
    #[error("{0} match pattern must be a string")]
    AffixOperand(&'static str),
    #[error("{0} expression name not found")]
    AffixName(&'static str),
    #[error("Unsupported {operator} pattern: {key}")]
    AffixKey { operator: &'static str, key: String },
    #[error("equals-ignore-case match pattern must be a string")]
    FoldedOperand,
    #[error("wildcard match pattern must be a string")]
    WildcardOperand,
    #[error("Consecutive wildcard characters at pos {0}")]
    ConsecutiveStars(usize),
    #[error("Invalid escape character at pos {0}")]
    Escape(usize),
    #[error(
        "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a \
         wildcard character"
    )]
    TooComplex,
    #[error("prefix match pattern must be a string")]
    CidrOperand,
    #[error("Malformed CIDR, one '/' required")]
    CidrSlash,
    #[error("Malformed CIDR, mask bits must be an integer")]
    CidrMaskNotInteger,
    #[error("Malformed CIDR, mask bits must not be negative")]
    CidrMaskNegative,
    #[error("IPv4 mask bits must be < 32")]
    CidrMaskV4,
    #[error("IPv6 mask bits must be < 128")]
    CidrMaskV6,
    #[error("Nonstandard IP address: {0}")]
    NonstandardAddress(String),
    #[error("Invalid IP address: {0}")]
    InvalidAddress(String),
    #[error("exists match pattern must be either true or false.")]
    ExistsOperand,
    #[error("Value of numeric must be an array.")]
    NumericOperand,
    #[error("Invalid member in numeric match: {0}")]
    NumericMember(String),
    #[error("Unrecognized numeric range operator: {0}")]
    NumericOperator(String),
    #[error("Value of {0} must be numeric")]
    NumericValue(String),
    #[error("Bad value in numeric range: {0}")]
    RangeValue(String),
    #[error("Bad numeric range operator: {0}")]
    RangeOperator(String),
    #[error("Too many terms in numeric range expression")]
    RangeTerms,
    #[error("Bottom must be less than top")]
    RangeOrder,
    #[error("Cannot compare number : {0}")]
    NotComparable(String),
    #[error("Value of anything-but must be an array or single string/number value.")]
    AnythingButOperand,
    #[error("Inside anything but list, start|null|boolean is not supported.")]
    AnythingButItem,
    #[error("Inside anything but list, either all values are number or string, mixed type is not supported")]
    AnythingButMixed,
    #[error("Unsupported anything-but pattern: {0}")]
    AnythingButKey(String),
    #[error("Anything-But expression name not found")]
    AnythingButName,
    #[error("Null prefix/suffix not allowed")]
    EmptyAffix,
    #[error("prefix/suffix match pattern must be a string")]
    NestedAffixOperand,
    #[error("Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.")]
    NestedFoldedOperand,
    #[error("It must be an Array followed with $or.")]
    OrNotArray,
    #[error("There must have at least 2 Objects in $or relationship.")]
    OrTooFew,
    #[error("Only JSON object is allowed in array of $or relationship.")]
    OrMember,
    #[error("{0} is Ruler reserved fieldName which cannot be used inside $or.")]
    OrReserved(String),
    #[error("$or relationships expand to more than {0} rules")]
    TooManyBranches(usize),
    #[error("Path `{0}` cannot be allowed multiple times")]
    DuplicatePath(String),
    #[error("{0} is not supported by Pipes")]
    NotInPipes(String),
    #[error("{0} is outside of the documented range of numeric")]
    OutsideDocumentedRange(String),
}

impl Reason {
    /// What is accepted, where the reason does not say so.
    const fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::UnknownOperator(_) => {
                "accepted: prefix, suffix, equals-ignore-case, wildcard, anything-but, exists, numeric, cidr, exactly"
            }
            Self::EmptyArray | Self::NeitherObjectNorArray(_) => "accepted: a list of at least one match value",
            Self::EmptyObject => "accepted: an object with at least one field",
            Self::NumericOperator(_) => "accepted: =, <, <=, >, >=",
            Self::RangeOperator(_) | Self::RangeValue(_) => "accepted: < or <= after a lower bound",
            Self::AnythingButKey(_) => "accepted: prefix, suffix, wildcard, equals-ignore-case",
            Self::AffixKey { .. } => "accepted: equals-ignore-case",
            Self::CidrMaskV4 | Self::CidrMaskV6 => "a single address is matched by its plain text, in any spelling",
            Self::Escape(_) => "accepted after a backslash: * or another backslash",
            Self::NotInPipes(_) => {
                "accepted in a pipe's filter: prefix, suffix, equals-ignore-case, anything-but with values, exists, \
                 numeric, cidr"
            }
            Self::OutsideDocumentedRange(_) => "accepted: -5e9 to 5e9, with at most 6 digits after the point",
            Self::NotComparable(_) => "accepted: numbers that a double holds exactly as they are written",
            _ => return None,
        })
    }
}

impl From<CidrError> for Reason {
    fn from(error: CidrError) -> Self {
        match error {
            CidrError::Slash => Self::CidrSlash,
            CidrError::MaskNotInteger => Self::CidrMaskNotInteger,
            CidrError::MaskNegative => Self::CidrMaskNegative,
            CidrError::MaskV4 => Self::CidrMaskV4,
            CidrError::MaskV6 => Self::CidrMaskV6,
            CidrError::Nonstandard(address) => Self::NonstandardAddress(address),
            CidrError::Invalid(address) => Self::InvalidAddress(address),
        }
    }
}

impl From<WildcardError> for Reason {
    fn from(error: WildcardError) -> Self {
        match error {
            WildcardError::Consecutive(place) => Self::ConsecutiveStars(place),
            WildcardError::Escape(place) => Self::Escape(place),
        }
    }
}
