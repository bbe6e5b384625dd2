//! The project's conformance cases about events: patterns, and scripts that call this area alone.

#![expect(clippy::unwrap_used, reason = "a case that is not well formed may panic")]

mod matcher;
mod script;
mod template;

use std::path::PathBuf;

use cupola_base::ApiError;
use cupola_events::{Pattern, PatternOptions};
use serde_json::{Value, json};

#[test]
fn patterns_match_as_the_cases_say() {
    let Some(cases) = read("patterns") else { return };
    report(&cases, 143, |case| pattern(&case["input"]));
}

#[test]
fn patterns_are_refused_as_the_cases_say() {
    let Some(cases) = read("refusals") else { return };
    report(&cases, 62, |case| pattern(&case["input"]));
}

#[test]
fn entries_are_put_as_the_cases_say() {
    let Some(cases) = read("put-events") else { return };
    report(&script::within_reach(cases), 22, script::run);
}

#[test]
fn rules_are_kept_as_the_cases_say() {
    let Some(cases) = read("rules") else { return };
    report(&script::within_reach(cases), 9, script::run);
}

#[test]
fn targets_are_called_as_the_cases_say() {
    let Some(cases) = read("targets") else { return };
    report(&script::within_reach(cases), 22, script::run);
}

/// The cases of a file; none where the files are not there, as in a packaged crate.
fn read(name: &str) -> Option<Vec<Value>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/events");
    let text = std::fs::read_to_string(folder.join(name).with_extension("jsonl")).ok()?;
    let lines = text.lines().filter(|line| !line.is_empty());
    Some(lines.map(|line| serde_json::from_str(line).expect("a line is a case")).collect())
}

/// Fails with all cases that came out otherwise, or when there are fewer cases than there were once.
fn report(cases: &[Value], at_least: usize, run: impl Fn(&Value) -> Value) {
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(case, run(case))).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(cases.len() >= at_least, "{} cases are fewer than {at_least}", cases.len());
}

fn failure(case: &Value, got: Value) -> Option<String> {
    let fits = matcher::fits(&case["expect"], Some(&got));
    (!fits).then(|| format!("{}: expected {}, got {got}", case["id"], case["expect"]))
}

fn pattern(input: &Value) -> Value {
    let text = input["pattern"].as_str().expect("a case has a pattern");
    let pattern = match Pattern::parse_with(text, &options(&input["limits"])) {
        Ok(pattern) => pattern,
        Err(error) => return refusal(&error.into()),
    };
    let Some(event) = input["event"].as_str() else { return json!({"valid": true}) };
    let matched = pattern.matches(event.as_bytes()).expect("a case's event can be judged");
    assert_eq!(pattern.explain(event.as_bytes()).expect("and explained").matched, matched, "{text} on {event}");
    Value::Bool(matched)
}

fn options(limits: &Value) -> PatternOptions {
    let limit = |name: &str, default| match limits.get(name) {
        None => default,
        Some(limit) => limit.as_u64().map(|limit| usize::try_from(limit).expect("a limit fits")),
    };
    let default = PatternOptions::default();
    let (length, complexity) = (default.length, default.wildcard_complexity);
    default
        .with_length(limit("pattern_length", length))
        .with_wildcard_complexity(limit("wildcard_complexity", complexity))
}

fn refusal(error: &ApiError) -> Value {
    json!({"error": error.code, "message": error.message})
}
