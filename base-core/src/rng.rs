//! Randomness from a seed.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

/// SplitMix64 over an atomic counter: the same seed gives the same numbers on every machine, and
/// numbers can be drawn through a shared reference.
///
/// Not for secrets: every number is known to whoever knows the seed.
///
/// ```
/// use cupola_base::Rng;
///
/// let (a, b) = (Rng::new(7), Rng::new(7));
/// assert_eq!(a.next_u64(), b.next_u64());
/// assert!((0.0..1.0).contains(&a.unit()));
/// assert_eq!(Rng::new(0).uuid().len(), 36);
/// ```
///
/// # Source
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rng(AtomicU64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rng {
    /// Starts from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// A generator of its own for the part `name` of whatever `seed` stands for, so that draws in
    /// one part never shift those in another.
    #[must_use]
    pub fn for_part(seed: u64, name: &str) -> Self {
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        Self::new(mix(seed ^ hash))
    }

    /// The next 64 bits.
    #[inline]
    pub fn next_u64(&self) -> u64 {
        mix(self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP))
    }

    /// Leaves out as many numbers, as if they had been drawn.
    pub fn skip(&self, count: u64) {
        self.0.fetch_add(STEP.wrapping_mul(count), Ordering::Relaxed);
    }

    /// A number in `[0, 1)` with 53 random bits.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    #[inline]
    pub fn unit(&self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number in `0..bound`; 0 when the bound is 0.
    pub fn below(&self, bound: u64) -> u64 {
        let wide = u128::from(self.next_u64()) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A version 4 UUID in its canonical text.
    pub fn uuid(&self) -> String {
        self.next_uuid().to_string()
    }

    /// A version 4 UUID.
    pub fn next_uuid(&self) -> Uuid {
        let high = (self.next_u64() & !0xf000) | 0x4000;
        let low = (self.next_u64() & !(0b11 << 62)) | (0b10 << 62);
        Uuid { high, low }
    }
}

/// A UUID; `Display` prints its canonical text.
///
/// ```
/// use cupola_base::Rng;
/// assert_eq!(Rng::new(3).next_uuid().to_string(), Rng::new(3).uuid());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Uuid {
    high: u64,
    low: u64,
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { high, low } = self;
        let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0xffff);
        write!(f, "{a:08x}-{b:04x}-{c:04x}-{:04x}-{:012x}", low >> 48, low & 0xffff_ffff_ffff)
    }
}

impl Clone for Rng {
    fn clone(&self) -> Self {
        Self::new(self.0.load(Ordering::Relaxed))
    }
}

#[inline]
fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published test vector: seed 1234567 of the reference implementation.
    #[test]
    fn numbers_are_those_of_the_reference_implementation() {
        let rng = Rng::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| rng.next_u64()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn what_is_skipped_is_not_drawn() {
        let (one, other) = (Rng::new(9), Rng::new(9));
        let drawn: Vec<u64> = (0..1000).map(|_| one.next_u64()).collect();
        other.skip(drawn.len() as u64);
        assert_eq!(one.next_u64(), other.next_u64());
    }

    #[test]
    fn uuids_carry_version_and_variant() {
        let id = Rng::new(3).uuid();
        assert_eq!(&id[14..15], "4");
        assert!(["8", "9", "a", "b"].contains(&&id[19..20]));
    }

    #[test]
    fn parts_are_independent() {
        assert_ne!(Rng::for_part(1, "logs").next_u64(), Rng::for_part(1, "metrics").next_u64());
    }
}
