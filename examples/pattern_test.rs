//! "Test my rules in `cargo test`: do they match what they should, and nothing near it?"
//!
//! The rules of a program stand in its code or its templates. Here each one is read, looked through for what
//! cannot be meant, laid beside the others, and tried on events that must match and on near misses. When an
//! event does not match, the test says why.
//!
//! ```text
//! cargo run --example pattern_test
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;

use cupola::events::testing::strategies::{event_matching, near_miss};
use cupola::events::{Answer, Assume, Emission, LoopAnswer, Pattern};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

/// Name, pattern, an event that must match, one that must not.
const RULES: &[(&str, &str, &str, &str)] = &[
    (
        "heavy-crates",
        r#"{"source": ["my.quay"], "detail": {"kg": [{"numeric": [">", 1000]}], "kind": [{"prefix": "crate"}]}}"#,
        r#"{"source": "my.quay", "detail": {"kg": 1.2e3, "kind": "crate/fish"}}"#,
        r#"{"source": "my.quay", "detail": {"kg": "1200", "kind": "crate/fish"}}"#,
    ),
    (
        "fish-of-one-crate",
        r#"{"source": ["my.quay"], "detail": {"crates": {"kind": ["fish"], "open": [true]}}}"#,
        r#"{"source": "my.quay", "detail": {"crates": [{"kind": "fish", "open": true}]}}"#,
        r#"{"source": "my.quay", "detail": {"crates": [{"kind": "fish", "open": false}, {"kind": "salt", "open": true}]}}"#,
    ),
    (
        "all-of-the-quay",
        r#"{"source": [{"prefix": "my.quay"}]}"#,
        r#"{"source": "my.quay.reports"}"#,
        r#"{"source": "your.quay"}"#,
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    for (name, text, hit, miss) in RULES {
        let rule = Pattern::parse(text)?;
        assert_eq!(rule.lint(), [], "{name} has something in it that cannot be meant");
        assert_matches(name, &rule, hit)?;
        assert!(!rule.matches(miss.as_bytes())?, "{name} matches {miss}");
        println!("{name} does not match {miss}:\n{}", rule.explain(miss.as_bytes())?);
        try_generated(name, &rule)?;
    }
    lay_beside_each_other()?;
    look_for_a_loop()
}

/// What a test prints when it fails is why.
fn assert_matches(name: &str, rule: &Pattern, event: &str) -> Result<(), Box<dyn Error>> {
    let why = rule.explain(event.as_bytes())?;
    assert!(why.matched, "{name} should match {event}, but it {why}");
    Ok(())
}

/// Every matcher, values in arrays, objects in arrays: events for which nobody thought of the rule.
fn try_generated(name: &str, rule: &Pattern) -> Result<(), Box<dyn Error>> {
    let mut runner = TestRunner::new(Config::default());
    let mut one = |events: &dyn Strategy<Value = String, Tree = Box<dyn ValueTree<Value = String>>>| {
        events.new_tree(&mut runner).map(|tree| tree.current()).map_err(|reason| reason.to_string())
    };
    let (hits, misses) = (event_matching(rule), near_miss(rule));
    for _ in 0..200 {
        assert_matches(name, rule, &one(&hits)?)?;
        let miss = one(&misses)?;
        assert!(!rule.matches(miss.as_bytes())?, "{name} matches {miss}");
    }
    Ok(())
}

/// A rule that another one covers calls the same targets twice.
fn lay_beside_each_other() -> Result<(), Box<dyn Error>> {
    let rules =
        RULES.iter().map(|rule| Ok((rule.0, Pattern::parse(rule.1)?))).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    let mut covered = Vec::new();
    for (name, rule) in &rules {
        for (other, wide) in rules.iter().filter(|(other, _)| other != name) {
            match rule.implies(wide, Assume::Anything) {
                Answer::Yes => covered.push((*name, *other)),
                Answer::No(event) => println!("{name} without {other}: {event}"),
                _ => {}
            }
        }
    }
    assert_eq!(covered, [("heavy-crates", "all-of-the-quay"), ("fish-of-one-crate", "all-of-the-quay")]);
    Ok(())
}

/// The target of the widest rule reports to the same bus.
fn look_for_a_loop() -> Result<(), Box<dyn Error>> {
    let report = Emission::put_events("my.quay.reports", "Report").with_detail(r#"{"crate": <id>}"#)?;
    for (name, text, ..) in RULES {
        let check = Pattern::parse(text)?.loops(&report);
        println!("{name}: {check}");
        let expected = if *name == "all-of-the-quay" { LoopAnswer::Yes } else { LoopAnswer::No };
        assert_eq!(check.answer, expected, "{name}");
    }
    Ok(())
}
