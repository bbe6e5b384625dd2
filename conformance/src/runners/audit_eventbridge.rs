//! `audit.eventbridge`: the event that a record becomes, and whether a rule sees it.

use cupola::audit::Record;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let text = input.required("record")?.0.to_string();
    let record = Record::parse(&text).map_err(|error| Got::refusal("InvalidRecord", error.to_string()))?;
    let event = record.bus_event().map_err(|error| Got::refusal("NoEvent", error.to_string()))?;
    let state = input.required("rule_state")?;
    let delivered = event.is_seen_in(state.as_text()?).ok_or_else(|| state.is_not("a state of rules"))?;
    Ok(Object::new()
        .with("source", event.source)
        .with("detail-type", event.detail_type)
        .with("delivered", delivered)
        .into())
}
