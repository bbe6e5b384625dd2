//! Sets of small numbers.

/// A set of numbers below a bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The numbers below `bound` that are accepted.
    pub(super) fn of(bound: usize, accepts: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self(vec![0; bound.div_ceil(64)]);
        (0..bound).filter(|number| accepts(*number)).for_each(|number| bits.add(number));
        bits
    }

    #[inline]
    pub(super) fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    #[inline]
    pub(super) fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        let (mut at, mut word) = (0, self.0.first().copied().unwrap_or_default());
        std::iter::from_fn(move || {
            while word == 0 {
                at += 1;
                word = *self.0.get(at)?;
            }
            let number = at * 64 + word.trailing_zeros() as usize;
            word &= word - 1;
            Some(number)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_as_they_went_in() {
        let threes = Bits::of(200, |number| number.is_multiple_of(3));
        assert_eq!(threes.iter().collect::<Vec<_>>(), (0..200).step_by(3).collect::<Vec<_>>());
        let some = Bits::of(200, |number| matches!(number, 64 | 66));
        assert!(some.has(64) && !some.has(65));
        assert_eq!(some.iter().collect::<Vec<_>>(), [64, 66]);
        assert!(Bits::of(0, |_| true).is_empty() && Bits::default().iter().next().is_none());
    }
}
