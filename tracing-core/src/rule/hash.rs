//! The short form of a rule's name that travels with a trace.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The key under which the rule that decided upstream travels in W3C's trace state and baggage.
pub const RULE_STATE_KEY: &str = "xrsr";

/// What stands for a rule's name there: the first 8 bytes of its SHA-256, in hexadecimal digits.
///
/// ```
/// use cupola_traces::rule_state;
///
/// assert_eq!(rule_state("Default").len(), 16);
/// assert_ne!(rule_state("Default"), rule_state("default"));
/// ```
///
/// # Source
/// The X-Ray sampler of OpenTelemetry Java.
#[must_use]
pub fn rule_state(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    digest.iter().take(8).fold(String::with_capacity(16), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_cut_to_sixteen_digits() {
        // From `printf abc | sha256sum`, as in FIPS 180-4.
        assert_eq!(rule_state("abc"), "ba7816bf8f01cfea");
    }
}
