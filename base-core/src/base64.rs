//! Bytes as text.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as the services' JSON has them: with padding, without breaks.
///
/// ```
/// use cupola_base::base64;
///
/// assert_eq!(base64::encode(b"dock"), "ZG9jaw==");
/// assert_eq!(base64::decode("ZG9jaw==").as_deref(), Some(&b"dock"[..]));
/// ```
///
/// # Source
/// RFC 4648, section 4.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().chain([0u8, 0].iter()).take(3).fold(0usize, |bits, byte| bits << 8 | usize::from(*byte));
        for place in 0..4 {
            let letter = LETTERS[bits >> (18 - 6 * place) & 63];
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// The bytes of a text that [`encode`] writes; `None` for any other text.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in digits.as_bytes().chunks(4) {
        let bits = chunk.iter().try_fold(0usize, |bits, letter| Some(bits << 6 | value(*letter)?))?;
        let bytes = (bits << (6 * (4 - chunk.len()))).to_be_bytes();
        let (bytes, spare) = bytes.last_chunk::<3>()?.split_at(chunk.len() - 1);
        if spare.iter().any(|byte| *byte != 0) {
            return None;
        }
        out.extend(bytes);
    }
    Some(out)
}

fn value(letter: u8) -> Option<usize> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(usize::from(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The vectors of RFC 4648, section 10.
    #[test]
    fn bytes_are_written_as_the_standard_says() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (text, expected) in vectors {
            assert_eq!(encode(text.as_bytes()), expected);
        }
    }

    #[test]
    fn other_texts_are_no_bytes() {
        for text in ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Zg===", "=", "====", "Zm 9", "Zm9vé"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(bytes: Vec<u8>) {
            let text = encode(&bytes);
            prop_assert_eq!(decode(&text), Some(bytes));
        }

        #[test]
        fn what_reads_is_what_would_be_written(text in "[A-Za-b0-1+/=]{0,9}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
