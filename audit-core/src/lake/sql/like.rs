//! `LIKE`.

use std::fmt;
use std::sync::Arc;

use super::value::steps_of;

/// A pattern of `LIKE`: `%` for any letters, `_` for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Arc<[Piece]>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Letter(char),
    One,
    Any,
}

impl Pattern {
    /// Reads a pattern; an escape makes the next `%`, `_` or escape a letter. `None` when it stands before another
    /// letter or at the end.
    pub(super) fn parse(text: &str, escape: Option<char>) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let piece = match letter {
                letter if Some(letter) == escape => match letters.next()? {
                    next if next == '%' || next == '_' || Some(next) == escape => Piece::Letter(next),
                    _ => return None,
                },
                '%' => Piece::Any,
                '_' => Piece::One,
                letter => Piece::Letter(letter),
            };
            if piece != Piece::Any || pieces.last() != Some(&Piece::Any) {
                pieces.push(piece);
            }
        }
        Some(Self(pieces.into()))
    }

    /// Steps of comparing a text: for each 64 bytes of it, and each 64 pieces of the pattern.
    pub(super) fn steps(&self, text: &str) -> u64 {
        (1 + steps_of(text.len())) * (1 + steps_of(self.0.len()))
    }

    /// Whether a whole text is like it. Goes back to the last `%` alone, so that it takes at most the product of
    /// both lengths.
    pub(super) fn matches(&self, text: &str) -> bool {
        let pieces = &self.0;
        let (mut at, mut rest) = (0, text);
        let mut back: Option<(usize, &str)> = None;
        loop {
            let mut letters = rest.chars();
            match (pieces.get(at), letters.next()) {
                (Some(Piece::Any), _) => {
                    at += 1;
                    back = Some((at, rest));
                }
                (Some(Piece::One), Some(_)) => (at, rest) = (at + 1, letters.as_str()),
                (Some(Piece::Letter(piece)), Some(letter)) if *piece == letter => {
                    (at, rest) = (at + 1, letters.as_str());
                }
                (None, None) => return true,
                _ => {
                    let Some((piece, from)) = back else { return false };
                    let mut letters = from.chars();
                    if letters.next().is_none() {
                        return false;
                    }
                    (at, rest) = (piece, letters.as_str());
                    back = Some((piece, rest));
                }
            }
        }
    }
}

/// With a backslash before letters that would be signs.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Letter(letter @ ('%' | '_')) => write!(f, "\\{letter}"),
            Piece::Letter(letter) => write!(f, "{letter}"),
            Piece::One => f.write_str("_"),
            Piece::Any => f.write_str("%"),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tries every way.
    fn slowly(pattern: &[char], text: &[char]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            (['%', rest @ ..], _) => (0..=text.len()).any(|skip| slowly(rest, &text[skip..])),
            (['_', rest @ ..], [_, text @ ..]) => slowly(rest, text),
            ([letter, rest @ ..], [first, text @ ..]) => letter == first && slowly(rest, text),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn a_pattern_matches_what_trying_every_way_finds(pattern in "[ab%_é]{0,8}", text in "[abé]{0,8}") {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            let expected = slowly(&letters(&pattern), &letters(&text));
            prop_assert_eq!(Pattern::parse(&pattern, None).unwrap().matches(&text), expected);
        }
    }

    #[test]
    fn escapes_make_letters() {
        let pattern = Pattern::parse("10\\%\\_%", Some('\\')).unwrap();
        assert!(pattern.matches("10%_x") && !pattern.matches("100_x") && !pattern.matches("10%x"));
        assert_eq!(Pattern::parse("a\\b", Some('\\')), None);
        assert_eq!(Pattern::parse("a\\", Some('\\')), None);
    }
}
