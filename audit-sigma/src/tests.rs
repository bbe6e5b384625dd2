//! Rules in words, and rules of any kind.

use cupola_audit::Record;
use proptest::prelude::*;

use crate::testing::rules_law;
use crate::{Rule, Rules};

const RECORD: &str = r#"{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com","eventTime":"2026-05-04T06:00:00Z",
    "sourceIPAddress":"198.51.100.7","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/Deploy/ci"},
    "requestParameters":{"count":7,"path":"C:\\x","tags":[{"k":"a","v":"One"},{"k":"b","v":"Two"}],"none":null},"responseElements":null,
    "errorCode":"Client.RequestLimitExceeded","readOnly":false}"#;

fn holds(detection: &str) -> bool {
    let rule = Rule::parse(&format!("title: x\ndetection:\n{detection}")).unwrap();
    rule.matches(&Record::parse(RECORD).unwrap())
}

/// A selection of one field.
fn field(field: &str) -> bool {
    holds(&format!("  s:\n    {field}\n  condition: s\n"))
}

#[test]
fn values_are_asked() {
    for (text, expected) in [
        ("eventName: runinstances", true),
        ("eventName|cased: runinstances", false),
        ("eventName: [StopInstances, RunInstances]", true),
        ("eventName: Run*", true),
        ("eventName: 'R?nInst*s'", true),
        ("eventName: 'R\\*n*'", false),
        ("requestParameters.path: 'C:\\x'", true),
        ("requestParameters.path: 'C:\\\\x'", true),
        ("eventName|contains: instance", true),
        ("eventName|startswith: [Stop, run]", true),
        ("eventName|endswith: run", false),
        ("eventName|contains|all: [run, stances]", true),
        ("eventName|contains|all: [run, stop]", false),
        ("eventName|re: '^Run[A-Z]'", true),
        ("eventName|re: '^run'", false),
        ("eventName|re|i: '^run'", true),
        ("sourceIPAddress|cidr: 198.51.100.0/24", true),
        ("sourceIPAddress|cidr: [2001:db8::/32, 192.0.2.0/24]", false),
        ("requestParameters.count: 7", true),
        ("requestParameters.count|gte: 7", true),
        ("requestParameters.count|lt: 7", false),
        ("requestParameters.count|gt: 6.5", true),
        ("readOnly: false", true),
        ("readOnly: 'false'", true),
        ("requestParameters.tags.v: two", true),
        ("requestParameters.tags.v|contains|all: [on, tw]", true),
        ("requestParameters.none: null", true),
        ("requestParameters.absent: null", true),
        ("requestParameters.count: null", false),
        ("requestParameters.none|exists: true", true),
        ("requestParameters.absent|exists: false", true),
        ("requestParameters|contains: '\"k\":\"b\"'", true),
        ("responseElements: null", true),
        ("userIdentity.arn|contains: :assumed-role/Deploy/", true),
        ("eventName: ''", false),
    ] {
        assert_eq!(field(text), expected, "{text}");
    }
}

#[test]
fn conditions_are_asked() {
    for (condition, expected) in [
        ("a", true),
        ("not a", false),
        ("a and b", false),
        ("a or b", true),
        ("b or a and not b", true),
        ("(b or a) and b", false),
        ("not (b or not a)", true),
        ("1 of filter_*", true),
        ("all of filter_*", false),
        ("any of them", true),
        ("all of them", false),
        ("all of a*", true),
        ("NOT b AND a", true),
        ("[b, a]", true),
    ] {
        let text = format!(
            "  a: {{eventName: RunInstances}}\n  b: {{eventName: StopInstances}}\n  filter_1: {{readOnly: true}}\n  filter_2:\n    - errorCode|startswith: Client\n    - readOnly: true\n  _hidden: {{eventName: x}}\n  condition: {condition}\n"
        );
        assert_eq!(holds(&text), expected, "{condition}");
    }
    assert!(holds("  words: [Nowhere, requestlimit]\n  condition: words\n"));
    assert!(!holds("  words: [Nowhere]\n  condition: words\n"));
}

