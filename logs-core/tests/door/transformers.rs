//! Transformers, field indexes and resource policies.

use cupola_logs::{Engine, Snapshot};
use serde_json::{Value, json};

use crate::door::{Door, messages, millis, missing};

fn transform(config: Value) -> Value {
    json!({"logGroupIdentifier": "g", "transformerConfig": config})
}

fn restored(door: &mut Door) {
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    door.engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&door.engine.snapshot()).unwrap(), text);
}

#[test]
fn a_groups_transformer_is_put_read_and_deleted() {
    let mut door = Door::open();
    let bare = door.ok("GetTransformer", json!({"logGroupIdentifier": "g"}));
    assert_eq!(bare, json!({"logGroupIdentifier": "g"}));
    let config = json!([{"parseJSON": {}}, {"addKeys": {"entries": [{"key": "a", "value": "b"}]}}]);
    door.ok("PutTransformer", transform(json!([{"csv": {}}])));
    door.set("2026-05-04T12:30:00Z").ok("PutTransformer", transform(config.clone()));
    let expected = json!({
        "logGroupIdentifier": "g", "creationTime": millis("2026-05-04T12:00:00Z"),
        "lastModifiedTime": millis("2026-05-04T12:30:00Z"), "transformerConfig": config,
    });
    assert_eq!(door.ok("GetTransformer", json!({"logGroupIdentifier": "g"})), expected);
    restored(&mut door);
    assert_eq!(door.ok("GetTransformer", json!({"logGroupIdentifier": "g"})), expected);
    door.ok("DeleteTransformer", json!({"logGroupIdentifier": "g"}));
    assert_eq!(door.ok("GetTransformer", json!({"logGroupIdentifier": "g"})), bare);
    let unknown = json!({"logGroupIdentifier": "none", "transformerConfig": [{"csv": {}}]});
    assert_eq!(door.refused("PutTransformer", unknown), missing("log group"));
    door.ok("CreateLogGroup", json!({"logGroupName": "ia", "logGroupClass": "INFREQUENT_ACCESS"}));
    let infrequent = json!({"logGroupIdentifier": "ia", "transformerConfig": [{"csv": {}}]});
    assert_eq!(door.refused("PutTransformer", infrequent).0, "InvalidOperationException");
}

