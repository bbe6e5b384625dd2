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

    /// These numbers, all below `bound`.
    pub(super) fn with(bound: usize, numbers: impl IntoIterator<Item = usize>) -> Self {
        let mut bits = Self(vec![0; bound.div_ceil(64)]);
        numbers.into_iter().for_each(|number| bits.add(number));
        bits
    }

    pub(super) fn become_as(&mut self, other: &Self) {
        if self.0.len() != other.0.len() {
            self.0.clone_from(&other.0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(mine, other)| *mine = *other);
    }

    #[inline]
    pub(super) fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    /// These numbers, if there are any.
    #[inline]
    pub(super) fn add_these(&mut self, numbers: Option<&[usize]>) {
        numbers.unwrap_or_default().iter().for_each(|number| self.add(*number));
    }

    #[inline]
    pub(super) fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    pub(super) fn add_all(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(mine, other)| *mine |= other);
    }

    pub(super) fn remove_all(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(mine, other)| *mine &= !other);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether it has any number at all, or, `with` being false, any that is none of the others.
    pub(super) fn has_any_but(&self, others: &Self, with: bool) -> bool {
        let without = |(mine, other): (&u64, &u64)| *mine & if with { u64::MAX } else { !other };
        self.0.iter().zip(&others.0).any(|pair| without(pair) != 0)
    }

    /// Whether it has at least two of the others.
    pub(super) fn has_two_of(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).map(|(mine, other)| (mine & other).count_ones()).sum::<u32>() > 1
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
        let mut some = Bits::of(200, |number| number == 64 || number == 66);
        assert!(some.has(64) && !some.has(65) && !some.has_two_of(&threes));
        some.add_all(&threes);
        assert!(some.has(64) && some.has_two_of(&threes));
        some.remove_all(&threes);
        assert_eq!(some.iter().collect::<Vec<_>>(), [64]);
        assert!(Bits::of(0, |_| true).is_empty() && Bits::default().iter().next().is_none());
    }
}
