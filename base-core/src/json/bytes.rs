//! Looking for the end of a string, eight bytes at a time.

#[inline(always)]
pub(super) fn end_of_plain(bytes: &[u8], from: usize) -> usize {
    let mut rest = bytes.get(from..).unwrap_or_default();
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let marks = special(u64::from_le_bytes(*chunk));
        if marks != 0 {
            return bytes.len() - rest.len() + (marks.trailing_zeros() / 8) as usize;
        }
        rest = after;
    }
    tail(bytes, bytes.len() - rest.len())
}

/// The first byte at or after `from` that is not a digit.
#[inline(always)]
pub(super) fn end_of_digits(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let zeros = u64::from_le_bytes(*chunk) ^ (ONES * b'0' as u64);
        let marks = (((zeros & (ONES * 0x7f)) + ONES * 0x76) | zeros) & (ONES << 7);
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

#[inline(never)]
fn tail(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&b| b == b'"' || b == b'\\' || b < b' ').unwrap_or(rest.len())
}

/// Marks the high bit of special bytes. Bytes above the lowest mark may be marked by mistake (a
/// borrow runs upwards), the lowest mark is always right.
#[inline(always)]
const fn special(word: u64) -> u64 {
    let low = word ^ (ONES * 2); // the quote takes the place of the space, right above the controls
    let backslashes = word ^ (ONES * b'\\' as u64);
    let found = (low.wrapping_sub(ONES * 0x21) & !low) | (backslashes.wrapping_sub(ONES) & !backslashes);
    found & (ONES << 7)
}

const ONES: u64 = u64::MAX / 255;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_is_judged_as_by_eye() {
        for byte in 0..=255u8 {
            for place in 0..20 {
                let mut bytes = [b'x'; 20];
                bytes[place] = byte;
                let special = byte == b'"' || byte == b'\\' || byte < b' ';
                assert_eq!(end_of_plain(&bytes, 0), if special { place } else { 20 }, "{byte} at {place}");
                assert_eq!(end_of_plain(&bytes, place + 1), 20);
            }
        }
    }
}
