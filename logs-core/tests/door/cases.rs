//! The conformance cases of the log store that ask nobody else. They stand in another package of the
//! workspace and are skipped where that is not there.

use std::collections::BTreeMap;
use std::path::Path;

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::door::{Door, at, millis};

#[test]
fn the_conformance_cases_come_out_as_expected() {
    let mut count = 0;
    for file in ["groups", "put-log-events", "reading", "metric-filters"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../conformance/cases/logs/{file}.jsonl"));
        let Ok(text) = std::fs::read_to_string(path) else { return };
        for line in text.lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            if steps(&case).iter().all(|step| step["service"] == "logs") {
                run(&case);
                count += 1;
            }
        }
    }
    assert!(count > 55, "{count} cases");
}

fn steps(case: &Value) -> &Vec<Value> {
    case["input"]["steps"].as_array().unwrap()
}

fn run(case: &Value) {
    let mut door = Door::empty();
    let mut saved = BTreeMap::new();
    for step in steps(case) {
        if let Some(now) = step["at"].as_str() {
            door.now = at(now);
        }
        let request = fill(&step["request"], &saved);
        let got = door.call(step["action"].as_str().unwrap(), &request);
        let got = got.unwrap_or_else(|error| json!({"error": error.code, "message": error.message}));
        let wanted = fill(&step["expect"], &saved);
        let fine = if wanted.is_null() { got.get("error").is_none() } else { matches(&wanted, Some(&got)) };
        assert!(fine, "{}: {step}\ngot {got}", case["id"]);
        for (name, pointer) in step["save"].as_object().into_iter().flatten() {
            saved.insert(name.clone(), got.pointer(pointer.as_str().unwrap()).unwrap().clone());
        }
    }
}

/// Puts in what templates stand for.
fn fill(value: &Value, saved: &BTreeMap<String, Value>) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().flat_map(|item| fill_item(item, saved)).collect()),
        Value::Object(object) => fill_object(object, saved),
        other => other.clone(),
    }
}

fn fill_item(item: &Value, saved: &BTreeMap<String, Value>) -> Vec<Value> {
    match item["$repeat"].as_array().map(Vec::as_slice) {
        Some([count, item]) => vec![fill(item, saved); usize::try_from(count.as_u64().unwrap()).unwrap()],
        _ => vec![fill(item, saved)],
    }
}

fn fill_object(object: &Map<String, Value>, saved: &BTreeMap<String, Value>) -> Value {
    match object.iter().next() {
        Some((key, time)) if key == "$ms" => json!(millis(time.as_str().unwrap())),
        Some((key, name)) if key == "$var" => saved[name.as_str().unwrap()].clone(),
        Some((key, text)) if key == "$text" => {
            json!(text[0].as_str().unwrap().repeat(usize::try_from(text[1].as_u64().unwrap()).unwrap()))
        }
        _ => Value::Object(object.iter().map(|(key, value)| (key.clone(), fill(value, saved))).collect()),
    }
}

/// Objects may have more members than wanted, lists must be as long.
fn matches(wanted: &Value, got: Option<&Value>) -> bool {
    let operator = wanted.as_object().and_then(|object| object.iter().next()).filter(|(key, _)| key.starts_with('~'));
    match (operator, wanted, got) {
        (Some((key, _)), _, None) => key == "~absent",
        (Some((key, operand)), _, Some(got)) => match key.as_str() {
            "~absent" => false,
            "~any" => true,
            "~exact" => operand == got,
            "~len" => got.as_array().is_some_and(|items| Some(items.len() as u64) == operand.as_u64()),
            "~regex" => got.as_str().is_some_and(|text| Regex::new(operand.as_str().unwrap()).unwrap().is_match(text)),
            other => panic!("unknown operator {other}"),
        },
        (None, Value::Object(wanted), Some(got)) => wanted.iter().all(|(key, value)| matches(value, got.get(key))),
        (None, Value::Array(wanted), Some(Value::Array(got))) => {
            wanted.len() == got.len() && wanted.iter().zip(got).all(|(wanted, got)| matches(wanted, Some(got)))
        }
        (None, wanted, got) => Some(wanted) == got,
    }
}
