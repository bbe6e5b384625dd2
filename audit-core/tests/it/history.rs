//! Event history, laid against a naive one over JSON trees.

use std::collections::BTreeMap;

use cupola_audit::{Engine, Limits, Lookup, LookupEventsError, LookupKey, Output, Policies, Snapshot, records_in};
use cupola_base::json::Json;
use cupola_base::{Caller, Place, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn record(id: &str, time: Timestamp, more: Value) -> Json {
    let mut record = json!({"eventVersion": "1.09", "eventID": id, "eventTime": time.to_string(), "eventSource": "iam.amazonaws.com",
        "eventName": "CreateRole", "readOnly": false, "managementEvent": true, "eventCategory": "Management", "userIdentity": {"type": "Root"}});
    record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Json::of(&record)
}

fn engine_with(records: &[Json]) -> Engine {
    let mut engine = Engine::new(place(), 0);
    records.iter().for_each(|record| engine.record(Timestamp::MIN, record.clone()).unwrap());
    engine
}

/// The ids that are found, page by page to the end.
fn ids(engine: &mut Engine, now: Timestamp, lookup: &Lookup) -> Vec<String> {
    let (mut ids, mut token) = (Vec::new(), None);
    loop {
        let page = engine.lookup_events(now, lookup, token.as_deref()).unwrap();
        ids.extend(page.events.iter().map(|event| event.event_id.clone().unwrap()));
        token = page.next_token;
        if token.is_none() {
            return ids;
        }
    }
}

/// The example of the reference.
#[test]
fn a_call_is_found_by_its_session_its_resource_and_its_arn() {
    let text = r#"{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLEONE:ci-42","arn":"arn:aws:sts::111122223333:assumed-role/Deploy/ci-42","accountId":"111122223333","accessKeyId":"ASIAX","sessionContext":{"sessionIssuer":{"type":"Role","userName":"Deploy"}}},"eventTime":"2026-03-01T08:05:09Z","eventSource":"iam.amazonaws.com","eventName":"AttachRolePolicy","awsRegion":"us-east-1","requestParameters":{"roleName":"App","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"},"responseElements":null,"eventID":"00000000-0000-4000-8000-000000000001","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}"#;
    let mut engine = engine_with(&[Json::parse(text).unwrap()]);
    let now = at("2026-03-02T00:00:00Z");
    let mut count =
        |key, value: &str| engine.lookup_events(now, &Lookup::new().by(key, value), None).unwrap().events.len();
    for (key, value, found) in [
        (LookupKey::Username, "ci-42", 1),
        (LookupKey::Username, "Deploy", 0),
        (LookupKey::ResourceName, "App", 1),
        (LookupKey::ResourceName, "arn:aws:iam::aws:policy/ReadOnlyAccess", 1),
        (LookupKey::ResourceType, "AWS::IAM::Role", 1),
        (LookupKey::ReadOnly, "false", 1),
        (LookupKey::ReadOnly, "true", 0),
        (LookupKey::EventName, "attachrolepolicy", 0),
        (LookupKey::EventSource, "iam.amazonaws.com", 1),
        (LookupKey::AccessKeyId, "ASIAX", 1),
        (LookupKey::EventId, "00000000-0000-4000-8000-000000000001", 1),
    ] {
        assert_eq!(count(key, value), found, "{key:?} {value}");
    }
    let answer = engine.call(now, &Caller::root(place()), "LookupEvents", "").unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let event = &answer["Events"][0];
    assert_eq!(event["CloudTrailEvent"], text);
    assert_eq!(event["EventTime"], 1_772_352_309.0);
    assert_eq!(event["Resources"][0], json!({"ResourceType": "AWS::IAM::Role", "ResourceName": "App"}));
    assert!(answer.get("NextToken").is_none());
}

#[test]
fn history_shows_ninety_days_both_ends_included() {
    let now = at("2026-05-04T06:00:00Z");
    let old = now.plus_secs(-90 * 86_400);
    let records = [("a", old), ("b", old.plus_millis(-1)), ("c", now), ("d", now.plus_millis(1))];
    let mut engine = engine_with(&records.map(|(id, time)| record(id, time, json!({}))));
    assert_eq!(ids(&mut engine, now, &Lookup::new()), ["c", "a"]);
    assert_eq!(ids(&mut engine, now.plus_millis(1), &Lookup::new()), ["d", "c"]);
    engine.advance(now.plus_secs(92 * 86_400));
    assert_eq!(engine.history_len(), 0);
}

#[test]
fn categories_go_where_they_belong() {
    let now = at("2026-05-04T06:00:00Z");
    let insight = |id, category| {
        let details =
            json!({"eventName": "RunInstances", "eventSource": "ec2.amazonaws.com", "sourceEventCategory": category});
        record(
            id,
            now,
            json!({"eventType": "AwsCloudTrailInsight", "eventCategory": "Insight", "insightDetails": details}),
        )
    };
    let mut engine = engine_with(&[
        record("management", now, json!({})),
        record("data", now, json!({"eventCategory": "Data", "managementEvent": false})),
        record("network", now, json!({"eventCategory": "NetworkActivity", "eventType": "AwsVpceEvent"})),
        insight("insight", "Management"),
        insight("data insight", "Data"),
    ]);
    assert_eq!(ids(&mut engine, now, &Lookup::new()), ["management"]);
    assert_eq!(ids(&mut engine, now, &Lookup::new().insights()), ["insight"]);
    assert_eq!(ids(&mut engine, now, &Lookup::new().insights().by(LookupKey::EventName, "RunInstances")), ["insight"]);
    let refused = engine.lookup_events(now, &Lookup::new().insights().by(LookupKey::Username, "x"), None);
    assert_eq!(refused.unwrap_err(), LookupEventsError::InsightKey(LookupKey::Username));
}

#[test]
fn what_the_service_refuses_is_refused_by_its_name() {
    let mut engine = Engine::new(place(), 0);
    let now = at("2026-05-04T06:00:00Z");
    let attribute = |value: &str| json!({"AttributeKey": "EventName", "AttributeValue": value});
    for (input, code) in [
        (json!({"MaxResults": 0}), "InvalidMaxResultsException"),
        (json!({"MaxResults": 51}), "InvalidMaxResultsException"),
        (json!({"StartTime": 2, "EndTime": 1}), "InvalidTimeRangeException"),
        (json!({"EventCategory": "Insight"}), "InvalidEventCategoryException"),
        (json!({"NextToken": "x"}), "InvalidNextTokenException"),
        (json!({"NextToken": ""}), "InvalidNextTokenException"),
        (json!({"LookupAttributes": [attribute("a"), attribute("b")]}), "InvalidLookupAttributesException"),
        (json!({"LookupAttributes": [attribute("")]}), "InvalidLookupAttributesException"),
        (json!({"LookupAttributes": [attribute(&"x".repeat(2001))]}), "InvalidLookupAttributesException"),
        (json!({"LookupAttributes": [attribute(&"_ ,\n".repeat(251))]}), "InvalidLookupAttributesException"),
        (
            json!({"LookupAttributes": [{"AttributeKey": "eventName", "AttributeValue": "a"}]}),
            "InvalidLookupAttributesException",
        ),
        (json!({"LookupAttributes": [{"AttributeKey": "EventName"}]}), "ValidationException"),
        (json!({"MaxResults": "many"}), "SerializationException"),
    ] {
        let refused = engine.call(now, &Caller::root(place()), "LookupEvents", &input.to_string()).unwrap_err();
        assert_eq!((&*refused.code, refused.status), (code, 400), "{input}");
    }
    let longest = json!({"LookupAttributes": [attribute(&"_ ,\n".repeat(250))], "StartTime": 1, "EndTime": 1});
    assert_eq!(
        engine.call(now, &Caller::root(place()), "LookupEvents", &longest.to_string()).unwrap(),
        r#"{"Events":[]}"#
    );
    let unknown = engine.call(now, &Caller::root(place()), "CreateShip", "{}").unwrap_err();
    assert_eq!(unknown.code, "UnknownOperationException");
}

#[test]
fn policies_and_limits_hold() {
    let now = at("2026-05-04T06:00:00Z");
    let two = Lookup::new().by(LookupKey::EventId, "a").by(LookupKey::EventId, "b");
    let mut live = Engine::new(place(), 0).with_policies(Policies::default().with_first_attribute_counts(true));
    live.record(now, record("a", now, json!({}))).unwrap();
    assert_eq!(ids(&mut live, now, &two), ["a"]);

    let mut slow = Engine::new(place(), 0).with_limits(Limits::default().with_lookups_per_second(Some(2)));
    let mut ask =
        |millis| slow.lookup_events(now.plus_millis(millis), &Lookup::new(), None).map(|page| page.events.len());
    assert_eq!([ask(0), ask(500)], [Ok(0), Ok(0)]);
    assert_eq!(
        [ask(999), ask(1000), ask(1001)],
        [Err(LookupEventsError::Throttled), Ok(0), Err(LookupEventsError::Throttled)]
    );

    let one = record("a", now, json!({}));
    let budget = 3 * (one.as_str().len() + 384);
    let mut small = Engine::new(place(), 0).with_limits(Limits::default().with_history_bytes(budget));
    (0..5).for_each(|n: i64| small.record(now, record(&n.to_string(), now.plus_secs(-n), json!({}))).unwrap());
    assert!(small.history_len() < 5);
    let evicted = small.drain().into_iter().filter_map(|output| match output {
        Output::Evicted(evicted) => Some((evicted.events, evicted.until)),
        _ => None,
    });
    assert_eq!(evicted.collect::<Vec<_>>(), [(2, now.plus_secs(-3))]);
}

/// By another reader: which records of the real files have a value.
#[test]
fn real_records_are_found_as_a_naive_search_finds_them() {
    let Some(data) = cupola_base::testing::real_data() else { return };
    let files = std::fs::read_dir(data.join("audit/invictus")).unwrap();
    let (mut engine, mut trees) = (Engine::new(place(), 0), Vec::new());
    for file in files {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for record in records_in(&text) {
            let record = record.unwrap();
            engine.record(Timestamp::MIN, record.to_json()).unwrap();
            trees.push(serde_json::from_str::<Value>(record.as_str()).unwrap());
        }
    }
    trees.retain(|tree| tree["eventCategory"] == "Management");
    let now = at("2023-07-11T00:00:00Z");
    for (key, pointer) in [
        (LookupKey::EventName, "/eventName"),
        (LookupKey::EventSource, "/eventSource"),
        (LookupKey::AccessKeyId, "/userIdentity/accessKeyId"),
        (LookupKey::EventId, "/eventID"),
    ] {
        let mut groups: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for tree in &trees {
            groups.entry(tree.pointer(pointer).and_then(Value::as_str).unwrap_or_default()).or_default().push(tree);
        }
        for (value, group) in groups.into_iter().filter(|(value, _)| !value.is_empty()).take(60) {
            let found = ids(&mut engine, now, &Lookup::new().by(key, value));
            let sorted = |mut ids: Vec<String>| {
                ids.sort();
                ids
            };
            let expected = group.iter().map(|tree| tree["eventID"].as_str().unwrap().to_owned()).collect();
            assert_eq!(sorted(found), sorted(expected), "{key:?} {value}");
        }
    }
    assert_eq!(ids(&mut engine, now, &Lookup::new()).len(), trees.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Newest first, of one instant what came last first; whatever the page's size, whatever arrives between
    /// pages.
    #[test]
    fn pages_join_to_what_stood_when_paging_began(
        seconds in prop::collection::vec(0i64..20, 0..40),
        late in prop::collection::vec(0i64..20, 0..6),
        most in 1i64..12,
        window in (0i64..20, 0i64..20),
    ) {
        let now = at("2026-05-04T06:00:00Z");
        let time = |second: i64| now.plus_secs(second - 20);
        let (from, to) = (time(window.0.min(window.1)), time(window.0.max(window.1)));
        let all: Vec<(Timestamp, usize)> = seconds.iter().enumerate().map(|(n, second)| (time(*second), n)).collect();
        let mut engine = engine_with(&all.iter().map(|(at, n)| record(&n.to_string(), *at, json!({}))).collect::<Vec<_>>());
        let mut expected: Vec<_> = all.into_iter().filter(|(at, _)| (from..=to).contains(at)).collect();
        expected.sort_by(|a, b| b.cmp(a));

        let lookup = Lookup::new().from(from).to(to).at_most(most);
        let (mut found, mut token, mut late) = (Vec::new(), None, late.into_iter());
        loop {
            let page = engine.lookup_events(now, &lookup, token.as_deref()).unwrap();
            prop_assert!(i64::try_from(page.events.len()).unwrap() <= most);
            found.extend(page.events.iter().map(|event| event.event_id.clone().unwrap()));
            token = page.next_token;
            if token.is_none() {
                break;
            }
            if let Some(second) = late.next() {
                engine.record(now, record("late", time(second), json!({}))).unwrap();
                let text = serde_json::to_string(&engine.snapshot()).unwrap();
                engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
            }
        }
        prop_assert_eq!(found, expected.iter().map(|(_, n)| n.to_string()).collect::<Vec<_>>());
    }
}
