//! What stands for something else in a script's requests.

use cupola_base::Timestamp;
use serde_json::{Value, json};

pub(crate) fn fill(value: &Value) -> Value {
    match value {
        Value::Object(object) => match object.iter().next().filter(|_| object.len() == 1) {
            Some((name, operand)) if name.starts_with('$') => template(name, operand),
            _ => object.iter().map(|(name, value)| (name.clone(), fill(value))).collect(),
        },
        Value::Array(items) => Value::Array(items.iter().flat_map(copies).collect()),
        other => other.clone(),
    }
}

fn template(name: &str, operand: &Value) -> Value {
    match name {
        "$json" => Value::String(fill(operand).to_string()),
        "$text" => json!(operand[0].as_str().unwrap().repeat(times(&operand[1]))),
        "$time" => json!(Timestamp::parse(operand.as_str().unwrap()).unwrap().as_secs_f64()),
        other => panic!("the cases need the template {other}"),
    }
}

fn copies(item: &Value) -> Vec<Value> {
    match item.get("$repeat") {
        Some(repeat) => vec![fill(&repeat[1]); times(&repeat[0])],
        None => vec![fill(item)],
    }
}

fn times(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}
