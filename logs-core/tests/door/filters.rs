//! Metric filters through the service's API, and what they measure.

use crate::door::{Door, NOON, at, invalid, millis, missing};
use cupola_logs::{FilterState, Limits, MetricFilterQuery, Output};
use serde_json::{Value, json};

fn filter(pattern: &str, more: Value) -> Value {
    let mut transformation = json!({"metricName": "Hits", "metricNamespace": "App", "metricValue": "1"});
    transformation.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"logGroupName": "g", "filterName": "f", "filterPattern": pattern, "metricTransformations": [transformation]})
}

fn with_filter(pattern: &str, more: Value) -> Door {
    let mut door = Door::open();
    door.ok("PutMetricFilter", filter(pattern, more));
    door
}

#[test]
fn matches_are_counted_by_the_minute() {
    let mut door = with_filter("ERROR", json!({}));
    door.set("2026-05-04T12:01:30Z").put(&[
        ("2026-05-04T12:00:01Z", "ERROR a"),
        ("2026-05-04T12:00:30Z", "fine"),
        ("2026-05-04T12:00:59Z", "ERROR b"),
        ("2026-05-04T12:01:00Z", "ERROR c"),
    ]);
    assert_eq!(door.measured(), ["2026-05-04T12:00:01Z: Values([(1.0, 2.0)])", "2026-05-04T12:01:00Z: Value(1.0)"]);
}

#[test]
fn values_that_do_not_add_up_exactly_stay_apart() {
    let mut door = with_filter("x", json!({"metricValue": "0.1", "unit": "Milliseconds"}));
    door.put(&[(NOON, "x"), (NOON, "x")]);
    let outputs = door.engine.drain();
    assert_eq!(outputs.len(), 2);
    for output in outputs {
        let Output::Datum(made) = output else { panic!() };
        assert_eq!((made.datum.unit.as_str(), &*made.filter, &*made.log_group), ("Milliseconds", "f", "g"));
        assert_eq!((&*made.datum.namespace, &*made.datum.name, made.at), ("App", "Hits", door.now));
    }
}

#[test]
fn a_minute_with_events_and_no_match_gives_the_default_once() {
    let mut door = with_filter("ERROR", json!({"defaultValue": 0}));
    door.set("2026-05-04T12:01:30Z").put(&[
        ("2026-05-04T12:00:01Z", "fine"),
        ("2026-05-04T12:00:30Z", "fine"),
        ("2026-05-04T12:01:10Z", "ERROR"),
        ("2026-05-04T12:01:20Z", "fine"),
    ]);
    assert_eq!(door.measured(), ["2026-05-04T12:01:10Z: Value(1.0)"]);
    assert_eq!(door.engine.next_deadline().unwrap().at, at("2026-05-04T12:02:00Z"));
    door.engine.advance(at("2026-05-04T12:01:59.999Z"));
    assert!(door.measured().is_empty());
    door.engine.advance(at("2026-05-04T12:10:00Z"));
    assert_eq!(door.measured(), ["2026-05-04T12:00:00Z: Value(0.0)"], "a minute without events has none");
    door.set("2026-05-04T12:10:00Z").put(&[("2026-05-04T12:00:20Z", "fine, but late")]);
    door.engine.advance(at("2026-05-04T13:00:00Z"));
    assert!(door.measured().is_empty(), "the minute has had its default");
}

#[test]
fn the_default_waits_for_the_end_of_its_minute() {
    let mut door = with_filter("ERROR", json!({"defaultValue": 0}));
    door.set("2026-05-04T12:00:10Z").put(&[("2026-05-04T12:00:01Z", "fine")]);
    door.set("2026-05-04T12:00:30Z").put(&[("2026-05-04T12:00:20Z", "ERROR")]);
    door.engine.advance(at("2026-05-04T12:05:00Z"));
    assert_eq!(door.measured(), ["2026-05-04T12:00:20Z: Value(1.0)"]);
}

#[test]
fn a_default_comes_out_when_its_minute_closes() {
    let mut door = with_filter("ERROR", json!({"defaultValue": 2.5}));
    door.set("2026-05-04T12:00:10Z").put(&[("2026-05-04T12:00:01Z", "fine")]);
    door.engine.advance(at("2026-05-04T18:00:00Z"));
    let [output] = &door.engine.drain()[..] else { panic!() };
    assert_eq!(output.at(), at("2026-05-04T12:01:00Z"));
}

#[test]
fn filters_look_at_what_comes_in_after_them() {
    let mut door = Door::open();
    door.put(&[(NOON, "ERROR")]);
    door.ok("PutMetricFilter", filter("ERROR", json!({"defaultValue": 0})));
    door.put(&[(NOON, "fine")]);
    door.ok("PutMetricFilter", filter("ERROR", json!({"defaultValue": 1})));
    assert_eq!(door.engine.next_deadline(), None, "the open minute was that of the filter before");
    door.ok("DeleteMetricFilter", json!({"logGroupName": "g", "filterName": "f"}));
    door.put(&[(NOON, "ERROR")]);
    door.engine.advance(at("2026-05-04T13:00:00Z"));
    assert!(door.measured().is_empty());
}

