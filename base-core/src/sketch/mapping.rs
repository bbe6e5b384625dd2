//! Which bin a value falls into.

/// How far the value of a bin is from all values in it, relative to them.
pub(super) const RELATIVE_ERROR: f64 = 0.005;

/// How much wider each bin is than the one below.
const GROWTH: f64 = (1.0 + RELATIVE_ERROR) / (1.0 - RELATIVE_ERROR);

/// Bins in each doubling: `1 / log2(GROWTH)`.
const BINS_PER_OCTAVE: f64 = 1.0 / log2_near_one(GROWTH);

/// The index of the bin of a finite value above 0: the `i` with `GROWTH^(i-1) < value <=
/// GROWTH^i`. Within a part in 10^12 of a bound it may be the neighbour's.
///
/// The library of the machine is not asked for the logarithm: it may differ in the last place from
/// one machine to the next.
#[expect(clippy::cast_possible_truncation, reason = "at most 75,000 in magnitude")]
pub(super) fn index(value: f64) -> Option<i32> {
    (value > 0.0).then(|| {
        let place = log2(value) * BINS_PER_OCTAVE;
        let whole = place as i32;
        whole + i32::from(place > f64::from(whole))
    })
}

/// The value that stands for a bin: the same relative distance from both of its bounds.
pub(super) fn value(index: i32) -> f64 {
    let upper = power(index);
    upper * (1.0 - RELATIVE_ERROR)
}

/// Binary logarithm of a finite number above 0, by a table of 128 and a short series.
fn log2(value: f64) -> f64 {
    let (bits, below) =
        if value < f64::MIN_POSITIVE { ((value * TWO_54).to_bits(), 54.0) } else { (value.to_bits(), 0.0) };
    #[expect(clippy::cast_precision_loss, reason = "11 bits")]
    let exponent = (bits >> 52) as f64 - 1023.0 - below;
    let mantissa = f64::from_bits((bits & MANTISSA) | ONE);
    let (inverse, log) = TABLE[(bits >> 45) as usize & 127];
    exponent + (log + log2_near_one(mantissa * inverse))
}

/// Binary logarithm of a number that is one, give or take a hundredth.
const fn log2_near_one(number: f64) -> f64 {
    let x = number - 1.0;
    let series = 1.0 / 5.0 - x * (1.0 / 6.0);
    let series = 1.0 / 3.0 - x * (1.0 / 4.0 - x * series);
    (x * (1.0 - x * (0.5 - x * series))) * std::f64::consts::LOG2_E
}

/// `GROWTH` to a whole power, by squaring.
fn power(exponent: i32) -> f64 {
    let base = if exponent < 0 { 1.0 / GROWTH } else { GROWTH };
    let (mut left, mut square, mut product) = (exponent.unsigned_abs(), base, 1.0);
    while left > 0 {
        if left & 1 == 1 {
            product *= square;
        }
        square *= square;
        left >>= 1;
    }
    product
}

const TWO_54: f64 = 18_014_398_509_481_984.0;
const MANTISSA: u64 = (1 << 52) - 1;
const ONE: u64 = 1023 << 52;

/// For each 128th between 1 and 2: the inverse of its middle, and the middle's logarithm.
static TABLE: [(f64, f64); 128] = table();

const fn table() -> [(f64, f64); 128] {
    let mut table = [(1.0, 0.0); 128];
    let (mut log, mut place) = (0.0, 0);
    let mut before = 1.0;
    while place < 128 {
        #[expect(clippy::cast_precision_loss, reason = "7 bits")]
        let middle = 1.0 + (place as f64 + 0.5) / 128.0;
        log += log2_near_one(middle / before);
        table[place] = (1.0 / middle, log);
        before = middle;
        place += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_machine() {
        let far = (0..40_000).map(|n| 1e-305 * 1.035_f64.powi(n)).chain([5e-324, 3e-320, 1e-310, f64::MAX]);
        for value in far.filter(|value| value.is_finite()) {
            let wanted = f64::log2(value);
            assert!((log2(value) - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{value}: {} {wanted}", log2(value));
        }
        assert!(log2(1.0).abs() < 1e-12);
    }

    #[test]
    fn the_value_of_a_bin_is_near_all_that_fall_into_it() {
        let mut value = 1e-300;
        while value < 1e300 {
            let near = super::value(index(value).unwrap());
            assert!((near / value - 1.0).abs() <= RELATIVE_ERROR * (1.0 + 1e-6), "{value} {near}");
            value *= 1.003_1;
        }
    }

    #[test]
    fn indices_follow_values() {
        let mut last = i32::MIN;
        for n in 1..200_000_u32 {
            let index = index(f64::from(n) * 0.01).unwrap();
            assert!(index >= last, "{n}");
            last = index;
        }
        assert_eq!((index(0.0), index(0.999), index(1.001)), (None, Some(0), Some(1)));
    }
}
