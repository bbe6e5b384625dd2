//! The patterns of the conformance cases survive printing and explain what they decide. The cases stand
//! in another package of the workspace and are skipped where that is not there.

#![expect(clippy::unwrap_used, reason = "a case that is not well formed may panic")]

use std::path::Path;

use cupola_events::{Answer, Assume, Pattern, PatternOptions};
use serde_json::Value;

#[test]
fn the_patterns_of_the_cases_survive_printing_and_explain_themselves() {
    let judged = cases().iter().filter(|case| is_judged(case)).count();
    assert!(judged == 0 || judged > 300, "{judged} cases");
}

/// Each pattern with itself, and with the one of the next case.
#[test]
fn the_patterns_of_the_cases_are_laid_beside_each_other() {
    let patterns: Vec<Pattern> = cases().iter().filter_map(pattern).collect();
    for (pattern, other) in patterns.iter().zip(patterns.iter().skip(1)) {
        assert_eq!(pattern.implies(pattern, Assume::Anything), Answer::Yes, "{pattern}");
        assert_ne!(pattern.is_disjoint_from(pattern, Assume::Anything), Answer::Yes, "{pattern}");
        let holds = |pattern: &Pattern, event: &str| pattern.matches(event.as_bytes()).unwrap();
        if let Answer::No(event) = pattern.implies(other, Assume::Anything) {
            assert!(holds(pattern, &event) && !holds(other, &event), "{pattern} {other} {event}");
        }
        if let Answer::No(event) = pattern.is_disjoint_from(other, Assume::Anything) {
            assert!(holds(pattern, &event) && holds(other, &event), "{pattern} {other} {event}");
        }
    }
}

#[cfg(feature = "proptest")]
#[test]
fn events_for_the_patterns_of_the_cases_match_or_miss() {
    use cupola_events::testing::strategies::{event_matching, near_miss};
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    for pattern in cases().iter().filter_map(pattern) {
        let (hits, misses) = (event_matching(&pattern), near_miss(&pattern));
        for _ in 0..10 {
            let mut judged = |events: &proptest::strategy::BoxedStrategy<String>| {
                let event = events.new_tree(&mut runner).unwrap().current();
                (pattern.matches(event.as_bytes()), event)
            };
            let (hit, miss) = (judged(&hits), judged(&misses));
            assert_eq!((&hit.0, &miss.0), (&Ok(true), &Ok(false)), "{pattern}: {} {}", hit.1, miss.1);
        }
    }
}

/// Those of the language that can be read; none where the cases are not there.
fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/events");
    let files = ["patterns.jsonl", "pattern-rules.jsonl"].map(|file| std::fs::read_to_string(folder.join(file)));
    let text = files.into_iter().filter_map(Result::ok).collect::<Vec<_>>().join("\n");
    let cases = text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap());
    cases.filter(|case: &Value| pattern(case).is_some()).collect()
}

fn pattern(case: &Value) -> Option<Pattern> {
    let text = case["input"]["pattern"].as_str()?;
    Pattern::parse_with(text, &PatternOptions::unbounded()).ok()
}

/// Whether the case has an event, which the pattern, its print and its explanation judge alike.
fn is_judged(case: &Value) -> bool {
    let text = case["input"]["pattern"].as_str().unwrap();
    let pattern = Pattern::parse_with(text, &PatternOptions::unbounded()).unwrap();
    let again = Pattern::parse_with(&pattern.to_string(), &PatternOptions::unbounded()).unwrap();
    assert_eq!(again, pattern, "{text}");
    let Some(event) = case["input"]["event"].as_str() else { return false };
    let matched = pattern.matches(event.as_bytes()).unwrap();
    assert_eq!(case["expect"].as_bool(), Some(matched), "{}", case["id"]);
    assert_eq!(again.matches(event.as_bytes()).unwrap(), matched, "{text} on {event}");
    assert_eq!(pattern.explain(event.as_bytes()).unwrap().matched, matched, "{text} on {event}");
    true
}
