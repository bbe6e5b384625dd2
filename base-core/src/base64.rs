//! Bytes as text.

use ::base64::Engine as _;
use ::base64::alphabet;
use ::base64::engine::DecodePaddingMode;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

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
    STANDARD.encode(bytes)
}

/// The bytes of a text that [`encode`] writes; `None` for any other text.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The bytes of a text as people write it: with or without padding, in either alphabet of RFC 4648, the bits that are
/// over of any value; `None` for any other text.
///
/// ```
/// use cupola_base::base64;
///
/// assert_eq!(base64::decode_loosely("Pz8_").as_deref(), Some(&b"???"[..]));
/// assert_eq!(base64::decode_loosely("Zg").as_deref(), Some(&b"f"[..]));
/// ```
#[must_use]
pub fn decode_loosely(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true);
    let of_files = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    GeneralPurpose::new(&alphabet::STANDARD, config).decode(of_files).ok()
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
