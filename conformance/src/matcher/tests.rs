use proptest::prelude::*;

use super::*;
use crate::testing::plain;

fn check(expect: &str, got: &str) -> bool {
    Matcher::compile(&expect.parse().unwrap()).unwrap().matches(&got.parse().unwrap())
}

#[test]
fn table() {
    // expectation, what it matches, what it does not
    let rows: &[(&str, &[&str], &[&str])] = &[
        ("null", &["null"], &["0", "false", "\"\"", "[]", "{}"]),
        ("true", &["true"], &["false", "1", "\"true\"", "null"]),
        ("\"a\"", &["\"a\"", "\"\\u0061\""], &["\"A\"", "\"a \"", "null", "[\"a\"]"]),
        ("3", &["3", "3.0", "30e-1", "3.000000000001"], &["3.00000000001", "\"3\"", "null"]),
        ("0", &["0", "-0.0"], &["1e-300"]),
        ("1e400", &["1e400", "1e999"], &["-1e400", "1"]),
        ("[1, \"b\"]", &["[1, \"b\"]"], &["[1]", "[1, \"b\", 2]", "[\"b\", 1]", "{}"]),
        ("[]", &["[]"], &["[null]", "null", "{}"]),
        ("{}", &["{}", "{\"a\": 1}"], &["[]", "null", "\"\""]),
        (r#"{"a": null}"#, &["{}", r#"{"a": null}"#], &[r#"{"a": 0}"#, "null"]),
        (r#"{"a": {"b": 1}}"#, &[r#"{"a": {"b": 1, "c": 2}, "d": 3}"#], &["{}", r#"{"a": null}"#, r#"{"a": {}}"#]),
        // Two members: no matcher, whatever they are called.
        (r#"{"~any": true, "~len": 1}"#, &[r#"{"~any": true, "~len": 1}"#], &["1", "{}"]),
        (r#"{"~any": true}"#, &["0", "false", "\"\"", "[]", "{}"], &["null"]),
        (r#"{"a": {"~any": true}}"#, &[r#"{"a": 0}"#], &["{}", r#"{"a": null}"#]),
        (r#"{"~absent": true}"#, &["null"], &["0", "{}"]),
        (r#"{"a": {"~absent": true}}"#, &["{}", r#"{"a": null}"#], &[r#"{"a": false}"#]),
        (r#"{"~not": {"a": 1}}"#, &["{}", "3", r#"{"a": 2}"#, "null"], &[r#"{"a": 1}"#]),
        (r#"{"a": {"~not": "x"}}"#, &["{}", r#"{"a": "y"}"#], &[r#"{"a": "x"}"#]),
        (r#"{"~all": [{"~ge": 1}, {"~le": 2}]}"#, &["1", "2", "1.5"], &["0.999", "2.1", "\"1\""]),
        (r#"{"~all": []}"#, &["null", "1"], &[]),
        (r#"{"~oneOf": [1, "x", null]}"#, &["1", "\"x\"", "null"], &["2", "\"y\""]),
        (r#"{"~oneOf": []}"#, &[], &["null", "1"]),
        (r#"{"~exact": {"a": 1}}"#, &[r#"{"a": 1}"#, r#"{"b": null, "a": 1}"#], &[r#"{"a": 1, "b": 2}"#, "{}", "[]"]),
        (r#"{"~exact": {"a": null}}"#, &["{}", r#"{"a": null}"#], &[r#"{"b": 1}"#]),
        (r#"{"~exact": {}}"#, &["{}", r#"{"a": null}"#], &[r#"{"a": 1}"#, "null"]),
        (r#"{"~keys": ["b", "a"]}"#, &[r#"{"b": 1, "a": null}"#], &[r#"{"a": 1, "b": 1}"#, r#"{"b": 1}"#, "[]"]),
        (r#"{"~set": [1, {"~ge": 1}]}"#, &["[5, 1]", "[1, 5]", "[1, 1]"], &["[5, 5]", "[1]", "[1, 5, 6]", "[1, 0]"]),
        // Greedy from the left would give the first element to `~any`.
        (r#"{"~set": [{"~any": true}, "x"]}"#, &[r#"["x", "y"]"#, r#"["y", "x"]"#], &[r#"["y", "y"]"#]),
        (r#"{"~contains": [1, {"~ge": 1}]}"#, &["[0, 5, 1]", "[1, 1]"], &["[1]", "[1, 0]", "{}", "1"]),
        (r#"{"~contains": ["ab", "bc"]}"#, &["\"xabcx\""], &["\"ab\"", "[\"ab\"]"]),
        (r#"{"~contains": [1]}"#, &["[1]"], &["\"1\""]),
        (r#"{"~len": 2}"#, &["[1, 2]", "\"éß\"", r#"{"a": null, "b": 1}"#], &["2", "\"a\"", "[[1, 2]]", "null"]),
        (r#"{"~near": [1, 0.25]}"#, &["1.25", "0.75", "1"], &["1.26", "\"1\"", "null"]),
        (r#"{"~ge": 3}"#, &["3", "1e400"], &["2.9999999999999996", "\"3\"", "null"]),
        (r#"{"~le": 3}"#, &["3", "-1e400"], &["3.0000000000000004", "null"]),
        (r#"{"~regex": "^a.c$"}"#, &["\"abc\""], &["\"abcd\"", "\"ac\"", "1", "null"]),
        (r#"{"~regex": "b+"}"#, &["\"abbc\""], &["\"ac\""]),
        (r#"{"~json": {"a": [1]}}"#, &[r#""{\"b\":2,\"a\":[1.0]}""#], &[r#"{"a": [1]}"#, r#""{\"a\":[1]} x""#, "\"\""]),
        (
            r#"{"~time": "2026-05-04T06:00:00Z"}"#,
            &["1777874400", "1777874400.0", "\"2026-05-04T06:00:00.000+0000\"", "\"2026-05-04T06:00:00Z\""],
            &["1777874400000", "1777874400.001", "\"2026-05-04T06:00:01Z\"", "null", "\"1777874400\""],
        ),
    ];
    for (expect, matched, missed) in rows {
        matched.iter().for_each(|got| assert!(check(expect, got), "{expect} should match {got}"));
        missed.iter().for_each(|got| assert!(!check(expect, got), "{expect} should not match {got}"));
    }
}

#[test]
fn refusals() {
    let refusal = r#"{"error": "ResourceNotFoundException", "message": "The group is gone.", "column": "port"}"#;
    let rows: &[(&str, bool)] = &[
        (r#"{"error": "ResourceNotFoundException"}"#, true),
        (r#"{"error": "ResourceNotFound"}"#, true),
        // One `Exception` is dropped from each side, not two.
        (r#"{"error": "ResourceNotFoundExceptionException"}"#, false),
        (r#"{"error": "Resource"}"#, false),
        (r#"{"error": {"~any": true}}"#, true),
        (r#"{"error": {"~any": true}, "column": "port"}"#, true),
        (r#"{"error": {"~any": true}, "column": "bytes"}"#, false),
        (r#"{"error": {"~oneOf": ["ValidationError", "ResourceNotFound"]}}"#, true),
        (r#"{"error": {"~not": "ResourceNotFound"}}"#, false),
        (r#"{"error": {"~regex": "NotFoundException$"}}"#, true),
        (r#"{"error": "ResourceNotFound", "message": {"~contains": ["gone"]}}"#, true),
        (r#"{"error": {"~absent": true}}"#, false),
        // What does not name `error` never matches.
        ("{}", false),
        (r#"{"~any": true}"#, false),
        (r#"{"message": "The group is gone."}"#, false),
        (r#"{"~not": null}"#, false),
        (r#"{"~not": {"x": 1}}"#, false),
        (r#"{"~len": 3}"#, false),
        (r#"{"~all": []}"#, false),
        (r#"{"~all": [{}, {"~any": true}]}"#, false),
        (r#"{"~contains": ["error"]}"#, false),
        // Combinators.
        (r#"{"~oneOf": [{"error": "Throttling"}, {}]}"#, false),
        (r#"{"~oneOf": [{"ok": true}, {"error": "ResourceNotFound"}]}"#, true),
        (r#"{"~all": [{"error": "ResourceNotFound"}, {"column": {"~any": true}}]}"#, true),
        (r#"{"~all": [{"error": "ResourceNotFound"}, {"column": "bytes"}]}"#, false),
        (r#"{"~not": {"error": "Throttling"}}"#, true),
        (r#"{"~not": {"error": "ResourceNotFound"}}"#, false),
        (r#"{"~exact": {"error": "ResourceNotFound", "message": {"~any": true}, "column": "port"}}"#, true),
        (r#"{"~exact": {"error": "ResourceNotFound"}}"#, false),
    ];
    let got = refusal.parse().unwrap();
    for (expect, matched) in rows {
        let matcher = Matcher::compile(&expect.parse().unwrap()).unwrap();
        assert_eq!(matcher.matches_refusal(&got), *matched, "{expect}");
    }
}

#[test]
fn an_answer_is_laid_against_as_it_is() {
    assert!(!check(r#"{"error": "X"}"#, r#"{"error": "XException"}"#));
    assert!(!check(r#"{"error": {"~any": true}}"#, "{}"));
    assert!(check(r#"{"~not": {"error": "X"}}"#, "{}"));
}

#[test]
fn wrong_matchers_are_refused() {
    let rows = [
        (r#"{"~foo": 1}"#, "unknown matcher `~foo`"),
        (r#"{"a": [{"~bar": 1}]}"#, "unknown matcher `~bar`"),
        (r#"{"~any": false}"#, "`~any` takes true"),
        (r#"{"~absent": 1}"#, "`~absent` takes true"),
        (r#"{"~all": {}}"#, "`~all` takes a list"),
        (r#"{"~exact": []}"#, "`~exact` takes an object"),
        (r#"{"~keys": [1]}"#, "`~keys` takes a list of texts"),
        (r#"{"~len": 1.5}"#, "`~len` takes a whole number"),
        (r#"{"~near": [1]}"#, "`~near` takes a number and its tolerance"),
        (r#"{"~ge": "1"}"#, "`~ge` takes a number"),
        (r#"{"~time": 1}"#, "`~time` takes an ISO 8601 text in UTC"),
        (r#"{"~regex": 1}"#, "`~regex` takes a text"),
    ];
    for (expect, message) in rows {
        assert_eq!(Matcher::compile(&expect.parse().unwrap()).unwrap_err().to_string(), message);
    }
    assert!(matches!(Matcher::compile(&r#"{"~regex": "("}"#.parse().unwrap()), Err(MatcherError::Regex(_))));
}

proptest! {
    #[test]
    fn a_plain_value_matches_itself_and_what_it_prints(value in plain()) {
        let matcher = Matcher::compile(&value).unwrap();
        prop_assert!(matcher.matches(&value));
        let printed: Value = value.to_string().parse().unwrap();
        prop_assert_eq!(&printed, &value);
        let not = Rule::Not(Box::new(matcher.0));
        prop_assert!(!not.matches(&value));
    }

    #[test]
    fn a_set_does_not_see_the_order(items in prop::collection::vec(plain(), 0..6), turn in 0..6_usize) {
        let mut turned = items.clone();
        turned.rotate_left(turn.min(items.len()));
        let expect = Value::from(crate::Object::new().with("~set", items));
        prop_assert!(Matcher::compile(&expect).unwrap().matches(&Value::from(turned)));
    }
}
