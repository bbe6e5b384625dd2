//! The cases of the open engine's own unit tests, kept as data beside the specification. They are
//! skipped where the data is not there.

use cupola_base::testing::real_text;
use cupola_events::{Pattern, PatternOptions};
use serde_json::Value;

#[test]
fn the_open_engines_cases_come_out_as_there() {
    let Some(text) = real_text("events/event-ruler-cases.jsonl") else { return };
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line is a case")).collect();
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    println!("{} cases, {} failed", cases.len(), failures.len());
    assert!(cases.len() > 1000 && failures.is_empty(), "{}", failures.join("\n"));
}

fn failure(case: &Value) -> Option<String> {
    let expected = &case["expect"];
    let got = verdict(&case["input"]);
    let fits = match &got {
        Ok(matched) => *expected == Value::Bool(*matched),
        Err(_) => expected.get("error").is_some(),
    };
    (!fits).then(|| format!("{}: {} on {}: {got:?}", case["id"], case["input"]["pattern"], case["input"]["event"]))
}

fn verdict(input: &Value) -> Result<bool, String> {
    let pattern = input["pattern"].as_str().expect("a case has a pattern");
    let pattern = Pattern::parse_with(pattern, &options(input)).map_err(|error| error.to_string())?;
    let printed = Pattern::parse_with(&pattern.to_string(), &options(input)).map_err(|error| error.to_string())?;
    assert_eq!(printed, pattern, "printing and reading changes nothing");
    let Some(event) = input["event"].as_str() else { return Ok(true) };
    let matched = pattern.matches(event.as_bytes()).map_err(|error| error.to_string())?;
    let explanation = pattern.explain(event.as_bytes()).map_err(|error| error.to_string())?;
    assert_eq!(explanation.matched, matched, "the explanation agrees: {explanation}");
    Ok(matched)
}

/// Null lifts a limit.
fn options(input: &Value) -> PatternOptions {
    let lifted = |limit: &str| input["limits"].get(limit).is_some_and(Value::is_null);
    let mut options = PatternOptions::default();
    if lifted("pattern_length") {
        options = options.with_length(None);
    }
    if lifted("wildcard_complexity") {
        options = options.with_wildcard_complexity(None);
    }
    options
}
