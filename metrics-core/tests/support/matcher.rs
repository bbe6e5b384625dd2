//! Laying what is expected against what came out.

use cupola_base::json::{Scanner, Token};
use cupola_metrics::Timestamp;
use serde_json::{Map, Value};

/// Whether `got` is what is expected. Order of keys is looked at in texts that hold JSON alone.
pub(crate) fn fits(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Null, got) => got.is_null(),
        (Value::Number(a), Value::Number(b)) => near(a.as_f64().unwrap(), b.as_f64().unwrap()),
        (Value::Array(wanted), Value::Array(got)) => {
            wanted.len() == got.len() && wanted.iter().zip(got).all(|(wanted, got)| fits(wanted, got))
        }
        (Value::Object(object), got) => match matcher(object) {
            Some((name, argument)) => named(name, argument, got),
            None => got.is_object() && object.iter().all(|(key, wanted)| fits(wanted, &got[key])),
        },
        (expected, got) => expected == got,
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

fn matcher(object: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = object.iter().next().filter(|_| object.len() == 1)?;
    name.starts_with('~').then_some((name.as_str(), argument))
}

fn named(name: &str, argument: &Value, got: &Value) -> bool {
    let all = || argument.as_array().unwrap();
    let number = || argument.as_f64().unwrap();
    match name {
        "~any" => !got.is_null(),
        "~absent" => got.is_null(),
        "~not" => !fits(argument, got),
        "~all" => all().iter().all(|wanted| fits(wanted, got)),
        "~oneOf" => all().iter().any(|wanted| fits(wanted, got)),
        "~exact" => {
            fits(argument, got) && keys(got).iter().all(|key| argument.get(key).is_some() || got[key].is_null())
        }
        "~set" => got.as_array().is_some_and(|got| got.len() == all().len() && pairs(all(), got)),
        "~contains" => contains(all(), got),
        "~len" => length(got) == argument.as_u64().and_then(|n| usize::try_from(n).ok()),
        "~near" => {
            got.as_f64().is_some_and(|n| (n - argument[0].as_f64().unwrap()).abs() <= argument[1].as_f64().unwrap())
        }
        "~ge" => got.as_f64().is_some_and(|n| n >= number()),
        "~le" => got.as_f64().is_some_and(|n| n <= number()),
        "~json" => got.as_str().is_some_and(|text| fits_text(argument, text)),
        "~time" => instant(got).is_some_and(|at| at == Timestamp::parse(argument.as_str().unwrap()).unwrap()),
        other => panic!("these tests do not know {other}"),
    }
}

fn contains(wanted: &[Value], got: &Value) -> bool {
    match got {
        Value::String(text) => wanted.iter().all(|part| text.contains(part.as_str().unwrap())),
        Value::Array(items) => pairs(wanted, items),
        _ => false,
    }
}

/// Whether each of `wanted` has an element of its own.
fn pairs(wanted: &[Value], got: &[Value]) -> bool {
    let Some((first, rest)) = wanted.split_first() else { return true };
    (0..got.len()).any(|index| {
        let others: Vec<Value> = [&got[..index], &got[index + 1..]].concat();
        fits(first, &got[index]) && pairs(rest, &others)
    })
}

fn fits_text(wanted: &Value, text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return false };
    match wanted.as_object().and_then(matcher) {
        Some(("~all", all)) => all.as_array().unwrap().iter().all(|wanted| fits_text(wanted, text)),
        Some(("~keys", names)) => *names == Value::from(top_keys(text)),
        _ => fits(wanted, &value),
    }
}

fn top_keys(text: &str) -> Vec<String> {
    let mut scanner = Scanner::new(text.as_bytes());
    let mut keys = Vec::new();
    while let Ok(Some(token)) = scanner.next() {
        if let (Token::Key(key), 1) = (token, scanner.depth()) {
            keys.push(key.to_string());
        }
    }
    keys
}

fn keys(got: &Value) -> Vec<&String> {
    got.as_object().into_iter().flat_map(Map::keys).collect()
}

fn length(got: &Value) -> Option<usize> {
    match got {
        Value::Array(items) => Some(items.len()),
        Value::Object(members) => Some(members.len()),
        Value::String(text) => Some(text.chars().count()),
        _ => None,
    }
}

fn instant(got: &Value) -> Option<Timestamp> {
    let text = |text: &str| Timestamp::parse(text).or_else(|_| Timestamp::parse(&text.replace("+0000", "Z"))).ok();
    got.as_f64().and_then(Timestamp::from_secs_f64).or_else(|| got.as_str().and_then(text))
}
