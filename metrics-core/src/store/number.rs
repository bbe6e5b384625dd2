//! Numbers in few bytes.

/// Powers of ten by which values are made whole.
const POWERS: [f64; 7] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6];

/// What a whole number of decimals is divided by.
pub(super) fn power(decimals: u8) -> f64 {
    POWERS.get(usize::from(decimals)).copied().unwrap_or(1.0)
}

/// The whole number that, divided by the power of ten, gives exactly this value.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "checked by the way back")]
pub(super) fn whole(value: f64, decimals: u8) -> Option<i64> {
    let scaled = value * power(decimals);
    let whole = (scaled + f64::copysign(0.5, scaled)) as i64;
    let is_exact = (whole as f64 / power(decimals)).to_bits() == value.to_bits();
    (is_exact && whole.unsigned_abs() < 1 << 53).then_some(whole)
}

/// The fewest decimals, from `least` on, with which a value is whole.
pub(super) fn decimals(value: f64, least: u8) -> Option<u8> {
    (least..7).find(|decimals| whole(value, *decimals).is_some())
}

/// All values as whole numbers, with the decimals that they share.
pub(super) fn all_whole(values: impl Iterator<Item = f64> + Clone) -> Option<(u8, Vec<i64>)> {
    let shared = values.clone().try_fold(0, |least, value| decimals(value, least))?;
    let numbers: Option<Vec<i64>> = values.map(|value| whole(value, shared)).collect();
    numbers.map(|numbers| (shared, numbers))
}

/// Small magnitudes become small numbers.
pub(super) const fn zigzag(number: i64) -> u64 {
    (number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned()
}

pub(super) const fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// Writes a number in groups of seven bits.
#[expect(clippy::cast_possible_truncation, reason = "the low bits are meant")]
pub(super) fn put_varint(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 128 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub(super) fn take_varint(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0_u64, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u64::from(byte & 127).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if *byte < 128 {
            break;
        }
    }
    number
}

/// Marks a number of eight bytes.
const PLAIN: u8 = 255;

/// Writes any number: its decimals and a whole number, or all eight bytes.
pub(super) fn put_float(value: f64, bytes: &mut Vec<u8>) {
    match decimals(value, 0).and_then(|decimals| Some((decimals, whole(value, decimals)?))) {
        Some((decimals, whole)) => {
            bytes.push(decimals);
            put_varint(zigzag(whole), bytes);
        }
        None => {
            bytes.push(PLAIN);
            bytes.extend(value.to_le_bytes());
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
pub(super) fn take_float(bytes: &mut &[u8]) -> f64 {
    match take_byte(bytes) {
        PLAIN => f64::from_bits(take_word(bytes)),
        decimals => unzigzag(take_varint(bytes)) as f64 / power(decimals),
    }
}

/// Eight bytes; what is missing is zero.
pub(super) fn take_word(bytes: &mut &[u8]) -> u64 {
    let Some((taken, rest)) = bytes.split_first_chunk() else { return 0 };
    *bytes = rest;
    u64::from_le_bytes(*taken)
}

pub(super) fn take_byte(bytes: &mut &[u8]) -> u8 {
    let Some((byte, rest)) = bytes.split_first() else { return 0 };
    *bytes = rest;
    *byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_found_and_nothing_is_lost() {
        for (value, wanted) in [
            (0.0, Some(0)),
            (12.0, Some(0)),
            (-7.5, Some(1)),
            (99.95, Some(2)),
            (0.1 + 0.2, None),
            (1e15, Some(0)),
            (2f64.powi(60), None),
            (-0.0, None),
            (0.000_001, Some(6)),
        ] {
            assert_eq!(decimals(value, 0), wanted, "{value}");
            let mut bytes = Vec::new();
            put_float(value, &mut bytes);
            let mut rest = bytes.as_slice();
            assert_eq!((take_float(&mut rest).to_bits(), rest.len()), (value.to_bits(), 0), "{value}");
        }
    }

    #[test]
    fn whole_numbers_come_back() {
        for number in [0, 1, -1, 63, 64, -65, 300, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            put_varint(zigzag(number), &mut bytes);
            assert_eq!(unzigzag(take_varint(&mut bytes.as_slice())), number);
        }
    }
}
