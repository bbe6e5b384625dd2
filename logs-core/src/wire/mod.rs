//! The service's JSON: requests and answers, members in the order of the API Reference.
//!
//! Instants are whole milliseconds since the epoch.

pub(crate) mod anomalies;
pub(crate) mod data_sources;
pub(crate) mod deliveries;
pub(crate) mod delivery_templates;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod filters;
pub(crate) mod groups;
pub(crate) mod keys;
pub(crate) mod lookup_tables;
pub(crate) mod protection;
pub(crate) mod queries;
pub(crate) mod scheduled_queries;
pub(crate) mod subscriptions;
pub(crate) mod tags;
pub(crate) mod tail;
pub(crate) mod transformers;

use cupola_base::Timestamp;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

/// An answer without members.
#[derive(Debug, Serialize)]
pub(crate) struct Nothing {}

fn millis<S: Serializer>(at: &Timestamp, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_i64(at.as_millis())
}

/// A whole number, also written with a fraction of zero; beyond the type it is the type's bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Whole(pub(crate) i64);

impl Whole {
    /// The instant of so many milliseconds.
    pub(crate) const fn instant(self) -> Timestamp {
        Timestamp::from_millis(self.0)
    }

    /// The number, when there can be so many of something.
    pub(crate) fn count(self) -> usize {
        usize::try_from(self.0).unwrap_or(0)
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?;
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is what is asked for")]
        let float = || number.as_f64().filter(|float| float.fract() == 0.0).map(|float| float as i64);
        number
            .as_i64()
            .or_else(float)
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("{number} is not a whole number")))
    }
}
