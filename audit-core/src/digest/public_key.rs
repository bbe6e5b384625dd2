//! Public keys that the service would tell.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Engine;

/// A public key of digests, and when digests were signed with its private key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "keys are written out")]
pub struct PublicKey {
    /// Names the key in digests.
    pub fingerprint: String,
    /// The base64 of its DER, PKCS#1.
    pub value: String,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// The times of keys that are asked for are the wrong way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the keys are asked for from a time that is behind the time until which they are")]
#[non_exhaustive]
pub struct PublicKeyRange;

impl Engine {
    /// Tells a public key, or what there is to know of one anew. The private key is the signer's, who is the caller of
    /// [`DigestWriter`](crate::DigestWriter).
    pub fn tell_public_key(&mut self, now: Timestamp, key: PublicKey) {
        self.see(now);
        self.state.public_keys.insert(key.fingerprint.clone(), key);
    }

    /// The keys with which digests of this time were signed, by fingerprint. Without a beginning the last day, without
    /// an end until now.
    ///
    /// ```
    /// use cupola_audit::{Engine, PublicKey};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let key = PublicKey { fingerprint: "67b9".into(), value: "MIIBCgKC".into(), from: now, until: now.plus_secs(3600) };
    /// engine.tell_public_key(now, key);
    /// assert_eq!(engine.public_keys(None, None)?.count(), 1);
    /// assert_eq!(engine.public_keys(None, Some(now.plus_secs(-1)))?.count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PublicKeyRange`].
    ///
    /// # Source
    /// CloudTrail API Reference, ListPublicKeys.
    #[doc(alias = "ListPublicKeys")]
    pub fn public_keys(
        &self,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<impl Iterator<Item = &PublicKey>, PublicKeyRange> {
        let until = until.unwrap_or(self.state.now);
        let from = from.unwrap_or_else(|| until.plus_secs(-24 * 3600));
        if from > until {
            return Err(PublicKeyRange);
        }
        Ok(self.state.public_keys.values().filter(move |key| key.from <= until && key.until >= from))
    }
}
