//! `traces.trace_id`: a trace id in both spellings.

use cupola::traces::TraceId;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    if let Some(w3c) = input.optional_text("w3c")? {
        let id = TraceId::from_w3c(w3c).map_err(|error| Got::refusal("InvalidTraceId", error.to_string()))?;
        return Ok(Object::new().with("xray", id.to_string()).into());
    }
    let id = TraceId::parse(input.text("text")?).ok();
    Ok(Object::new()
        .with("parsed", id.map(|id| id.to_string()))
        .with("w3c", id.map(TraceId::to_w3c))
        .with("epoch", id.map(|id| i64::from(id.epoch())))
        .with("valid", id.is_some_and(TraceId::is_valid))
        .into())
}
