//! JSON text to [`Value`].

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::value::{Number, Object, Value};

/// The text is not one JSON value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON: {0}")]
pub struct ParseError(String);

impl From<serde_json::Error> for ParseError {
    fn from(cause: serde_json::Error) -> Self {
        Self(cause.to_string())
    }
}

/// Strict RFC 8259; at most 1000 levels deep.
impl FromStr for Value {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read(serde_json::from_str(text)?, DEPTH_LIMIT)
    }
}

/// Takes a value apart, level by level: only so are the spelling of numbers and the order of keys
/// kept.
fn read(raw: &RawValue, depth: usize) -> Result<Value, ParseError> {
    let text = raw.get();
    let below = depth.checked_sub(1).ok_or_else(|| ParseError("nested too deeply".into()));
    Ok(match text.as_bytes().first() {
        Some(b'{') => Value::Object(read_members(text, below?)?),
        Some(b'[') => Value::List(read_items(text, below?)?),
        Some(b'"') => Value::Text(serde_json::from_str(text)?),
        Some(b't' | b'f') => Value::Bool(serde_json::from_str(text)?),
        Some(b'n') => Value::Null,
        _ => Value::Number(read_number(text)?),
    })
}

fn read_members(text: &str, depth: usize) -> Result<Object, ParseError> {
    let Members(members) = serde_json::from_str(text)?;
    let members = members.into_iter().map(|(name, raw)| Ok((name, read(raw, depth)?)));
    members.collect::<Result<Vec<_>, _>>().map(Object::from)
}

fn read_items(text: &str, depth: usize) -> Result<Vec<Value>, ParseError> {
    let items: Vec<&RawValue> = serde_json::from_str(text)?;
    items.into_iter().map(|raw| read(raw, depth)).collect()
}

/// What is out of a double's range becomes infinite, as the nearest doubles go.
fn read_number(text: &str) -> Result<Number, ParseError> {
    let value = text.parse().map_err(|_| ParseError(format!("`{text}` is no number")))?;
    Ok(Number::spelled(text, value))
}

/// The members of an object in their order, duplicates included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// Deeper than any case, and shallow enough for the recursion of matcher and templates.
const DEPTH_LIMIT: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_json() {
        for text in ["", " ", "{", "[1,]", "01", "1.", "nul", "'a'", "\"a", "\"\u{1}\"", "{\"a\":1} x", "\"\\ud800\""] {
            assert!(text.parse::<Value>().is_err(), "{text}");
        }
    }

    #[test]
    fn spelling_survives() {
        for text in ["1.50", "-0", "1E+2", "123456789012345678901234567890", "1e999", r#"{"b":[1.0,{}],"a":[]}"#] {
            assert_eq!(text.parse::<Value>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(nested(1000).parse::<Value>().is_ok());
        assert!(nested(1001).parse::<Value>().is_err());
        assert!("[".repeat(1_000_000).parse::<Value>().is_err());
    }
}
