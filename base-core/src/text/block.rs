//! Bytes of some kind, found sixty-four at a time.
//!
//! The loop over a block is written so that a compiler makes a few vector instructions of it, on any machine that has
//! some: every byte becomes a bit at the place of its group of eight, the groups are laid over each other, and one
//! turn of an eight by eight square of bits (Warren, "Hacker's Delight", 7-3) brings all bits into the bytes' order.

/// Bytes of a block.
pub const SIZE: usize = 64;

/// A bit for each byte of the block that begins at `base`, the lowest for the first: whether it is as asked. Places
/// behind the end of the text have no bit.
///
/// ```
/// use cupola_base::text::block;
///
/// let text = b"to be, or not to be";
/// assert_eq!(block::marks(text, 0, |byte| byte == b'o'), 1 << 1 | 1 << 7 | 1 << 11 | 1 << 15);
/// assert_eq!(block::marks(text, 10, |byte| byte == b'o'), 1 << 1 | 1 << 5);
/// assert_eq!(block::marks(text, 19, |_| true), 0);
/// ```
#[inline]
#[must_use]
pub fn marks(text: &[u8], base: usize, is: impl Fn(u8) -> bool) -> u64 {
    let rest = text.get(base..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return of_block(block, is);
    }
    // The last bytes are read together with those before them, where there are so many.
    if let (Some(block), 1..) = (text.last_chunk(), rest.len()) {
        return of_block(block, is) >> (SIZE - rest.len());
    }
    let mut last = [0; SIZE];
    last[..rest.len()].copy_from_slice(rest);
    of_block(&last, is) & ((1 << rest.len()) - 1)
}

#[inline(always)]
fn of_block(block: &[u8; SIZE], is: impl Fn(u8) -> bool) -> u64 {
    let bits: [u8; SIZE] = std::array::from_fn(|at| if is(block[at]) { 1 << (at / 8) } else { 0 });
    let (groups, _) = bits.as_chunks();
    let square = groups.iter().fold(0, |all, group| all | u64::from_le_bytes(*group));
    if square == 0 { 0 } else { turned(square) }
}

/// Bit `i` of byte `j` becomes bit `j` of byte `i`.
#[inline(always)]
const fn turned(square: u64) -> u64 {
    let square = swapped(square, 7, 0x00aa_00aa_00aa_00aa);
    let square = swapped(square, 14, 0x0000_cccc_0000_cccc);
    swapped(square, 28, 0x0000_0000_f0f0_f0f0)
}

/// Each of these bits in the place of the one so much higher, and that in its.
#[inline(always)]
const fn swapped(square: u64, distance: u32, these: u64) -> u64 {
    let differ = (square ^ (square >> distance)) & these;
    square ^ differ ^ (differ << distance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one byte after the other.
        #[test]
        fn bits_stand_where_they_should(text in prop::collection::vec(0u8..4, 0..200), base in 0usize..210) {
            let bits = marks(&text, base, |byte| (byte == 0) | (byte == 3));
            for (bit, at) in (base..base + SIZE).enumerate() {
                prop_assert_eq!(bits >> bit & 1 == 1, matches!(text.get(at), Some(0 | 3)), "at {}", at);
            }
        }
    }
}