#[test]
fn what_is_not_supported_is_refused_with_its_place() {
    for (text, message, line, column) in [
        ("title: x\ndetection: {s: {a|base64: x}, condition: s}", "the modifier base64 is not supported", 2, 17),
        (
            "title: x\ndetection:\n  s: {a: 1}\n  condition: s | count() > 3",
            "aggregations are not supported: write a correlation",
            4,
            14,
        ),
        ("title: x\ndetection:\n  s: {a: 1}\n  condition: t", "there is no selection `t`", 4, 14),
        (
            "title: x\ndetection:\n  s: {a: 1}\n  condition: 2 of them",
            "only `1 of`, `any of` and `all of` are supported",
            4,
            14,
        ),
        ("title: x\ndetection:\n  s: {a: 1}\n  condition: (s", "`)` is missing", 4, 14),
        (
            "title: x\ndetection:\n  s: {a: 1}\n  timeframe: 5m\n  condition: s",
            "`timeframe` is not supported: write a correlation",
            4,
            3,
        ),
        ("title: x\nlogsource: {product: windows}\ndetection: {}", "the product of the log source must be aws", 2, 22),
        ("title: x\ndetection:\n  s: &a {a: 1}\n  condition: s", "anchors are not supported", 3, 9),
        ("title: x\ntitle: y", "this key stands twice", 2, 1),
        ("title: x\ndetection: {s: {a|cidr: x}, condition: s}", "a network such as 192.0.2.0/24 is needed", 2, 25),
        ("title: x\ndetection: {s: {a|re|contains: x}, condition: s}", "these modifiers do not go together", 2, 17),
        ("detection: 1", "`title` is missing", 1, 1),
    ] {
        let error = Rules::parse(text).unwrap_err();
        assert_eq!((error.message.as_str(), error.line), (message, line), "{text}");
        assert!(error.column.abs_diff(column) <= 3, "{text}: {} {column}", error.column);
    }
    assert!(Rules::parse(&"[".repeat(100_000)).is_err());
    assert!(Rules::parse(&"- ".repeat(100_000)).is_err());
    assert!(Rules::parse("title: [").is_err());
}

#[test]
fn a_text_with_an_error_adds_nothing() {
    let mut rules = Rules::parse("title: a\ndetection: {s: {eventName: A}, condition: s}").unwrap();
    let record = Record::parse(r#"{"eventName":"A"}"#).unwrap();
    assert_eq!(rules.matching(&record), [0]);
    let more = "title: b\nname: b\ndetection: {s: {eventName: A}, condition: s}\n---\ntitle: c\ncorrelation: {type: temporal, rules: b, timespan: 1m}\n";
    assert!(rules.add(&format!("{more}---\ntitle: [")).is_err());
    assert_eq!((rules.rules().len(), rules.matching(&record)), (1, vec![0]));
    rules.add(more).unwrap();
    assert_eq!(rules.matching(&record), [0, 1]);
}

fn correlated(kind: &str, condition: &str) -> Rules {
    Rules::parse(&format!(
        "title: a\nname: a\ndetection: {{s: {{eventName: A}}, condition: s}}\n---\ntitle: b\nid: b\ndetection: {{s: {{eventName: B}}, condition: s}}\n---\n\
         title: both\ncorrelation:\n  type: {kind}\n  rules: [a, b]\n  group-by: [userIdentity.arn]\n  timespan: 5m\n{condition}"
    ))
    .unwrap()
}

/// Calls by name, caller, address and second; at which of them the correlation holds.
fn at(rules: &mut Rules, calls: &[(&str, &str, &str, u32)]) -> Vec<usize> {
    let holds = |(place, (name, who, ip, second)): (usize, &(&str, &str, &str, u32))| {
        let text = format!(
            r#"{{"eventName":"{name}","eventTime":"2026-05-04T06:{:02}:{:02}Z","sourceIPAddress":"{ip}","userIdentity":{{"arn":"{who}"}}}}"#,
            second / 60,
            second % 60
        );
        let detections = rules.observe(&Record::parse(&text).unwrap());
        assert!(detections.iter().all(|detection| detection.title == "both" && detection.group == [*who]));
        (!detections.is_empty()).then_some(place)
    };
    calls.iter().enumerate().filter_map(holds).collect()
}

#[test]
fn correlations_hold_within_their_time() {
    let mut count = correlated("event_count", "  condition: {gte: 3}\n");
    let calls = [
        ("A", "eve", "1", 0),
        ("B", "eve", "1", 1),
        ("A", "bo", "1", 2),
        ("A", "eve", "1", 300),
        ("A", "eve", "1", 300),
        ("C", "eve", "1", 301),
    ];
    assert_eq!(at(&mut count, &calls), [4], "the first is five minutes old at the fourth");
    let mut values = correlated("value_count", "  condition: {field: sourceIPAddress, gt: 2}\n");
    assert_eq!(
        at(&mut values, &[("A", "eve", "1", 0), ("A", "eve", "2", 1), ("A", "eve", "2", 2), ("B", "eve", "3", 3)]),
        [3]
    );
    let mut temporal = correlated("temporal", "");
    assert_eq!(
        at(&mut temporal, &[("B", "eve", "1", 0), ("B", "eve", "1", 1), ("A", "bo", "1", 2), ("A", "eve", "1", 3)]),
        [3]
    );
    let mut ordered = correlated("temporal_ordered", "");
    assert_eq!(
        at(&mut ordered, &[("B", "eve", "1", 0), ("A", "eve", "1", 1), ("B", "eve", "1", 2), ("B", "eve", "1", 3)]),
        [2]
    );
}

fn rule_text() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "eventName",
        "eventSource",
        "userIdentity.arn",
        "requestParameters.list.a",
        "nothing",
    ]);
    let modifier = prop::sample::select(vec![
        "",
        "|contains",
        "|startswith",
        "|endswith",
        "|exists",
        "|re",
        "|cidr",
        "|gt",
        "|all",
        "|x",
    ]);
    let value = prop::sample::select(vec![
        "CreateAccessKey",
        "iam.amazonaws.com",
        "'*'",
        "7",
        "true",
        "null",
        "[x, CreateAccessKey]",
        "198.51.100.0/24",
        "{a: b}",
    ]);
    let field = (name, modifier, value).prop_map(|(name, modifier, value)| format!("{name}{modifier}: {value}"));
    let condition =
        prop::sample::select(vec!["s", "not s", "s or t", "s and t", "1 of them", "s and not t", "(s", "s t"]);
    (field.clone(), field, condition).prop_map(|(s, t, condition)| {
        format!("title: x\ndetection:\n  s:\n    {s}\n  t:\n    - {t}\n    - eventName: ConsoleLogin\n  condition: {condition}\n")
    })
}

