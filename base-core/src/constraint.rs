//! The texts with which the services' front refuses what breaks a bound.
//!
//! All violations of one request stand in one message:
//! `2 validation errors detected: Value 'V' at 'path' failed to satisfy constraint: ...; Value ...`.
//! A path has a small first letter in each member name and counts list items from 1, as in
//! `targets.1.member.id`. Which error code carries the message is the service's matter.
//!
//! ```
//! use cupola_base::constraint;
//! use cupola_base::shape::{Member, Operation, Shape, Text, NOTHING};
//! use serde_json::json;
//!
//! static NAME: Shape = Shape::Text(Text::of(1, 3));
//! static INPUT: Shape = Shape::Structure(&[Member::required("Name", &NAME)]);
//! static PUT: Operation = Operation::new("PutThing", &INPUT, &NOTHING);
//!
//! assert!(constraint::check(PUT.input, &json!({"Name": "abc"})).is_ok());
//! assert_eq!(
//!     constraint::check(PUT.input, &json!({"Name": "abcd"})).unwrap_err().to_string(),
//!     "1 validation error detected: Value 'abcd' at 'name' failed to satisfy constraint: \
//!      Member must have length less than or equal to 3",
//! );
//! ```
//!
//! # Source
//! Answers recorded from AWS. Where a bound is both too small and required, or of lists and
//! structures printed as values, the form is our decision: such values are printed as JSON.

use std::fmt;

use serde_json::Value;

use crate::shape::{List, Range, Shape, Text};

/// Why a request was refused before the action looked at it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// A member has the wrong JSON type.
    Type(WrongType),
    /// Members break their bounds.
    Constraints(Violations),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(wrong) => wrong.fmt(f),
            Self::Constraints(violations) => violations.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

/// A member of the wrong JSON type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("member `{path}` must be {wanted}, not {found}")]
#[non_exhaustive]
pub struct WrongType {
    /// Where.
    pub path: String,
    /// What is accepted.
    pub wanted: &'static str,
    /// What was there.
    pub found: &'static str,
}

/// Bounds that were broken, in the order in which the shape lists its members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Violations(Vec<String>);

impl Violations {
    /// One value that breaks one bound; `constraint` is the text from `Member must ...`.
    #[must_use]
    pub fn one(value: impl fmt::Display, path: &str, constraint: &str) -> Self {
        let mut violations = Self::default();
        violations.add(value, path, constraint);
        violations
    }

    /// Adds one more.
    pub fn add(&mut self, value: impl fmt::Display, path: &str, constraint: &str) {
        self.0.push(format!("Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"));
    }

    /// Nothing is broken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn absent(&mut self, path: &str) {
        self.0.push(format!("Value null at '{path}' failed to satisfy constraint: Member must not be null"));
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0.len() == 1 { "error" } else { "errors" };
        write!(f, "{} validation {plural} detected: {}", self.0.len(), self.0.join("; "))
    }
}

/// Lays a request against its shape.
///
/// Null counts as absent; unknown members are not looked at.
///
/// # Errors
/// [`Refusal::Type`] at the first member of a wrong type, else [`Refusal::Constraints`] with every
/// bound that is broken.
pub fn check(shape: &Shape, value: &Value) -> Result<(), Refusal> {
    let mut walk = Walk::default();
    walk.visit(shape, value, "").map_err(Refusal::Type)?;
    if walk.violations.is_empty() { Ok(()) } else { Err(Refusal::Constraints(walk.violations)) }
}

#[derive(Default)]
struct Walk {
    violations: Violations,
}

impl Walk {
    fn visit(&mut self, shape: &Shape, value: &Value, path: &str) -> Result<(), WrongType> {
        match (shape, value) {
            (Shape::Structure(_), Value::Object(object)) => self.structure(shape, object, path),
            (Shape::List(list), Value::Array(items)) => self.list(list, items, value, path),
            (Shape::Map(map), Value::Object(object)) => {
                object.iter().try_for_each(|(key, value)| self.visit(map.value, value, &below(path, key)))
            }
            (Shape::Text(text), Value::String(string)) => {
                self.text(text, string, path);
                Ok(())
            }
            (Shape::Integer(range), Value::Number(number)) if is_whole(number) => {
                self.integer(*range, number, path);
                Ok(())
            }
            (Shape::Double, Value::Number(_))
            | (Shape::Boolean, Value::Bool(_))
            | (Shape::Timestamp, Value::Number(_) | Value::String(_))
            | (Shape::Blob, Value::String(_))
            | (Shape::Document, _) => Ok(()),
            (Shape::Double, Value::String(s)) if matches!(s.as_str(), "NaN" | "Infinity" | "-Infinity") => Ok(()),
            _ => Err(WrongType { path: path.to_owned(), wanted: wanted(shape), found: found(value) }),
        }
    }

