//! What a case expects, laid against what came out.

use cupola_base::Timestamp;
use regex::Regex;
use serde_json::{Map, Value};

/// Whether a value is what is expected; `None` is an absent member.
pub(crate) fn fits(expected: &Value, got: Option<&Value>) -> bool {
    if is_refusal(got) && expected.get("error").is_none() {
        return false;
    }
    match (expected, got) {
        (Value::Object(object), got) => match single(object) {
            Some((matcher, operand)) => special(matcher, operand, got),
            None => has_members(object, got),
        },
        (Value::Null, got) => got.is_none_or(Value::is_null),
        (Value::Number(a), Some(Value::Number(b))) => same_number(a.as_f64(), b.as_f64()),
        (Value::Array(items), Some(Value::Array(others))) => {
            items.len() == others.len() && items.iter().zip(others).all(|(item, other)| fits(item, Some(other)))
        }
        (expected, got) => Some(expected) == got,
    }
}

fn is_refusal(got: Option<&Value>) -> bool {
    got.is_some_and(|got| got.get("error").is_some() && got.get("message").is_some())
}

fn single(object: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, operand) = object.iter().next().filter(|_| object.len() == 1)?;
    name.strip_prefix('~').map(|matcher| (matcher, operand))
}

fn has_members(expected: &Map<String, Value>, got: Option<&Value>) -> bool {
    let Some(Value::Object(got)) = got else { return false };
    expected.iter().all(|(name, expected)| match name.as_str() {
        "error" => same_code(expected, got.get(name)),
        _ => fits(expected, got.get(name)),
    })
}

/// One trailing `Exception` does not matter.
fn same_code(expected: &Value, got: Option<&Value>) -> bool {
    let short = |code: &Value| code.as_str().map(|code| code.trim_end_matches("Exception").to_owned());
    match expected.as_str() {
        Some(_) => short(expected) == got.and_then(short),
        None => fits(expected, got),
    }
}

fn special(matcher: &str, operand: &Value, got: Option<&Value>) -> bool {
    let present = got.filter(|got| !got.is_null());
    let text = present.and_then(Value::as_str);
    match matcher {
        "any" => present.is_some(),
        "absent" => present.is_none(),
        "all" => list(operand).iter().all(|expected| fits(expected, got)),
        "oneOf" => list(operand).iter().any(|expected| fits(expected, got)),
        "contains" => text.is_some_and(|text| list(operand).iter().all(|part| text.contains(part.as_str().unwrap()))),
        "regex" => text.is_some_and(|text| Regex::new(operand.as_str().unwrap()).unwrap().is_match(text)),
        "json" => text.is_some_and(|text| fits(operand, serde_json::from_str(text).ok().as_ref())),
        "time" => instant(operand) == present.map(instant).expect("there is a time"),
        "exact" => exact(operand, present),
        // The tree keeps no order; that of the envelope is tested where it is printed.
        "keys" => keys(operand) == present.and_then(Value::as_object).map(|object| object.keys().cloned().collect()),
        other => panic!("the cases need the matcher ~{other}"),
    }
}

fn exact(expected: &Value, got: Option<&Value>) -> bool {
    let names = |value: &Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>());
    fits(expected, got) && names(expected) == got.and_then(names)
}

fn keys(operand: &Value) -> Option<Vec<String>> {
    let mut keys: Vec<String> = list(operand).iter().map(|key| key.as_str().unwrap().to_owned()).collect();
    keys.sort();
    Some(keys)
}

fn list(operand: &Value) -> &[Value] {
    operand.as_array().expect("the matcher has a list")
}

fn instant(value: &Value) -> Timestamp {
    match value.as_f64() {
        Some(seconds) => Timestamp::from_secs_f64(seconds).expect("a time is finite"),
        None => Timestamp::parse(value.as_str().unwrap()).expect("a time is ISO text"),
    }
}

fn same_number(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= 1e-12 * a.abs().max(b.abs()))
}