/// Values of records, and of rules: cut out of each other, in either case, some not ASCII.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "CreateKey",
        "createkey",
        "Key",
        "k",
        "\u{212a}ey",
        "CréateKey",
        "create",
        "é",
        "*",
        "",
        "Create*y",
        "?reateKey",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn asked() -> impl Strategy<Value = String> {
    let field =
        prop::sample::select(vec!["eventName", "userAgent", "requestParameters.a", "requestParameters.b.c", "new"]);
    let modifier = prop::sample::select(vec![
        "",
        "|contains",
        "|startswith",
        "|endswith",
        "|contains|all",
        "|contains|cased",
        "|cased",
        "|exists",
    ]);
    let field =
        (field, modifier, prop::collection::vec(word(), 1..3)).prop_map(|(field, modifier, words)| match modifier {
            "|exists" => format!("{field}|exists: {}", words[0].is_empty()),
            _ => format!("{field}{modifier}: ['{}']", words.join("', '")),
        });
    let keyword = word().prop_map(|word| format!("'k{word}'"));
    let fields = prop::collection::vec(field, 1..3).prop_map(|mut fields| {
        fields.sort();
        fields.dedup_by(|a, b| a.split(':').next() == b.split(':').next());
        format!("{{{}}}", fields.join(", "))
    });
    prop_oneof![6 => fields, 1 => keyword]
}

/// A rule of two selections.
fn two_selections() -> impl Strategy<Value = String> {
    let condition = prop::sample::select(vec!["s", "s and t", "s or t", "s and not t", "not s", "1 of them", "[s, t]"]);
    (asked(), asked(), condition).prop_map(|(s, t, condition)| {
        format!("title: x\ndetection:\n  s: {s}\n  t:\n    - {t}\n    - eventName: Other\n  condition: {condition}\n")
    })
}

fn record_text() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        4 => word().prop_map(|word| format!("\"{word}\"")),
        1 => prop::collection::vec(word(), 0..3).prop_map(|words| format!("[\"{}\", 7, null]", words.join("\", \""))),
        1 => Just("null".to_owned()),
    ];
    prop::collection::vec(value, 5).prop_map(|v| {
        format!(
            r#"{{"eventName":{},"userAgent":{},"new":{},"requestParameters":{{"a":{},"b":{{"c":{}}}}}}}"#,
            v[0], v[1], v[2], v[3], v[4]
        )
    })
}

proptest! {
    /// Asked at once or one after the other, the same rules hold.
    #[test]
    fn the_index_leaves_out_nothing(rules in prop::collection::vec(two_selections(), 1..6), record in record_text()) {
        let record = Record::parse(&record).unwrap();
        let alone = |text: &String| Rule::parse(text).unwrap().matches(&record);
        let expected: Vec<usize> = (0..rules.len()).filter(|number| alone(&rules[*number])).collect();
        prop_assert_eq!(Rules::parse(&rules.join("---\n")).unwrap().matching(&record), expected, "{:?} {:?}", rules, record);
    }

    #[test]
    fn any_text_is_survived(text in rule_text(), noise in "[\\-\\[\\]{}:,&*!|>'\"#%@ a\n]{0,60}", cut in any::<prop::sample::Index>()) {
        rules_law(&text);
        rules_law(&noise);
        let at = cut.index(text.len() + 1);
        rules_law(&format!("{}{noise}{}", &text[..at], &text[at..]));
    }
}
