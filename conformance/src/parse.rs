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

/// Strict RFC 8259; at most 200 levels deep.
impl FromStr for Value {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read(serde_json::from_str(text)?, SHALLOW)
    }
}

/// Reads what the library gave, which may be as deep as the services allow. Needs the stack of a
/// guarded thread.
pub(crate) fn parse_deep(text: &str) -> Result<Value, ParseError> {
    read(serde_json::from_str(text)?, DEEP)
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

/// Deeper than any case is written, and within any thread's stack.
const SHALLOW: usize = 200;
/// An event may have a detail of 1000 levels, and stands in lists and envelopes itself.
const DEEP: usize = 1100;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::guard::Guard;

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

    fn nested(depth: usize) -> String {
        format!("{}{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn depth_is_bounded() {
        assert!(nested(200).parse::<Value>().is_ok());
        assert!(nested(201).parse::<Value>().is_err());
        assert!("[".repeat(1_000_000).parse::<Value>().is_err());
    }

    #[test]
    fn what_the_library_gave_may_be_deep() {
        let compare = || {
            let value = parse_deep(&nested(1100)).unwrap();
            let matched = crate::Matcher::compile(&value).unwrap().matches(&value);
            (matched, value.to_string() == nested(1100), parse_deep(&nested(1101)).is_err())
        };
        let outcome = Guard::default().run(Duration::from_secs(10), compare);
        assert_eq!(outcome, Ok((true, true, true)));
    }
}
