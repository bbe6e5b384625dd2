//! Templates in the input of cases.

use cupola_metrics::Timestamp;
use serde_json::{Map, Value, json};

/// The value with its templates filled in; `None` for one that these tests do not know.
pub(crate) fn fill(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => items.iter().map(copies).collect::<Option<Vec<_>>>().map(|all| all.concat().into()),
        Value::Object(object) => template(object).unwrap_or_else(|| members(object)),
        other => Some(other.clone()),
    }
}

fn copies(item: &Value) -> Option<Vec<Value>> {
    let Some(repeat) = item.get("$repeat") else { return fill(item).map(|item| vec![item]) };
    let count = usize::try_from(repeat[0].as_u64()?).ok()?;
    Some(vec![fill(&repeat[1])?; count])
}

fn members(object: &Map<String, Value>) -> Option<Value> {
    let filled = object.iter().map(|(key, value)| Some((key.clone(), fill(value)?)));
    filled.collect::<Option<Map<_, _>>>().map(Value::Object)
}

/// `None` when the object is literal.
fn template(object: &Map<String, Value>) -> Option<Option<Value>> {
    let (key, argument) = object.iter().next().filter(|_| object.len() == 1)?;
    match key.as_str() {
        "$time" => Some(argument.as_str().map(|text| json!(Timestamp::parse(text).unwrap().as_secs_f64()))),
        "$text" => Some(
            argument[0]
                .as_str()
                .zip(argument[1].as_u64())
                .map(|(text, n)| Value::String(text.repeat(usize::try_from(n).unwrap()))),
        ),
        "$json" => Some(fill(argument).map(|value| Value::String(value.to_string()))),
        key if key.starts_with('$') => Some(None),
        _ => None,
    }
}