    fn structure(
        &mut self,
        shape: &Shape,
        object: &serde_json::Map<String, Value>,
        path: &str,
    ) -> Result<(), WrongType> {
        for member in shape.members() {
            let path = below(path, member.name);
            match object.get(member.name) {
                None | Some(Value::Null) if member.required => self.violations.absent(&path),
                None | Some(Value::Null) => {}
                Some(value) => self.visit(member.shape, value, &path)?,
            }
        }
        Ok(())
    }

    fn list(&mut self, list: &List, items: &[Value], value: &Value, path: &str) -> Result<(), WrongType> {
        self.length(items.len(), list.min, list.max, value, path);
        for (index, item) in items.iter().enumerate() {
            self.visit(list.item, item, &format!("{path}.{}.member", index + 1))?;
        }
        Ok(())
    }

    fn text(&mut self, text: &Text, string: &str, path: &str) {
        self.length(string.chars().count(), text.min, text.max, &string, path);
        if let Some(pattern) = text.pattern.filter(|pattern| !(pattern.matches)(string)) {
            let constraint = format!("Member must satisfy regular expression pattern: {}", pattern.text);
            self.violations.add(string, path, &constraint);
        }
        if !text.one_of.is_empty() && !text.one_of.contains(&string) {
            let constraint = format!("Member must satisfy enum value set: [{}]", text.one_of.join(", "));
            self.violations.add(string, path, &constraint);
        }
    }

    fn length(&mut self, length: usize, min: usize, max: usize, value: &dyn fmt::Display, path: &str) {
        if length < min {
            self.violations.add(value, path, &format!("Member must have length greater than or equal to {min}"));
        }
        if length > max {
            self.violations.add(value, path, &format!("Member must have length less than or equal to {max}"));
        }
    }

    fn integer(&mut self, range: Range, number: &serde_json::Number, path: &str) {
        let value = whole(number);
        if value < range.min {
            let constraint = format!("Member must have value greater than or equal to {}", range.min);
            self.violations.add(number, path, &constraint);
        }
        if value > range.max {
            let constraint = format!("Member must have value less than or equal to {}", range.max);
            self.violations.add(number, path, &constraint);
        }
    }
}

/// Whole numbers may be written with a fraction of zero, as some clients do.
fn is_whole(number: &serde_json::Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|n| n.fract() == 0.0)
}

/// The number, or the bound of the type where it is beyond.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is what is asked for")]
fn whole(number: &serde_json::Number) -> i64 {
    number.as_i64().unwrap_or_else(|| number.as_f64().map_or(i64::MAX, |n| n as i64))
}

fn below(path: &str, name: &str) -> String {
    let mut letters = name.chars();
    let small: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    if path.is_empty() { small } else { format!("{path}.{small}") }
}

const fn wanted(shape: &Shape) -> &'static str {
    match shape {
        Shape::Structure(_) | Shape::Map(_) => "an object",
        Shape::List(_) => "a list",
        Shape::Text(_) | Shape::Blob => "a text",
        Shape::Integer(_) => "a whole number",
        Shape::Double => "a number",
        Shape::Boolean => "true or false",
        Shape::Timestamp => "a time",
        Shape::Document => "any JSON",
    }
}

const fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::shape::Member;

    static ID: Shape = Shape::Text(Text::of(1, 4));
    static TARGET: Shape = Shape::Structure(&[Member::required("Id", &ID)]);
    static INPUT: Shape = Shape::Structure(&[
        Member::required("Targets", &Shape::List(List::of(&TARGET).within(1, 2))),
        Member::optional("Limit", &Shape::Integer(Range::of(1, 50))),
        Member::optional("State", &Shape::Text(Text::one_of(&["ON", "OFF"]))),
    ]);

    fn message(value: &Value) -> String {
        check(&INPUT, value).unwrap_err().to_string()
    }

    #[test]
    fn list_items_count_from_one() {
        assert_eq!(
            message(&json!({"Targets": [{"Id": "a"}, {"Id": "abcde"}]})),
            "1 validation error detected: Value 'abcde' at 'targets.2.member.id' failed to satisfy constraint: \
             Member must have length less than or equal to 4"
        );
    }

    #[test]
    fn all_violations_stand_in_one_text() {
        assert_eq!(
            message(&json!({"Limit": 51, "State": "on"})),
            "3 validation errors detected: Value null at 'targets' failed to satisfy constraint: Member must not be \
             null; Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to \
             50; Value 'on' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]"
        );
    }

    #[test]
    fn a_wrong_type_comes_before_bounds() {
        assert_eq!(message(&json!({"Targets": 3, "Limit": 99})), "member `targets` must be a list, not a number");
    }
}
