use std::fs;

use proptest::prelude::*;

use super::*;
use crate::testing::plain;

fn fill(value: &str) -> Result<String, String> {
    let files = Files::default();
    let templates = Templates::new(&files, Path::new("."));
    templates.fill(&value.parse().unwrap()).map(|value| value.to_string()).map_err(|error| error.to_string())
}

#[test]
fn table() {
    let rows = [
        (r#"{"$text": ["ab", 3]}"#, r#""ababab""#),
        (r#"{"$text": ["ab", 0]}"#, r#""""#),
        (r#"[1, {"$repeat": [2, {"a": 1}]}, 2]"#, r#"[1,{"a":1},{"a":1},2]"#),
        (r#"[{"$repeat": [0, 1]}]"#, "[]"),
        (r#"[{"$repeat": [2, {"$repeat": [2, 7]}]}]"#, "[7,7,7,7]"),
        (r#"[{"$repeat": [2, {"$text": ["x", 2]}]}]"#, r#"["xx","xx"]"#),
        (r#"{"$json": {"b": [1.0, "\""], "a": null}}"#, r#""{\"b\":[1.0,\"\\\"\"],\"a\":null}""#),
        (r#"{"$json": {"x": {"$text": ["q", 2]}}}"#, r#""{\"x\":\"qq\"}""#),
        (r#"{"$json": {"$json": 1}}"#, r#""\"1\"""#),
        (r#"{"$time": "2026-05-04T06:00:00Z"}"#, "1777874400"),
        (r#"{"$time": "2026-05-04T06:00:00.250Z"}"#, "1777874400.25"),
        (r#"{"$ms": "2026-05-04T06:00:00.250Z"}"#, "1777874400250"),
        // Literal: another member beside it, another name, another spelling.
        (r#"{"$text": ["a", 2], "b": 1}"#, r#"{"$text":["a",2],"b":1}"#),
        (r#"{"$texts": ["a", 2]}"#, r#"{"$texts":["a",2]}"#),
        (r#"{"$Text": {"$text": ["a", 2]}}"#, r#"{"$Text":"aa"}"#),
        (r#"{"$file": "none.json", "other": 0}"#, r#"{"$file":"none.json","other":0}"#),
        (r#"{"b": 1.50, "a": {"c": []}}"#, r#"{"b":1.50,"a":{"c":[]}}"#),
    ];
    for (value, filled) in rows {
        assert_eq!(fill(value).as_deref(), Ok(filled), "{value}");
    }
}

#[test]
fn what_cannot_be_filled() {
    let rows = [
        (r#"{"$text": "ab"}"#, "`$text` cannot be filled: it takes a text and a whole number"),
        (r#"{"$text": ["ab", -1]}"#, "`$text` cannot be filled: it takes a text and a whole number"),
        (r#"{"$text": ["ab", 1.5]}"#, "`$text` cannot be filled: it takes a text and a whole number"),
        (r#"{"$text": ["ab", 999999999999]}"#, "`$text` cannot be filled: the input grows too large"),
        (
            r#"{"a": {"$repeat": [1, 1]}}"#,
            "`$repeat` cannot be filled: it stands for items of a list, and this is no list",
        ),
        (r#"[{"$repeat": [1]}]"#, "`$repeat` cannot be filled: it takes a whole number and a value"),
        (r#"[{"$repeat": [99999999, 1]}]"#, "`$repeat` cannot be filled: the list grows too large"),
        (r#"{"$time": 5}"#, "`$time` cannot be filled: it takes an ISO 8601 text in UTC"),
        (r#"{"$ms": "noon"}"#, "`$ms` cannot be filled: it takes an ISO 8601 text in UTC"),
        (r#"{"$var": "x"}"#, "`$var` cannot be filled: no earlier step saved `x`"),
        (r#"{"$file": 1}"#, "`$file` cannot be filled: it takes a text, not a number"),
    ];
    for (value, message) in rows {
        assert_eq!(fill(value), Err(message.to_owned()), "{value}");
    }
    assert!(fill(r#"{"$raw": "none.txt"}"#).unwrap_err().contains("none.txt"));
}

#[test]
fn variables_are_filled_inside_other_templates() {
    let files = Files::default();
    let mut templates = Templates::new(&files, Path::new("."));
    templates.save("token", Value::from("t-1"));
    let value = r#"{"$json": {"next": {"$var": "token"}}}"#.parse().unwrap();
    assert_eq!(templates.fill(&value).unwrap(), Value::from(r#"{"next":"t-1"}"#));
}

#[test]
fn files_are_literal_and_found_by_pattern() {
    let folder = std::env::temp_dir().join(format!("cupola-conformance-{}", std::process::id()));
    fs::create_dir_all(folder.join("logs")).unwrap();
    fs::write(folder.join("logs/b.json"), r#"{"Records": [{"$text": ["a", 2]}, 1]}"#).unwrap();
    fs::write(folder.join("logs/a.json"), "[2, 3]").unwrap();
    fs::write(folder.join("logs/c.jsonl"), "{\"n\": 1}\n\n{\"n\": 2}\n").unwrap();

    let files = Files::default();
    let templates = Templates::new(&files, &folder);
    let fill = |value: &str| templates.fill(&value.parse().unwrap()).map(|value| value.to_string());
    let rows = [
        (r#"{"$file": "logs/b.json"}"#, r#"{"Records":[{"$text":["a",2]},1]}"#),
        (r#"{"$file": "logs/b.json", "record": 0}"#, r#"{"$text":["a",2]}"#),
        (r#"{"record": 1, "$file": "logs/a.json"}"#, "3"),
        (r#"{"$file": "logs/c.jsonl"}"#, r#"[{"n":1},{"n":2}]"#),
        (r#"{"$files": "logs/*.json"}"#, r#"[[2,3],{"Records":[{"$text":["a",2]},1]}]"#),
        (r#"{"$files": "l*/c.*"}"#, r#"[[{"n":1},{"n":2}]]"#),
        (r#"{"$files": "logs/*.xml"}"#, "[]"),
        (r#"{"$raw": "logs/a.json"}"#, r#""[2, 3]""#),
    ];
    for (value, filled) in rows {
        assert_eq!(fill(value).as_deref(), Ok(filled), "{value}");
    }
    assert!(fill(r#"{"$file": "logs/b.json", "record": 2}"#).is_err());
    assert!(fill(r#"{"$files": "none/*.json"}"#).is_err());
    fs::remove_dir_all(&folder).unwrap();
}

proptest! {
    #[test]
    fn what_holds_no_template_stays_as_it_is(value in plain()) {
        let files = Files::default();
        prop_assert_eq!(Templates::new(&files, Path::new(".")).fill(&value).unwrap(), value);
    }

    #[test]
    fn a_json_text_reads_back(value in plain()) {
        let files = Files::default();
        let template = Value::from(Object::new().with("$json", value.clone()));
        let filled = Templates::new(&files, Path::new(".")).fill(&template).unwrap();
        prop_assert_eq!(filled.as_text().unwrap().parse::<Value>().unwrap(), value);
    }
}
