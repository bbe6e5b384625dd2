//! Stars and question marks in time that no pattern and no text can spoil.

use std::collections::BTreeMap;

use crate::text::wildcard;

/// One sign of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Any run of characters.
    Many,
    /// Any one.
    One,
    /// This one.
    Only(char),
}

impl Piece {
    pub(super) const fn of(sign: char) -> Self {
        match sign {
            '*' => Self::Many,
            '?' => Self::One,
            other => Self::Only(other),
        }
    }
}

/// Up to this many steps the plain way is the faster one.
const PLAIN_STEPS: usize = 1 << 16;

/// Whether the whole text matches a pattern.
pub(super) fn is_match(pattern: &str, text: &str) -> bool {
    if pattern.len().saturating_mul(text.len()) <= PLAIN_STEPS {
        return wildcard::is_match(pattern, text);
    }
    pieces_match(&pattern.chars().map(Piece::of).collect::<Vec<_>>(), text)
}

/// Whether the whole text matches. All states of the pattern are kept as bits and step together, 64 at a
/// time: state n means that its first n characters are matched.
pub(super) fn pieces_match(pieces: &[Piece], text: &str) -> bool {
    let signs: Vec<Piece> = pieces.iter().copied().filter(|piece| *piece != Piece::Many).collect();
    let mut bits = Bits::zeros(signs.len());
    bits.set(0);
    let stays = stays(pieces, signs.len());
    let masks = masks(&signs);
    let any = mask(&signs, |sign| sign == Piece::One);
    for c in text.chars() {
        bits.step(masks.get(&c).unwrap_or(&any), &stays);
    }
    bits.has(signs.len())
}

/// The states at which a star stands.
fn stays(pieces: &[Piece], signs: usize) -> Bits {
    let mut stays = Bits::zeros(signs);
    let mut state = 0;
    for piece in pieces {
        match piece {
            Piece::Many => stays.set(state),
            Piece::One | Piece::Only(_) => state += 1,
        }
    }
    stays
}

/// For each character of the pattern, the states that it leads to.
fn masks(signs: &[Piece]) -> BTreeMap<char, Bits> {
    let mut masks = BTreeMap::new();
    for sign in signs {
        if let Piece::Only(c) = *sign {
            masks.entry(c).or_insert_with(|| mask(signs, |sign| matches!(sign, Piece::One) || sign == Piece::Only(c)));
        }
    }
    masks
}

fn mask(signs: &[Piece], fits: impl Fn(Piece) -> bool) -> Bits {
    let mut mask = Bits::zeros(signs.len());
    signs.iter().enumerate().filter(|(_, sign)| fits(**sign)).for_each(|(at, _)| mask.set(at + 1));
    mask
}

/// One bit a state.
struct Bits(Vec<u64>);

impl Bits {
    fn zeros(last: usize) -> Self {
        Self(vec![0; last / 64 + 1])
    }

    fn set(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    /// Each state goes on where the character leads and stays where a star stands.
    fn step(&mut self, leads: &Self, stays: &Self) {
        let mut carried = 0;
        for (word, (leads, stays)) in self.0.iter_mut().zip(leads.0.iter().zip(&stays.0)) {
            let moved = *word << 1 | carried;
            carried = *word >> 63;
            *word = moved & leads | *word & stays;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_agree_with_the_plain_way(pattern in "[ab*?]{0,12}", text in "[ab]{0,16}") {
            let pieces: Vec<Piece> = pattern.chars().map(Piece::of).collect();
            prop_assert_eq!(pieces_match(&pieces, &text), wildcard::is_match(&pattern, &text));
        }

        #[test]
        fn bits_agree_beyond_a_word(pattern in "[ab*?]{60,200}", text in "[ab]{60,200}") {
            let pieces: Vec<Piece> = pattern.chars().map(Piece::of).collect();
            prop_assert_eq!(pieces_match(&pieces, &text), wildcard::is_match(&pattern, &text));
        }
    }

    #[test]
    fn the_worst_pattern_is_quick_on_a_long_text() {
        let pattern = format!("*{}*b", "a?".repeat(5_000));
        let text = "a".repeat(100_000);
        assert!(!is_match(&pattern, &text));
        assert!(is_match(&pattern, &format!("{text}b")));
    }
}
