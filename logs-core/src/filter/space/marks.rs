//! Where white space may stand, found for many bytes at once.

/// Bytes of a block.
pub(super) const BLOCK: usize = 64;

/// A bit for each byte of the block that begins there which is a space or stands before it in ASCII, and for the end
/// of the text.
#[inline]
pub(super) fn marks(text: &[u8], base: usize) -> u64 {
    let rest = text.get(base..).unwrap_or_default();
    if let Some(block) = rest.first_chunk::<BLOCK>() {
        return of_block(block);
    }
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    of_block(&last) & u64::MAX >> (BLOCK - 1 - rest.len())
}

/// The bits from this one on.
#[inline]
pub(super) const fn from(bits: u64, first: usize) -> u64 {
    if first < BLOCK { bits & u64::MAX << first } else { 0 }
}

#[inline(always)]
fn of_block(block: &[u8; BLOCK]) -> u64 {
    let (chunks, _) = block.as_chunks();
    chunks.iter().enumerate().fold(0, |bits, (at, chunk)| bits | of_eight(*chunk) << (8 * at))
}

#[inline(always)]
const fn of_eight(chunk: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(chunk);
    // The high bit of each byte that is above a space.
    let above = ((word & (ONES * 0x7f)) + ONES * (0x7f - b' ' as u64)) | word;
    // Each bit is carried to its place in the highest byte.
    ((!above & (ONES << 7)) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

pub(super) const ONES: u64 = u64::MAX / 255;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one byte after the other.
        #[test]
        fn marks_stand_where_they_should(text in "[a \t\n\u{7f}\u{e9}\0!]{0,150}", base in 0usize..160) {
            let bits = marks(text.as_bytes(), base);
            for (bit, at) in (base..base + BLOCK).enumerate() {
                let is_marked = match text.as_bytes().get(at) {
                    Some(byte) => *byte <= b' ',
                    None => at == text.len().max(base),
                };
                prop_assert_eq!(bits >> bit & 1 == 1, is_marked, "at {}", at);
            }
        }
    }
}
