//! `logs.filter`: whether a message matches a filter pattern, and what is taken out of it.

use cupola::ApiError;
use cupola::logs::FilterPattern;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let pattern = FilterPattern::parse(input.text("pattern")?).map_err(ApiError::from)?;
    let Some(message) = input.optional_text("message")? else { return Ok(Object::new().with("valid", true).into()) };
    let extracted = pattern.test(message).unwrap_or_default();
    let extracted = extracted.iter().map(|(name, text)| (name.to_owned(), Value::from(text)));
    let extracted = Object::from(extracted.collect::<Vec<_>>());
    Ok(Object::new().with("match", pattern.matches(message)).with("extracted", extracted).into())
}
