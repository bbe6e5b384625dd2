//! What must hold whatever the input. Each law panics where it is broken.

use super::twins;
use crate::{Answer, Assume, Emission, LoopAnswer, MatchError, Pattern, PatternOptions};

/// A text is refused with a place inside it, or reads back from its own print as the same pattern, which
/// then judges events as its twin.
pub fn pattern_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let pattern = match Pattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => {
            let span = error.span();
            assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
            assert!(
                error.line() > 0 && error.column() > 0 && !error.reason().is_empty() && !error.to_string().is_empty()
            );
            return;
        }
    };
    let printed = pattern.to_string();
    let again = Pattern::parse_with(&printed, &PatternOptions::unbounded()).expect("what is printed can be read");
    assert_eq!((&again, again.to_string()), (&pattern, printed), "{text:?}");
    assert!(pattern.sub_rule_count() > 0 && pattern.complexity(usize::MAX) <= 10);
    for lint in pattern.lint() {
        let spans = lint.spans(text);
        assert!(!spans.is_empty() && spans.iter().all(|span| text.get(span.range()).is_some()), "{lint:?} of {text:?}");
    }
    EVENTS.iter().for_each(|event| judged_as_its_twin(text, &pattern, event.as_bytes()));
}

/// An event is judged as its twin judges it. The input is a pattern, a line feed and an event; or an event
/// alone, for patterns of ours.
pub fn event_law(bytes: &[u8]) {
    let line = bytes.iter().position(|byte| *byte == b'\n');
    let split = line.and_then(|at| Some((std::str::from_utf8(&bytes[..at]).ok()?, &bytes[at + 1..])));
    if let Some((text, event)) = split
        && let Ok(pattern) = Pattern::parse(text)
    {
        return judged_as_its_twin(text, &pattern, event);
    }
    for text in PATTERNS {
        let pattern = Pattern::parse(text).expect("our own patterns can be read");
        judged_as_its_twin(text, &pattern, bytes);
    }
}

/// What is said of patterns without an event is never wrong. The input is two patterns and an event, a line
/// each.
pub fn analysis_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.splitn(3, '\n');
    let mut pattern = || Pattern::parse_with(lines.next()?, &PatternOptions::unbounded()).ok();
    let (Some(a), Some(b)) = (pattern(), pattern()) else { return };
    let event = lines.next().unwrap_or_default();
    let holds = |pattern: &Pattern, event: &str| pattern.matches(event.as_bytes()) == Ok(true);
    match a.implies(&b, Assume::Anything) {
        Answer::Yes => {
            assert!(!holds(&a, event) || b.matches(event.as_bytes()) != Ok(false), "{a} implies {b}: {event}")
        }
        Answer::No(event) => assert!(holds(&a, &event) && !holds(&b, &event), "{a} does not imply {b}: {event}"),
        Answer::Unknown => {}
    }
    match a.is_disjoint_from(&b, Assume::Anything) {
        Answer::Yes => assert!(!holds(&a, event) || !holds(&b, event), "{a} excludes {b}: {event}"),
        Answer::No(event) => assert!(holds(&a, &event) && holds(&b, &event), "{a} does not exclude {b}: {event}"),
        Answer::Unknown => {}
    }
    assert!(a.lint().iter().all(|lint| !lint.to_string().is_empty()));
    assert!(a.explain_complexity(100).is_none_or(|why| why.complexity == a.complexity(100) || !why.exact));
    if let Ok(emitted) = Emission::from_template(event) {
        let answer = a.loops(&emitted).answer;
        // A template without placeholders is an event.
        if !event.contains('<') {
            let wrong = if holds(&a, event) { LoopAnswer::No } else { LoopAnswer::Yes };
            assert!(answer != wrong || a.matches(event.as_bytes()).is_err(), "{a} on {event}: {answer:?}");
        }
    }
}

/// The fast way, the explanation and the twin say the same; text that is no object is refused.
fn judged_as_its_twin(text: &str, pattern: &Pattern, event: &[u8]) {
    let matched = match pattern.matches(event) {
        Ok(matched) => matched,
        Err(MatchError::Event(_)) => return assert!(pattern.explain(event).is_err()),
        Err(_) => return,
    };
    if let Ok(explanation) = pattern.explain(event) {
        assert_eq!(explanation.matched, matched, "{text} on {event:?}: {explanation}");
    }
    let event = std::str::from_utf8(event).expect("JSON is UTF-8");
    // The twin calls itself, and so does its reader.
    if event.len() <= 4096
        && let Some(twin) = twins::matches(text, event)
    {
        assert_eq!(matched, twin, "{text} on {event}");
    }
}

const PATTERNS: &[&str] = &[
    r#"{"a": {"b": [1], "c": [2]}}"#,
    r#"{"a": {"b": [{"exists": false}], "c": [2, {"exists": true}]}}"#,
    r#"{"a.b": [{"anything-but": ["x"]}], "$or": [{"c": [{"prefix": "x"}]}, {"a": [null, true]}]}"#,
    r#"{"a": [{"wildcard": "*x*y"}, {"numeric": [">", 0, "<=", 1e3]}, {"cidr": "10.0.0.0/8"}, "1.2.3.4"]}"#,
    r#"{"a": [{"equals-ignore-case": "straße"}, {"suffix": {"equals-ignore-case": "ß"}}], "b": [{"exists": false}]}"#,
];

const EVENTS: &[&str] = &[
    "{}",
    r#"{"a": 1, "b": "x", "c": null, "a.b": [1, "x", true]}"#,
    r#"{"a": [{"b": 1, "c": 9}, {"b": 9, "c": 2}, [{"b": 1}, 1]], "detail": {"state": "RUNNING", "n": 12.5}}"#,
    r#"{"source": "aws.ec2", "detail-type": "x", "detail": {"a": [{"b": "10.0.0.1"}, {"c": ["ß", "SS", ""]}]}}"#,
];
