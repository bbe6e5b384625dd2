//! JSON as cases need it: order of keys, duplicate keys and spelling of numbers survive.

use std::fmt;
use std::sync::Arc;

/// One JSON value.
///
/// ```
/// use cupola_conformance::Value;
///
/// let value: Value = r#"{"b": 1.0, "a": [true, null]}"#.parse()?;
/// assert_eq!(value.to_string(), r#"{"b":1.0,"a":[true,null]}"#);
/// assert_eq!(value.at("/a/0"), Some(&Value::Bool(true)));
/// # Ok::<(), cupola_conformance::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "JSON has six forms")]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Object),
}

impl Value {
    /// The member of that name, when this is an object that has one.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        self.as_object()?.member(name)
    }

    /// The value that an RFC 6901 pointer leads to; the empty pointer leads to the value itself.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |value, step| value.step(step))
    }

    fn step(&self, step: &str) -> Option<&Self> {
        match self {
            Self::Object(object) => object.member(&step.replace("~1", "/").replace("~0", "~")),
            Self::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The object, when this is one.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// The list, when this is one.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The text, when this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number, when this is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(number.to_f64()) } else { None }
    }

    /// The number, when this is a whole one that is not negative.
    #[must_use]
    pub fn as_count(&self) -> Option<usize> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
        let whole =
            |number: f64| (number.fract() == 0.0 && (0.0..MOST_EXACT).contains(&number)).then_some(number as usize);
        self.as_number().and_then(whole)
    }

    /// What this is, in a word, for messages.
    #[must_use]
    pub const fn form(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Whole numbers below are all exact as doubles.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes compact JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(bool) => write!(f, "{bool}"),
            Self::Number(number) => f.write_str(number.text()),
            Self::Text(text) => write_text(text, f),
            Self::List(items) => write_list(items, f),
            Self::Object(object) => write_object(object, f),
        }
    }
}

fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

fn write_list(items: &[Value], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("[")?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        fmt::Display::fmt(item, f)?;
    }
    f.write_str("]")
}

fn write_object(object: &Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("{")?;
    for (index, (name, value)) in object.members().iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        write_text(name, f)?;
        write!(f, ":{value}")?;
    }
    f.write_str("}")
}

/// A number, as it was spelled.
#[derive(Clone, Debug)]
pub struct Number {
    text: Arc<str>,
    value: f64,
}

impl Number {
    pub(crate) fn spelled(text: &str, value: f64) -> Self {
        Self { text: text.into(), value }
    }

    /// The spelling.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The nearest double; infinite when the number is out of range.
    #[must_use]
    pub const fn to_f64(&self) -> f64 {
        self.value
    }
}

/// Numbers are equal when their spellings are.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// The members of an object, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(Vec<(String, Value)>);

impl Object {
    /// An object without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a member.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.push(name, value);
        self
    }

    /// Appends a member.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.push((name.into(), value.into()));
    }

    /// The member of that name; the last one, when there are several.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// All members.
    #[must_use]
    pub fn members(&self) -> &[(String, Value)] {
        &self.0
    }

    /// The only member, when there is exactly one.
    #[must_use]
    pub fn only(&self) -> Option<(&str, &Value)> {
        if let [(name, value)] = self.0.as_slice() { Some((name, value)) } else { None }
    }
}

impl From<Vec<(String, Value)>> for Object {
    fn from(members: Vec<(String, Value)>) -> Self {
        Self(members)
    }
}

impl From<bool> for Value {
    fn from(bool: bool) -> Self {
        Self::Bool(bool)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    #[expect(clippy::cast_precision_loss, reason = "the spelling is exact, the double the nearest")]
    fn from(number: i64) -> Self {
        Self::Number(Number::spelled(&number.to_string(), number as f64))
    }
}

impl From<u64> for Value {
    #[expect(clippy::cast_precision_loss, reason = "the spelling is exact, the double the nearest")]
    fn from(number: u64) -> Self {
        Self::Number(Number::spelled(&number.to_string(), number as f64))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

/// JSON knows no infinity: what is not finite becomes `null`.
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(Number::spelled(&number.to_string(), number)) } else { Self::Null }
    }
}

impl From<Vec<Self>> for Value {
    fn from(items: Vec<Self>) -> Self {
        Self::List(items)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(option: Option<T>) -> Self {
        option.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_into_lists_and_escaped_keys() {
        let value: Value = r#"{"a/b": {"m~n": [10, {"": "x"}]}}"#.parse().unwrap();
        assert_eq!(value.at("/a~1b/m~0n/1/").and_then(Value::as_text), Some("x"));
        assert_eq!(value.at("/a~1b/m~0n/2"), None);
        assert_eq!(value.at("a"), None);
        assert_eq!(value.at(""), Some(&value));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts_and_both_are_printed() {
        let value: Value = r#"{"a":1,"a":2}"#.parse().unwrap();
        assert_eq!(value.member("a").and_then(Value::as_number), Some(2.0));
        assert_eq!(value.to_string(), r#"{"a":1,"a":2}"#);
    }

    #[test]
    fn doubles_are_printed_so_that_they_read_back() {
        for number in [0.1, -0.0, 1e300, 5e-324, 1_777_874_400.25] {
            let text = Value::from(number).to_string();
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{text}");
        }
    }
}
