//! Contributor Insights: what events count for, and what comes of many, against slow obvious twins.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use cupola_metrics::testing::insight_laws::{contribution, insight_rule_law};
use cupola_metrics::{
    Contribution, Engine, InsightRuleDefinition, InsightRuleMetric, InsightRuleReportRequest, InsightRuleSettings,
    Place, RuleEvent,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn path() -> impl Strategy<Value = &'static str> {
    select(vec!["$.a", "$.b", "$.c.a", "$.c.b[0]", "$.d[1]", "$.d[0].a", "$.c.c.a"])
}

fn position() -> impl Strategy<Value = &'static str> {
    select(vec!["1", "2", "3", "user", "status"])
}

fn text() -> impl Strategy<Value = String> {
    select(vec!["x", "xy", "y", "7", "-7.5", "true", "12e1", "inf", ""]).prop_map(str::to_owned)
}

fn filter(field: BoxedStrategy<&'static str>) -> impl Strategy<Value = Value> {
    let texts = prop::collection::vec(text(), 1..4);
    let number = select(vec![-7.5, 0.0, 7.0, 120.0]);
    let test = prop_oneof![
        (select(vec!["In", "NotIn", "StartsWith"]), texts).prop_map(|(word, texts)| (word, json!(texts))),
        (select(vec!["GreaterThan", "LessThan", "EqualTo", "NotEqualTo"]), number)
            .prop_map(|(word, number)| (word, json!(number))),
        any::<bool>().prop_map(|wanted| ("IsPresent", json!(wanted))),
    ];
    (field, test).prop_map(|(field, (word, test))| json!({"Match": field, word: test}))
}

fn rule(is_json: bool) -> impl Strategy<Value = String> {
    let field = move || if is_json { path().boxed() } else { position().boxed() };
    let keys = prop::collection::vec(field(), 1..=4);
    let filters = prop::collection::vec(filter(field()), 0..=4);
    (keys, filters, prop::option::of(field())).prop_map(move |(keys, filters, value)| {
        let mut rule = json!({
            "Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["g"],
            "LogFormat": if is_json { "JSON" } else { "CLF" },
            "Contribution": {"Keys": keys, "Filters": filters},
            "AggregateOn": if value.is_some() { "Sum" } else { "Count" },
        });
        if !is_json {
            rule["Fields"] = json!({"2": "user", "4": "status"});
        }
        if let Some(value) = value {
            rule["Contribution"]["ValueOf"] = json!(value);
        }
        rule.to_string()
    })
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::from),
        select(vec![json!(7), json!(-7.5), json!(120), json!(1.5e300), json!(true), Value::Null]),
    ]
}

/// An object, in which a member may be there twice.
fn event() -> impl Strategy<Value = String> {
    let tree = scalar().prop_recursive(3, 24, 3, |below| {
        prop_oneof![
            prop::collection::vec(below.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(select(vec!["a", "b", "c"]), below, 0..3).prop_map(|members| json!(members)),
        ]
    });
    let member = (select(vec!["a", "b", "c", "d"]), tree).prop_map(|(key, value)| format!("{key:?}: {value}"));
    prop::collection::vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(", ")))
}

