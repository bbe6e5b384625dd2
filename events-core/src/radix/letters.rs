//! Ways to read a text along a radix tree.

/// A text, letter by letter.
pub(crate) trait Letters: Copy {
    /// The letter at a place.
    fn at(self, at: usize) -> Option<u8>;

    /// Whether these letters stand at a place.
    #[inline]
    fn has(self, at: usize, letters: &[u8]) -> bool {
        letters.iter().zip(at..).all(|(letter, at)| self.at(at) == Some(*letter))
    }
}

/// From the first letter to the last.
#[derive(Clone, Copy)]
pub(crate) struct Forward<'a>(pub(crate) &'a [u8]);

impl Letters for Forward<'_> {
    #[inline]
    fn at(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    #[inline]
    fn has(self, at: usize, letters: &[u8]) -> bool {
        self.0.get(at..).is_some_and(|rest| rest.starts_with(letters))
    }
}

/// From the last letter to the first.
#[derive(Clone, Copy)]
pub(crate) struct Backward<'a>(pub(crate) &'a [u8]);

impl Letters for Backward<'_> {
    #[inline]
    fn at(self, at: usize) -> Option<u8> {
        self.0.iter().nth_back(at).copied()
    }
}

/// In small letters, as far as they are ASCII.
#[derive(Clone, Copy)]
pub(crate) struct Lowered<T>(pub(crate) T);

impl<T: Letters> Letters for Lowered<T> {
    #[inline]
    fn at(self, at: usize) -> Option<u8> {
        self.0.at(at).map(|letter| letter.to_ascii_lowercase())
    }
}
