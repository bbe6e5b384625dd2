//! What came out of a case.

use std::fmt;

use cupola_base::ApiError;

use crate::{Object, Value};

/// What a kind gives.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "it answers, it refuses, or it cannot be asked")]
pub enum Got {
    /// The library answered.
    Answer(Value),
    /// The library refused: an object with `error` and `message`.
    Refusal(Value),
    /// The question could not be put: no expectation matches that.
    Broken(Value),
}

impl Got {
    /// A refusal with a code and a message.
    #[must_use]
    pub fn refusal(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Refusal(error(code, message).into())
    }

    /// A question that could not be put.
    #[must_use]
    pub fn broken(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Broken(error(code, message).into())
    }

    /// What is printed and laid against the expectation.
    #[must_use]
    pub const fn value(&self) -> &Value {
        match self {
            Self::Answer(value) | Self::Refusal(value) | Self::Broken(value) => value,
        }
    }
}

impl From<ApiError> for Got {
    fn from(refused: ApiError) -> Self {
        let mut object = error(refused.code, refused.message);
        for (name, json) in &refused.members {
            object.push(*name, json.as_str().parse().unwrap_or(Value::Null));
        }
        Self::Refusal(object.into())
    }
}

fn error(code: impl Into<String>, message: impl Into<String>) -> Object {
    Object::new().with("error", code.into()).with("message", message.into())
}

/// A case that failed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Failure {
    /// For a script: the number of the step, from 0, and its action.
    pub step: Option<(usize, String)>,
    /// The expectation as it was written, templates filled.
    pub expected: Value,
    /// What came out.
    pub got: Value,
}

impl Failure {
    pub(crate) fn new(expected: Value, got: &Got) -> Self {
        Self { step: None, expected, got: got.value().clone() }
    }
}

/// Writes the lines that follow `FAIL <id> (<kind>)`.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((number, action)) = &self.step {
            writeln!(f, "  step {number}: {action}")?;
        }
        writeln!(f, "  expected: {}", cut(&self.expected))?;
        write!(f, "  got:      {}", cut(&self.got))
    }
}

fn cut(value: &Value) -> String {
    let mut text = value.to_string();
    if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        text.truncate(end);
    }
    text
}

const MOST_CHARACTERS: usize = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_printed_as_the_format_says() {
        let got = Got::refusal("Nope", "no such thing");
        let mut failure = Failure::new(Value::Bool(true), &got);
        let lines = "  expected: true\n  got:      {\"error\":\"Nope\",\"message\":\"no such thing\"}";
        assert_eq!(failure.to_string(), lines);
        failure.step = Some((3, "PutRule".into()));
        assert_eq!(failure.to_string(), format!("  step 3: PutRule\n{lines}"));
    }

    #[test]
    fn both_values_are_cut_after_2000_characters() {
        let failure = Failure::new(Value::from("é".repeat(5000)), &Got::Answer(Value::Null));
        let expected = failure.to_string().lines().next().unwrap().to_owned();
        assert_eq!(expected.chars().count(), "  expected: ".len() + 2000);
    }
}
