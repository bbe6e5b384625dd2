//! Sets of characters.

use std::ops::RangeInclusive;

/// A set of characters: any of ASCII, and either all or none of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set {
    ascii: u128,
    beyond: bool,
}

impl Set {
    /// `.` as it is usually: everything but a line feed.
    pub(crate) fn dot(line_feed: bool) -> Self {
        if line_feed { Self::default().negated() } else { Self::of(b'\n').negated() }
    }

    pub(crate) const fn of(byte: u8) -> Self {
        Self { ascii: 1 << byte, beyond: false }
    }

    pub(crate) fn range(range: RangeInclusive<u8>) -> Self {
        range.map(Self::of).fold(Self::default(), Self::or)
    }

    /// The class of a letter after a backslash.
    pub(crate) fn named(letter: char) -> Option<Self> {
        let set = match letter.to_ascii_lowercase() {
            'd' => Self::range(b'0'..=b'9'),
            's' => Self::range(b'\t'..=b'\r').or(Self::of(b' ')),
            'w' => [b'0'..=b'9', b'A'..=b'Z', b'a'..=b'z', b'_'..=b'_']
                .map(Self::range)
                .into_iter()
                .fold(Self::default(), Self::or),
            _ => return None,
        };
        Some(if letter.is_ascii_uppercase() { set.negated() } else { set })
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self { ascii: self.ascii | other.ascii, beyond: self.beyond || other.beyond }
    }

    pub(crate) const fn negated(self) -> Self {
        Self { ascii: !self.ascii, beyond: !self.beyond }
    }

    pub(crate) fn contains(self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> u32::from(c) & 1 == 1 } else { self.beyond }
    }

    /// Whether a character is in it of which this is the first byte.
    pub(crate) const fn has_first(self, byte: u8) -> bool {
        if byte.is_ascii() { self.ascii >> byte & 1 == 1 } else { self.beyond }
    }

    /// How many characters; those beyond ASCII count as one.
    pub(crate) const fn len(self) -> u32 {
        self.ascii.count_ones() + self.beyond as u32
    }

    /// The only character in it, where there is only one.
    pub(crate) fn single(self) -> Option<char> {
        let byte = u8::try_from(self.ascii.trailing_zeros()).ok()?;
        (self.len() == 1 && !self.beyond).then(|| char::from(byte))
    }

    /// Whether the characters beyond ASCII are in it.
    pub(crate) const fn is_beyond_ascii(self) -> bool {
        self.beyond
    }

    /// Its part of ASCII as ranges, ascending and apart.
    pub(crate) fn ascii_ranges(self) -> Vec<(char, char)> {
        let mut ranges: Vec<(char, char)> = Vec::new();
        for c in (0..=0x7f_u8).map(char::from).filter(|c| self.contains(*c)) {
            match ranges.last_mut() {
                Some((_, end)) if u32::from(*end) + 1 == u32::from(c) => *end = c,
                _ => ranges.push((c, c)),
            }
        }
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_ascii() {
        for (letter, inside, outside) in [
            ('d', "09", "a٣ "),
            ('D', "a٣ ", "09"),
            ('s', " \t\n\u{b}\u{c}\r", "x\u{a0}_"),
            ('S', "x\u{a0}_", " \t\n"),
            ('w', "azAZ09_", "-é "),
            ('W', "-é ", "azAZ09_"),
        ] {
            let set = Set::named(letter).unwrap();
            assert!(inside.chars().all(|c| set.contains(c)), "{letter}");
            assert!(!outside.chars().any(|c| set.contains(c)), "{letter}");
        }
        assert_eq!(Set::named('b'), None);
    }

    #[test]
    fn ranges_are_joined() {
        let set = Set::range(b'a'..=b'c').or(Set::of(b'd')).or(Set::of(b'x'));
        assert_eq!(set.ascii_ranges(), [('a', 'd'), ('x', 'x')]);
        assert_eq!((set.single(), Set::of(b'x').single(), Set::default().single()), (None, Some('x'), None));
        assert_eq!(Set { ascii: 0, beyond: true }.single(), None);
        assert_eq!((Set::default().ascii_ranges(), Set::default().len()), (vec![], 0));
        let all = Set::default().negated();
        assert_eq!((all.ascii_ranges(), all.len()), (vec![('\0', '\u{7f}')], 129));
    }
}
