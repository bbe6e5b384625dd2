//! One bit for each instant, 64 at a time.

/// Bits in order of time; what lies outside is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// A bit for each value.
    pub(super) fn of<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> Self {
        Self(values.chunks(64).map(|values| word(values, &test)).collect())
    }

    /// As many as that, all set.
    pub(super) fn ones(len: usize) -> Self {
        let rest = (!len.is_multiple_of(64)).then(|| (1 << (len % 64)) - 1);
        Self(std::iter::repeat_n(u64::MAX, len / 64).chain(rest).collect())
    }

    /// The 64 bits of a word, the first of them lowest, or those so many instants earlier.
    #[inline]
    pub(super) fn back(&self, word: usize, by: usize) -> u64 {
        let at = word.wrapping_sub(by / 64);
        Pair { now: self.word(at), before: self.word(at.wrapping_sub(1)) }.back(by % 64)
    }

    /// A word and the one before it.
    #[inline]
    pub(super) fn pair(&self, word: usize) -> Pair {
        Pair { now: self.word(word), before: self.word(word.wrapping_sub(1)) }
    }

    /// Whether a word is all ones, and those so many instants earlier as well.
    #[inline]
    pub(super) fn is_whole(&self, word: usize, by: usize) -> bool {
        (0..=by.div_ceil(64)).all(|back| self.word(word.wrapping_sub(back)) == u64::MAX)
    }

    #[inline]
    fn word(&self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// The bits of up to 64 values: a constant for each that passes, so that the compiler tests many at a
/// time.
#[inline]
fn word<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> u64 {
    let bits = values.iter().zip(&BITS).map(|(value, bit)| if test(*value) { *bit } else { 0 });
    bits.fold(0, |word, bit| word | bit)
}

const BITS: [u64; 64] = {
    let mut bits = [1; 64];
    let mut index = 1;
    while index < 64 {
        bits[index] = bits[index - 1] << 1;
        index += 1;
    }
    bits
};

/// Bits of 64 instants and of the 64 before them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    now: u64,
    before: u64,
}

impl Pair {
    /// The bits so many instants earlier, at most 63.
    #[inline]
    pub(super) const fn back(self, by: usize) -> u64 {
        self.now << (by & 63) | (self.before >> 1) >> (63 - (by & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_64_bits_are_had() {
        let values: Vec<i64> = (0..200).collect();
        let bits = Bits::of(&values, |value| value % 3 == 0);
        for (word, by) in (0..5).flat_map(|word| (0..200).map(move |by| (word, by))) {
            let start = 64 * word - by;
            let expected = (0..64).filter(|lane| (start + lane) % 3 == 0 && (0..200).contains(&(start + lane)));
            let expected = expected.fold(0, |all, lane| all | 1 << lane);
            let (word, by) = (usize::try_from(word).unwrap(), usize::try_from(by).unwrap());
            assert_eq!(bits.back(word, by), expected, "{start}");
            assert!(by > 63 || bits.pair(word).back(by) == expected, "{start}");
        }
    }

    #[test]
    fn whole_words_have_no_gap_anywhere() {
        for (len, gap) in (60..200).flat_map(|len| (0..len).step_by(7).map(move |gap| (len, gap))) {
            assert_eq!(Bits::ones(len), Bits::of(&vec![(); len], |()| true));
            let bits = Bits::of(&(0..len).collect::<Vec<_>>(), |index| index != gap);
            for (word, by) in [(0, 0), (1, 0), (1, 1), (1, 64), (2, 63), (2, 65), (3, 0)] {
                let claimed = bits.is_whole(word, by);
                let all = (0..=by).all(|by| bits.back(word, by) == u64::MAX);
                assert!(!claimed || all, "{len} without {gap}: {by} before {word}");
                assert!(by % 64 != 0 || claimed == all, "{len} without {gap}: {by} before {word}");
            }
        }
    }
}
