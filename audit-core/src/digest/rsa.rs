//! RSA, for whoever has no verifier of his own.

use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256};

use super::verify::{NotVerified, SignatureVerifier};

/// Checks signatures in pure Rust. Keys are PKCS#1 or SubjectPublicKeyInfo.
///
/// ```
/// use cupola_audit::{NotVerified, RsaVerifier, SignatureVerifier};
///
/// assert_eq!(RsaVerifier.verify(b"no key", b"message", b"signature"), Err(NotVerified::Key));
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing to it")]
pub struct RsaVerifier;

impl SignatureVerifier for RsaVerifier {
    fn verify(&self, key_der: &[u8], message: &[u8], signature: &[u8]) -> Result<(), NotVerified> {
        let key = RsaPublicKey::from_pkcs1_der(key_der).or_else(|_| RsaPublicKey::from_public_key_der(key_der));
        let key = key.map_err(|_| NotVerified::Key)?;
        let verified = key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature);
        verified.map_err(|_| NotVerified::Signature)
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::base64;

    use super::super::unhex;
    use super::*;

    /// Made with `openssl genrsa`, and of the text `message` with `openssl dgst -sha256 -sign`.
    const PKCS1: &str = concat!(
        "MIIBCgKCAQEA0WzvvqoK9npyszs2k15E/n6hTUxt7e/sw91T5j6Zpss6RHSmfXnB8qdcs+1Vy/7GJORi6Va6CQYKmoD5a2tlZKI5",
        "EzwsufTIQWkMNUnrUc0kU7B8liFRvXv38lmT3SxlJsAXCu2Z/87Ahk3CxzjaJkiWXk0KcU66hqb1bwVOXKdFTXTy1JmoJXkybP4d",
        "IkEXaO3zxLLgtFIuNOvSxHwsoX1sjsqVjpybxL23Zy/GU2RTscJxjUobdIKDM2GSO7JejNb/HtVKpFtngHuQwem2uZLrjg6iVFez",
        "N/b2o01fl/eSXjL6zu1OA51vQLi+WHPcfa2RmTqgECyp0fqly8jI1wIDAQAB",
    );
    const SPKI: &str = concat!(
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0WzvvqoK9npyszs2k15E/n6hTUxt7e/sw91T5j6Zpss6RHSmfXnB8qdc",
        "s+1Vy/7GJORi6Va6CQYKmoD5a2tlZKI5EzwsufTIQWkMNUnrUc0kU7B8liFRvXv38lmT3SxlJsAXCu2Z/87Ahk3CxzjaJkiWXk0K",
        "cU66hqb1bwVOXKdFTXTy1JmoJXkybP4dIkEXaO3zxLLgtFIuNOvSxHwsoX1sjsqVjpybxL23Zy/GU2RTscJxjUobdIKDM2GSO7Je",
        "jNb/HtVKpFtngHuQwem2uZLrjg6iVFezN/b2o01fl/eSXjL6zu1OA51vQLi+WHPcfa2RmTqgECyp0fqly8jI1wIDAQAB",
    );
    const SIGNATURE: &str = concat!(
        "916993b61988dc8c7b4583918dc1ebafddf984d6efdce34de4a2db268343ea75490bca6be77ff5472aa439162315bc9c9681",
        "085b5074e7fcf8b9ab348d4d277c5083c4f6b3428950294ff33afef55554dfd8b8c7380c21b517f77e1101015fea9d1b5e43",
        "de4ec758ecdb378f8cff06b7af605a1eafa615be7af22301f4924ddf12587cb881dd1cdc04295302c7eb8606aea584076c6b",
        "698cd44399da485ef90c8ff58f0ba0b83dc1358936ed0d36cbbacfae60fa1b56069dcfe4e8204cb38fae2d32df548ae0f2a1",
        "9498d4b24c25401e3f4dfffa4585cd999cba3571931cac41c6ec24c268be1e948d49cda0ac1f9a363e2da06e67c09ea53386",
        "1c8b3dd16d53",
    );

    #[test]
    fn both_forms_of_the_key_verify() {
        let signature = unhex(SIGNATURE).unwrap();
        for key in [PKCS1, SPKI] {
            let key = base64::decode(key).unwrap();
            assert_eq!(RsaVerifier.verify(&key, b"message", &signature), Ok(()));
            assert_eq!(RsaVerifier.verify(&key, b"another", &signature), Err(NotVerified::Signature));
            assert_eq!(RsaVerifier.verify(&key, b"message", &signature[1..]), Err(NotVerified::Signature));
            assert_eq!(RsaVerifier.verify(&key[..40], b"message", &signature), Err(NotVerified::Key));
        }
    }
}
