//! `events.pattern`: whether an event matches a pattern.

use cupola::ApiError;
use cupola::events::{Pattern, PatternOptions};

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let options = options(input.part("limits"))?;
    let pattern = Pattern::parse_with(input.text("pattern")?, &options).map_err(ApiError::from)?;
    let Some(event) = input.optional_text("event")? else { return Ok(Object::new().with("valid", true).into()) };
    let matched = pattern.matches(event.as_bytes());
    matched.map(Value::from).map_err(|error| Got::broken("BadEvent", error.to_string()))
}

fn options(limits: Option<Input<'_>>) -> Result<PatternOptions, BadInput> {
    let default = PatternOptions::default();
    let Some(limits) = limits else { return Ok(default) };
    let (length, complexity) = (default.length, default.wildcard_complexity);
    Ok(default.with_length(limit(limits, "pattern_length", length)?).with_wildcard_complexity(limit(
        limits,
        "wildcard_complexity",
        complexity,
    )?))
}

/// Null lifts a limit.
fn limit(limits: Input<'_>, name: &str, default: Option<usize>) -> Result<Option<usize>, BadInput> {
    match limits.0.member(name) {
        None => Ok(default),
        Some(Value::Null) => Ok(None),
        Some(limit) => Input(limit).as_count().map(Some),
    }
}
