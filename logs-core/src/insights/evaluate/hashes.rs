//! MD5 and SHA-256.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The digest as lower-case digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The message with its padding: a one bit, zeros, and the length in bits.
fn padded(message: &[u8], length: [u8; 8]) -> Vec<u8> {
    let mut bytes = message.to_vec();
    bytes.push(0x80);
    bytes.resize((message.len() + 9).next_multiple_of(64), 0);
    let end = bytes.len() - 8;
    bytes[end..].copy_from_slice(&length);
    bytes
}

const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// # Source
/// RFC 1321, "The MD5 Message-Digest Algorithm".
pub(super) fn md5(message: &[u8]) -> [u8; 16] {
    let bits = (message.len() as u64).wrapping_mul(8);
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(message, bits.to_le_bytes()).chunks_exact(64) {
        let word = |index: usize| u32::from_le_bytes([0, 1, 2, 3].map(|byte| block[4 * index + byte]));
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64 {
            let (mixed, index) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            let sum = a.wrapping_add(mixed).wrapping_add(sine(step)).wrapping_add(word(index));
            (a, d, c) = (d, c, b);
            b = b.wrapping_add(sum.rotate_left(SHIFTS[step / 16][step % 4]));
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d]) {
            *old = old.wrapping_add(new);
        }
    }
    let mut digest = [0; 16];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    digest
}

/// The constant of a step: 2^32 times the sine of its number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the whole part of a number below 2^32")]
fn sine(step: usize) -> u32 {
    let radians = f64::from(u32::try_from(step + 1).unwrap_or(0));
    (radians.sin().abs() * 4_294_967_296.0) as u32
}

/// # Source
/// FIPS 180-4, "Secure Hash Standard".
pub(super) fn sha256(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standards() {
        assert_eq!(hex(&md5(b"")), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hex(&md5(b"message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
        let long = "1234567890".repeat(8);
        assert_eq!(hex(&md5(long.as_bytes())), "57edf4a22be3c955ac49da2e2107b67a");
        assert_eq!(hex(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let two = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!(hex(&sha256(two)), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }

    #[test]
    fn every_length_has_its_padding() {
        for length in 0..200 {
            let bytes = padded(&vec![7; length], [1; 8]);
            assert!(
                bytes.len().is_multiple_of(64) && bytes.len() >= length + 9 && bytes.len() < length + 9 + 64,
                "{length}"
            );
        }
    }
}
