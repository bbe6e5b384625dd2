//! The agent's distribution of samples.

use std::collections::BTreeMap;

/// Samples in logarithmic bins of base 1.1, each told by its middle, as the CloudWatch agent sums
/// up what it samples within one interval.
///
/// Bins are found by comparison with powers of 1.1 that are multiplied out, so that every machine
/// finds the same ones.
///
/// ```
/// use cupola_metrics::Seh1;
///
/// let mut distribution = Seh1::default();
/// for value in [0.0, 1.0, 1.05, 250.0] {
///     distribution.add(value, 1.0)?;
/// }
/// let bins = distribution.values_and_counts();
/// assert_eq!((bins[0], bins[1].1, bins.len()), ((0.0, 1.0), 2.0, 3));
/// assert!((bins[2].0 / 250.0 - 1.0).abs() < 0.05);
/// # Ok::<(), cupola_metrics::Seh1Error>(())
/// ```
///
/// # Source
/// The open source of the CloudWatch agent, "SEH1 distribution".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seh1 {
    zero: f64,
    bins: BTreeMap<i32, f64>,
    count: f64,
    sum: f64,
    range: Option<(f64, f64)>,
}

impl Seh1 {
    /// Takes a sample in, with its weight.
    ///
    /// # Errors
    /// [`Seh1Error`] when the value is negative or not finite, or the weight is not above zero.
    pub fn add(&mut self, value: f64, weight: f64) -> Result<(), Seh1Error> {
        let fits = value.is_finite() && value >= 0.0 && weight.is_finite() && weight > 0.0;
        if !fits {
            return Err(Seh1Error { value, weight });
        }
        match bin(value) {
            Some(bin) => *self.bins.entry(bin).or_default() += weight,
            None => self.zero += weight,
        }
        self.count += weight;
        self.sum += value * weight;
        let (low, high) = self.range.unwrap_or((value, value));
        self.range = Some((low.min(value), high.max(value)));
        Ok(())
    }

    /// The middles of the bins that hold something, in order, with their weights.
    #[must_use]
    pub fn values_and_counts(&self) -> Vec<(f64, f64)> {
        let zero = (self.zero > 0.0).then_some((0.0, self.zero));
        zero.into_iter().chain(self.bins.iter().map(|(bin, weight)| (middle(*bin), *weight))).collect()
    }

    /// The weights in all.
    #[must_use]
    pub const fn count(&self) -> f64 {
        self.count
    }

    /// The exact sum.
    #[must_use]
    pub const fn sum(&self) -> f64 {
        self.sum
    }

    /// The exact smallest and largest sample.
    #[must_use]
    pub const fn range(&self) -> Option<(f64, f64)> {
        self.range
    }
}

/// The smallest and the largest power of 1.1 that bins begin with.
const BINS: (i32, i32) = (-7500, 7440);

/// The largest n with `1.1^n <= value`; none for zero.
fn bin(value: f64) -> Option<i32> {
    if value <= 0.0 {
        return None;
    }
    let (mut low, mut high) = BINS;
    while low < high {
        let middle = low + (high - low + 1) / 2;
        if power(middle) <= value { low = middle } else { high = middle - 1 }
    }
    Some(low)
}

/// The middle of a bin on the scale of logarithms.
fn middle(bin: i32) -> f64 {
    power(bin) * 1.1_f64.sqrt()
}

/// `1.1^n`, by squaring.
fn power(n: i32) -> f64 {
    let (mut base, mut rest, mut product) = (1.1, n.unsigned_abs(), 1.0);
    while rest > 0 {
        if rest & 1 == 1 {
            product *= base;
        }
        base *= base;
        rest >>= 1;
    }
    if n < 0 { 1.0 / product } else { product }
}

/// A sample that the distribution does not take.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("a sample of {value} with weight {weight}: a finite value from 0 on and a weight above 0 are needed")]
#[non_exhaustive]
pub struct Seh1Error {
    /// The value.
    pub value: f64,
    /// The weight.
    pub weight: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_its_bin() {
        for value in [1.0, 1.1, 1.21, 0.5, 1e-300, 1e300, 2.3e108, 1.0_f64.next_down()] {
            let bin = bin(value).unwrap();
            assert!(power(bin) <= value && value < power(bin + 1), "{value}");
        }
        assert_eq!((bin(1.0), bin(1.1), bin(0.999), bin(0.0)), (Some(0), Some(1), Some(-1), None));
    }

    #[test]
    fn middles_are_those_of_the_logarithm() {
        for bin in [-100, -1, 0, 7, 100] {
            let expected = ((f64::from(bin) + 0.5) * 1.1_f64.ln()).exp();
            assert!((middle(bin) / expected - 1.0).abs() < 1e-12, "{bin}");
        }
    }
}
