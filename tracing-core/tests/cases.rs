//! The conformance cases of this area, through the typed interface.
#![expect(clippy::unwrap_used, reason = "a broken case fails the test")]

use std::path::PathBuf;

use cupola_traces::{TraceHeader, TraceId};
use serde_json::{Value, json};

#[test]
fn every_case_holds() {
    let failures: Vec<String> = FILES.iter().flat_map(|file| cases(file)).filter_map(|case| failure(&case)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

const FILES: [&str; 2] = ["header", "trace-id"];

fn cases(file: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../conformance/cases/traces/{file}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn failure(case: &Value) -> Option<String> {
    let input = filled(&case["input"]);
    let got = match case["kind"].as_str().unwrap() {
        "traces.header" => header(&input),
        "traces.trace_id" => trace_id(&input),
        other => panic!("no runner for {other}"),
    };
    (!fits(&case["expect"], &got)).then(|| format!("{}: expected {}, got {got}", case["id"], case["expect"]))
}

/// Members that are expected must be there; others may be.
fn fits(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            expected.iter().all(|(key, value)| got.get(key).is_some_and(|got| fits(value, got)))
        }
        (Value::Array(expected), Value::Array(got)) => {
            expected.len() == got.len() && expected.iter().zip(got).all(|(expected, got)| fits(expected, got))
        }
        _ => expected == got,
    }
}

/// `{"$text": [text, times]}` is the only template in use here.
fn filled(value: &Value) -> Value {
    match value {
        Value::Object(object) => match object.get("$text") {
            Some(repeat) => {
                let times = usize::try_from(repeat[1].as_u64().unwrap()).unwrap();
                Value::from(repeat[0].as_str().unwrap().repeat(times))
            }
            None => object.iter().map(|(key, value)| (key.clone(), filled(value))).collect(),
        },
        _ => value.clone(),
    }
}

fn header(input: &Value) -> Value {
    let header = TraceHeader::parse(input["header"].as_str().unwrap());
    json!({
        "parsed": {
            "root": header.root(),
            "parent": header.parent(),
            "sampled": header.decision().as_str(),
            "lineage": header.lineage(),
            "data": header.data().collect::<Vec<_>>(),
            "malformed_parts": header.malformed_parts(),
            "root_error": header.root_error().is_some(),
            "parent_error": header.parent_error().is_some(),
        },
        "written": header.to_string(),
    })
}

fn trace_id(input: &Value) -> Value {
    if let Some(w3c) = input["w3c"].as_str() {
        return json!({"xray": TraceId::from_w3c(w3c).ok()});
    }
    let id = TraceId::parse(input["text"].as_str().unwrap()).ok();
    json!({
        "parsed": id,
        "w3c": id.map(TraceId::to_w3c),
        "epoch": id.map(TraceId::epoch),
        "valid": id.is_some_and(TraceId::is_valid),
    })
}
