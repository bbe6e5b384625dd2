//! Why a filter pattern is refused.

use std::fmt;

use cupola_base::text::{Diagnostic, Span};
use cupola_base::{ApiError, constraint};

use super::{MAX_LENGTH, MAX_NESTING, MAX_REGEXES, MAX_REPEAT, MAX_WEIGHT};

/// A filter pattern that is refused: what is wrong, where, and what is accepted.
///
/// `Display` draws the line of the pattern with carets under the fault.
///
/// ```
/// use cupola_logs::filter::{FilterPattern, FilterPatternErrorKind};
/// use cupola_base::text::Span;
///
/// let error = FilterPattern::parse("crane a=b").unwrap_err();
/// assert_eq!((error.kind(), error.span()), (FilterPatternErrorKind::TermCharacter, Span::new(7, 8)));
/// assert_eq!(
///     error.to_string(),
///     [
///         r#"filter pattern error: a term may not hold this character without quotes"#,
///         r#"  |"#,
///         r#"1 | crane a=b"#,
///         r#"  |        ^"#,
///         r#"  |"#,
///         r#"  = help: accepted: letters, digits and _; write "..." around anything else"#,
///         r#"  = source: CloudWatch Logs User Guide, "Filter pattern syntax""#,
///     ]
///     .join("\n"),
/// );
/// assert_eq!(error.to_api_error().to_string(), "InvalidParameterException: Invalid filter pattern");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterPatternError {
    kind: FilterPatternErrorKind,
    diagnostic: Box<Diagnostic>,
}

impl FilterPatternError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FilterPatternErrorKind {
        self.kind
    }

    /// The bytes of the pattern that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.diagnostic.span()
    }

    /// The text of the pattern.
    #[must_use]
    pub fn text(&self) -> &str {
        self.diagnostic.source()
    }

    /// What is accepted in this place.
    #[must_use]
    pub fn accepted(&self) -> Option<&str> {
        self.diagnostic.help()
    }

    /// What the service answers: code and message.
    #[must_use]
    pub fn to_api_error(&self) -> ApiError {
        let message = match self.kind {
            FilterPatternErrorKind::TooLong => {
                let bound = format!("Member must have length less than or equal to {MAX_LENGTH}");
                constraint::Violations::one(self.text(), "filterPattern", &bound).to_string()
            }
            FilterPatternErrorKind::UnknownField | FilterPatternErrorKind::NothingToSelect => self.kind.to_string(),
            _ => "Invalid filter pattern".to_owned(),
        };
        ApiError::caller("InvalidParameterException", message)
    }
}

impl fmt::Display for FilterPatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl std::error::Error for FilterPatternError {}

impl From<FilterPatternError> for ApiError {
    fn from(error: FilterPatternError) -> Self {
        error.to_api_error()
    }
}

