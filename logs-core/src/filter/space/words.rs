//! From a message to its words.

use cupola_base::text::{Span, block};

use super::close::closing_quote;
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

/// Where a word stands in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Where it begins, quotes and brackets included.
    begin: usize,
    /// Where its text begins, and ends.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Word<'a> {
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

    pub(super) const fn message(&self) -> &'a str {
        self.message
    }

    #[inline]
    const fn separates(&self, byte: u8) -> bool {
        byte == b' ' || byte == self.tab
    }

    /// The first separator at or after `from`, eight bytes at a time; the end of the message if there is none.
    #[inline]
    fn end_of_plain(&self, from: usize) -> usize {
        let bytes = self.message.as_bytes();
        let mut at = from;
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let marks = up_to_spaces(u64::from_le_bytes(*chunk));
            if marks == 0 {
                at += 8;
                continue;
            }
            at += (marks.trailing_zeros() / 8) as usize;
            if self.separates(bytes[at]) {
                return at;
            }
            at += 1;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| self.separates(*byte)).unwrap_or(rest.len())
    }

    /// Stands at the next word, if there is any.
    #[inline]
    pub(super) fn is_at_word(&mut self) -> bool {
        let bytes = self.message.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !self.separates(*byte) {
                return true;
            }
            self.at += 1;
        }
        false
    }

    /// Moves behind the next word, and tells where it stands.
    #[inline]
    pub(super) fn next_place(&mut self) -> Option<Place> {
        if !self.is_at_word() {
            return None;
        }
        let begin = self.at;
        if matches!(self.message.as_bytes()[begin], b'"' | b'[')
            && let Some(place) = self.enclosed(begin)
        {
            return Some(place);
        }
        let end = self.end_of_plain(begin);
        // What stands there, if anything, is a separator.
        self.at = end + 1;
        Some(Place { begin, start: begin, end })
    }

    /// Moves behind the next words and writes down where they stand, as many as there is room for, or fewer where there
    /// are no more; how many. Many words are passed so faster than one by one.
    pub(super) fn fill(&mut self, places: &mut [(usize, usize)]) -> usize {
        // Separators that are known to the compiler take a few registers less.
        if self.tab == b'\t' { self.fill_between::<b'\t'>(places) } else { self.fill_between::<b' '>(places) }
    }

    fn fill_between<const TAB: u8>(&mut self, places: &mut [(usize, usize)]) -> usize {
        let (room, mut free) = (places.len(), places.iter_mut());
        while self.at < self.message.len() && free.len() > 0 {
            let block = self.at;
            self.fill_from_block::<TAB>(&mut free);
            // One that is enclosed, or ends behind the block.
            if free.len() > 0 && self.is_at_word() {
                let place = self.next_long::<TAB>(block + block::SIZE);
                free.next().into_iter().for_each(|free| *free = place);
            }
        }
        room - free.len()
    }

    /// As [`fill`](Self::fill), for words that end within a block, up to the first of which the end is not plain.
    #[inline(always)]
    fn fill_from_block<const TAB: u8>(&mut self, free: &mut std::slice::IterMut<'_, (usize, usize)>) {
        let (bytes, base) = (self.message.as_bytes(), self.at);
        let mut begin = base;
        let marks = block::marks(bytes, base, [b' ', TAB]);
        let mut left = marks;
        while left != 0 {
            let (mut start, mut end) = (begin, base + left.trailing_zeros() as usize);
            left &= left - 1;
            if start < end {
                if matches!(bytes[begin], b'"' | b'[') {
                    let Some(close) = plain_close(bytes, base, begin) else { break };
                    (start, end) = (begin + 1, close);
                    left = marks & from(close + 1 - base);
                }
                let Some(place) = free.next() else { break };
                *place = (start, end);
            }
            begin = end + 1;
        }
        self.at = begin;
    }

    /// Moves behind the word at which it stands, of which it is known that it ends at or behind a place unless it begins
    /// with a quote or a bracket.
    #[inline(always)]
    fn next_long<const TAB: u8>(&mut self, behind: usize) -> (usize, usize) {
        let (begin, mut from) = (self.at, self.at.max(behind));
        if matches!(self.message.as_bytes()[begin], b'"' | b'[') {
            if let Some(Place { start, end, .. }) = self.enclosed(begin) {
                return (start, end);
            }
            from = begin;
        }
        let end = block::next(self.message.as_bytes(), from, [b' ', TAB]);
        self.at = end + 1;
        (begin, end)
    }

    /// The word that begins with a quote or a bracket, if these enclose it.
    #[inline]
    fn enclosed(&mut self, begin: usize) -> Option<Place> {
        let start = begin + 1;
        let end = match (self.close(start), self.unclosed) {
            (Some(length), _) => start + length,
            (None, Unclosed::ToEnd) => self.message.len(),
            (None, Unclosed::Ordinary) => return None,
        };
        self.at = end + 1;
        Some(Place { begin, start, end })
    }

    /// The bytes up to where an enclosed text ends, which begins `inside` bytes into the message;
    /// `None` when it is not closed.
    fn close(&mut self, inside: usize) -> Option<usize> {
        let text = &self.message.as_bytes()[inside..];
        match self.message.as_bytes()[inside - 1] {
            b'"' => closing_quote(text),
            _ if self.no_bracket => None,
            _ => {
                let close = block::find(text, b']');
                self.no_bracket = close.is_none();
                close
            }
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    #[inline]
    fn next(&mut self) -> Option<Word<'a>> {
        let Place { begin, start, end } = self.next_place()?;
        Some(Word { text: &self.message[start..end], span: Span::new(start, end), start: begin })
    }
}

