//! Checking a signature is the caller's.

/// Checks signatures of digests. The feature `rsa` has one that does: `RsaVerifier`.
pub trait SignatureVerifier {
    /// Whether the signature (RSASSA-PKCS1-v1_5 with SHA-256) of the message was made with the key.
    ///
    /// # Errors
    /// [`NotVerified`]: the key cannot be read, or the signature is not its.
    fn verify(&self, key_der: &[u8], message: &[u8], signature: &[u8]) -> Result<(), NotVerified>;
}

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "a key cannot be read, or does not fit")]
pub enum NotVerified {
    /// The key is not the DER of an RSA key.
    #[error("the key cannot be read")]
    Key,
    /// The signature is not that of the message.
    #[error("the signature does not hold")]
    Signature,
}

/// Takes every signature as good: everything else of a chain is checked.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing to it")]
pub struct Unsigned;

impl SignatureVerifier for Unsigned {
    fn verify(&self, _key_der: &[u8], _message: &[u8], _signature: &[u8]) -> Result<(), NotVerified> {
        Ok(())
    }
}
