//! Rates.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The part of requests that is recorded beyond the reservoir: 0 to 1.
///
/// ```
/// use cupola_traces::Rate;
///
/// let rate = Rate::new(0.05)?;
/// assert!(rate.hits(0.0499) && !rate.hits(0.05));
/// assert!(!Rate::NEVER.hits(0.0) && Rate::ALWAYS.hits(0.999_999));
/// assert!(Rate::new(1.1).is_err() && Rate::new(f64::NAN).is_err());
/// # Ok::<(), cupola_traces::RateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Rate(f64);

impl Rate {
    /// Nothing.
    pub const NEVER: Self = Self(0.0);
    /// Everything.
    pub const ALWAYS: Self = Self(1.0);
    /// One in twenty, as the default rule has it.
    pub const DEFAULT_RULE: Self = Self(0.05);

    /// Checks and takes the number.
    ///
    /// # Errors
    /// [`RateError`] outside of 0 to 1.
    pub fn new(rate: f64) -> Result<Self, RateError> {
        // `+ 0.0` makes zero of minus zero.
        if (0.0..=1.0).contains(&rate) { Ok(Self(rate + 0.0)) } else { Err(RateError(rate.to_string())) }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Whether a request with the random number `u`, from 0 up to but not including 1, is recorded: `u` is
    /// below the rate.
    #[must_use]
    pub fn hits(self, u: f64) -> bool {
        u < self.0
    }

    pub(super) const fn to_bits(self) -> u64 {
        self.0.to_bits()
    }

    /// What [`to_bits`](Self::to_bits) gave.
    pub(super) const fn from_bits(bits: u64) -> Self {
        Self(f64::from_bits(bits))
    }
}

impl TryFrom<f64> for Rate {
    type Error = RateError;

    fn try_from(rate: f64) -> Result<Self, RateError> {
        Self::new(rate)
    }
}

impl From<Rate> for f64 {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The number is no rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rate of {0}: 0 to 1 is accepted")]
pub struct RateError(String);
