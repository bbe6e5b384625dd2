//! From a message to its words.

use cupola_base::text::Span;

use crate::filter::{Semantics, Unclosed};

/// The words of a message, in its order.
///
/// Words stand between runs of spaces. One that begins with `"` runs to the next quote without a
/// backslash before it, one that begins with `[` to the next `]`; what encloses them does not belong
/// to their text. Quotes and brackets inside a word are characters as any other.
#[derive(Clone, Debug)]
pub(in crate::filter) struct Words<'a> {
    message: &'a str,
    at: usize,
    /// The byte that separates words besides the space, or the space again.
    tab: u8,
    unclosed: Unclosed,
    /// Whether it is known that no `]` comes any more.
    no_bracket: bool,
}

/// A word of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::filter) struct Word<'a> {
    /// Without quotes or brackets around it.
    pub(in crate::filter) text: &'a str,
    /// Where the text stands.
    pub(in crate::filter) span: Span,
    /// Where it begins, quotes and brackets included.
    pub(in crate::filter) start: usize,
}

impl<'a> Word<'a> {
    pub(super) const NONE: Self = Self { text: "", span: Span::empty(0), start: 0 };

    /// A word of which nobody asks what encloses it.
    #[inline]
    pub(super) fn plain(message: &'a str, start: usize, end: usize) -> Self {
        Self { text: &message[start..end], span: Span::new(start, end), start }
    }
}

impl<'a> Words<'a> {
    pub(in crate::filter) const fn new(message: &'a str, semantics: &Semantics) -> Self {
        let tab = if semantics.tabs_separate { b'\t' } else { b' ' };
        Self { message, at: 0, tab, unclosed: semantics.unclosed, no_bracket: false }
    }

    #[inline]
    const fn separates(&self, byte: u8) -> bool {
        byte == b' ' || byte == self.tab
    }

    /// The first separator at or after `from`, eight bytes at a time; the end of the message if there is none.
    #[inline]
    fn end_of_plain(&self, from: usize) -> usize {
        let bytes = self.message.as_bytes();
        let (tabs, mut at) = (ONES * u64::from(self.tab), from);
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let word = u64::from_le_bytes(*chunk);
            let marks = zeros(word ^ SPACES) | zeros(word ^ tabs);
            if marks != 0 {
                return at + (marks.trailing_zeros() / 8) as usize;
            }
            at += 8;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| self.separates(*byte)).unwrap_or(rest.len())
    }

    /// Stands at the next word, if there is any.
    #[inline]
    pub(super) fn is_at_word(&mut self) -> bool {
        let rest = self.message.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !self.separates(*byte)).unwrap_or(rest.len());
        self.at < self.message.len()
    }

    /// The bytes up to where an enclosed text ends, which begins `inside` bytes into the message;
    /// `None` when it is not closed.
    fn close(&mut self, inside: usize) -> Option<usize> {
        let text = &self.message[inside..];
        match self.message.as_bytes()[inside - 1] {
            b'"' => closing_quote(text),
            _ if self.no_bracket => None,
            _ => {
                let close = memchr::memchr(b']', text.as_bytes());
                self.no_bracket = close.is_none();
                close
            }
        }
    }

    #[inline]
    fn word(&mut self, start: usize, text: Span, next: usize) -> Word<'a> {
        self.at = next;
        Word { text: &self.message[text.range()], span: text, start }
    }
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.as_bytes().get(at..)?)?;
        if text.as_bytes()[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    #[inline]
    fn next(&mut self) -> Option<Word<'a>> {
        if !self.is_at_word() {
            return None;
        }
        let (start, end) = (self.at, self.message.len());
        if matches!(self.message.as_bytes()[start], b'"' | b'[') {
            let inside = start + 1;
            match (self.close(inside), self.unclosed) {
                (Some(length), _) => {
                    let close = inside + length;
                    return Some(self.word(start, Span::new(inside, close), close + 1));
                }
                (None, Unclosed::ToEnd) => return Some(self.word(start, Span::new(inside, end), end)),
                (None, Unclosed::Ordinary) => {}
            }
        }
        let stop = self.end_of_plain(start);
        Some(self.word(start, Span::new(start, stop), stop))
    }
}

/// Marks the high bit of bytes that are zero. Bytes above the lowest mark may be marked by mistake, the lowest
/// mark is always right.
#[inline]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

const ONES: u64 = u64::MAX / 255;
const SPACES: u64 = ONES * b' ' as u64;

#[cfg(test)]
mod tests {
    use super::*;

    fn words<'a>(message: &'a str, semantics: &Semantics) -> Vec<&'a str> {
        Words::new(message, semantics).map(|word| word.text).collect()
    }

    #[test]
    fn a_message_falls_into_words() {
        for (message, expected) in [
            ("", vec![]),
            ("  ", vec![]),
            (" a  b\tc ", vec!["a", "b", "c"]),
            ("one \"two three\" - \"\"", vec!["one", "two three", "-", ""]),
            ("[10 June 2026] start", vec!["10 June 2026", "start"]),
            (r#""say \"hi\" \\" b"#, vec![r#"say \"hi\" \\"#, "b"]),
            ("a\"b c\"d", vec!["a\"b", "c\"d"]),
            ("\"a\"b [c]d", vec!["a", "b", "c", "d"]),
            ("a \"b c", vec!["a", "b c"]),
            ("a [b c", vec!["a", "b c"]),
            ("a\nb", vec!["a\nb"]),
            ("[a \"b] c\"", vec!["a \"b", "c\""]),
            ("é ß", vec!["é", "ß"]),
            ("\"\\é\" x", vec!["\\é", "x"]),
        ] {
            assert_eq!(words(message, &Semantics::default()), expected, "{message}");
        }
    }

    #[test]
    fn open_decisions_can_be_flipped() {
        let semantics = Semantics::default().with(|s| {
            s.tabs_separate = false;
            s.unclosed = Unclosed::Ordinary;
        });
        assert_eq!(words("a\tb \"c [d e", &semantics), ["a\tb", "\"c", "[d", "e"]);
    }

    #[test]
    fn spans_point_to_the_text() {
        let words: Vec<Word<'_>> = Words::new("a [b c]", &Semantics::default()).collect();
        assert_eq!((words[1].span, words[1].start), (Span::new(3, 6), 2));
    }
}