/// Where the word ends that begins with a quote or a bracket, if it does within the block at `base`, and without a
/// backslash.
#[inline(always)]
fn plain_close(bytes: &[u8], base: usize, begin: usize) -> Option<usize> {
    let closing = if bytes[begin] == b'"' { b'"' } else { b']' };
    let closes = block::marks(bytes, base, [closing]) & from(begin + 1 - base);
    let close = base + closes.trailing_zeros() as usize;
    (closes != 0 && bytes[close - 1] != b'\\').then_some(close)
}

/// All bits but so many of the lowest.
#[inline(always)]
const fn from(bits: usize) -> u64 {
    if bits < 64 { u64::MAX << bits } else { 0 }
}

/// Marks the high bit of bytes that are a space or stand before it. Bytes above the lowest mark may be marked by
/// mistake (a borrow runs upwards), the lowest mark is always right.
#[inline]
const fn up_to_spaces(word: u64) -> u64 {
    word.wrapping_sub(ONES * (b' ' as u64 + 1)) & !word & (ONES << 7)
}

const ONES: u64 = u64::MAX / 255;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        /// Against going from one to the next, in several turns.
        #[test]
        fn many_words_are_those_one_by_one(
            text in r#"([a-z]{1,9}|[a-z]{50,200}|["\[\] \t\n\\]|("[a-z ]{0,9}"|\[[a-z ]{0,9}\])[a-z]? |é| {60,70}){0,40}"#,
            rooms in prop::collection::vec(0usize..9, 1..4),
            flipped: bool,
        ) {
            let semantics = Semantics::default().with(|s| if flipped {
                (s.tabs_separate, s.unclosed) = (false, Unclosed::Ordinary);
            });
            let (mut words, mut found) = (Words::new(&text, &semantics), Vec::new());
            for room in rooms.into_iter().chain([1000]) {
                let mut places = vec![(0, 0); room];
                let filled = words.fill(&mut places);
                found.extend_from_slice(&places[..filled]);
                prop_assert!(filled == room || !words.is_at_word());
            }
            let mut words = Words::new(&text, &semantics);
            let places = std::iter::from_fn(|| words.next_place());
            prop_assert_eq!(found, places.map(|place| (place.start, place.end)).collect::<Vec<_>>());
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
