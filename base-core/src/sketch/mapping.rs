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
pub(super) fn index(value: f64) -> Option<i32> {
    (value > 0.0).then(|| {
        let is_small = value < f64::MIN_POSITIVE;
        up(if is_small { place(value * TWO_54) - 54.0 * BINS_PER_OCTAVE } else { place(value) })
    })
}

/// Finds the indices of some values, and answers the least and the largest of them; `None` unless all are finite and so
/// far above 0 that they have all digits.
#[inline]
pub(super) fn indices(values: &[f64], indices: &mut [i32]) -> Option<(f64, f64)> {
    // Numbers above 0 are in the order of their bits; negative ones are below, and what is no number is above or below.
    let (mut least, mut largest) = (i64::MAX, i64::MIN);
    for (value, index) in values.iter().zip(indices) {
        let bits = value.to_bits().cast_signed();
        (least, largest) = (least.min(bits), largest.max(bits));
        *index = up(place(*value));
    }
    let is_plain = least >= LEAST && largest <= LARGEST;
    is_plain.then(|| (f64::from_bits(least.cast_unsigned()), f64::from_bits(largest.cast_unsigned())))
}

const LEAST: i64 = f64::MIN_POSITIVE.to_bits().cast_signed();
const LARGEST: i64 = f64::MAX.to_bits().cast_signed();

/// The value that stands for a bin: the same relative distance from both of its bounds.
pub(super) fn value(index: i32) -> f64 {
    let upper = power(index);
    upper * (1.0 - RELATIVE_ERROR)
}

/// The logarithm of a number with all digits, in bins: by a table of 256 and a short series.
#[inline]
fn place(value: f64) -> f64 {
    let bits = value.to_bits();
    #[expect(clippy::cast_precision_loss, reason = "11 bits")]
    let exponent = (bits >> 52) as f64 - 1023.0;
    let mantissa = f64::from_bits((bits & MANTISSA) | ONE);
    let (inverse, log) = TABLE[(bits >> 44) as usize & 255];
    let x = mantissa * inverse - 1.0;
    let series = x * (SERIES[0] - x * (SERIES[1] - x * (SERIES[2] - x * SERIES[3])));
    exponent * BINS_PER_OCTAVE + (log + series)
}

/// The whole number at or above a number of at most 31 bits; a rounding above a whole number is that number.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower half of what an addition has made a whole number")]
fn up(number: f64) -> i32 {
    ((number + NEARLY_HALF) + TO_WHOLE).to_bits() as i32
}

/// A half, less what a logarithm may be off by.
const NEARLY_HALF: f64 = 0.5 - 1e-12;

/// Added to a number, it leaves the nearest whole number in the lowest bits.
const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// The series of the logarithm about one, in bins.
const SERIES: [f64; 4] = {
    let bins = BINS_PER_OCTAVE * std::f64::consts::LOG2_E;
    [bins, bins / 2.0, bins / 3.0, bins / 4.0]
};

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

/// For each 256th between 1 and 2: the inverse of its middle, and the middle's logarithm in bins.
static TABLE: [(f64, f64); 256] = table();

const fn table() -> [(f64, f64); 256] {
    let mut table = [(1.0, 0.0); 256];
    let (mut log, mut place) = (0.0, 0);
    let mut before = 1.0;
    while place < 256 {
        #[expect(clippy::cast_precision_loss, reason = "8 bits")]
        let middle = 1.0 + (place as f64 + 0.5) / 256.0;
        log += log2_near_one(middle / before);
        table[place] = (1.0 / middle, log * BINS_PER_OCTAVE);
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
        let far = (0..40_000).map(|n| 1e-305 * 1.035_f64.powi(n)).chain([f64::MIN_POSITIVE, f64::MAX]);
        let fine = (0..100_000).map(|n| 1.0 + f64::from(n) / 100_000.0);
        for value in far.chain(fine).filter(|value| value.is_finite()) {
            let (got, wanted) = (place(value) / BINS_PER_OCTAVE, f64::log2(value));
            assert!((got - wanted).abs() <= 1e-13 * wanted.abs().max(1.0), "{value}: {got} {wanted}");
        }
    }

    #[test]
    fn many_at_once_fall_into_the_bins_of_each() {
        let values: Vec<f64> = (1..5000).map(|n| (f64::from(n) * 0.37).sin().abs() * 1e9 / f64::from(n)).collect();
        let mut all = vec![0; values.len()];
        let least = values.iter().copied().fold(f64::MAX, f64::min);
        assert_eq!(indices(&values, &mut all).map(|(least, _)| least), Some(least));
        assert!(values.iter().zip(&all).all(|(value, at)| index(*value) == Some(*at)));
        for other in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE / 2.0] {
            for values in [[1.0, other, 2.0], [1.0, 2.0, other], [other, 1.0, 2.0]] {
                assert_eq!(indices(&values, &mut all), None, "{values:?}");
            }
        }
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
        assert_eq!((index(5e-324), index(f64::MAX)), (Some(-74_443), Some(70_978)));
        assert_eq!(index(1.0), Some(0));
    }
}
