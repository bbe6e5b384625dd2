//! Expectations: what is laid against what came out.

mod compile;
mod pairing;
mod refusal;

use regex::Regex;

use crate::instant::instant;
use crate::parse::parse_deep;
use crate::{Got, Value};

pub use compile::MatcherError;

/// A compiled expectation.
///
/// ```
/// use cupola_conformance::{Matcher, Value};
///
/// let expect: Value = r#"{"n": {"~ge": 3}, "tags": {"~set": ["a", {"~regex": "^b"}]}}"#.parse()?;
/// let matcher = Matcher::compile(&expect)?;
/// assert!(matcher.matches(&r#"{"tags": ["bb", "a"], "n": 3.0, "more": null}"#.parse()?));
/// assert!(!matcher.matches(&r#"{"tags": ["bb", "b"], "n": 3}"#.parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Matcher(Rule);

#[derive(Clone, Debug)]
enum Rule {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
    Any,
    Not(Box<Self>),
    All(Vec<Self>),
    OneOf(Vec<Self>),
    Exact(Vec<(String, Self)>),
    Keys(Vec<String>),
    Set(Vec<Self>),
    Contains(Vec<Self>),
    Len(usize),
    Near(f64, f64),
    Ge(f64),
    Le(f64),
    Regex(Regex),
    Json(Box<Self>),
    Time(cupola_base::Timestamp),
}

impl Matcher {
    /// Reads an expectation.
    ///
    /// # Errors
    /// [`MatcherError`] for a `~` object that is not in the table or has a wrong argument.
    pub fn compile(expect: &Value) -> Result<Self, MatcherError> {
        compile::rule(expect).map(Self)
    }

    /// Whether an answer is as expected.
    #[must_use]
    pub fn matches(&self, got: &Value) -> bool {
        self.0.matches(got)
    }

    /// Whether a refusal, an object with the member `error`, is as expected. It never is unless
    /// the expectation names `error`.
    #[must_use]
    pub fn matches_refusal(&self, got: &Value) -> bool {
        self.0.matches_refusal(got)
    }

    /// Whether what came out is as expected. A question that could not be put matches nothing.
    #[must_use]
    pub fn matches_got(&self, got: &Got) -> bool {
        match got {
            Got::Answer(value) => self.matches(value),
            Got::Refusal(value) => self.matches_refusal(value),
            Got::Broken(_) => false,
        }
    }
}

impl Rule {
    /// An absent member counts as null: the two are the same to every rule.
    fn matches(&self, got: &Value) -> bool {
        match self {
            Self::Null => *got == Value::Null,
            Self::Bool(bool) => *got == Value::Bool(*bool),
            Self::Number(number) => got.as_number().is_some_and(|got| same_number(*number, got)),
            Self::Text(text) => got.as_text() == Some(text),
            Self::List(rules) => got.as_list().is_some_and(|items| in_order(rules, items)),
            Self::Object(members) => got.as_object().is_some() && has_members(members, got),
            Self::Any => *got != Value::Null,
            Self::Not(rule) => !rule.matches(got),
            Self::All(rules) => rules.iter().all(|rule| rule.matches(got)),
            Self::OneOf(rules) => rules.iter().any(|rule| rule.matches(got)),
            Self::Exact(members) => has_no_others(members, got) && has_members(members, got),
            Self::Keys(keys) => has_keys(keys, got),
            Self::Set(rules) => got.as_list().is_some_and(|items| items.len() == rules.len() && pair(rules, items)),
            Self::Contains(rules) => contains(rules, got),
            Self::Len(size) => size_of(got) == Some(*size),
            Self::Near(number, tolerance) => got.as_number().is_some_and(|got| (got - number).abs() <= *tolerance),
            Self::Ge(bound) => got.as_number().is_some_and(|got| got >= *bound),
            Self::Le(bound) => got.as_number().is_some_and(|got| got <= *bound),
            Self::Regex(regex) => got.as_text().is_some_and(|text| regex.is_match(text)),
            Self::Json(rule) => got.as_text().is_some_and(|text| holds_json(rule, text)),
            Self::Time(at) => instant(got) == Some(*at),
        }
    }
}

/// Equal up to the last places of a double. Infinities have no difference to measure.
#[expect(clippy::float_cmp, reason = "only infinities and what is equal bit by bit are compared so")]
fn same_number(a: f64, b: f64) -> bool {
    let difference = (a - b).abs();
    a == b || (difference.is_finite() && difference <= RELATIVE_TOLERANCE * a.abs().max(b.abs()))
}

fn in_order(rules: &[Rule], items: &[Value]) -> bool {
    rules.len() == items.len() && rules.iter().zip(items).all(|(rule, item)| rule.matches(item))
}

fn has_members(members: &[(String, Rule)], got: &Value) -> bool {
    members.iter().all(|(name, rule)| rule.matches(got.member(name).unwrap_or(&Value::Null)))
}

fn has_no_others(members: &[(String, Rule)], got: &Value) -> bool {
    let expected = |name: &String| members.iter().any(|(member, _)| member == name);
    got.as_object()
        .is_some_and(|object| object.members().iter().all(|(name, value)| *value == Value::Null || expected(name)))
}

fn has_keys(keys: &[String], got: &Value) -> bool {
    got.as_object().is_some_and(|object| object.members().iter().map(|(name, _)| name).eq(keys))
}

fn pair(rules: &[Rule], items: &[Value]) -> bool {
    pairing::exists(rules.len(), items.len(), |rule, item| rules[rule].matches(&items[item]))
}

fn contains(rules: &[Rule], got: &Value) -> bool {
    match got {
        Value::List(items) => pair(rules, items),
        Value::Text(text) => rules.iter().all(|rule| matches!(rule, Rule::Text(part) if text.contains(part))),
        _ => false,
    }
}

fn size_of(got: &Value) -> Option<usize> {
    match got {
        Value::List(items) => Some(items.len()),
        Value::Text(text) => Some(text.chars().count()),
        Value::Object(object) => Some(object.members().len()),
        _ => None,
    }
}

fn holds_json(rule: &Rule, text: &str) -> bool {
    parse_deep(text).is_ok_and(|value| rule.matches(&value))
}

const RELATIVE_TOLERANCE: f64 = 1e-12;

#[cfg(test)]
mod tests;
