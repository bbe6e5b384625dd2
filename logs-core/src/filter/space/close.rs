//! Where what is enclosed ends.

/// The first quote; where a backslash stands before it, the first that no backslash takes the meaning from.
#[inline]
pub(super) fn closing_quote(text: &[u8]) -> Option<usize> {
    let quote = find(b'"', text)?;
    if quote > 0 && text[quote - 1] == b'\\' { closing_quote_among_escapes(text) } else { Some(quote) }
}

/// The first such byte. Most of what is enclosed is short: eight bytes at a time first.
#[inline]
pub(super) fn find(byte: u8, text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<8>)
        && at < SHORT
    {
        let differ = u64::from_le_bytes(*chunk) ^ (ONES * u64::from(byte));
        let marks = differ.wrapping_sub(ONES) & !differ & (ONES << 7);
        if marks != 0 {
            return Some(at + (marks.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    memchr::memchr(byte, text.get(at..)?).map(|further| at + further)
}

/// So many bytes are passed before a search that is slow to begin.
const SHORT: usize = 64;

fn closing_quote_among_escapes(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// One in each byte.
pub(super) const ONES: u64 = u64::MAX / 255;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one byte after the other.
        #[test]
        fn ends_are_found(text in r#"([a-z]{0,90}["\\\]\u{a2}\u{80}]?){0,5}"#) {
            let text = text.as_bytes();
            for byte in *b"\"]" {
                prop_assert_eq!(find(byte, text), text.iter().position(|other| *other == byte));
            }
            let mut is_escaped = false;
            let end = text.iter().position(|byte| {
                let ends = *byte == b'"' && !is_escaped;
                is_escaped = *byte == b'\\' && !is_escaped;
                ends
            });
            prop_assert_eq!(closing_quote(text), end);
        }
    }
}
