//! Tails of the Poisson distribution, in log space, from additions, products and quotients alone:
//! every machine gives the same bits.

/// The natural logarithm of the probability that a Poisson variable of this mean is `count` or more.
///
/// The terms on the tail's side of the mean are summed, at most [`TERMS`] of them.
pub(super) fn ln_tail(mean: f64, count: u64) -> f64 {
    if count == 0 {
        return 0.0;
    }
    if mean.is_nan() || mean <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let k = count as f64;
    if k > mean { ln_term(mean, count) + ln(above(mean, k)) } else { ln_above_lower(mean, count - 1) }
}

/// P(X >= k) / P(X = k), for k above the mean.
fn above(mean: f64, k: f64) -> f64 {
    sum_of_ratios((1..TERMS).map(|step| mean / (k + f64::from(step))))
}

/// The logarithm of 1 - P(X <= k), for k below the mean.
fn ln_above_lower(mean: f64, k: u64) -> f64 {
    let below = sum_of_ratios((0..TERMS).map(|step| (k as f64 - f64::from(step)).max(0.0) / mean));
    let lower = exp(ln_term(mean, k)) * below;
    ln((1.0 - lower).max(f64::MIN_POSITIVE)).min(0.0)
}

/// 1 + r1 + r1 r2 + ..., until a term adds nothing.
fn sum_of_ratios(ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for ratio in ratios {
        term *= ratio;
        if sum + term <= sum {
            break;
        }
        sum += term;
    }
    sum
}

/// More are not summed: below a mean of about 10^8 they would add nothing.
const TERMS: u32 = 100_000;

fn ln_term(mean: f64, count: u64) -> f64 {
    count as f64 * ln(mean) - mean - ln_factorial(count)
}

/// Exact products up to 20, else Stirling's series.
fn ln_factorial(n: u64) -> f64 {
    if n <= 20 {
        return ln((1..=n).product::<u64>().max(1) as f64);
    }
    let x = n as f64;
    let (r, s) = (1.0 / x, 1.0 / (x * x));
    let series = r * (1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s / 1680.0)));
    (x + 0.5) * ln(x) - x + HALF_LN_TWO_PI + series
}

const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// The natural logarithm of a positive number.
pub(super) fn ln(x: f64) -> f64 {
    if x <= 0.0 || !x.is_finite() {
        return if x > 0.0 { f64::INFINITY } else { f64::NEG_INFINITY };
    }
    let (mantissa, exponent) = split(x);
    let z = (mantissa - 1.0) / (mantissa + 1.0);
    let square = z * z;
    let series = (0..14).rev().fold(0.0, |sum, n| sum * square + 1.0 / f64::from(2 * n + 1));
    2.0 * z * series + f64::from(exponent) * std::f64::consts::LN_2
}

/// A mantissa between the roots of one half and two, and the exponent of two.
fn split(x: f64) -> (f64, i32) {
    let (x, lifted) = if x < f64::MIN_POSITIVE { (x * TWO_POW_54, -54) } else { (x, 0) };
    let bits = x.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or_default() - 1023;
    let mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    if mantissa > std::f64::consts::SQRT_2 {
        return (mantissa / 2.0, exponent + lifted + 1);
    }
    (mantissa, exponent + lifted)
}

const TWO_POW_54: f64 = 18_014_398_509_481_984.0;

/// e to the power of a number at or below 0.
fn exp(x: f64) -> f64 {
    if x < -700.0 {
        return 0.0;
    }
    // A 1024th part is small enough for a short series; ten squares bring it back.
    let part = x / 1024.0;
    let small = (1..=20).rev().fold(1.0, |sum, n| 1.0 + sum * part / f64::from(n));
    (0..10).fold(small, |power, _| power * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(ours: f64, expected: f64, within: f64) {
        assert!((ours - expected).abs() <= within * expected.abs().max(1.0), "{ours} is not {expected}");
    }

    #[test]
    fn logarithms_and_powers_agree_with_those_of_the_machine() {
        for x in [1e-310, 1e-300, 0.1, 0.5, 0.9999, 1.0, 1.4, 1.5, 2.0, 10.0, 12_345.678, 1e300] {
            near(ln(x), x.ln(), 4e-16);
        }
        for x in [-1e-9, -0.1, -1.0, -20.0, -600.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-11, "{x}");
        }
        assert_eq!((ln(0.0), exp(-1e9)), (f64::NEG_INFINITY, 0.0));
    }

    #[test]
    fn factorials_go_over_into_the_series_without_a_step() {
        let exact = |n: u64| (1..=n).map(|x| (x as f64).ln()).sum::<f64>();
        for n in [0, 1, 5, 20, 21, 22, 100, 1000] {
            near(ln_factorial(n), exact(n), 1e-13);
        }
    }

    /// Values of R's `ppois(k - 1, mean, lower.tail = FALSE, log.p = TRUE)` can be had from closed forms where
    /// the mean is small: P(X >= 3) is mean^3 / 6 (1 - 3/4 mean + ...).
    #[test]
    fn tails_are_those_of_the_distribution() {
        let mean = 5.0 / 11_336.0;
        near(ln_tail(mean, 3), (mean.powi(3) / 6.0 * (1.0 - 0.75 * mean)).ln(), 1e-8);
        near(ln_tail(2.0, 1), (1.0 - (-2.0f64).exp()).ln(), 1e-12);
        near(ln_tail(1.0, 2), (1.0 - 2.0 * (-1.0f64).exp()).ln(), 1e-12);
        assert_eq!((ln_tail(0.0, 1), ln_tail(3.0, 0)), (f64::NEG_INFINITY, 0.0));
    }

    /// The sum of all terms, one by one, is the twin.
    #[test]
    fn tails_are_sums_of_terms() {
        for mean in [0.01, 0.5, 3.0, 17.0, 80.0] {
            for count in 1..160u64 {
                let term =
                    |k: u64| (k as f64 * f64::ln(mean) - mean - (1..=k).map(|x| (x as f64).ln()).sum::<f64>()).exp();
                let sum: f64 = (count..count + 400).map(term).sum();
                if sum > 1e-290 {
                    near(ln_tail(mean, count), sum.ln(), 1e-9);
                }
            }
        }
    }
}