#[test]
fn values_and_dimensions_are_fields() {
    let mut door = with_filter("{ $.ms = * }", json!({"metricValue": "$.ms", "dimensions": {"Dock": "$.dock"}}));
    door.put(&[
        (NOON, r#"{"ms":1.5,"dock":"n"}"#),
        (NOON, r#"{"ms":2}"#),
        (NOON, r#"{"ms":"x","dock":"n"}"#),
        (NOON, r#"{"ms":3,"dock":""}"#),
        (NOON, r#"{"no":1,"dock":"n"}"#),
    ]);
    let [Output::Datum(made)] = &door.engine.drain()[..] else { panic!() };
    let dimension = &made.datum.dimensions[0];
    assert_eq!((&*dimension.name, &*dimension.value), ("Dock", "n"));
    let mut door = with_filter("[ip, ms]", json!({"metricValue": "$ms"}));
    door.put(&[(NOON, "h 7"), (NOON, "h x")]);
    assert_eq!(door.measured(), ["2026-05-04T12:00:00Z: Value(7.0)"]);
}

#[test]
fn a_filter_with_too_many_dimensions_is_throttled_until_it_is_put_again() {
    let parts = json!({"dimensions": {"Id": "$.id"}});
    let mut door = with_filter("{ $.id = * }", parts.clone());
    let lines: Vec<String> = (0..1001).map(|id| format!("{{\"id\":{id}}}")).collect();
    let events: Vec<_> = lines.iter().map(|line| (NOON, line.as_str())).collect();
    door.put(&events);
    let outputs = door.engine.drain();
    assert_eq!(outputs.len(), 1001);
    assert!(matches!(&outputs[1000], Output::FilterThrottled(throttled) if &*throttled.filter == "f"));
    door.put(&events[..1]);
    assert!(door.engine.drain().is_empty());
    let state = |door: &mut Door| {
        let query = MetricFilterQuery::default();
        door.engine.describe_metric_filters(door.now, &query).unwrap().next().unwrap().state
    };
    assert_eq!(state(&mut door), FilterState::Throttled { since: door.now });
    door.ok("PutMetricFilter", filter("{ $.id = * }", parts));
    assert_eq!(state(&mut door), FilterState::Active);
    door.put(&events[..1]);
    assert_eq!(door.engine.drain().len(), 1);
}

#[test]
fn the_parts_of_a_filter_must_go_together() {
    let mut door = Door::open();
    for (request, text) in [
        (
            filter("{ $.ms = * }", json!({"metricValue": "$.ms", "defaultValue": 0, "dimensions": {"D": "$.d"}})),
            "Invalid metric transformation: dimensions and default value are mutually exclusive properties.",
        ),
        (
            filter("ERROR", json!({"dimensions": {"D": "$.d"}})),
            "The specified filter pattern does not support dimensions",
        ),
        (filter("{ $.a = ", json!({})), "Invalid filter pattern"),
        (
            filter("[a, b]", json!({"metricValue": "$c"})),
            "Invalid metric transformation: the filter pattern has no field $c.",
        ),
    ] {
        assert_eq!(door.refused("PutMetricFilter", request), invalid(text));
    }
    let mut two = filter("x", json!({}));
    two["metricTransformations"] = json!([two["metricTransformations"][0], two["metricTransformations"][0]]);
    for request in [
        two,
        filter("x", json!({"metricValue": "$.ms"})),
        filter("x", json!({"metricValue": "one"})),
        filter("x", json!({"metricValue": "inf"})),
        filter("x", json!({"metricName": "a:b"})),
        filter("x", json!({"metricNamespace": "a*b"})),
        filter("x", json!({"unit": "Apples"})),
        filter("x", json!({"defaultValue": "NaN"})),
        filter("[a, b, c, d]", json!({"dimensions": {"A": "$a", "B": "$b", "C": "$c", "D": "$d"}})),
        filter(&"x".repeat(1025), json!({})),
    ] {
        let (code, text) = door.refused("PutMetricFilter", request.clone());
        assert!(["InvalidParameterException", "SerializationException"].contains(&&*code), "{request}: {code} {text}");
    }
    door.ok("PutMetricFilter", filter("x", json!({"metricNamespace": "A.B-c_d/1#2:metricNamespace"})));
    let no_group = filter("x", json!({})).to_string().replace("\"g\"", "\"h\"");
    assert_eq!(door.refused("PutMetricFilter", serde_json::from_str(&no_group).unwrap()), missing("log group"));
}

#[test]
fn a_group_has_so_many_filters_and_so_many_with_a_regex() {
    let mut door = Door::open();
    door.engine = door.engine.with_limits(Limits { metric_filters_per_group: 7, ..Limits::default() });
    let named = |name: String, pattern: &str| {
        let mut request = filter(pattern, json!({}));
        request["filterName"] = name.into();
        request
    };
    for number in 0..5 {
        door.ok("PutMetricFilter", named(format!("r{number}"), "%a%"));
    }
    let full = ("LimitExceededException".to_owned(), "Resource limit exceeded.".to_owned());
    assert_eq!(door.refused("PutMetricFilter", named("r5".into(), "%a%")), full);
    door.ok("PutMetricFilter", named("r4".into(), "%b%"));
    door.ok("PutMetricFilter", named("a".into(), "x"));
    door.ok("PutMetricFilter", named("b".into(), "x"));
    assert_eq!(door.refused("PutMetricFilter", named("c".into(), "x")), full);
    door.ok("PutMetricFilter", named("b".into(), "y"));
}

#[test]
fn other_classes_have_no_filters() {
    let mut door = Door::empty();
    door.ok("CreateLogGroup", json!({"logGroupName": "g", "logGroupClass": "INFREQUENT_ACCESS"}));
    assert_eq!(door.refused("PutMetricFilter", filter("x", json!({}))).0, "InvalidOperationException");
}

#[test]
fn filters_are_described() {
    let mut door = Door::open();
    door.ok("CreateLogGroup", json!({"logGroupName": "h"}));
    for (group, name, pattern) in [("g", "b", "x"), ("g", "a", "y"), ("h", "b", "z")] {
        let mut request = filter(pattern, json!({}));
        (request["logGroupName"], request["filterName"]) = (group.into(), name.into());
        door.ok("PutMetricFilter", request);
    }
    let described = |name: &str, pattern: &str, group: &str| {
        json!({
            "filterName": name, "filterPattern": pattern, "creationTime": millis(NOON), "logGroupName": group,
            "metricTransformations": [{"metricName": "Hits", "metricNamespace": "App", "metricValue": "1"}],
            "applyOnTransformedLogs": false,
        })
    };
    let all = [described("a", "y", "g"), described("b", "x", "g"), described("b", "z", "h")];
    assert_eq!(door.ok("DescribeMetricFilters", json!({}))["metricFilters"], json!(all));
    assert_eq!(door.ok("DescribeMetricFilters", json!({"filterNamePrefix": "b"}))["metricFilters"], json!(all[1..]));
    assert_eq!(door.ok("DescribeMetricFilters", json!({"logGroupName": "g"}))["metricFilters"], json!(all[..2]));
    let metric = json!({"metricName": "Hits", "metricNamespace": "App", "limit": 2});
    let first = door.ok("DescribeMetricFilters", metric.clone());
    let mut second = metric;
    second["nextToken"] = first["nextToken"].clone();
    let second = door.ok("DescribeMetricFilters", second);
    assert_eq!((&first["metricFilters"], &second["metricFilters"]), (&json!(all[..2]), &json!(all[2..])));
    assert!(second.get("nextToken").is_none());
    assert_eq!(door.ok("DescribeLogGroups", json!({}))["logGroups"][0]["metricFilterCount"], 2);
    assert_eq!(door.refused("DescribeMetricFilters", json!({"metricName": "Hits"})).0, "InvalidParameterException");
    assert_eq!(door.refused("DescribeMetricFilters", json!({"logGroupName": "i"})), missing("log group"));
    let ghost = json!({"logGroupName": "g", "filterName": "ghost"});
    assert_eq!(door.refused("DeleteMetricFilter", ghost), missing("metric filter"));
}

#[test]
fn all_parts_of_a_filter_are_described() {
    let parts = json!({"metricValue": "$.ms", "dimensions": {"Dock": "$.dock"}, "unit": "Seconds"});
    let mut door = with_filter("{ $.ms = * }", parts.clone());
    let described = door.ok("DescribeMetricFilters", json!({}));
    let transformation = described["metricFilters"][0]["metricTransformations"][0].as_object().unwrap().clone();
    for (member, value) in parts.as_object().unwrap() {
        assert_eq!(transformation.get(member), Some(value));
    }
}

#[test]
fn patterns_are_tested() {
    let mut door = Door::empty();
    let request = json!({"filterPattern": "[a, b=4*]", "logEventMessages": ["x 5", "x 40", "y 41"]});
    let matches = json!([
        {"eventNumber": 2, "eventMessage": "x 40", "extractedValues": {"$a": "x", "$b": "40"}},
        {"eventNumber": 3, "eventMessage": "y 41", "extractedValues": {"$a": "y", "$b": "41"}},
    ]);
    assert_eq!(door.ok("TestMetricFilter", request), json!({"matches": matches}));
    for messages in [json!([]), json!([""]), json!(vec!["x"; 51])] {
        let request = json!({"filterPattern": "x", "logEventMessages": messages});
        assert_eq!(door.refused("TestMetricFilter", request).0, "InvalidParameterException");
    }
    door.ok("TestMetricFilter", json!({"filterPattern": "", "logEventMessages": vec!["x"; 50]}));
}