/// What is wrong with a filter pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FilterPatternErrorKind {
    /// More characters than a pattern may have.
    #[error("a pattern has at most {MAX_LENGTH} characters")]
    TooLong,
    /// A character that needs quotes.
    #[error("a term may not hold this character without quotes")]
    TermCharacter,
    /// `-` or `?` before nothing.
    #[error("a term must follow its prefix at once")]
    EmptyTerm,
    /// Two terms without a blank between them.
    #[error("a blank must stand between two terms")]
    Separator,
    /// A quoted text without its end.
    #[error("the quoted text is not closed")]
    UnclosedQuote,
    /// A backslash in a quoted text before something that it does not escape.
    #[error("unknown escape in a quoted text")]
    Escape,
    /// A regular expression without its end.
    #[error("the regular expression is not closed")]
    UnclosedRegex,
    /// A regular expression without anything in it.
    #[error("the regular expression is empty")]
    EmptyRegex,
    /// A character that may not stand in a regular expression.
    #[error("this character may not stand in a regular expression")]
    RegexCharacter,
    /// A bracket or brace that neither opens nor closes anything.
    #[error("this bracket neither opens nor closes anything")]
    RegexBracket,
    /// A backslash in a regular expression before something that it does not escape.
    #[error("unknown escape in a regular expression")]
    RegexEscape,
    /// A repetition of what is not a single character or class.
    #[error("nothing stands here that can be repeated")]
    RegexRepeat,
    /// A repetition count that is none.
    #[error("this is no repetition count")]
    RegexCount,
    /// A class without its end.
    #[error("the class is not closed")]
    RegexClass,
    /// A class without anything in it.
    #[error("the class is empty")]
    EmptyClass,
    /// A range in a class that ends before it begins, or whose end is no character.
    #[error("this is no range of characters")]
    RegexRange,
    /// The characters of a regular expression, or of all in an unstructured pattern, each counted as
    /// often as it may be repeated, are more than is accepted.
    #[error("the regular expression is too large")]
    RegexTooLarge,
    /// A regular expression behind `-`, where [`Semantics`](crate::Semantics) forbid it.
    #[error("a regular expression cannot be excluded")]
    ExcludedRegex,
    /// More regular expressions than a JSON or space-delimited pattern may have.
    #[error("a pattern has at most {MAX_REGEXES} regular expressions")]
    TooManyRegexes,
    /// A condition of a JSON pattern, or a selector, that does not begin with `$`.
    #[error("a selector must stand here")]
    Selector,
    /// A selector without a key after its dot.
    #[error("a key must stand here")]
    Key,
    /// An index of a selector that is none.
    #[error("an index must stand here")]
    Index,
    /// A selector that only [`Dialect::Extended`](crate::Dialect::Extended) knows.
    #[error("the service does not know selectors of this form")]
    Extended,
    /// No operator after a selector or field.
    #[error("an operator must stand here")]
    Operator,
    /// A keyword of a JSON pattern that is misspelt or not supported.
    #[error("this is no test")]
    Keyword,
    /// No value after an operator, or a character that needs quotes.
    #[error("a value must stand here")]
    Value,
    /// A value after `<`, `<=`, `>` or `>=` that is no number.
    #[error("a number must stand here")]
    NotANumber,
    /// A number that no double can hold.
    #[error("the number is too large")]
    Number,
    /// A bracket without its end, or a pattern without its end.
    #[error("the bracket is not closed")]
    Unclosed,
    /// Something that nobody asked for.
    #[error("nothing of this kind may stand here")]
    Unexpected,
    /// Brackets nested deeper than is accepted.
    #[error("brackets are nested deeper than {MAX_NESTING}")]
    TooDeep,
    /// A field name that is none.
    #[error("this is no field name")]
    FieldName,
    /// A condition on another field than the one it stands in.
    #[error("all conditions of a field name the same field")]
    OtherField,
    /// More than one `...`.
    #[error("a pattern has at most one ...")]
    TwoGaps,
    /// A selector that names no field of the pattern.
    #[error("the pattern has no such field")]
    UnknownField,
    /// A selector of a pattern that has no fields to select.
    #[error("the pattern has nothing to select")]
    NothingToSelect,
}

