//! `logs.vpcflow`: the columns of a flow-log record.

use cupola::logs::flow_log::{FlowLogError, FlowLogFormat, FlowLogValue};

use super::Input;
use super::input::BadInput;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let format = input.optional_text("format")?.map_or_else(|| Ok(FlowLogFormat::default()), FlowLogFormat::parse);
    let format = format.map_err(|error| BadInput(error.to_string()))?;
    let record = format.read(input.text("line")?).map_err(refusal)?;
    let fields = record.values().map(|(field, found)| (field.as_str().to_owned(), value(found)));
    Ok(Object::new().with("fields", Object::from(fields.collect::<Vec<_>>())).into())
}

fn value(found: Option<FlowLogValue<'_>>) -> Value {
    match found {
        None => Value::Null,
        Some(FlowLogValue::Number(number)) => number.into(),
        Some(FlowLogValue::Text(text)) => text.into(),
    }
}

fn refusal(error: FlowLogError) -> Got {
    let mut object = Object::new().with("error", error.kind().as_str()).with("message", error.to_string());
    if let Some(column) = error.column() {
        object.push("column", column.as_str());
    }
    Got::Refusal(object.into())
}
