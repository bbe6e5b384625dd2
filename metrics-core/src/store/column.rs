//! Many numbers in few bits each.

use super::number::{all_whole, power, take_byte, take_word, unzigzag, zigzag};

/// Numbers above the smallest of them.
const ABOVE_LEAST: u8 = 0;
/// Each number by its distance from the one before.
const STEPS: u8 = 1;
/// The bytes in which each number differs from the one before.
const DIFFERENCES: u8 = 2;

/// The widest numbers that are packed.
const WIDEST: u32 = 56;

/// Bytes that must follow packed numbers, so that each can be read as part of eight bytes.
pub(super) const PADDING: usize = 7;

/// Writes values: as whole numbers with shared decimals in the fewest bits that hold all, or by
/// the bytes in which they differ. [`PADDING`] bytes must follow somewhere.
pub(super) fn put_values(values: &[f64], bytes: &mut Vec<u8>) {
    match all_whole(values.iter().copied()) {
        Some((decimals, numbers)) => put_whole(decimals, &numbers, bytes),
        None => put_differences(values, bytes),
    }
}

fn put_whole(decimals: u8, numbers: &[i64], bytes: &mut Vec<u8>) {
    let least = numbers.iter().copied().min().unwrap_or_default();
    let first = numbers.first().copied().unwrap_or_default();
    let above = numbers.iter().map(|number| number.wrapping_sub(least).cast_unsigned());
    let steps = numbers.windows(2).map(|pair| zigzag(pair[1] - pair[0]));
    let (above_width, step_width) = (width(above.clone()), width(steps.clone()));
    let (kind, base, width) =
        if above_width <= step_width { (ABOVE_LEAST, least, above_width) } else { (STEPS, first, step_width) };
    bytes.extend([kind, decimals]);
    bytes.extend(base.to_le_bytes());
    if kind == STEPS { put_packed(steps, width, bytes) } else { put_packed(above, width, bytes) }
}

/// For each value one byte that counts zero bytes at both ends, then the bytes between.
fn put_differences(values: &[f64], bytes: &mut Vec<u8>) {
    bytes.push(DIFFERENCES);
    let mut before = 0;
    for value in values {
        let difference = value.to_bits() ^ before;
        before = value.to_bits();
        let (high, low) = ((difference.leading_zeros() / 8).min(7), difference.trailing_zeros().min(63) / 8);
        bytes.push(u8::try_from(high << 4 | low).expect("seven at most, each"));
        let shifted = (difference >> (8 * low)).to_le_bytes();
        bytes.extend(&shifted[..(8 - high).saturating_sub(low) as usize]);
    }
}

/// Reads `len` values to the end of `values`; what is missing is zero.
#[expect(clippy::cast_precision_loss, reason = "below 2^53 when they were written")]
pub(super) fn take_values(mut bytes: &[u8], len: usize, values: &mut Vec<f64>) {
    let kind = take_byte(&mut bytes);
    if kind == DIFFERENCES {
        return take_differences(bytes, len, values);
    }
    let power = power(take_byte(&mut bytes));
    let base = take_word(&mut bytes).cast_signed();
    if kind == STEPS {
        let mut number = base;
        values.push(number as f64 / power);
        values.extend(packed(bytes, len.saturating_sub(1)).map(|step| {
            number = number.wrapping_add(unzigzag(step));
            number as f64 / power
        }));
    } else {
        values.extend(packed(bytes, len).map(|above| base.wrapping_add(above.cast_signed()) as f64 / power));
    }
}

fn take_differences(mut bytes: &[u8], len: usize, values: &mut Vec<f64>) {
    let mut before = 0;
    for _ in 0..len {
        let ends = u32::from(take_byte(&mut bytes));
        let (high, low) = (ends >> 4, ends & 15);
        let count = 8_u32.saturating_sub(high).saturating_sub(low) as usize;
        let (between, rest) = bytes.split_at_checked(count).unwrap_or_default();
        bytes = rest;
        let difference = between.iter().rev().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
        before ^= difference.checked_shl(8 * low).unwrap_or(0);
        values.push(f64::from_bits(before));
    }
}

/// How many bits hold each of some numbers.
pub(super) fn width(numbers: impl Iterator<Item = u64>) -> u32 {
    64 - numbers.fold(0, |all, number| all | number).leading_zeros()
}

/// Writes the width and then the numbers, which are at most that wide.
pub(super) fn put_packed(numbers: impl Iterator<Item = u64>, width: u32, bytes: &mut Vec<u8>) {
    bytes.push(u8::try_from(width.min(WIDEST)).expect("56 at most"));
    let (mut pending, mut filled) = (0_u64, 0);
    for number in numbers {
        pending |= number << filled;
        filled += width;
        while filled >= 8 {
            bytes.push(pending.to_le_bytes()[0]);
            pending >>= 8;
            filled -= 8;
        }
    }
    if filled > 0 {
        bytes.push(pending.to_le_bytes()[0]);
    }
}

/// Reads `len` packed numbers from their width on.
pub(super) fn packed(bytes: &[u8], len: usize) -> impl Iterator<Item = u64> {
    let (width, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let width = usize::from(*width).min(WIDEST as usize);
    let mask = (1_u64 << width) - 1;
    (0..len).map(move |place| {
        let bit = place * width;
        let word =
            bytes.get(bit / 8..).and_then(|bytes| bytes.first_chunk()).map_or(0, |word| u64::from_le_bytes(*word));
        word >> (bit % 8) & mask
    })
}

/// How many bytes `len` packed numbers take, with their width.
pub(super) fn packed_len(bytes: &[u8], len: usize) -> usize {
    let width = bytes.first().map_or(0, |width| usize::from(*width));
    1 + (len * width).div_ceil(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(values: &[f64]) -> usize {
        let mut bytes = Vec::new();
        put_values(values, &mut bytes);
        let len = bytes.len();
        bytes.extend([0; PADDING]);
        let mut again = Vec::new();
        take_values(&bytes, values.len(), &mut again);
        assert!(again.iter().map(|v| v.to_bits()).eq(values.iter().map(|v| v.to_bits())), "{values:?} {again:?}");
        len
    }

    #[test]
    fn values_come_back_bit_by_bit() {
        let numbers = || (0..300).map(f64::from);
        assert_eq!(round_trip(&[7.0; 100]), 11);
        assert_eq!(round_trip(&numbers().collect::<Vec<_>>()), 11 + 299 * 2 / 8 + 1);
        assert_eq!(
            round_trip(&numbers().map(|n| (n * 7919.0) % 10_000.0 / 100.0).collect::<Vec<_>>()),
            11 + 300 * 14 / 8
        );
        round_trip(&numbers().map(|n| n.sin() * 1e9).collect::<Vec<_>>());
        round_trip(&[0.0, -0.0, 5e-324, f64::MAX, -f64::MAX, 1.0, 1.0]);
        round_trip(&[9_007_199_254_740_991.0, -9_007_199_254_740_991.0, 0.0]);
        round_trip(&[1.5]);
    }
}
