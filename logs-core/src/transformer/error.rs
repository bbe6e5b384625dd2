//! Why a transformer is refused, and why a transformation fails.

use cupola_base::ApiError;

/// Why a transformer is refused.
///
/// ```
/// use cupola_logs::Transformer;
///
/// let refused = Transformer::parse(r#"[{"upperCaseString": {"withKeys": ["level"]}}]"#).unwrap_err();
/// assert_eq!(refused.to_string(), "the first processor is upperCaseString: a parser must come first");
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "Create and manage log transformers".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransformerError {
    /// The configuration is not JSON, lacks a member or names a processor that is not known.
    #[error("the transformer cannot be read: {0}")]
    Document(String),
    /// No processor, or more than there may be.
    #[error("a transformer of {0} processors: 1 to 20 are accepted")]
    Count(usize),
    /// The first processor is no parser.
    #[error("the first processor is {0}: a parser must come first")]
    First(&'static str),
    /// The first processor reads something else than the message.
    #[error("the first processor, {0}, must read @message")]
    Source(&'static str),
    /// A parser of a service's logs that is not the first processor.
    #[error("{0} must be the first processor, and the only parser of a service's logs")]
    Vended(&'static str),
    /// More parsers than there may be.
    #[error("{0} parsers: at most 5 are accepted")]
    Parsers(usize),
    /// A processor of which there may be one.
    #[error("a transformer has at most one {0}")]
    Twice(&'static str),
    /// A processor that the library does not answer.
    #[error("{0} is not supported yet")]
    Unsupported(&'static str),
    /// A list that is empty, or has more entries than it may have.
    #[error("{processor} with {given} entries: 1 to {most} are accepted")]
    Entries {
        /// The processor.
        processor: &'static str,
        /// How many it has.
        given: usize,
        /// How many it may have.
        most: usize,
    },
    /// A path that is none.
    #[error("`{0}` is no path: 1 to 128 characters, at most 3 names joined by dots")]
    Path(String),
    /// A text that is empty where it must not be, or too long.
    #[error("the {member} of {processor} has {given} characters: {least} to {most} are accepted")]
    Length {
        /// The processor.
        processor: &'static str,
        /// The member.
        member: &'static str,
        /// How many characters it has.
        given: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// A regular expression that cannot be compiled.
    #[error("the regular expression `{0}` is refused: {1}")]
    Regex(String, String),
    /// Too many references to groups in what replaces a match.
    #[error("`{0}` refers to groups more often than is accepted: 10 times in all, twice to the same")]
    References(String),
    /// A grok pattern that is refused.
    #[error("the grok pattern is refused: {0}")]
    Grok(String),
    /// A format of dates that cannot be read.
    #[error("the date format `{0}` is refused: {1}")]
    DateFormat(String, String),
    /// There is no such time zone.
    #[error("`{0}` is no time zone: a name such as Europe/Berlin, UTC or an offset such as +05:30")]
    Zone(String),
    /// The names of months and days are not known in this language.
    #[error("the locale `{0}` is not known: {1} are")]
    Locale(String, &'static str),
    /// A flattened list without the element that is kept.
    #[error("listToMap with flatten needs flattenedElement, first or last")]
    Flatten,
}

impl From<TransformerError> for ApiError {
    fn from(error: TransformerError) -> Self {
        Self::caller("InvalidParameterException", error.to_string())
    }
}

/// Why an event could not be transformed.
///
/// ```
/// use cupola_logs::{Transformer, TransformFailure, TransformSource};
///
/// let transformer = Transformer::parse(r#"[{"parseJSON": {}}]"#)?;
/// let failed = transformer.apply("no JSON", &TransformSource::default()).unwrap_err();
/// assert!(matches!(failed, TransformFailure::NotJson { .. }));
/// # Ok::<(), cupola_logs::TransformerError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub enum TransformFailure {
    /// The field that a parser reads is not there, or is no text.
    #[error("{processor}: there is no text in {field}")]
    NoText {
        /// The processor.
        processor: String,
        /// The field.
        field: String,
    },
    /// The text is not JSON, or is no object.
    #[error("{processor}: {field} is not a JSON object")]
    NotJson {
        /// The processor.
        processor: String,
        /// The field.
        field: String,
    },
    /// The text has not the form that a parser reads.
    #[error("{processor}: {field} has another form")]
    Form {
        /// The processor.
        processor: String,
        /// The field.
        field: String,
    },
    /// A value cannot be what it is to become.
    #[error("{processor}: {field} cannot be converted")]
    Value {
        /// The processor.
        processor: String,
        /// The field.
        field: String,
    },
    /// There are more fields than an event may have.
    #[error("the event has more than {0} fields")]
    TooManyFields(usize),
    /// The transformed event is larger than an event may be.
    #[error("the transformed event is larger than {0} bytes")]
    TooLarge(usize),
}
