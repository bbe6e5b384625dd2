//! `audit.selector`: whether basic or advanced selectors log an event.

use cupola::audit::{Record, Selectors};

use super::{BadInput, Input};
use crate::{Got, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let record = input.required("event")?.0.to_string();
    let record = Record::parse(&record).map_err(|error| Got::refusal("InvalidRecord", error.to_string()))?;
    Ok(selectors(input)?.select(&record).into())
}

fn selectors(input: Input<'_>) -> Result<Selectors, Got> {
    let bad = |error: serde_json::Error| BadInput(error.to_string());
    Ok(match input.part("advanced") {
        Some(list) => Selectors::Advanced(serde_json::from_str(&list.0.to_string()).map_err(bad)?),
        None => Selectors::Basic(serde_json::from_str(&input.required("basic")?.0.to_string()).map_err(bad)?),
    })
}
