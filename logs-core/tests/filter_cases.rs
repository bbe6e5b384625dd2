//! The conformance cases of the filter pattern language. They stand in another package of the
//! workspace and are skipped where that is not there.

use std::path::PathBuf;

use cupola_base::ApiError;
use cupola_logs::filter::FilterPattern;
use serde_json::{Value, json};

#[test]
fn the_conformance_cases_come_out_as_expected() {
    let Ok(text) = std::fs::read_to_string(cases()) else { return };
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    println!("{} cases, {} failed", cases.len(), failures.len());
    assert!(cases.len() > 80 && failures.is_empty(), "{}", failures.join("\n"));
}

fn cases() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/logs/filter.jsonl")
}

fn failure(case: &Value) -> Option<String> {
    let text = case["input"]["pattern"].as_str().unwrap_or_default();
    let got = got(text, case["input"].get("message")).unwrap_or_else(|error| json!({"error": error.code}));
    (!fits(&case["expect"], &got)).then(|| format!("{}: {got}", case["id"]))
}

fn got(text: &str, message: Option<&Value>) -> Result<Value, ApiError> {
    let pattern = FilterPattern::parse(text)?;
    assert_eq!(FilterPattern::parse(&pattern.to_string())?, pattern, "printing and reading changes nothing");
    let Some(message) = message.and_then(Value::as_str) else { return Ok(json!({"valid": true})) };
    let matched = pattern.matches(message);
    let why = pattern.explain(message);
    assert_eq!(why.matched, matched, "the explanation agrees: {why}");
    Ok(json!({"match": matched, "extracted": pattern.test(message).unwrap_or_default()}))
}

/// The matchers that these cases use.
fn fits(expected: &Value, got: &Value) -> bool {
    match expected {
        Value::Object(object) if object.contains_key("~any") => !got.is_null(),
        Value::Object(object) if object.contains_key("~exact") => &object["~exact"] == got,
        Value::Object(object) => object.iter().all(|(key, value)| fits(value, &got[key])),
        plain => plain == got,
    }
}
