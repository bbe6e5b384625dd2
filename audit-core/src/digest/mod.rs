//! Digest files: which log files were delivered, signed and chained.

mod cli_text;
mod coverage;
mod document;
mod due;
mod findings;
mod keys;
mod log;
mod objects;
mod print;
mod public_key;
mod report;
#[cfg(feature = "rsa")]
mod rsa;
#[cfg(test)]
mod tests;
mod trail;
mod verify;
mod walk;
mod writer;
mod writers;

pub use document::{DigestFault, DigestFile, DigestedLog, PreviousDigest};
pub use due::DigestDue;
pub use findings::DigestFinding;
pub use keys::{DigestKeys, DigestPublicKey};
pub use objects::{ObjectSource, Objects, StoredObject};
pub use public_key::{PublicKey, PublicKeyRange};
pub use report::{
    Coverage, CoverageClass, DigestCounts, DigestEvent, DigestReport, DigestStatus, InvalidDigest, LogStatus,
};
pub use trail::DigestTrail;
pub use verify::{NotVerified, SignatureVerifier, Unsigned};
pub use walk::DigestCheck;
pub use writer::DigestWriter;
pub(crate) use writer::gzip;
pub use writers::DigestWriters;

#[cfg(feature = "rsa")]
pub use self::rsa::RsaVerifier;

use sha2::{Digest, Sha256};

/// Hexadecimal SHA-256.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

/// The bytes of hexadecimal text; `None` when it is none.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
