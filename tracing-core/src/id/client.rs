//! Ids of sampler instances.

use std::fmt;

use cupola_base::Rng;
use serde::{Deserialize, Serialize};

use super::hex::{self, IdError, IdKind, text_id};

/// Names one sampler instance in every statistics document that it sends: 24 hexadecimal digits,
/// read in either letter case, written in lower case.
///
/// ```
/// use cupola_base::Rng;
/// use cupola_traces::ClientId;
///
/// let id = ClientId::generate(&Rng::new(0));
/// assert_eq!(id.to_string().len(), 24);
/// assert_eq!(ClientId::parse(&id.to_string())?, id);
/// # Ok::<(), cupola_traces::IdError>(())
/// ```
///
/// # Source
/// X-Ray API Reference, SamplingStatisticsDocument.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientId(u128);

impl ClientId {
    /// Reads 24 hexadecimal digits.
    ///
    /// # Errors
    /// [`IdError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        hex::number(text, 24).map(Self).ok_or_else(|| IdError::new(IdKind::Client, text))
    }

    /// A new id.
    #[must_use]
    pub fn generate(rng: &Rng) -> Self {
        Self(u128::from(rng.next_u64()) << 32 | u128::from(rng.next_u64() >> 32))
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:024x}", self.0)
    }
}

text_id!(ClientId);
