//! Logs Insights through the service's API.

use cupola_logs::{Engine, Limits, Policies, Snapshot};
use serde_json::{Value, json};

use crate::door::{Door, NOON, millis};

/// With four events in the group `g`, the last second before noon.
fn door() -> Door {
    let mut door = Door::open();
    let at = millis(NOON) - 1000;
    let events: Vec<Value> =
        [r#"{"status":200,"ms":5}"#, r#"{"status":500,"ms":70}"#, r#"{"status":200,"ms":7}"#, "plain"]
            .iter()
            .enumerate()
            .map(|(index, line)| json!({"timestamp": at + index as i64, "message": line}))
            .collect();
    door.ok("PutLogEvents", json!({"logGroupName": "g", "logStreamName": "s", "logEvents": events}));
    door
}

fn window() -> (i64, i64) {
    (millis(NOON) / 1000 - 3600, millis(NOON) / 1000)
}

fn start(door: &mut Door, query: &str) -> String {
    let (start, end) = window();
    let request = json!({"logGroupName": "g", "startTime": start, "endTime": end, "queryString": query});
    door.ok("StartQuery", request)["queryId"].as_str().unwrap().to_owned()
}

fn results(door: &mut Door, query: &str) -> Value {
    let id = start(door, query);
    door.ok("GetQueryResults", json!({"queryId": id}))
}

#[test]
fn a_query_is_complete_at_once() {
    let mut door = door();
    let answer = results(&mut door, "filter status >= 0 | stats count(*) as n by status");
    assert_eq!(answer["status"], "Complete");
    let field = |name: &str, value: &str| json!({"field": name, "value": value});
    let rows = json!([[field("status", "200"), field("n", "2")], [field("status", "500"), field("n", "1")]]);
    assert_eq!(answer["results"], rows);
    let statistics = &answer["statistics"];
    assert_eq!((&statistics["recordsMatched"], &statistics["recordsScanned"]), (&json!(3.0), &json!(4.0)));
    assert_eq!((&statistics["bytesScanned"], &statistics["logGroupsScanned"]), (&json!(69.0), &json!(1.0)));
}

#[test]
fn rows_of_events_lead_back_to_them() {
    let mut door = door();
    let answer = results(&mut door, "fields ms | filter status = 500");
    let row = answer["results"][0].as_array().unwrap();
    assert_eq!((row.len(), &row[0]["field"], &row[1]["field"]), (2, &json!("ms"), &json!("@ptr")));
    let record = door.ok("GetLogRecord", json!({"logRecordPointer": row[1]["value"]}))["logRecord"].clone();
    let expected = json!({
        "ms": "70", "status": "500", "@message": "{\"status\":500,\"ms\":70}", "@logStream": "s",
        "@log": "111122223333:g", "@timestamp": (millis(NOON) - 999).to_string(),
        "@ingestionTime": millis(NOON).to_string(), "@ptr": row[1]["value"],
    });
    assert_eq!(record, expected);
    for pointer in ["x", "AAAA", ""] {
        assert_eq!(door.refused("GetLogRecord", json!({"logRecordPointer": pointer})).0, "ResourceNotFoundException");
    }
}

#[test]
fn a_wrong_query_is_refused_with_its_place() {
    let mut door = door();
    let (start, end) = window();
    let request = json!({"logGroupName": "g", "startTime": start, "endTime": end, "queryString": "fields a | sotr b"});
    let error = door.call("StartQuery", &request).unwrap_err();
    assert_eq!(error.code, "MalformedQueryException");
    let (name, json) = &error.members[0];
    let compile: Value = serde_json::from_str(json.as_str()).unwrap();
    assert_eq!(*name, "queryCompileError");
    assert_eq!(compile["location"], json!({"startCharOffset": 11, "endCharOffset": 15}));
    assert_eq!(compile["message"], "there is no command sotr");
}

#[test]
fn log_groups_are_named_in_one_way() {
    let mut door = door();
    door.ok("CreateLogGroup", json!({"logGroupName": "h"}));
    let (start, end) = window();
    let mut ask = |query: &str, groups: Value| {
        let mut request = json!({"startTime": start, "endTime": end, "queryString": query});
        request.as_object_mut().unwrap().extend(groups.as_object().unwrap().clone());
        door.call("StartQuery", &request).map_err(|error| (error.code.into_owned(), error.message))
    };
    let code = |answer: Result<Value, (String, String)>| answer.unwrap_err().0;
    assert!(ask("limit 1", json!({"logGroupNames": ["g", "h"]})).is_ok());
    assert!(
        ask("limit 1", json!({"logGroupIdentifiers": ["arn:aws:logs:us-east-1:111122223333:log-group:g"]})).is_ok()
    );
    assert!(ask("SOURCE \"g\" | limit 1", json!({})).is_ok());
    assert_eq!(code(ask("limit 1", json!({}))), "InvalidParameterException");
    assert_eq!(code(ask("SOURCE \"g\" | limit 1", json!({"logGroupName": "g"}))), "InvalidParameterException");
    assert_eq!(code(ask("limit 1", json!({"logGroupName": "g", "logGroupNames": ["h"]}))), "InvalidParameterException");
    assert_eq!(code(ask("limit 1", json!({"logGroupName": "g", "limit": 100_001}))), "InvalidParameterException");
    assert_eq!(code(ask("limit 1", json!({"logGroupName": "g", "queryLanguage": "SQL"}))), "InvalidParameterException");
    let missing = "Log group 'none' does not exist for account ID '111122223333'".to_owned();
    let found = ask("limit 1", json!({"logGroupName": "none"})).unwrap_err();
    assert_eq!(found, ("ResourceNotFoundException".to_owned(), missing));
}

#[test]
fn queries_are_listed_the_newest_first() {
    let mut door = door();
    let first = start(&mut door, "stats count(*)");
    let second = start(&mut door, "fields ms | limit 1");
    let page = door.ok("DescribeQueries", json!({"maxResults": 1}));
    assert_eq!(page["queries"][0]["queryId"], second.as_str());
    let (from, to) = window();
    let text = format!("SOURCE \"g\" START={from}000 END={to}999 | fields ms | limit 1");
    assert_eq!(page["queries"][0]["queryString"], text.as_str());
    let rest = door.ok("DescribeQueries", json!({"maxResults": 1, "nextToken": page["nextToken"]}));
    assert_eq!((&rest["queries"][0]["queryId"], &rest["nextToken"]), (&json!(first), &Value::Null));
    let one = &page["queries"][0];
    assert_eq!((&one["userIdentity"], &one["queryDuration"]), (&json!("arn:aws:iam::111122223333:root"), &json!(0)));
    assert_eq!(door.ok("DescribeQueries", json!({"status": "Running"}))["queries"], json!([]));
    assert_eq!(door.ok("DescribeQueries", json!({"logGroupName": "h"}))["queries"], json!([]));
}

#[test]
fn results_come_in_pages() {
    let mut door = door();
    let id = start(&mut door, "fields ms");
    let page = door.ok("GetQueryResults", json!({"queryId": id, "maxItems": 3}));
    assert_eq!(page["results"].as_array().unwrap().len(), 3);
    let rest = door.ok("GetQueryResults", json!({"queryId": id, "nextToken": page["nextToken"]}));
    assert_eq!((rest["results"].as_array().unwrap().len(), &rest["nextToken"]), (1, &Value::Null));
    assert_eq!(
        door.refused("GetQueryResults", json!({"queryId": id, "nextToken": "x"})).0,
        "InvalidParameterException"
    );
    assert_eq!(door.refused("GetQueryResults", json!({"queryId": "none"})).0, "ResourceNotFoundException");
    door.set("2026-05-11T12:00:01Z");
    assert_eq!(door.refused("GetQueryResults", json!({"queryId": id})).0, "ResourceNotFoundException");
}

#[test]
fn a_query_that_runs_can_be_stopped() {
    let mut door = door();
    let id = start(&mut door, "stats count(*)");
    assert_eq!(door.refused("StopQuery", json!({"queryId": id})).0, "InvalidParameterException");
    let place = door.engine.place().clone();
    door.engine = Engine::new(place, 0)
        .with_policies(Policies { query_seconds: 10, ..Policies::default() })
        .with_limits(Limits { concurrent_queries: 2, ..Limits::default() });
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    let (stopped, left) = (start(&mut door, "stats count(*)"), start(&mut door, "stats count(*)"));
    let (from, to) = window();
    let third = json!({"logGroupName": "g", "startTime": from, "endTime": to, "queryString": "limit 1"});
    assert_eq!(door.refused("StartQuery", third).0, "LimitExceededException");
    let status = |door: &mut Door, id: &str| door.ok("GetQueryResults", json!({"queryId": id}))["status"].clone();
    assert_eq!(status(&mut door, &left), "Running");
    assert_eq!(door.ok("StopQuery", json!({"queryId": stopped})), json!({"success": true}));
    door.set("2026-05-04T12:00:10Z");
    assert_eq!((status(&mut door, &stopped), status(&mut door, &left)), (json!("Cancelled"), json!("Complete")));
}

#[test]
fn a_snapshot_holds_queries_and_saved_ones() {
    let mut door = door();
    let id = start(&mut door, "stats count(*)");
    let saved = door.ok("PutQueryDefinition", json!({"name": "n", "queryString": "limit {{rows}}"}));
    let before = door.ok("GetQueryResults", json!({"queryId": id}));
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    door.engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(door.ok("GetQueryResults", json!({"queryId": id})), before);
    let listed = door.ok("DescribeQueryDefinitions", json!({}));
    assert_eq!(listed["queryDefinitions"][0]["queryDefinitionId"], saved["queryDefinitionId"]);
}

#[test]
fn queries_are_saved_changed_and_removed() {
    let mut door = door();
    let put = |door: &mut Door, request: Value| door.ok("PutQueryDefinition", request)["queryDefinitionId"].clone();
    let parameters = json!([{"name": "rows", "defaultValue": "5"}]);
    let b = put(
        &mut door,
        json!({"name": "b", "queryString": "limit {{rows}}", "parameters": parameters, "logGroupNames": ["g"]}),
    );
    let a = put(&mut door, json!({"name": "a", "queryString": "limit 1"}));
    put(&mut door, json!({"name": "a2", "queryString": "limit 2", "queryDefinitionId": a}));
    let listed = door.ok("DescribeQueryDefinitions", json!({}));
    let first = json!({"queryLanguage": "CWLI", "queryDefinitionId": a, "name": "a2", "queryString": "limit 2", "lastModified": millis(NOON), "logGroupNames": []});
    assert_eq!(listed["queryDefinitions"][0], first);
    assert_eq!(listed["queryDefinitions"][1]["parameters"], parameters);
    let page = door.ok("DescribeQueryDefinitions", json!({"maxResults": 1}));
    let rest = door.ok("DescribeQueryDefinitions", json!({"nextToken": page["nextToken"]}));
    assert_eq!(rest["queryDefinitions"][0]["queryDefinitionId"], b);
    assert_eq!(
        door.ok("DescribeQueryDefinitions", json!({"queryDefinitionNamePrefix": "b"}))["queryDefinitions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(door.ok("DeleteQueryDefinition", json!({"queryDefinitionId": a})), json!({"success": true}));
    assert_eq!(door.refused("DeleteQueryDefinition", json!({"queryDefinitionId": a})).0, "ResourceNotFoundException");
    let unknown = json!({"name": "x", "queryString": "y", "queryDefinitionId": "none"});
    assert_eq!(door.refused("PutQueryDefinition", unknown).0, "ResourceNotFoundException");
    let wrong = json!({"name": "x", "queryString": "y", "parameters": [{"name": "1x"}]});
    assert_eq!(door.refused("PutQueryDefinition", wrong).0, "InvalidParameterException");
}

#[test]
fn fields_of_a_group_are_counted() {
    let mut door = door();
    let fields = door.ok("GetLogGroupFields", json!({"logGroupName": "g"}))["logGroupFields"].clone();
    assert_eq!(fields[0], json!({"name": "@ingestionTime", "percent": 100}));
    assert_eq!(fields[5], json!({"name": "ms", "percent": 75}));
    let none = door.ok("GetLogGroupFields", json!({"logGroupName": "g", "time": window().0}))["logGroupFields"].clone();
    assert_eq!(none, json!([]));
    assert_eq!(door.refused("GetLogGroupFields", json!({"logGroupName": "none"})).0, "ResourceNotFoundException");
}

#[test]
fn groups_without_an_index_are_passed_over() {
    let mut door = door();
    let count = |door: &mut Door| {
        let answer = results(door, "filterIndex status = 500 | stats count(*) as n");
        (answer["results"][0][0]["value"].clone(), answer["statistics"]["estimatedRecordsSkipped"].clone())
    };
    assert_eq!(count(&mut door), (json!("0"), json!(4.0)));
    let policy = json!({"Fields": ["status"]}).to_string();
    door.ok("PutIndexPolicy", json!({"logGroupIdentifier": "g", "policyDocument": policy}));
    assert_eq!(count(&mut door), (json!("1"), json!(0.0)));
}

#[test]
fn what_has_expired_is_not_read() {
    let mut door = door();
    let answer = results(&mut door, "fields ms | limit 1");
    let pointer = answer["results"][0].as_array().unwrap().last().unwrap()["value"].clone();
    door.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 1}));
    door.set("2026-05-06T12:00:00Z");
    assert_eq!(results(&mut door, "stats count(*) as n")["results"][0][0]["value"], "0");
    assert_eq!(door.refused("GetLogRecord", json!({"logRecordPointer": pointer})).0, "ResourceNotFoundException");
}

#[test]
fn classes_allow_some_commands() {
    let mut door = door();
    door.ok("CreateLogGroup", json!({"logGroupName": "rare", "logGroupClass": "INFREQUENT_ACCESS"}));
    door.ok("CreateLogGroup", json!({"logGroupName": "out", "logGroupClass": "DELIVERY"}));
    let (from, to) = window();
    let mut ask = |group: &str, query: &str| {
        door.call("StartQuery", &json!({"logGroupName": group, "startTime": from, "endTime": to, "queryString": query}))
    };
    assert!(ask("rare", "stats count(*)").is_ok());
    assert_eq!(ask("rare", "pattern @message").unwrap_err().code, "InvalidOperationException");
    assert_eq!(ask("out", "stats count(*)").unwrap_err().code, "InvalidOperationException");
}