impl FilterPatternErrorKind {
    /// What is accepted.
    fn help(self) -> Option<String> {
        let fixed = match self {
            Self::TermCharacter => "accepted: letters, digits and _; write \"...\" around anything else",
            Self::EmptyTerm => "accepted after - and ?: a word, \"quoted text\" or %regular expression%",
            Self::Separator => "accepted: a blank, or the end of the pattern",
            Self::UnclosedQuote => "accepted: \"...\" with \\\" for a quote and \\\\ for a backslash",
            Self::Escape => "accepted after a backslash: \" and another backslash",
            Self::UnclosedRegex => "accepted: %...%; a % in the expression is written \\x25",
            Self::EmptyRegex => "accepted: at least one character between the two %",
            Self::RegexCharacter => {
                "accepted: ASCII letters, digits, space, : _ # = @ / ; , - and the operators ^ $ ? [ ] { } | \\ * + .; \
                 any other ASCII character is written \\xHH"
            }
            Self::RegexBracket => "accepted: \\[ \\] \\{ \\} for the characters themselves",
            Self::RegexEscape => {
                "accepted after a backslash: d D s S w W, x and two hexadecimal digits up to 7F, an operator, or one \
                 of : _ # = @ / ; , -"
            }
            Self::RegexRepeat => "accepted before ? * + and {}: a single character or a class",
            Self::RegexClass => "accepted: [...] and [^...]; \\] for the bracket itself",
            Self::EmptyClass => "accepted: at least one character between the brackets; \\] for the bracket itself",
            Self::RegexRange => "accepted: a-z, the lesser first; a - itself stands first, last or after a backslash",
            Self::ExcludedRegex => "accepted after -: a word or \"quoted text\"",
            Self::Selector => "accepted: $.key, $.key[0], $.key.key, and ( before one",
            Self::Key => "accepted: letters, digits, _ and -",
            Self::Index => "accepted: digits, as in $.key[0]",
            Self::Extended => "accepted: $.key and $.key[0]",
            Self::Operator => "accepted: = != < > <= >=",
            Self::Keyword => "accepted: IS NULL, IS TRUE, IS FALSE, NOT EXISTS",
            Self::Value => "accepted: a number, a word, \"quoted text\" with * for any run, %regular expression%",
            Self::NotANumber => "accepted after < <= > >=: a number without quotes, as 5, -2.5 or 1e3",
            Self::Number => "accepted: numbers that a double can hold",
            Self::FieldName => "accepted: letters, digits, _ and -, a letter or _ first",
            Self::OtherField => {
                "accepted: the same name; conditions on different fields stand in different fields, separated by commas"
            }
            Self::NothingToSelect => "accepted: JSON patterns { ... } and space-delimited patterns [ ... ]",
            Self::Unclosed => "accepted: for each ( a ), for each { a } and for each [ a ]",
            Self::TwoGaps => "accepted: ... once, for any number of words",
            _ => return self.computed_help(),
        };
        Some(fixed.to_owned())
    }

    fn computed_help(self) -> Option<String> {
        Some(match self {
            Self::RegexCount => format!("accepted: {{m}}, {{m,}} and {{m,n}} with m <= n <= {MAX_REPEAT}"),
            Self::RegexTooLarge => {
                format!("accepted in all: {MAX_WEIGHT} characters, each counted as often as it is repeated")
            }
            Self::TooLong => format!("accepted: {MAX_LENGTH} characters at most"),
            Self::TooManyRegexes => format!("accepted: %...% up to {MAX_REGEXES} times; a | in one says either"),
            Self::TooDeep => format!("accepted: ( in ( up to {MAX_NESTING} deep"),
            _ => return None,
        })
    }
}

/// What is wrong and where, before the text is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    kind: FilterPatternErrorKind,
    span: Span,
    help: Option<String>,
}

impl Fault {
    pub(crate) const fn new(kind: FilterPatternErrorKind, span: Span) -> Self {
        Self { kind, span, help: None }
    }

    /// Says what is accepted in other words than usual.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same fault in a text that stands `by` bytes further on.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self { span: Span::new(self.span.start + by, self.span.end + by), ..self }
    }

    pub(crate) fn on(self, text: &str) -> FilterPatternError {
        let mut diagnostic = Diagnostic::new("filter pattern", text, self.span, self.kind.to_string());
        if let Some(help) = self.help.or_else(|| self.kind.help()) {
            diagnostic = diagnostic.with_help(help);
        }
        FilterPatternError { kind: self.kind, diagnostic: Box::new(diagnostic.with_reference(REFERENCE)) }
    }
}

const REFERENCE: &str = "CloudWatch Logs User Guide, \"Filter pattern syntax\"";
