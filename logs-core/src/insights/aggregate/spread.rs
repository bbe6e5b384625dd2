//! The standard deviation of a sample.

use serde::{Deserialize, Serialize};

use super::sum::Sum;
use crate::insights::value::Value;

/// How many numbers there are, their sum, and the sum of their squares: both exact, so that no split of the
/// numbers changes the answer, and the difference of the two keeps its digits.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::insights) struct Spread {
    count: u64,
    sum: Sum,
    squares: Sum,
    /// Whether a square was beyond the largest double.
    is_beyond: bool,
}

impl Spread {
    /// Answers how many bytes more it holds.
    pub(super) fn add(&mut self, number: f64) -> u64 {
        let before = self.room();
        self.count += 1;
        self.sum.add(number);
        let (square, rest) = product(number, number);
        self.is_beyond |= square.is_infinite();
        self.squares.add(square);
        self.squares.add(rest);
        self.room() - before
    }

    pub(super) fn merge(&mut self, other: &Self) -> u64 {
        let before = self.room();
        self.count = self.count.saturating_add(other.count);
        self.sum.merge(&other.sum);
        self.squares.merge(&other.squares);
        self.is_beyond |= other.is_beyond;
        self.room() - before
    }

    /// The square root of `(n * squares - sum^2) / (n * (n - 1))`; 0 for one number, null for none.
    pub(super) fn value(&self) -> Value {
        if self.count < 2 {
            return if self.count == 0 { Value::Null } else { Value::Number(0.0) };
        }
        if self.is_beyond {
            return Value::Null;
        }
        let count = super::as_f64(self.count);
        let difference = less(times(self.squares.pair(), count), square(self.sum.pair()));
        let variance = difference / (count * (count - 1.0));
        Value::finite(if variance < 0.0 { 0.0 } else { variance.sqrt() })
    }

    const fn room(&self) -> u64 {
        self.sum.room() + self.squares.room()
    }
}

/// A product, and what rounding it lost. Beyond 1e300 nothing is told of the rest.
///
/// # Source
/// Dekker: "A floating-point technique for extending the available precision" (1971).
fn product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let ((a, low_a), (b, low_b)) = (halves(a), halves(b));
    let rest = ((a * b - product) + a * low_b + low_a * b) + low_a * low_b;
    (product, if rest.is_finite() { rest } else { 0.0 })
}

fn halves(number: f64) -> (f64, f64) {
    let wide = 134_217_729.0 * number;
    let high = wide - (wide - number);
    (high, number - high)
}

fn times((high, low): (f64, f64), factor: f64) -> (f64, f64) {
    let (product, rest) = product(high, factor);
    (product, rest + low * factor)
}

fn square((high, low): (f64, f64)) -> (f64, f64) {
    let (product, rest) = product(high, high);
    (product, rest + 2.0 * high * low)
}

fn less(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0) + (a.1 - b.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(numbers: &[f64]) -> Spread {
        let mut spread = Spread::default();
        numbers.iter().for_each(|number| {
            spread.add(*number);
        });
        spread
    }

    #[test]
    fn digits_are_kept_far_from_zero() {
        let far = [1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0];
        assert_eq!(of(&far).value(), Value::Number(30_f64.sqrt()));
        assert_eq!(of(&[0.1; 10]).value(), Value::Number(0.0));
        assert_eq!(of(&[1e200, -1e200]).value(), Value::Null);
    }

    proptest! {
        /// Against two passes over the numbers.
        #[test]
        fn it_is_what_two_passes_find(numbers in prop::collection::vec(-1e6_f64..1e6, 2..50), cut in 0_usize..50) {
            let count = numbers.len() as f64;
            let mean = numbers.iter().sum::<f64>() / count;
            let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
            let expected = (squares / (count - 1.0)).sqrt();
            let Value::Number(found) = of(&numbers).value() else { panic!() };
            prop_assert!((found - expected).abs() <= 1e-9 * expected.max(1e-3), "{found} {expected}");
            let cut = cut.min(numbers.len());
            let mut later = of(&numbers[cut..]);
            later.merge(&of(&numbers[..cut]));
            prop_assert_eq!(later.value(), Value::Number(found));
        }
    }
}