fn line() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        text(),
        text().prop_map(|text| format!("\"{text} z\"")),
        text().prop_map(|text| format!("[{text} z]")),
        Just("\"open".to_owned()),
        Just("\"a\\\"b\"".to_owned()),
    ];
    prop::collection::vec(field, 0..6).prop_map(|fields| fields.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn events_count_as_for_the_twin(is_json in any::<bool>(), seed in any::<prop::sample::Index>(),
        rules in (rule(true), rule(false)), events in prop::collection::vec((event(), line()), 1..6)) {
        let text = if is_json { rules.0 } else { rules.1 };
        let rule = InsightRuleDefinition::parse(&text).unwrap();
        let (event, line) = seed.get(&events);
        let event = if is_json { event } else { line };
        prop_assert_eq!(rule.contribution(event), contribution(&rule, event), "{} on {}", text, event);
        insight_rule_law(format!("{text}\u{c}{event}").as_bytes());
    }

    #[test]
    fn any_text_is_a_definition_or_refused_at_its_place(text in rule(true), at in any::<prop::sample::Index>(),
        with in "[\\PC]{0,3}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let at = at.index(text.len());
        insight_rule_law(format!("{}{with}{}", &text[..at], &text[at + 1..]).as_bytes());
        insight_rule_law(&bytes);
    }

    /// What a report tells is what a list of all that counted comes to; snapshots in between change nothing.
    #[test]
    fn reports_are_sums_of_what_counted(
        events in prop::collection::vec((0..900i64, 0..5u8, -20..20i32, 0..120i64), 0..60),
        minutes in 1..4u32, (from, length) in (0..10i64, 1..15i64),
    ) {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let t0 = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let mut engine = Engine::new(place, 0);
        let rule = r#"{"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["*"], "LogFormat": "CLF",
            "Contribution": {"Keys": ["1"], "ValueOf": "2"}, "AggregateOn": "Sum"}"#;
        engine.put_insight_rule(t0, "r", rule, InsightRuleSettings::default()).unwrap();
        let (mut now, mut counted) = (t0, Vec::new());
        for (place, (at, who, value, later)) in events.iter().enumerate() {
            now = now.plus_secs(*later);
            let message = format!("c{who} {value}");
            let at = t0.plus_secs(*at);
            engine.count_contributors(now, "g", [RuleEvent::new(at, &message)]);
            counted.push((at, format!("c{who}"), f64::from(*value)));
            if place % 7 == 0 {
                let text = serde_json::to_string(&engine.snapshot()).unwrap();
                engine = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
            }
        }
        let (start, end) = (t0.plus_secs(60 * from), t0.plus_secs(60 * (from + length)));
        let request = InsightRuleReportRequest {
            metrics: InsightRuleMetric::ALL.into(),
            ..InsightRuleReportRequest::new("r", start, end, 60 * minutes)
        };
        let report = engine.insight_rule_report(now, &request).unwrap();
        counted.retain(|(at, ..)| *at >= start && *at < end);
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        counted.iter().for_each(|(_, who, value)| *sums.entry(who).or_default() += value);
        let mut ranked: Vec<(&str, f64)> = sums.into_iter().collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
        prop_assert_eq!(report.unique_count, ranked.len() as u64);
        let told: Vec<(&str, f64)> = report.contributors.iter().map(|one| (one.keys[0].as_str(), one.value)).collect();
        prop_assert_eq!(told, ranked);
        let sum = counted.iter().map(|(.., value)| value).sum::<f64>();
        prop_assert_eq!(vec![report.aggregate_value], vec![sum]);
        for point in &report.datapoints {
            let end = point.at.plus_secs(60 * i64::from(minutes));
            let here: Vec<_> = counted.iter().filter(|(at, ..)| *at >= point.at && *at < end).collect();
            let mut by_who: BTreeMap<&str, f64> = BTreeMap::new();
            here.iter().for_each(|(_, who, value)| *by_who.entry(who).or_default() += value);
            let values = || here.iter().map(|(.., value)| *value);
            let (count, sum) = (here.len() as f64, values().sum::<f64>());
            let expected = [
                by_who.len() as f64,
                by_who.values().copied().fold(f64::MIN, f64::max),
                count,
                sum,
                values().fold(f64::MAX, f64::min),
                values().fold(f64::MIN, f64::max),
                sum / count,
            ];
            let told: Vec<f64> = point.values.iter().map(|(_, value)| *value).collect();
            prop_assert_eq!(told, expected);
        }
    }
}

