//! Looking for the end of a string, sixteen bytes at a time.

use wide::u8x16;

#[inline(always)]
pub(super) fn end_of_plain(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let marks = special(*chunk);
        if marks != 0 {
            return at + marks.trailing_zeros() as usize;
        }
        at += 16;
    }
    tail(bytes, at)
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

/// The last few bytes are read together with those before them.
#[inline(never)]
fn tail(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(chunk) = bytes.last_chunk() else {
        return at + rest.iter().position(|&b| b == b'"' || b == b'\\' || b < b' ').unwrap_or(rest.len());
    };
    let marks = special(*chunk) >> (16 - rest.len());
    if marks == 0 { at + rest.len() } else { at + marks.trailing_zeros() as usize }
}

/// A bit for each byte that is a quote, a backslash or a control character, the lowest for the first.
#[inline(always)]
fn special(chunk: [u8; 16]) -> u32 {
    let chunk = u8x16::new(chunk);
    let is = |byte: u8| chunk.cmp_eq(u8x16::splat(byte));
    let is_control = chunk.min(u8x16::splat(b' ' - 1)).cmp_eq(chunk);
    (is(b'"') | is(b'\\') | is_control).move_mask().cast_unsigned()
}

const ONES: u64 = u64::MAX / 255;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_is_judged_as_by_eye() {
        for byte in 0..=255u8 {
            for place in 0..40 {
                let mut bytes = [b'x'; 40];
                bytes[place] = byte;
                let special = byte == b'"' || byte == b'\\' || byte < b' ';
                assert_eq!(end_of_plain(&bytes, 0), if special { place } else { 40 }, "{byte} at {place}");
                assert_eq!(end_of_plain(&bytes, place + 1), 40);
            }
        }
    }
}
