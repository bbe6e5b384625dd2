//! Sums that do not depend on the order of what they are made of.

use serde::{Deserialize, Serialize};

/// A sum of numbers, exact: what it comes to is the true sum, rounded once. Any split of the numbers into parts
/// that are summed and merged gives the same.
///
/// Whole numbers are summed as such, in 16 bytes; with the first other one the sum becomes a row of digits that
/// reaches from the smallest to the largest double, 560 bytes.
///
/// # Source
/// Neal: "Fast exact summation using small and large superaccumulators" (2015), the small one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::insights) enum Sum {
    Whole(i128),
    Wide(Box<Wide>),
}

impl Default for Sum {
    fn default() -> Self {
        Self::Whole(0)
    }
}

impl Sum {
    /// Adds a finite number; others are left out.
    #[inline]
    pub(in crate::insights) fn add(&mut self, number: f64) {
        match (&mut *self, whole(number)) {
            (Self::Whole(sum), Some(whole)) => *sum = sum.saturating_add(i128::from(whole)),
            _ if number.is_finite() => self.widen().add(number),
            _ => {}
        }
    }

    pub(in crate::insights) fn merge(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Whole(sum), Self::Whole(other)) => *sum = sum.saturating_add(*other),
            (_, Self::Whole(other)) => self.widen().add_whole(*other),
            (_, Self::Wide(other)) => self.widen().merge(other),
        }
    }

    /// The nearest double; infinite beyond the largest.
    pub(in crate::insights) fn value(&self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "this is the one rounding")]
            Self::Whole(sum) => *sum as f64,
            Self::Wide(wide) => wide.value(),
        }
    }

    /// The nearest double, and the nearest one of what it leaves.
    pub(in crate::insights) fn pair(&self) -> (f64, f64) {
        let high = self.value();
        let mut rest = self.clone();
        rest.add(-high);
        (high, rest.value())
    }

    /// Bytes of memory beside itself.
    pub(in crate::insights) const fn room(&self) -> u64 {
        match self {
            Self::Whole(_) => 0,
            Self::Wide(_) => (LIMBS * 8) as u64,
        }
    }

    fn widen(&mut self) -> &mut Wide {
        if let Self::Whole(sum) = self {
            let mut wide = Wide::default();
            wide.add_whole(*sum);
            *self = Self::Wide(Box::new(wide));
        }
        match self {
            Self::Wide(wide) => wide,
            Self::Whole(_) => unreachable!("it was widened above"),
        }
    }
}

/// The number, where it is a whole one of less than 2^53.
#[inline]
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and is checked after")]
    let cut = number as i64;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "whether the cast kept the number")]
    let is_same = cut as f64 == number;
    (is_same && cut.unsigned_abs() < 1 << 53).then_some(cut)
}

/// Digits of 32 bits; the lowest bit of the first is worth 2^-1074. Each has room for many carries.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Vec<i64>", into = "Vec<i64>")]
pub(in crate::insights) struct Wide {
    limbs: [i64; LIMBS],
    /// How many additions may have left carries in the digits.
    pending: u32,
}

const LIMBS: usize = 70;
/// After so many additions carries go on to the next digits: each adds less than 2^33 to a digit.
const MOST_PENDING: u32 = 1 << 29;
const LOW: i64 = 0xffff_ffff;

impl Default for Wide {
    fn default() -> Self {
        Self { limbs: [0; LIMBS], pending: 0 }
    }
}

impl Wide {
    #[inline]
    fn add(&mut self, number: f64) {
        let bits = number.to_bits();
        let exponent = (bits >> 52) & 0x7ff;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, place) = if exponent == 0 { (fraction, 0) } else { (fraction | 1 << 52, exponent - 1) };
        self.add_at(u128::from(mantissa), place, number.is_sign_negative());
    }

    /// Adds `digits * 2^(place - 1074)`; the digits have at most 64 bits.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "cut to digits on purpose")]
    fn add_at(&mut self, digits: u128, place: u64, is_negative: bool) {
        let (first, shifted) = ((place / 32) as usize, digits << (place % 32));
        let sign = if is_negative { -1 } else { 1 };
        for (index, limb) in self.limbs.iter_mut().skip(first).take(3).enumerate() {
            *limb += sign * ((shifted >> (32 * index)) as i64 & LOW);
        }
        self.pending += 1;
        if self.pending >= MOST_PENDING {
            self.carry();
        }
    }

    fn add_whole(&mut self, number: i128) {
        let magnitude = number.unsigned_abs();
        for part in 0..2 {
            let digits = (magnitude >> (64 * part)) & u128::from(u64::MAX);
            self.add_at(digits, 1074 + 64 * part, number < 0);
        }
    }

    fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        other.carry();
        self.carry();
        self.limbs.iter_mut().zip(other.limbs).for_each(|(limb, other)| *limb += other);
        self.carry();
    }

    /// Brings every digit but the last into its range.
    fn carry(&mut self) {
        let mut carry = 0;
        let last = LIMBS - 1;
        for limb in &mut self.limbs[..last] {
            let sum = *limb + carry;
            (*limb, carry) = (sum & LOW, sum >> 32);
        }
        self.limbs[last] = self.limbs[last].saturating_add(carry);
        self.pending = 0;
    }

    fn value(&self) -> f64 {
        let mut wide = self.clone();
        wide.carry();
        let is_negative = wide.limbs[LIMBS - 1] < 0;
        if is_negative {
            wide.limbs.iter_mut().for_each(|limb| *limb = -*limb);
            wide.carry();
        }
        let magnitude = magnitude(&wide.limbs);
        if is_negative { -magnitude } else { magnitude }
    }
}

