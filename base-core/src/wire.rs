//! Reading requests and writing answers in the services' JSON.
//!
//! ```
//! use cupola_base::shape::{Member, Operation, Shape, NOTHING, TEXT};
//! use cupola_base::wire::{self, WireTime};
//! use serde::Deserialize;
//!
//! static INPUT: Shape = Shape::Structure(&[Member::required("Name", &TEXT), Member::optional("At", &Shape::Timestamp)]);
//! static PUT: Operation = Operation::new("PutThing", &INPUT, &NOTHING);
//!
//! #[derive(Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct PutThing { name: String, at: Option<WireTime> }
//!
//! let put: PutThing = wire::request(&PUT, r#"{"Name": "a", "At": 1.5}"#, "ValidationException")?;
//! assert_eq!((put.name.as_str(), put.at.map(|at| at.0.as_millis())), ("a", Some(1500)));
//!
//! let refused = wire::request::<PutThing>(&PUT, "{}", "ValidationException").err().map(|e| e.code);
//! assert_eq!(refused.as_deref(), Some("ValidationException"));
//! # Ok::<(), cupola_base::ApiError>(())
//! ```

use std::fmt;

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::constraint::{self, Refusal};
use crate::shape::Operation;
use crate::{ApiError, Timestamp};

/// Reads a request: JSON, then types, then bounds, then the type `T`.
///
/// An empty text counts as `{}`. Unknown members are ignored, null counts as absent.
///
/// # Errors
/// `SerializationException` for what is not a JSON object or has a member of a wrong type;
/// `constraint_code` with the service's text for bounds that are broken.
pub fn request<T: DeserializeOwned>(
    operation: &Operation,
    input: &str,
    constraint_code: &'static str,
) -> Result<T, ApiError> {
    let input = if input.trim().is_empty() { "{}" } else { input };
    let value: Value = serde_json::from_str(input).map_err(ApiError::serialization)?;
    constraint::check(operation.input, &value).map_err(|refusal| match refusal {
        Refusal::Type(wrong) => ApiError::serialization(wrong),
        Refusal::Constraints(violations) => ApiError::caller(constraint_code, violations.to_string()),
    })?;
    serde_json::from_value(value).map_err(ApiError::serialization)
}

/// Writes an answer as compact JSON, members in the order in which the type declares them.
///
/// # Panics
/// When the type's `Serialize` fails, which none of ours does.
#[must_use]
pub fn answer(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("our own types serialise")
}

/// An instant as most services' JSON carries it: seconds since the epoch, with a fraction.
///
/// ISO text is accepted as well where a number is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a transparent wrapper")]
pub struct WireTime(pub Timestamp);

impl From<Timestamp> for WireTime {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for WireTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0.as_secs_f64())
    }
}

impl<'de> Deserialize<'de> for WireTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WireTimeVisitor)
    }
}

struct WireTimeVisitor;

impl Visitor<'_> for WireTimeVisitor {
    type Value = WireTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("seconds since the epoch or ISO 8601 text")
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<WireTime, E> {
        Ok(WireTime(Timestamp::from_secs(seconds)))
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<WireTime, E> {
        Ok(WireTime(Timestamp::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))))
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<WireTime, E> {
        Timestamp::from_secs_f64(seconds).map(WireTime).ok_or_else(|| E::custom("a time must be finite"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<WireTime, E> {
        Timestamp::parse(text).map(WireTime).map_err(E::custom)
    }
}
