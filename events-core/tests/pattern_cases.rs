//! The patterns of the conformance cases survive printing and explain what they decide. The cases stand
//! in another package of the workspace and are skipped where that is not there.

#![expect(clippy::unwrap_used, reason = "a case that is not well formed may panic")]

use std::path::Path;

use cupola_events::{Pattern, PatternOptions};
use serde_json::Value;

#[test]
fn the_patterns_of_the_cases_survive_printing_and_explain_themselves() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/events/patterns.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let judged =
        text.lines().filter(|line| !line.is_empty() && is_judged(&serde_json::from_str(line).unwrap())).count();
    assert!(judged > 100, "{judged} cases");
}

/// Whether the case has an event, which the pattern, its print and its explanation judge alike.
fn is_judged(case: &Value) -> bool {
    let text = case["input"]["pattern"].as_str().unwrap();
    let pattern = Pattern::parse_with(text, &PatternOptions::unbounded()).unwrap();
    let again = Pattern::parse_with(&pattern.to_string(), &PatternOptions::unbounded()).unwrap();
    assert_eq!(again, pattern, "{text}");
    let Some(event) = case["input"]["event"].as_str() else { return false };
    let matched = pattern.matches(event.as_bytes()).unwrap();
    assert_eq!(again.matches(event.as_bytes()).unwrap(), matched, "{text} on {event}");
    assert_eq!(pattern.explain(event.as_bytes()).unwrap().matched, matched, "{text} on {event}");
    true
}
