//! What a scanner reads: tokens that borrow from the input.

use std::borrow::Cow;
use std::fmt;

/// One piece of a JSON document.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 8259 knows these")]
pub enum Token<'a> {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// The key of a member; its value comes next.
    Key(Str<'a>),
    /// A string that is a value.
    String(Str<'a>),
    /// A number.
    Number(Num<'a>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`
    Null,
}

/// A string as it stands in the document. Its escapes are known to be right.
///
/// Two are equal when they stand for the same text, whatever their escapes.
///
/// ```
/// use cupola_base::json::{Scanner, Token};
///
/// let Ok(Some(Token::String(string))) = Scanner::new(br#""caf\u00e9""#).next() else { panic!() };
/// assert_eq!(string.raw(), r"caf\u00e9");
/// assert_eq!(string.unescape(), "café");
/// assert!(string == "café");
/// ```
#[derive(Clone, Copy)]
pub struct Str<'a> {
    /// What is between the quotes: where in `text`, cut out when somebody asks.
    text: &'a str,
    start: usize,
    end: usize,
    escaped: bool,
}

impl<'a> Str<'a> {
    #[inline]
    pub(super) const fn new(text: &'a str, start: usize, end: usize, escaped: bool) -> Self {
        Self { text, start, end, escaped }
    }

    /// The text between the quotes, escapes and all.
    #[must_use]
    #[inline]
    pub fn raw(&self) -> &'a str {
        slice(self.text, self.start, self.end)
    }

    /// The bytes between the quotes.
    #[must_use]
    #[inline]
    pub fn raw_bytes(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.start..self.end).unwrap_or_default()
    }

    /// Whether there is an escape in it.
    #[must_use]
    #[inline]
    pub const fn is_escaped(&self) -> bool {
        self.escaped
    }

    /// The text that it stands for; borrowed when there is no escape in it.
    #[must_use]
    pub fn unescape(&self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.raw());
        }
        let mut text = String::new();
        self.unescape_into(&mut text);
        Cow::Owned(text)
    }

    /// Adds the text that it stands for to another.
    pub fn unescape_into(&self, text: &mut String) {
        let mut rest = self.raw();
        while let Some(backslash) = rest.find('\\') {
            text.push_str(&rest[..backslash]);
            let mut escape = rest[backslash + 1..].chars();
            text.push(unescape_one(&mut escape));
            rest = escape.as_str();
        }
        text.push_str(rest);
    }

    /// The characters that it stands for, without an allocation.
    pub fn chars(&self) -> impl Iterator<Item = char> + use<'a> {
        let mut rest = self.raw().chars();
        std::iter::from_fn(move || match rest.next()? {
            '\\' => Some(unescape_one(&mut rest)),
            plain => Some(plain),
        })
    }
}

/// The character of the escape whose backslash was read. The scanner let only right escapes pass.
fn unescape_one(rest: &mut std::str::Chars<'_>) -> char {
    match rest.next() {
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => unicode(rest),
        Some(itself) => itself,
        None => char::REPLACEMENT_CHARACTER,
    }
}

fn unicode(rest: &mut std::str::Chars<'_>) -> char {
    let first = four_digits(rest);
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    rest.nth(1); // `\u` of the second half
    let second = four_digits(rest);
    let code = 0x1_0000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn four_digits(rest: &mut std::str::Chars<'_>) -> u32 {
    rest.take(4).filter_map(|digit| digit.to_digit(16)).fold(0, |code, digit| code << 4 | digit)
}

impl PartialEq<str> for Str<'_> {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        if self.escaped { self.chars().eq(other.chars()) } else { same(self.raw_bytes(), other.as_bytes()) }
    }
}

impl PartialEq<&str> for Str<'_> {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl PartialEq for Str<'_> {
    fn eq(&self, other: &Self) -> bool {
        if other.escaped { self.chars().eq(other.chars()) } else { self == other.raw() }
    }
}

impl Eq for Str<'_> {}

/// Prints the text that it stands for.
impl fmt::Display for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.unescape())
    }
}

/// Prints the raw text in quotes.
impl fmt::Debug for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.raw())
    }
}

/// Whether the bytes are the same. Short ones, as keys are, are compared without a call.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        8..=16 => a.first_chunk::<8>() == b.first_chunk::<8>() && a.last_chunk::<8>() == b.last_chunk::<8>(),
        4..=7 => a.first_chunk::<4>() == b.first_chunk::<4>() && a.last_chunk::<4>() == b.last_chunk::<4>(),
        _ => a == b,
    }
}

/// Part of a text. Tokens begin and end at ASCII, hence at characters.
#[inline]
pub(super) fn slice(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// A number as it is spelt in the document: `1`, `1.0` and `1e0` differ.
///
/// ```
/// use cupola_base::json::{Scanner, Token};
///
/// let Ok(Some(Token::Number(number))) = Scanner::new(b"-12.50").next() else { panic!() };
/// assert_eq!((number.text(), number.to_f64(), number.to_i64()), ("-12.50", -12.5, None));
/// ```
#[derive(Clone, Copy)]
pub struct Num<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Num<'a> {
    #[inline]
    pub(super) const fn new(text: &'a str, start: usize, end: usize) -> Self {
        Self { text, start, end }
    }

    /// As spelt.
    #[must_use]
    #[inline]
    pub fn text(&self) -> &'a str {
        slice(self.text, self.start, self.end)
    }

    /// The nearest double; infinite for what is beyond the largest, as `1e400`.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.text().parse().unwrap_or(f64::NAN) // every JSON number is one of Rust's
    }

    /// The whole number, when it is spelt as one (without point or exponent) and fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        self.text().parse().ok()
    }
}

/// Equal when spelt alike.
impl PartialEq for Num<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Num<'_> {}

impl fmt::Display for Num<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl fmt::Debug for Num<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
