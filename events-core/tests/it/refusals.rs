//! Each refusal of the pattern language: the service's reason, and the place as line, column and carets.

use cupola_events::{Pattern, PatternError, PatternOptions};

/// A matcher, its part at fault, and the reason.
const MATCHERS: &[(&str, &str, &str)] = &[
    (r#"[1]"#, r#"[1]"#, r#"Match value must be String, number, true, false, or null"#),
    (r#"{}"#, r#"{}"#, r#"Match expression name not found"#),
    (r#"{"regex": "x"}"#, r#""regex""#, r#"Unrecognized match type regex"#),
    (r#"{"EXISTS": true}"#, r#""EXISTS""#, r#"Unrecognized match type EXISTS"#),
    (r#"{"prefix": "a", "suffix": "b"}"#, r#""suffix""#, r#"Only one key allowed in match expression"#),
    (r#"{"numeric": ["=", 1], "prefix": "b"}"#, r#""prefix""#, r#"Too many elements in numeric expression"#),
    (r#"{"anything-but": "x", "prefix": "b"}"#, r#""prefix""#, r#"Too many elements in numeric expression"#),
    (
        r#"{"anything-but": {"prefix": "x", "suffix": "y"}}"#,
        r#""suffix""#,
        r#"Too many elements in numeric expression"#,
    ),
    (r#"{"exactly": 17}"#, r#"17"#, r#"exact match pattern must be a string"#),
    (r#"{"prefix": 17}"#, r#"17"#, r#"prefix match pattern must be a string"#),
    (r#"{"prefix": ["x"]}"#, r#"["x"]"#, r#"prefix match pattern must be a string"#),
    (r#"{"suffix": null}"#, r#"null"#, r#"suffix match pattern must be a string"#),
    (r#"{"suffix": true}"#, r#"true"#, r#"suffix match pattern must be a string"#),
    (r#"{"prefix": {}}"#, r#"{}"#, r#"Prefix expression name not found"#),
    (r#"{"suffix": {}}"#, r#"{}"#, r#"Suffix expression name not found"#),
    (r#"{"prefix": {"wildcard": "x"}}"#, r#""wildcard""#, r#"Unsupported prefix pattern: wildcard"#),
    (r#"{"suffix": {"suffix": "x"}}"#, r#""suffix""#, r#"Unsupported suffix pattern: suffix"#),
    (r#"{"equals-ignore-case": 17}"#, r#"17"#, r#"equals-ignore-case match pattern must be a string"#),
    (r#"{"prefix": {"equals-ignore-case": 17}}"#, r#"17"#, r#"equals-ignore-case match pattern must be a string"#),
    (
        r#"{"suffix": {"equals-ignore-case": ["x"]}}"#,
        r#"["x"]"#,
        r#"equals-ignore-case match pattern must be a string"#,
    ),
    (r#"{"wildcard": 17}"#, r#"17"#, r#"wildcard match pattern must be a string"#),
    (r#"{"anything-but": {"wildcard": 17}}"#, r#"17"#, r#"wildcard match pattern must be a string"#),
    (r#"{"anything-but": {"wildcard": ["a*", 17]}}"#, r#"17"#, r#"wildcard match pattern must be a string"#),
    (r#"{"wildcard": "a**"}"#, r#""a**""#, r#"Consecutive wildcard characters at pos 2"#),
    (r#"{"wildcard": "é**"}"#, r#""é**""#, r#"Consecutive wildcard characters at pos 3"#),
    (r#"{"wildcard": "ab\\c"}"#, r#""ab\\c""#, r#"Invalid escape character at pos 3"#),
    (r#"{"wildcard": "\\"}"#, r#""\\""#, r#"Invalid escape character at pos 1"#),
    (r#"{"cidr": 17}"#, r#"17"#, r#"prefix match pattern must be a string"#),
    (r#"{"cidr": "10.0.0.0"}"#, r#""10.0.0.0""#, r#"Malformed CIDR, one '/' required"#),
    (r#"{"cidr": "10.0.0.0/8/8"}"#, r#""10.0.0.0/8/8""#, r#"Malformed CIDR, one '/' required"#),
    (r#"{"cidr": "10.0.0.0/x"}"#, r#""10.0.0.0/x""#, r#"Malformed CIDR, mask bits must be an integer"#),
    (r#"{"cidr": "10.0.0.0/-1"}"#, r#""10.0.0.0/-1""#, r#"Malformed CIDR, mask bits must not be negative"#),
    (r#"{"cidr": "10.0.0.0/32"}"#, r#""10.0.0.0/32""#, r#"IPv4 mask bits must be < 32"#),
    (r#"{"cidr": "::1/128"}"#, r#""::1/128""#, r#"IPv6 mask bits must be < 128"#),
    (r#"{"cidr": "foo/8"}"#, r#""foo/8""#, r#"Nonstandard IP address: foo"#),
    (r#"{"cidr": "::ffff:1.2.3.4/8"}"#, r#""::ffff:1.2.3.4/8""#, r#"Nonstandard IP address: ::ffff:1.2.3.4"#),
    (r#"{"cidr": "10.0.0.256/8"}"#, r#""10.0.0.256/8""#, r#"Invalid IP address: 10.0.0.256"#),
    (r#"{"exists": "yes"}"#, r#""yes""#, r#"exists match pattern must be either true or false."#),
    (r#"{"numeric": 17}"#, r#"17"#, r#"Value of numeric must be an array."#),
    (r#"{"numeric": []}"#, r#"[]"#, r#"Invalid member in numeric match: ]"#),
    (r#"{"numeric": [17]}"#, r#"17"#, r#"Invalid member in numeric match: 17"#),
    (r#"{"numeric": ["!=", 5]}"#, r#""!=""#, r#"Unrecognized numeric range operator: !="#),
    (r#"{"numeric": ["<", "5"]}"#, r#""5""#, r#"Value of < must be numeric"#),
    (r#"{"numeric": ["=", "5"]}"#, r#""5""#, r#"Value of equals must be numeric"#),
    (r#"{"numeric": ["<", 5, ">", 1]}"#, r#"">""#, r#"Too many elements in numeric expression"#),
    (r#"{"numeric": ["=", 5, 6]}"#, r#"6"#, r#"Too many elements in numeric expression"#),
    (r#"{"numeric": ["<=", 5, 6]}"#, r#"6"#, r#"Too many elements in numeric expression"#),
    (r#"{"numeric": [">", 5, 6]}"#, r#"6"#, r#"Bad value in numeric range: 6"#),
    (r#"{"numeric": [">", 5, "=", 6]}"#, r#""=""#, r#"Bad numeric range operator: ="#),
    (r#"{"numeric": [">", 5, "<", 6, 7]}"#, r#"7"#, r#"Too many terms in numeric range expression"#),
    (r#"{"numeric": [">=", 5, "<=", 5]}"#, r#"[">=", 5, "<=", 5]"#, r#"Bottom must be less than top"#),
    (r#"{"numeric": ["=", 1e400]}"#, r#"1e400"#, r#"Cannot compare number : 1e400"#),
    (r#"{"anything-but": 9007199254740993}"#, r#"9007199254740993"#, r#"Cannot compare number : 9007199254740993"#),
    (
        r#"{"anything-but": null}"#,
        r#"null"#,
        r#"Value of anything-but must be an array or single string/number value."#,
    ),
    (
        r#"{"anything-but": true}"#,
        r#"true"#,
        r#"Value of anything-but must be an array or single string/number value."#,
    ),
    (
        r#"{"anything-but": {"prefix": {"x": 1}}}"#,
        r#"{"x": 1}"#,
        r#"Value of anything-but must be an array or single string/number value."#,
    ),
    (
        r#"{"anything-but": {"suffix": {"x": 1}}}"#,
        r#"{"x": 1}"#,
        r#"Value of anything-but must be an array or single string/number value."#,
    ),
    (
        r#"{"anything-but": {"wildcard": {"x": 1}}}"#,
        r#"{"x": 1}"#,
        r#"Value of anything-but must be an array or single string/number value."#,
    ),
    (
        r#"{"anything-but": {"equals-ignore-case": {"x": 1}}}"#,
        r#"{"x": 1}"#,
        r#"Value of anything-but must be an array or single string/number value."#,
    ),
    (
        r#"{"anything-but": ["a", null]}"#,
        r#"null"#,
        r#"Inside anything but list, start|null|boolean is not supported."#,
    ),
    (
        r#"{"anything-but": ["a", true]}"#,
        r#"true"#,
        r#"Inside anything but list, start|null|boolean is not supported."#,
    ),
    (
        r#"{"anything-but": ["a", {"x": 1}]}"#,
        r#"{"x": 1}"#,
        r#"Inside anything but list, start|null|boolean is not supported."#,
    ),
    (r#"{"anything-but": ["a", [1]]}"#, r#"[1]"#, r#"Inside anything but list, start|null|boolean is not supported."#),
    (
        r#"{"anything-but": []}"#,
        r#"[]"#,
        r#"Inside anything but list, either all values are number or string, mixed type is not supported"#,
    ),
    (
        r#"{"anything-but": ["a", 1]}"#,
        r#"["a", 1]"#,
        r#"Inside anything but list, either all values are number or string, mixed type is not supported"#,
    ),
    (r#"{"anything-but": {"numeric": [">", 1]}}"#, r#""numeric""#, r#"Unsupported anything-but pattern: numeric"#),
    (r#"{"anything-but": {}}"#, r#"{}"#, r#"Anything-But expression name not found"#),
    (r#"{"anything-but": {"prefix": ""}}"#, r#""""#, r#"Null prefix/suffix not allowed"#),
    (r#"{"anything-but": {"suffix": ["a", ""]}}"#, r#""""#, r#"Null prefix/suffix not allowed"#),
    (r#"{"anything-but": {"prefix": 17}}"#, r#"17"#, r#"prefix/suffix match pattern must be a string"#),
    (r#"{"anything-but": {"suffix": ["a", 17]}}"#, r#"17"#, r#"prefix/suffix match pattern must be a string"#),
    (
        r#"{"anything-but": {"equals-ignore-case": 17}}"#,
        r#"17"#,
        r#"Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."#,
    ),
    (
        r#"{"anything-but": {"equals-ignore-case": ["a", true]}}"#,
        r#"true"#,
        r#"Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."#,
    ),
    (r#"{"anything-but": {"prefix": []}}"#, r#"[]"#, r#"Empty arrays are not allowed"#),
    (r#"{"anything-but": {"wildcard": []}}"#, r#"[]"#, r#"Empty arrays are not allowed"#),
];

/// A member of the pattern, its part at fault, and the reason.
const FIELDS: &[(&str, &str, &str)] = &[
    (r#""a": {}"#, r#"{}"#, r#"Empty objects are not allowed"#),
    (r#""a": []"#, r#"[]"#, r#"Empty arrays are not allowed"#),
    (r#""speed": 17"#, r#"17"#, r#""speed" must be an object or an array"#),
    (r#""speed": "x""#, r#""x""#, r#""speed" must be an object or an array"#),
    (r#""speed": true"#, r#"true"#, r#""speed" must be an object or an array"#),
    (r#""speed": null"#, r#"null"#, r#""speed" must be an object or an array"#),
    (r#""$or": {"a": [1]}"#, r#"{"a": [1]}"#, r#"It must be an Array followed with $or."#),
    (r#""$or": []"#, r#"[]"#, r#"There must have at least 2 Objects in $or relationship."#),
    (r#""$or": [{"a": [1]}]"#, r#"[{"a": [1]}]"#, r#"There must have at least 2 Objects in $or relationship."#),
    (r#""$or": [{"a": [1]}, "b"]"#, r#""b""#, r#"Only JSON object is allowed in array of $or relationship."#),
    (r#""$or": [{"a": [1]}, {}]"#, r#"{}"#, r#"Empty objects are not allowed"#),
    (
        r#""$or": [{"a": [1]}, {"cidr": [1]}]"#,
        r#""cidr""#,
        r#"cidr is Ruler reserved fieldName which cannot be used inside $or."#,
    ),
    (
        r#""$or": [{"a": {"b": {"<=": [1]}}}, {"c": [1]}]"#,
        r#""<=""#,
        r#"<= is Ruler reserved fieldName which cannot be used inside $or."#,
    ),
];

fn refusal(text: &str) -> PatternError {
    Pattern::parse(text).map(|_| panic!("{text} is accepted")).unwrap_or_else(|error| error)
}

/// The part stands in the second line, at its last occurrence.
fn assert_points(text: &str, part: &str, reason: &str) {
    let error = refusal(text);
    let at = text.rfind(part).unwrap_or_else(|| panic!("{part} stands in {text}"));
    assert_eq!(error.reason(), reason, "{text}");
    assert_eq!(text.get(error.span().start..error.span().end), Some(part), "{text}");
    assert_eq!(error.span().start, at, "{text}");
    let line_start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    assert_eq!((error.line(), error.column()), (2, text[line_start..at].chars().count() + 1), "{text}");
    let (drawn, carets) = (error.to_string(), "^".repeat(part.chars().count()));
    assert!(drawn.starts_with(&format!("event pattern error: {reason}\n")), "{drawn}");
    assert!(drawn.contains(&format!(" {carets}")) && !drawn.contains(&format!("{carets}^")), "{drawn}");
    let answer = error.to_api_error();
    assert_eq!(answer.code, "InvalidEventPatternException");
    assert_eq!(answer.message, format!("Event pattern is not valid. Reason: {reason}"));
}

#[test]
fn matchers_are_refused_at_their_place() {
    for (matcher, part, reason) in MATCHERS {
        assert_points(&format!("{{\"é\": [1],\n \"x\": {{\"a\": [\"q\", {matcher}]}}\n}}"), part, reason);
    }
}

#[test]
fn fields_are_refused_at_their_place() {
    for (member, part, reason) in FIELDS {
        assert_points(&format!("{{\"é\": [1],\n {member}\n}}"), part, reason);
        assert_points(&format!("{{\"é\": [1],\n \"x\": {{{member}}}\n}}"), part, reason);
    }
}

#[test]
fn what_is_no_object_is_refused_as_a_whole() {
    for text in ["[]", "\"a\"", "17", "null", "true", "", " \n"] {
        let error = refusal(text);
        assert_eq!((error.reason().as_str(), error.line()), ("Filter is not an object", 1), "{text:?}");
    }
    let error = refusal("{}");
    assert_eq!(
        (error.reason().as_str(), error.span().start, error.span().end),
        ("Empty objects are not allowed", 0, 2)
    );
}

#[test]
fn what_is_no_json_is_refused_where_it_stops_to_be() {
    for (text, line, column) in [
        ("{\"a\": [1]} x", 1, 12),
        ("{\"a\": [1],\n b: [1]}", 2, 2),
        ("{\"a\":", 1, 6),
        ("{\"a\": [\"\\ud800\"]}", 1, 9),
        ("{\"a\": [01]}", 1, 9),
    ] {
        let error = refusal(text);
        assert!(error.reason().starts_with("Filter is not valid JSON: "), "{text}: {error}");
        assert_eq!((error.line(), error.column()), (line, column), "{text}: {error}");
    }
}

#[test]
fn bounds_are_refused_for_the_whole_text() {
    let wildcard = r#"{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}"#;
    let error = refusal(wildcard);
    assert_eq!(
        error.reason(),
        "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a \
         wildcard character"
    );
    assert_eq!(error.span().end, wildcard.len());
    let long = format!("{{\"a\": [\"{}\"]}}", "x".repeat(4096));
    assert_eq!(refusal(&long).reason(), "Filter is longer than 4096 characters");
    for text in [r#"{"a": [1], "a": [2]}"#, r#"{"a": {"b": [1]}, "a.b": [2]}"#] {
        let strict = Pattern::parse_with(text, &PatternOptions::default().refusing_duplicates());
        let path = if text.contains("a.b") { "a.b" } else { "a" };
        assert_eq!(
            strict.map_err(|error| error.reason()),
            Err(format!("Path `{path}` cannot be allowed multiple times")),
            "{text}"
        );
        assert!(Pattern::parse(text).is_ok());
    }
}

#[test]
fn old_rules_may_have_a_field_named_or() {
    let old = PatternOptions::default().with_legacy_or();
    for (text, event) in [
        (r#"{"$or": {"a": [1]}}"#, r#"{"$or": {"a": 1}}"#),
        (r#"{"$or": [{"prefix": "a"}]}"#, r#"{"$or": "abc"}"#),
        (r#"{"$or": ["x"]}"#, r#"{"$or": "x"}"#),
    ] {
        assert!(Pattern::parse(text).is_err(), "{text}");
        let pattern = Pattern::parse_with(text, &old).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((pattern.matches(event.as_bytes()), pattern.sub_rule_count()), (Ok(true), 1), "{text}");
    }
    let both =
        Pattern::parse_with(r#"{"$or": [{"a": [1]}, {"b": [1]}]}"#, &old).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((both.matches(br#"{"b": 1}"#), both.sub_rule_count()), (Ok(true), 2), "a relationship stays one");
}

#[test]
fn the_ways_of_a_pattern_are_counted() {
    for (text, count) in [
        (r#"{"a": [1]}"#, 1),
        (r#"{"$or": [{"a": [1]}, {"b": [1]}, {"c": [1]}]}"#, 3),
        (r#"{"$or":[{"a":[1]},{"b":[1]}],"$or":[{"c":[1]},{"d":[1]}]}"#, 4),
        (r#"{"$or":[{"a":[1]},{"$or":[{"b":[1]},{"c":[1]}],"d":[1]}]}"#, 3),
    ] {
        assert_eq!(Pattern::parse(text).map(|pattern| pattern.sub_rule_count()), Ok(count), "{text}");
    }
}