/// Each refusal tells the path, what is accepted, and its place.
#[test]
fn refusals_tell_the_path_and_what_is_accepted() {
    let plain = json!({
        "Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["app"], "LogFormat": "JSON",
        "Contribution": {"Keys": ["$.a"]}, "AggregateOn": "Count",
    });
    let changes: Vec<(&str, Value, &str, &str)> = vec![
        ("/Schema/Name", json!("Rule"), "/Schema/Name: \"CloudWatchLogRule\" is needed", "\"Rule\""),
        (
            "/Schema/Name",
            json!("ServiceLogRule"),
            "rules that a service manages are not supported",
            "\"ServiceLogRule\"",
        ),
        ("/Schema", json!("CloudWatchLogRule"), "/Schema: an object is needed", "\"CloudWatchLogRule\""),
        ("/LogGroupNames", json!([]), "/LogGroupNames: a list of 1 or more log groups is needed, not of 0", "[]"),
        ("/LogGroupNames/0", json!("a b"), "/LogGroupNames/0: a log group's name", "\"a b\""),
        ("/LogFormat", json!("XML"), "/LogFormat: \"JSON\" or \"CLF\" is needed", "\"XML\""),
        (
            "/Contribution/Keys",
            json!(["$.a", "$.b", "$.c", "$.d", "$.e"]),
            "a list of 1 to 4 fields is needed, not of 5",
            "[",
        ),
        ("/Contribution/Keys/0", json!("$.a..b"), "/Contribution/Keys/0: `..b` does not go on", "\"$.a..b\""),
        ("/Contribution/ValueOf", json!("$.b"), "it is for AggregateOn \"Sum\" alone", "\"$.b\""),
        (
            "/Contribution/Filters",
            json!([{"Match": "$.a"}]),
            "/Contribution/Filters/0: one of In, NotIn",
            "{\"Match\":\"$.a\"}",
        ),
        ("/Contribution/Filters", json!([{"Match": "$.a", "In": ["x"], "NotIn": ["y"]}]), "one of In, NotIn", "{\""),
        ("/Contribution/Filters", json!([{"Match": "$.a", "Is": 1}]), "no such member is known", "\"Is\""),
        ("/Contribution/Filters", json!([{"Match": "$.a", "In": [1]}]), "/In/0: a text in quotes is needed", "1"),
        ("/Contribution/Filters", json!([{"Match": "$.a", "EqualTo": "1"}]), "/EqualTo: a number is needed", "\"1\""),
        ("/Contribution/Filters", json!([{"Match": "$.a", "IsPresent": 1}]), "true or false is needed", "1"),
        ("/AggregateOn", json!("Max"), "/AggregateOn: \"Count\" or \"Sum\" is needed", "\"Max\""),
        ("/AggregateOn", json!("Sum"), "/Contribution: ValueOf is needed", "{\"Keys\""),
        ("/Fields", json!({"1": "ip"}), "for the LogFormat CLF alone", "{\"1\""),
        ("/LogGroupARNs", json!(["x"]), "LogGroupNames are there already", "[\"x\"]"),
        ("/Filter", json!("x"), "/Filter: no such member is known, but Schema", "\"Filter\""),
    ];
    for (at, value, message, place) in changes {
        let mut changed = plain.clone();
        let (parent, name) = at.rsplit_once('/').unwrap();
        match changed.pointer_mut(parent).unwrap() {
            Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
            parent => parent[name] = value,
        }
        let text = changed.to_string();
        let refused = InsightRuleDefinition::parse(&text).unwrap_err();
        assert!(refused.message().contains(message), "{}", refused.message());
        assert!(text[refused.span().range()].starts_with(place), "{refused}");
    }
    for (text, message) in [
        ("", "not JSON"),
        ("{\"Schema\": ", "not JSON"),
        ("[]", "/: an object is needed"),
        ("{\"Schema\": 1, \"Schema\": 2}", "it is there twice"),
        ("{\"é\": 1}", "not a character of ASCII"),
    ] {
        let refused = InsightRuleDefinition::parse(text).unwrap_err();
        assert!(refused.message().contains(message), "{}", refused.message());
    }
    let long = format!("{plain}{}", " ".repeat(8192));
    assert!(InsightRuleDefinition::parse(&long).unwrap_err().message().contains("may have 8192 characters"));
}

/// The examples of the reference.
#[test]
fn rules_of_the_reference_are_read() {
    let clf = r#"{"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["API-Gateway-Access-Logs*"],
        "LogFormat": "CLF", "Fields": {"4": "IpAddress", "7": "StatusCode"},
        "Contribution": {"Keys": ["IpAddress"], "Filters": [{"Match": "StatusCode", "EqualTo": 200}]}, "AggregateOn": "Count"}"#;
    let rule = InsightRuleDefinition::parse(clf).unwrap();
    let counts = |line: &str| rule.contribution(line);
    let keys = vec!["198.51.100.7".to_owned()];
    assert_eq!(counts("a b c 198.51.100.7 e f 200"), Contribution::Counts { keys, value: 1.0 });
    assert_eq!(counts("a b c 198.51.100.7 e f 404"), Contribution::Filtered(0));
    assert_eq!(counts("a b c"), Contribution::Filtered(0));
}
