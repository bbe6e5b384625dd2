//! Public keys.

use std::collections::BTreeMap;

use cupola_base::base64;

/// A public key, as ListPublicKeys tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DigestPublicKey {
    /// Names the key in digests.
    pub fingerprint: String,
    /// The key in DER; empty when the text was not base64.
    pub der: Vec<u8>,
}

/// The public keys that digests may be signed with, by fingerprint.
///
/// ```
/// use cupola_audit::DigestKeys;
///
/// let keys = DigestKeys::new().with("67b9fa73676d86966b449dd677850753", "MIIBCgKC");
/// assert_eq!(keys.get("67b9fa73676d86966b449dd677850753").unwrap().der.len(), 6);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestKeys(BTreeMap<String, DigestPublicKey>);

impl DigestKeys {
    /// No key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key: its fingerprint, and the base64 of its DER, PKCS#1 or SubjectPublicKeyInfo.
    #[must_use]
    pub fn with(mut self, fingerprint: impl Into<String>, value: &str) -> Self {
        let (fingerprint, der) = (fingerprint.into(), base64::decode(value).unwrap_or_default());
        self.0.insert(fingerprint.clone(), DigestPublicKey { fingerprint, der });
        self
    }

    /// The key of that fingerprint.
    #[must_use]
    pub fn get(&self, fingerprint: &str) -> Option<&DigestPublicKey> {
        self.0.get(fingerprint)
    }
}
