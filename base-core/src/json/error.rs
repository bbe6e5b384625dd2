//! Why bytes are not one JSON document.

/// The first place at which the bytes stop being JSON, and why.
///
/// ```
/// use cupola_base::json::{ScanErrorKind, Scanner};
///
/// let mut scanner = Scanner::new(b"[1, ]");
/// let error = loop {
///     match scanner.next() {
///         Ok(Some(_)) => {}
///         Ok(None) => unreachable!("the list is not well formed"),
///         Err(error) => break error,
///     }
/// };
/// assert_eq!((error.kind, error.offset), (ScanErrorKind::Value, 4));
/// assert_eq!(error.to_string(), "not JSON at byte 4: expected a value");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not JSON at byte {offset}: {kind}")]
#[non_exhaustive]
pub struct ScanError {
    /// What is wrong.
    pub kind: ScanErrorKind,
    /// The byte at which it is wrong, counted from 0; the length of the input where it ends early.
    pub offset: usize,
}

impl ScanError {
    pub(super) const fn new(kind: ScanErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }
}

/// What is wrong at the place that a [`ScanError`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ScanErrorKind {
    /// There is nothing but white space.
    #[error("no value")]
    Empty,
    /// The input ends inside a value.
    #[error("the text ends inside a value")]
    End,
    /// Something that begins no value stands where a value must.
    #[error("expected a value")]
    Value,
    /// A key must stand here.
    #[error("expected a key in double quotes")]
    Key,
    /// A key is not followed by a colon.
    #[error("expected a colon")]
    Colon,
    /// A member of an object is followed by neither a comma nor the end of the object.
    #[error("expected a comma or }}")]
    CommaOrBrace,
    /// An item of an array is followed by neither a comma nor the end of the array.
    #[error("expected a comma or ]")]
    CommaOrBracket,
    /// `true`, `false` or `null` is misspelt.
    #[error("expected true, false or null")]
    Literal,
    /// A number lacks digits: after the sign, the point or the exponent.
    #[error("expected a digit")]
    Digit,
    /// A control character (below U+0020) stands in a string without an escape.
    #[error("a control character must be escaped")]
    ControlCharacter,
    /// A backslash is followed by none of the eight letters and marks, or by `u` without four
    /// hexadecimal digits.
    #[error("unknown escape; accepted: \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits")]
    Escape,
    /// A `\u` escape is half a surrogate pair.
    #[error("half a surrogate pair names no character")]
    Surrogate,
    /// The bytes are not UTF-8.
    #[error("the bytes are not UTF-8")]
    Utf8,
    /// Objects and arrays are nested deeper than the scanner's limit.
    #[error("nested too deep")]
    Depth,
    /// Something follows the document.
    #[error("text after the value")]
    Trailing,
}
