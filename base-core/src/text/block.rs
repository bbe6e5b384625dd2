//! Bytes of some kind, found sixty-four at a time.

use wide::u8x16;

/// Bytes of a block.
pub const SIZE: usize = 64;

/// A bit for each byte of the block that begins at `base`, the lowest for the first: whether it is one of these. Places
/// behind the end of the text have no bit.
///
/// ```
/// use cupola_base::text::block;
///
/// let text = b"to be, or not to be";
/// assert_eq!(block::marks(text, 0, *b"o"), 1 << 1 | 1 << 7 | 1 << 11 | 1 << 15);
/// assert_eq!(block::marks(text, 10, *b"on"), 1 << 0 | 1 << 1 | 1 << 5);
/// assert_eq!(block::marks(text, 19, *b"to be"), 0);
/// ```
#[inline]
#[must_use]
pub fn marks<const N: usize>(text: &[u8], base: usize, bytes: [u8; N]) -> u64 {
    match text.get(base..).and_then(<[u8]>::first_chunk) {
        Some(block) => of_block(block, bytes),
        None => of_last(text, base, bytes),
    }
}

/// Where a byte stands first. Quicker than a search that is made for long texts where it stands near.
///
/// ```
/// use cupola_base::text::block;
///
/// assert_eq!(block::find(b"say \"so\"", b'"'), Some(4));
/// assert_eq!(block::find(b"say so", b'"'), None);
/// ```
#[inline]
#[must_use]
pub fn find(text: &[u8], byte: u8) -> Option<usize> {
    let Some((block, rest)) = text.split_first_chunk() else { return memchr::memchr(byte, text) };
    match of_block(block, [byte]) {
        0 => memchr::memchr(byte, rest).map(|at| at + SIZE),
        marks => Some(marks.trailing_zeros() as usize),
    }
}

/// The first place from one on where one of these bytes stands; the end of the text where there is none.
///
/// ```
/// use cupola_base::text::block;
///
/// assert_eq!(block::next(b"to be, or not", 3, *b" ,"), 5);
/// assert_eq!(block::next(b"to be, or not", 10, *b" ,"), 13);
/// ```
#[inline]
#[must_use]
pub fn next<const N: usize>(text: &[u8], from: usize, bytes: [u8; N]) -> usize {
    let mut base = from;
    while let Some(block) = text.get(base..).and_then(<[u8]>::first_chunk) {
        if has(block, bytes) {
            return base + of_block(block, bytes).trailing_zeros() as usize;
        }
        base += SIZE;
    }
    match of_last(text, base, bytes) {
        0 => text.len(),
        marks => base + marks.trailing_zeros() as usize,
    }
}

/// Whether there is any of these bytes.
#[inline(always)]
fn has<const N: usize>(block: &[u8; SIZE], bytes: [u8; N]) -> bool {
    let (quarters, _) = block.as_chunks();
    quarters.iter().fold(u8x16::ZERO, |any, quarter| any | equal(*quarter, bytes)).any()
}

/// The last bytes are read together with those before them, where there are so many.
#[inline(never)]
fn of_last<const N: usize>(text: &[u8], base: usize, bytes: [u8; N]) -> u64 {
    let rest = text.get(base..).unwrap_or_default();
    if let (Some(block), 1..) = (text.last_chunk(), rest.len()) {
        return of_block(block, bytes) >> (SIZE - rest.len());
    }
    let mut last = [0; SIZE];
    last[..rest.len()].copy_from_slice(rest);
    of_block(&last, bytes) & ((1 << rest.len()) - 1)
}

#[inline(always)]
fn of_block<const N: usize>(block: &[u8; SIZE], bytes: [u8; N]) -> u64 {
    let (quarters, _) = block.as_chunks();
    quarters.iter().rev().fold(0, |bits, quarter| bits << 16 | u64::from(of_quarter(*quarter, bytes)))
}

#[inline(always)]
fn of_quarter<const N: usize>(quarter: [u8; 16], bytes: [u8; N]) -> u32 {
    equal(quarter, bytes).move_mask().cast_unsigned()
}

/// All bits of those that are one of these bytes.
#[inline(always)]
fn equal<const N: usize>(quarter: [u8; 16], bytes: [u8; N]) -> u8x16 {
    let quarter = u8x16::new(quarter);
    let equal = bytes.into_iter().map(|byte| quarter.cmp_eq(u8x16::splat(byte)));
    equal.fold(u8x16::ZERO, |any, one| any | one)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one byte after the other.
        #[test]
        fn bits_stand_where_they_should(text in prop::collection::vec(0u8..4, 0..200), base in 0usize..210) {
            let bits = marks(&text, base, [0, 3]);
            for (bit, at) in (base..base + SIZE).enumerate() {
                prop_assert_eq!(bits >> bit & 1 == 1, matches!(text.get(at), Some(0 | 3)), "at {}", at);
            }
        }

        #[test]
        fn the_next_is_found(text in "[ab]{0,140}[axy]{0,3}[ab]{0,80}[axy]{0,3}", from in 0usize..230) {
            let text = text.as_bytes();
            let expected = (from..text.len()).find(|at| matches!(text[*at], b'x' | b'y')).unwrap_or(text.len());
            prop_assert_eq!(next(text, from, *b"xy"), expected);
        }

        #[test]
        fn a_byte_is_found_where_it_stands_first(text in "[ab]{0,140}[ax]{0,3}[ab]{0,80}") {
            prop_assert_eq!(find(text.as_bytes(), b'x'), text.find('x'));
        }
    }
}
