//! `logs.emf`: the points of a log message in embedded metric format.

use cupola::logs::emf::{EmfDocument, EmfPoint};

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let document = EmfDocument::parse(input.text("message")?);
    let document = document.map_err(|error| Got::refusal(error.kind().as_str(), error.to_string()))?;
    let points: Vec<Value> = document.points().map(point).collect();
    Ok(Object::new().with("points", points).into())
}

fn point(point: EmfPoint<'_>) -> Value {
    let dimensions = point.dimensions.iter().map(|(name, value)| (name.to_string(), Value::from(&**value)));
    let values = point.values.iter().map(|value| Value::from(*value));
    Object::new()
        .with("namespace", point.namespace)
        .with("name", point.name)
        .with("unit", point.unit.as_str())
        .with("resolution", i64::from(point.resolution.seconds()))
        .with("dims", Object::from(dimensions.collect::<Vec<_>>()))
        .with("values", values.collect::<Vec<_>>())
        .with("timestamp", point.at.as_millis())
        .into()
}
