//! The conformance cases of the kinds that ask a single question of this crate. They are skipped where
//! the cases are not there.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may")]

use std::path::PathBuf;

use cupola_audit::{Record, round_trip};
use serde_json::{Value, json};

#[test]
fn records_become_events() {
    run("eventbridge", "audit.eventbridge", |input| {
        let text = input["record"].to_string();
        let event = Record::parse(&text).map_err(|error| error.to_string())?.bus_event();
        let event = event.map_err(|error| error.to_string())?;
        let state = input["rule_state"].as_str().unwrap_or("ENABLED");
        let delivered = event.is_seen_in(state).ok_or("not a state")?;
        Ok(json!({"source": event.source, "detail-type": event.detail_type, "delivered": delivered}))
    });
}

#[test]
fn records_are_printed_as_they_were_read() {
    run("roundtrip", "audit.roundtrip", |input| {
        let file = input["file"].as_str().ok_or("no file")?;
        let trip = round_trip(file).map_err(|error| error.to_string())?;
        Ok(json!({"records": trip.records, "equal": trip.equal, "bodies_equal": trip.bodies_equal}))
    });
}

/// Answers each case of a file; all must fit.
fn run(file: &str, kind: &str, answer: impl Fn(&Value) -> Result<Value, String>) {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/audit").join(format!("{file}.jsonl"));
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(case, kind, &answer)).collect();
    println!("{file}: {} cases", cases.len());
    assert!(!cases.is_empty() && failures.is_empty(), "{}", failures.join("\n"));
}

fn failure(case: &Value, kind: &str, answer: impl Fn(&Value) -> Result<Value, String>) -> Option<String> {
    assert_eq!(case["kind"], kind, "{}", case["id"]);
    let got = answer(&case["input"]);
    let fits = match &got {
        Ok(got) => case["expect"] == *got,
        Err(_) => case["expect"].get("error").is_some(),
    };
    (!fits).then(|| format!("{}: expected {}, got {got:?}", case["id"], case["expect"]))
}
