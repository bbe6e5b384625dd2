//! The conformance cases of filter patterns, laid against the laws of the language and their own expectations.
//! The cases stand in another package of the workspace and are skipped where that is not there.

use std::path::Path;

use cupola_logs::filter::FilterPattern;
use cupola_logs::filter::laws::pattern_law;
use serde_json::{Map, Value};

#[test]
fn the_patterns_of_the_cases_obey_the_laws() {
    let cases = cases();
    for case in &cases {
        let part = |name: &str| case["input"][name].as_str().unwrap_or_default();
        pattern_law(format!("{}\0{}", part("pattern"), part("message")).as_bytes());
    }
    assert!(cases.is_empty() || cases.len() > 600, "{} cases", cases.len());
}

/// The runner of the cases says so, too, but is built with everything else.
#[test]
fn the_cases_are_answered_as_they_expect() {
    let wrong: Vec<String> = cases().iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/logs");
    let read = |file| std::fs::read_to_string(folder.join(file)).unwrap_or_default();
    let lines = read("filter.jsonl") + &read("filter-rules.jsonl");
    let cases = lines
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str::<Value>(line).expect("a case is JSON"));
    cases.filter(|case| case["kind"] == "logs.filter").collect()
}

/// What is wrong with the answer to a case.
fn wrong(case: &Value) -> Option<String> {
    let (input, expect) = (&case["input"], &case["expect"]);
    let pattern = FilterPattern::parse(input["pattern"].as_str()?);
    let right = match (&pattern, input["message"].as_str()) {
        (Err(_), _) => expect.get("error").is_some(),
        (Ok(_), None) => expect["valid"] == true,
        (Ok(pattern), Some(message)) => {
            let found = pattern.test(message).unwrap_or_default();
            let found: Map<String, Value> = found.iter().map(|(name, value)| (name.into(), value.into())).collect();
            let extracted = expect["extracted"].get("~exact").is_none_or(|exact| exact.as_object() == Some(&found));
            expect["match"] == pattern.matches(message) && extracted
        }
    };
    (!right).then(|| format!("{}: {:?}", case["id"], pattern.map(|_| "accepted").map_err(|error| error.to_string())))
}
