//! Expectation to rules.

use regex::Regex;

use super::Rule;
use crate::instant::iso;
use crate::{Object, Value};

/// The expectation is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatcherError {
    /// A `~` object that is not in the table.
    #[error("unknown matcher `{0}`")]
    Unknown(String),
    /// A `~` object whose argument is of another form.
    #[error("`{matcher}` takes {accepted}")]
    Argument {
        /// The matcher.
        matcher: &'static str,
        /// What it takes.
        accepted: &'static str,
    },
    /// The regular expression cannot be read.
    #[error("`~regex`: {0}")]
    Regex(String),
}

type Compiled<T = Rule> = Result<T, MatcherError>;

pub(super) fn rule(expect: &Value) -> Compiled {
    Ok(match expect {
        Value::Null => Rule::Null,
        Value::Bool(bool) => Rule::Bool(*bool),
        Value::Number(number) => Rule::Number(number.to_f64()),
        Value::Text(text) => Rule::Text(text.clone()),
        Value::List(items) => Rule::List(rules(items)?),
        Value::Object(object) => return object_rule(object),
    })
}

fn object_rule(object: &Object) -> Compiled {
    match object.only() {
        Some((name, argument)) if name.starts_with('~') => tilde(name, argument),
        _ => members(object).map(Rule::Object),
    }
}

fn rules(items: &[Value]) -> Compiled<Vec<Rule>> {
    items.iter().map(rule).collect()
}

fn members(object: &Object) -> Compiled<Vec<(String, Rule)>> {
    object.members().iter().map(|(name, value)| Ok((name.clone(), rule(value)?))).collect()
}

fn tilde(name: &str, argument: &Value) -> Compiled {
    match name {
        "~any" => always("~any", argument, Rule::Any),
        "~absent" => always("~absent", argument, Rule::Null),
        "~not" => Ok(Rule::Not(Box::new(rule(argument)?))),
        "~all" => list("~all", argument).map(Rule::All),
        "~oneOf" => list("~oneOf", argument).map(Rule::OneOf),
        "~exact" => exact(argument),
        "~keys" => keys(argument),
        "~set" => list("~set", argument).map(Rule::Set),
        "~contains" => list("~contains", argument).map(Rule::Contains),
        "~len" => argument.as_count().map(Rule::Len).ok_or(wrong("~len", "a whole number")),
        "~near" => near(argument),
        "~ge" => argument.as_number().map(Rule::Ge).ok_or(wrong("~ge", "a number")),
        "~le" => argument.as_number().map(Rule::Le).ok_or(wrong("~le", "a number")),
        "~regex" => regex(argument),
        "~json" => Ok(Rule::Json(Box::new(rule(argument)?))),
        "~time" => time(argument),
        _ => Err(MatcherError::Unknown(name.to_owned())),
    }
}

fn always(name: &'static str, argument: &Value, rule: Rule) -> Compiled {
    if *argument == Value::Bool(true) { Ok(rule) } else { Err(wrong(name, "true")) }
}

fn list(name: &'static str, argument: &Value) -> Compiled<Vec<Rule>> {
    argument.as_list().ok_or_else(|| wrong(name, "a list")).and_then(rules)
}

fn exact(argument: &Value) -> Compiled {
    argument.as_object().ok_or(wrong("~exact", "an object")).and_then(members).map(Rule::Exact)
}

fn keys(argument: &Value) -> Compiled {
    let error = || wrong("~keys", "a list of texts");
    let texts = argument.as_list().ok_or_else(error)?;
    let keys = texts.iter().map(|key| key.as_text().map(str::to_owned)).collect::<Option<_>>();
    keys.map(Rule::Keys).ok_or_else(error)
}

fn near(argument: &Value) -> Compiled {
    let pair = argument.as_list().unwrap_or_default();
    match pair {
        [number, tolerance] => number.as_number().zip(tolerance.as_number()).map(|(x, by)| Rule::Near(x, by)),
        _ => None,
    }
    .ok_or(wrong("~near", "a number and its tolerance"))
}

fn regex(argument: &Value) -> Compiled {
    let pattern = argument.as_text().ok_or(wrong("~regex", "a text"))?;
    Regex::new(pattern).map(Rule::Regex).map_err(|cause| MatcherError::Regex(cause.to_string()))
}

fn time(argument: &Value) -> Compiled {
    argument.as_text().and_then(iso).map(Rule::Time).ok_or(wrong("~time", "an ISO 8601 text in UTC"))
}

const fn wrong(matcher: &'static str, accepted: &'static str) -> MatcherError {
    MatcherError::Argument { matcher, accepted }
}
