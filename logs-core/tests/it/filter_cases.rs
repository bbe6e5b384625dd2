//! The patterns of the conformance cases, laid against the laws of the language. The cases stand in
//! another package of the workspace and are skipped where that is not there.

use std::path::Path;

use cupola_logs::filter::laws::pattern_law;
use serde_json::Value;

#[test]
fn the_patterns_of_the_cases_obey_the_laws() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/logs/filter.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let mut laid = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let part = |name: &str| case["input"][name].as_str().unwrap_or_default();
        pattern_law(format!("{}\0{}", part("pattern"), part("message")).as_bytes());
        laid += 1;
    }
    assert!(laid > 80, "{laid} cases");
}