/// Digits that are in their range, rounded to a double.
#[expect(clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "digits are not negative; the one rounding")]
fn magnitude(limbs: &[i64; LIMBS]) -> f64 {
    let Some(highest) = limbs.iter().rposition(|limb| *limb != 0) else { return 0.0 };
    let lowest = highest.saturating_sub(3);
    let digits = limbs[lowest..=highest].iter().rev().fold(0_u128, |digits, limb| digits << 32 | *limb as u128);
    let is_more = limbs[..lowest].iter().any(|limb| *limb != 0);
    let rounded = (digits | u128::from(is_more)) as f64;
    let exponent = i32::try_from(32 * lowest).unwrap_or(i32::MAX) - 1074;
    rounded * 2_f64.powi(exponent / 2) * 2_f64.powi(exponent - exponent / 2)
}

/// A sum of a partial answer is none.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a sum has 70 digits")]
pub(in crate::insights) struct BrokenSum;

impl TryFrom<Vec<i64>> for Wide {
    type Error = BrokenSum;

    fn try_from(limbs: Vec<i64>) -> Result<Self, BrokenSum> {
        let limbs: [i64; LIMBS] = limbs.try_into().map_err(|_| BrokenSum)?;
        let (last, digits) = limbs.split_last().ok_or(BrokenSum)?;
        let fits = digits.iter().all(|limb| (0..=LOW).contains(limb)) && last.unsigned_abs() <= 1 << 62;
        if fits { Ok(Self { limbs, pending: 0 }) } else { Err(BrokenSum) }
    }
}

impl From<Wide> for Vec<i64> {
    fn from(mut it: Wide) -> Self {
        it.carry();
        it.limbs.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(numbers: &[f64]) -> Sum {
        let mut sum = Sum::default();
        numbers.iter().for_each(|number| sum.add(*number));
        sum
    }

    #[test]
    fn sums_are_rounded_once() {
        for (numbers, sum) in [
            (&[0.1, 0.2, 0.3][..], 0.6),
            (&[1e308, 1.0, -1e308], 1.0),
            (&[1e16, 1.0, -1e16], 1.0),
            (&[f64::MAX, f64::MAX], f64::INFINITY),
            (&[5e-324, 5e-324], 1e-323),
            (&[-5e-324, 0.5], 0.5),
            (&[0.5, -0.25, -0.25], 0.0),
            (&[-1.5, -2.25], -3.75),
            (&[9_007_199_254_740_993.0, 0.5, 0.5], 9_007_199_254_740_993.0),
        ] {
            assert_eq!(of(numbers).value().to_bits(), f64::to_bits(sum), "{numbers:?}");
        }
        assert_eq!(of(&[1e16, 1.0]).pair(), (1e16, 1.0));
    }

    fn any_number() -> impl Strategy<Value = f64> {
        prop_oneof![
            (-1_000_000_i64..1_000_000, -9_i32..9).prop_map(|(n, e)| n as f64 * 10_f64.powi(e)),
            any::<f64>().prop_filter("finite", |number| number.is_finite() && number.abs() < 1e300),
            (-100_i64..100).prop_map(|n| n as f64),
        ]
    }

    proptest! {
        /// Against sums of whole numbers in 128 bits: a number here is a whole multiple of 2^-20.
        #[test]
        fn a_sum_is_that_of_fractions(numbers in prop::collection::vec(-1_i64 << 50..1 << 50, 0..200)) {
            let exact: i128 = numbers.iter().map(|number| i128::from(*number)).sum();
            let scaled: Vec<f64> = numbers.iter().map(|number| *number as f64 / f64::from(1 << 20)).collect();
            let expected = exact as f64 / f64::from(1 << 20);
            prop_assert_eq!(of(&scaled).value().to_bits(), expected.to_bits());
        }

        #[test]
        fn any_split_is_the_whole(numbers in prop::collection::vec(any_number(), 0..60), cut in 0_usize..60) {
            let cut = cut.min(numbers.len());
            let whole = of(&numbers).value();
            let mut later = of(&numbers[cut..]);
            later.merge(&of(&numbers[..cut]));
            prop_assert_eq!(later.value().to_bits(), whole.to_bits());
            let text = serde_json::to_string(&later).unwrap();
            prop_assert_eq!(serde_json::from_str::<Sum>(&text).unwrap().value().to_bits(), whole.to_bits());
            let mut backward = numbers;
            backward.reverse();
            prop_assert_eq!(of(&backward).value().to_bits(), whole.to_bits());
        }
    }
}
