//! Where words end, found for many bytes at once.

use cupola_base::text::block;

/// Bytes of a block.
pub(super) const BLOCK: usize = block::SIZE;

/// A bit for each byte of the block that begins there which is a space or this other one, and for the end of the text.
#[inline]
pub(super) fn marks(text: &[u8], base: usize, other: u8) -> u64 {
    let left = text.len().saturating_sub(base);
    let end = if left < BLOCK { 1 << left } else { 0 };
    block::marks(text, base, |byte| (byte == b' ') | (byte == other)) | end
}

/// The bits from this one on.
#[inline]
pub(super) const fn from(bits: u64, first: usize) -> u64 {
    if first < BLOCK { bits & u64::MAX << first } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one byte after the other.
        #[test]
        fn marks_stand_where_they_should(text in "[a \t\n\u{7f}\u{e9}\0!]{0,150}", base in 0usize..160) {
            let bits = marks(text.as_bytes(), base, b'\t');
            for (bit, at) in (base..base + BLOCK).enumerate() {
                let is_marked = match text.as_bytes().get(at) {
                    Some(byte) => matches!(byte, b' ' | b'\t'),
                    None => at == text.len().max(base),
                };
                prop_assert_eq!(bits >> bit & 1 == 1, is_marked, "at {}", at);
            }
        }
    }
}
