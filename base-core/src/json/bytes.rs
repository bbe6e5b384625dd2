//! Looking for the end of a string, eight bytes at a time.

/// The first byte at or after `from` that ends a run of plain characters in a string: a quote, a
/// backslash or a control character. The length of the input when there is none.
#[inline]
pub(super) fn end_of_plain(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let marks = special(u64::from_le_bytes(*chunk));
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&b| b == b'"' || b == b'\\' || b < b' ').unwrap_or(rest.len())
}

/// Marks the high bit of special bytes. Bytes above the lowest mark may be marked by mistake (a
/// borrow runs upwards), the lowest mark is always right.
#[inline]
const fn special(word: u64) -> u64 {
    let quotes = word ^ (ONES * b'"' as u64);
    let backslashes = word ^ (ONES * b'\\' as u64);
    let found = (quotes.wrapping_sub(ONES) & !quotes)
        | (backslashes.wrapping_sub(ONES) & !backslashes)
        | (word.wrapping_sub(ONES * b' ' as u64) & !word);
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
