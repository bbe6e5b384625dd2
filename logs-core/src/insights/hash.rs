//! Hashes of keys. What they say never reaches an answer.

/// The hash of some bytes, eight of them at a time.
#[inline]
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let (mut state, mut rest) = (bytes.len() as u64, bytes);
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        state = mix(state, u64::from_le_bytes(*eight));
        rest = after;
    }
    mix(state, short(rest))
}

/// Takes a word into a hash: multiplies, and folds the halves of what comes of it.
#[inline]
pub(super) const fn mix(state: u64, word: u64) -> u64 {
    let product = (state ^ word ^ 0x2d35_8dcc_aa6c_78a5) as u128 * 0x9e37_79b9_7f4a_7c15;
    #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
    let folded = product as u64 ^ (product >> 64) as u64;
    folded
}

/// Less than eight bytes as a number; the same number for no others of that length.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_byte_counts_and_so_does_the_length() {
        let text = b"abcdefghijklmnopqrst";
        let mut seen = BTreeSet::new();
        for length in 0..=text.len() {
            assert!(seen.insert(hash(&text[..length])), "{length}");
            for place in 0..length {
                let mut other = text[..length].to_vec();
                other[place] = b'#';
                assert!(seen.insert(hash(&other)), "{length} {place}");
            }
            assert!(length == 0 || seen.insert(hash(&vec![0; length])), "{length}");
        }
    }
}
