//! Names of segments.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;

/// A name that a segment may have: 1 to 200 letters, digits and white space of Unicode, and
/// `_ . : / % & # = + \ - @`.
///
/// ```
/// use cupola_traces::SegmentName;
///
/// assert_eq!(SegmentName::sanitise("shop <eu>: [cart]").as_str(), "shop eu: cart");
/// assert_eq!(SegmentName::sanitise("<>").as_str(), "span");
/// assert!(SegmentName::parse("shop <eu>").is_err());
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Segment fields", `name`. Cleaning as the exporters of OpenTelemetry do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentName(String);

impl SegmentName {
    /// The most characters of a segment's name.
    pub const MOST: usize = 200;
    /// The most characters of a subsegment's name.
    pub const MOST_OF_SUBSEGMENT: usize = 250;

    /// Takes a text that is a name.
    ///
    /// # Errors
    /// [`SegmentNameError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, SegmentNameError> {
        is_valid(text.chars(), Self::MOST).then(|| Self(text.to_owned())).ok_or(SegmentNameError)
    }

    /// Makes a name of any text: other characters go, the rest is cut to 200 characters, and `span` stands for
    /// nothing.
    #[must_use]
    pub fn sanitise(text: &str) -> Self {
        let kept: String = text.chars().filter(|char| is_in_names(*char)).take(Self::MOST).collect();
        Self(if kept.is_empty() { "span".to_owned() } else { kept })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SegmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<SegmentName> for String {
    fn from(name: SegmentName) -> Self {
        name.0
    }
}

/// The text is no name of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 200 letters, digits, white space or _ . : / % & # = + \\ - @")]
#[non_exhaustive]
pub struct SegmentNameError;

/// Whether it is a name of at most so many characters.
pub(crate) fn is_valid(text: impl Iterator<Item = char>, most: usize) -> bool {
    let mut count = 0;
    for char in text {
        count += 1;
        if count > most || !is_in_names(char) {
            return false;
        }
    }
    count > 0
}

/// As [`is_valid`], for a text whose bytes are at hand.
pub(crate) fn is_valid_text(text: &str, most: usize) -> bool {
    let plain = text.bytes().all(|byte| PLAIN[usize::from(byte)]);
    if plain { (1..=most).contains(&text.len()) } else { is_valid(text.chars(), most) }
}

pub(crate) fn is_in_names(char: char) -> bool {
    match u8::try_from(char) {
        Ok(byte) if byte.is_ascii() => PLAIN[usize::from(byte)],
        _ => of_unicode().is_match(char.encode_utf8(&mut [0; 4])),
    }
}

fn of_unicode() -> &'static Regex {
    static CLASS: OnceLock<Regex> = OnceLock::new();
    CLASS.get_or_init(|| Regex::new(r"\A[\p{L}\p{N}\p{Z}]\z").expect("the classes exist"))
}

/// The bytes of ASCII that names have.
static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        plain[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b' ' | b'_' | b'.' | b':' | b'/' | b'%' | b'&' | b'#' | b'=' | b'+' | b'\\' | b'-' | b'@'
            );
        byte += 1;
    }
    plain
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_separators_of_unicode_pass_and_marks_and_controls_do_not() {
        for char in ['é', 'щ', '水', '٣', 'Ⅷ', '½', '\u{2028}', '\u{3000}', '\\', '@'] {
            assert!(is_in_names(char), "{char:?}");
        }
        for char in ['\t', '\n', '\u{85}', '\u{301}', '\u{93e}', '€', '!', '?', '*', '"', '😀'] {
            assert!(!is_in_names(char), "{char:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(is_valid_text(&"é".repeat(200), 200));
        assert!(!is_valid_text(&"é".repeat(201), 200));
        assert!(is_valid_text(&"x".repeat(250), 250));
        assert!(!is_valid_text("", 200));
    }
}
