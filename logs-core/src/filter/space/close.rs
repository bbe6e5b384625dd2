//! Where a text in quotes ends.

use cupola_base::text::block;

/// The first quote; where a backslash stands before it, the first that no backslash takes the meaning from.
#[inline]
pub(super) fn closing_quote(text: &[u8]) -> Option<usize> {
    let quote = block::find(text, b'"')?;
    if quote > 0 && text[quote - 1] == b'\\' { closing_quote_among_escapes(text) } else { Some(quote) }
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one byte after the other.
        #[test]
        fn the_end_is_found(text in r#"([a-z]{0,90}["\\\]\u{a2}\u{80}]?){0,5}"#) {
            let text = text.as_bytes();
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