#[test]
fn tests_of_transformers_answer_each_message() {
    let mut door = Door::empty();
    let request = json!({"transformerConfig": [{"parseKeyValue": {}}, {"typeConverter": {"entries": [{"key": "n", "type": "integer"}]}}], "logEventMessages": ["n=1&m=x", "n=x"]});
    assert_eq!(
        door.ok("TestTransformer", request),
        json!({"transformedLogs": [
            {"eventNumber": 1, "eventMessage": "n=1&m=x", "transformedEventMessage": r#"{"n":1,"m":"x"}"#},
            {"eventNumber": 2, "eventMessage": "n=x", "transformedEventMessage": r#"{"@transformationError":"typeConverter: n cannot be converted"}"#},
        ]})
    );
    for refused in [
        json!({"transformerConfig": [{"csv": {}}], "logEventMessages": []}),
        json!({"transformerConfig": [], "logEventMessages": ["a"]}),
        json!({"transformerConfig": [{"nothing": {}}], "logEventMessages": ["a"]}),
        json!({"transformerConfig": [{"csv": {}}], "logEventMessages": vec!["a"; 51]}),
    ] {
        assert_eq!(door.refused("TestTransformer", refused).0, "InvalidParameterException");
    }
}

#[test]
fn only_filters_that_ask_for_it_see_what_is_transformed() {
    let mut door = Door::open();
    for (name, on_transformed) in [("plain", false), ("made", true)] {
        door.ok("PutMetricFilter", json!({
            "logGroupName": "g", "filterName": name, "filterPattern": "{ $.took > 5 }", "applyOnTransformedLogs": on_transformed,
            "metricTransformations": [{"metricName": name, "metricNamespace": "N", "metricValue": "$.took"}],
        }));
    }
    let described = door.ok("DescribeMetricFilters", json!({"logGroupName": "g"}));
    assert_eq!(described["metricFilters"][0]["applyOnTransformedLogs"], true);
    door.ok("PutTransformer", transform(json!([{"grok": {"match": "took %{INT:took}"}}, {"typeConverter": {"entries": [{"key": "took", "type": "integer"}]}}])));
    door.put(&[("2026-05-04T11:00:00Z", "took 7"), ("2026-05-04T11:01:00Z", r#"{"took": 9}"#)]);
    restored(&mut door);
    // The second event has another form: it stays as it is, and so the filter sees it.
    assert_eq!(
        door.measured(),
        ["2026-05-04T11:00:00Z: Value(7.0)", "2026-05-04T11:01:00Z: Value(9.0)", "2026-05-04T11:01:00Z: Value(9.0)"]
    );
    assert_eq!(messages(&door.ok("FilterLogEvents", json!({"logGroupName": "g"}))), ["took 7", r#"{"took": 9}"#]);
    let page = door.engine.get_log_events(door.now, &cupola_logs::GetLogEvents::of("g", "s")).unwrap();
    assert_eq!(door.engine.transformed("g", &page.events[0]), Some(Ok(r#"{"took":7}"#)));
    assert!(matches!(door.engine.transformed("g", &page.events[1]), Some(Err(_))));
}

#[test]
fn a_groups_transformer_overrides_the_accounts() {
    let mut door = Door::open();
    let account = |name: &str, criteria: Option<&str>| {
        let mut request =
            json!({"policyName": name, "policyType": "TRANSFORMER_POLICY", "policyDocument": r#"[{"csv":{}}]"#});
        criteria.into_iter().for_each(|criteria| request["selectionCriteria"] = json!(criteria));
        request
    };
    door.ok("PutAccountPolicy", account("g", Some(r#"LogGroupNamePrefix = "g""#)));
    assert_eq!(
        door.refused("PutAccountPolicy", account("gg", Some(r#"LogGroupNamePrefix = "gg""#))).0,
        "InvalidParameterException"
    );
    assert_eq!(door.refused("PutAccountPolicy", account("all", None)).0, "InvalidParameterException");
    door.ok("PutAccountPolicy", account("h", Some(r#"LogGroupNamePrefix = "h""#)));
    door.put(&[("2026-05-04T11:00:00Z", "a,b")]);
    door.ok("PutTransformer", transform(json!([{"parseKeyValue": {}}])));
    door.put(&[("2026-05-04T11:01:00Z", "a=b")]);
    let page = door.engine.get_log_events(door.now, &cupola_logs::GetLogEvents::of("g", "s")).unwrap();
    let made: Vec<_> = page.events.iter().map(|event| door.engine.transformed("g", event).unwrap().unwrap()).collect();
    assert_eq!(made, [r#"{"column_1":"a","column_2":"b"}"#, r#"{"a":"b"}"#]);
}

#[test]
fn twenty_policies_with_prefixes_are_as_many_as_there_may_be() {
    let mut door = Door::open();
    let put = |n: usize, criteria: String| json!({"policyName": format!("p{n}"), "policyType": "FIELD_INDEX_POLICY", "policyDocument": r#"{"Fields":["a"]}"#, "selectionCriteria": criteria});
    for n in 10..30 {
        door.ok("PutAccountPolicy", put(n, format!(r#"LogGroupNamePrefix = "p{n}""#)));
        door.ok("PutAccountPolicy", put(n + 100, format!(r#"DataSourceName = "s{n}""#)));
    }
    assert_eq!(
        door.refused("PutAccountPolicy", put(30, r#"LogGroupNamePrefix = "p30""#.into())).0,
        "LimitExceededException"
    );
    assert_eq!(
        door.refused("PutAccountPolicy", put(130, r#"DataSourceName = "s30""#.into())).0,
        "LimitExceededException"
    );
}

#[test]
fn indexes_tell_when_fields_were_seen() {
    let mut door = Door::open();
    let account =
        json!({"policyName": "i", "policyType": "FIELD_INDEX_POLICY", "policyDocument": r#"{"Fields":["account"]}"#});
    door.ok("PutAccountPolicy", account);
    let group = json!({"logGroupIdentifiers": ["g"]});
    let policies = door.ok("DescribeIndexPolicies", group.clone());
    assert_eq!(
        (&policies["indexPolicies"][0]["source"], &policies["indexPolicies"][0]["policyName"]),
        (&json!("ACCOUNT"), &json!("i"))
    );
    let put = door.ok(
        "PutIndexPolicy",
        json!({"logGroupIdentifier": "g", "policyDocument": r#"{"Fields":["user.id","request"]}"#}),
    );
    assert_eq!(put["indexPolicy"]["source"], "LOG_GROUP");
    let arn = "arn:aws:logs:us-east-1:111122223333:log-group:g";
    assert_eq!(
        door.ok("DescribeFieldIndexes", group.clone()),
        json!({"fieldIndexes": [{"logGroupIdentifier": arn, "fieldIndexName": "request", "type": "FIELD_INDEX"},
            {"logGroupIdentifier": arn, "fieldIndexName": "user.id", "type": "FIELD_INDEX"}]})
    );
    door.put(&[
        ("2026-05-04T11:00:00Z", r#"{"user":{"id":1}}"#),
        ("2026-05-04T11:05:00Z", r#"{"user":{"id":2}}"#),
        ("2026-05-04T11:06:00Z", "user.id"),
    ]);
    restored(&mut door);
    let indexes = door.ok("DescribeFieldIndexes", group.clone());
    let user =
        indexes["fieldIndexes"].as_array().unwrap().iter().find(|index| index["fieldIndexName"] == "user.id").unwrap();
    assert_eq!(
        (&user["firstEventTime"], &user["lastEventTime"]),
        (&json!(millis("2026-05-04T11:00:00Z")), &json!(millis("2026-05-04T11:05:00Z")))
    );
    assert_eq!(user["lastScanTime"], millis("2026-05-04T12:00:00Z"));
    door.ok("DeleteIndexPolicy", json!({"logGroupIdentifier": "g"}));
    assert_eq!(door.ok("DescribeIndexPolicies", group)["indexPolicies"][0]["source"], "ACCOUNT");
}

#[test]
fn ten_resource_policies_are_as_many_as_there_may_be() {
    let mut door = Door::empty();
    let document = json!({"Version": "2012-10-17", "Statement": [{"Sid": "r53", "Effect": "Allow", "Principal": {"Service": "route53.amazonaws.com"}, "Action": "logs:PutLogEvents", "Resource": "*"}]}).to_string();
    let put = |name: &str| json!({"policyName": name, "policyDocument": document});
    for n in 0..10 {
        let answer = door.ok("PutResourcePolicy", put(&format!("p{n}")));
        assert_eq!(answer["resourcePolicy"]["lastUpdatedTime"], millis("2026-05-04T12:00:00Z"));
    }
    door.ok("PutResourcePolicy", put("p0"));
    assert_eq!(door.refused("PutResourcePolicy", put("p10")).0, "LimitExceededException");
    restored(&mut door);
    let first = door.ok("DescribeResourcePolicies", json!({"limit": 4}));
    assert_eq!(first["resourcePolicies"].as_array().unwrap().len(), 4);
    let second = door.ok("DescribeResourcePolicies", json!({"limit": 50, "nextToken": first["nextToken"]}));
    assert_eq!(second["resourcePolicies"][0]["policyName"], "p4");
    door.ok("DeleteResourcePolicy", json!({"policyName": "p9"}));
    let unknown = door.refused("DeleteResourcePolicy", json!({"policyName": "p9"}));
    assert_eq!(unknown, ("ResourceNotFoundException".into(), "Policy with name [p9] does not exist".into()));
    let malformed = json!({"policyName": "x", "policyDocument": r#"{"Statement": {"Efect": "Allow"}}"#});
    assert_eq!(door.refused("PutResourcePolicy", malformed).0, "InvalidParameterException");
}

#[test]
fn policies_of_resources_have_revisions() {
    let mut door = Door::open();
    let arn = "arn:aws:logs:us-east-1:111122223333:log-group:g";
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"logs:PutLogEvents","Resource":"*"}]}"#;
    let put = |revision: Option<&str>| json!({"resourceArn": arn, "policyDocument": document, "expectedRevisionId": revision});
    assert_eq!(door.ok("PutResourcePolicy", put(None))["revisionId"], "1");
    assert_eq!(door.ok("PutResourcePolicy", put(Some("1")))["revisionId"], "2");
    assert_eq!(door.refused("PutResourcePolicy", put(Some("1"))).0, "OperationAbortedException");
    assert_eq!(door.ok("DescribeResourcePolicies", json!({}))["resourcePolicies"], json!([]));
    let of_resource = door.ok("DescribeResourcePolicies", json!({"policyScope": "RESOURCE"}));
    assert_eq!(of_resource["resourcePolicies"][0]["policyScope"], "RESOURCE");
    door.ok("DeleteResourcePolicy", json!({"resourceArn": arn, "expectedRevisionId": "2"}));
}
