//! Where words end, found for many bytes at once.

use cupola_base::text::block;

/// Spaces, and another byte, of a text from a place on.
#[derive(Clone, Debug)]
pub(super) struct Marks<'a> {
    text: &'a [u8],
    other: u8,
    /// Where the block begins that was looked at.
    base: usize,
    /// Its marks, and those that were not shown.
    all: u64,
    left: u64,
}

impl<'a> Marks<'a> {
    #[inline]
    pub(super) fn new(text: &'a [u8], from: usize, other: u8) -> Self {
        let mut marks = Self { text, other, base: from, all: 0, left: 0 };
        marks.look();
        marks
    }

    #[inline(always)]
    fn look(&mut self) {
        self.all = block::marks(self.text, self.base, [b' ', self.other]);
        self.left = self.all;
    }

    /// The place of the next one; the end of the text where there is none.
    #[inline(always)]
    pub(super) fn next(&mut self) -> usize {
        while self.left == 0 {
            self.base += block::SIZE;
            if self.base >= self.text.len() {
                return self.text.len();
            }
            self.look();
        }
        let next = self.base + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        next
    }

    /// Goes on from another place, before or behind.
    #[inline]
    pub(super) fn go_on(&mut self, from: usize) {
        match from.checked_sub(self.base) {
            Some(passed @ 0..block::SIZE) => self.left = self.all >> passed << passed,
            _ => *self = Self::new(self.text, from, self.other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one byte after the other.
        #[test]
        fn marks_stand_where_they_should(
            text in "([a\u{7f}\u{e9}\0!]{0,70}[ \t]{0,2}){0,4}",
            from in prop::collection::vec(0usize..200, 1..4),
        ) {
            let text = text.as_bytes();
            let mut marks = Marks::new(text, 0, b'\t');
            for from in from {
                let from = from.min(text.len());
                marks.go_on(from);
                let mut copy = marks.clone();
                let found: Vec<usize> = std::iter::from_fn(|| Some(copy.next()).filter(|at| *at < text.len())).collect();
                let expected: Vec<usize> = (from..text.len()).filter(|at| matches!(text[*at], b' ' | b'\t')).collect();
                prop_assert_eq!(found, expected);
                marks.next();
            }
        }
    }
}
