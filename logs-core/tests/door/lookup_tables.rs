//! Tables for queries.

use cupola_logs::{Engine, Limits, Snapshot};
use serde_json::{Value, json};

use crate::door::{Door, invalid, millis, place};

const ARN: &str = "arn:aws:logs:us-east-1:111122223333:lookup-table:masters";
const CSV: &str = "dock,master\nnorth,\"Ana, chief\"\nsouth,Bo\nnorth,Cy\n";

fn door() -> Door {
    let mut door = Door::open();
    let answer = door.ok("CreateLookupTable", json!({"lookupTableName": "masters", "tableBody": CSV}));
    assert_eq!(answer, json!({"lookupTableArn": ARN, "createdAt": millis("2026-05-04T12:00:00Z")}));
    door
}

/// The values of a field in the rows that a query answers; null where there is none.
fn asked(door: &mut Door, query: &str, field: &str) -> Vec<Value> {
    let (start, end) = (millis("2026-05-04T11:00:00Z") / 1000, millis("2026-05-04T12:00:00Z") / 1000);
    let request = json!({"logGroupName": "g", "startTime": start, "endTime": end, "queryString": query});
    let id = door.ok("StartQuery", request)["queryId"].clone();
    let answer = door.ok("GetQueryResults", json!({"queryId": id}));
    let value = |row: &Value| {
        let found = row.as_array().unwrap().iter().find(|one| one["field"] == field);
        found.map_or(Value::Null, |one| one["value"].clone())
    };
    answer["results"].as_array().unwrap().iter().map(value).collect()
}

#[test]
fn queries_look_values_up() {
    let mut door = door();
    let lines = [r#"{"dock":"north"}"#, r#"{"dock":"south"}"#, r#"{"dock":"North"}"#, "plain"];
    door.put(&lines.map(|line| ("2026-05-04T11:30:00Z", line)));
    let found = asked(&mut door, "lookup masters dock OUTPUT master | sort dock | display dock, master", "master");
    assert_eq!(found, [Value::Null, Value::Null, json!("Ana, chief"), json!("Bo")]);
}

#[test]
fn tables_are_told_changed_and_removed() {
    let mut door = door();
    let whole = door.ok("GetLookupTable", json!({"lookupTableArn": ARN}));
    let at = millis("2026-05-04T12:00:00Z");
    let about = json!({"lookupTableArn": ARN, "lookupTableName": "masters", "sizeBytes": CSV.len(), "lastUpdatedTime": at, "tableBody": CSV});
    assert_eq!(whole, about);

    let change = json!({"lookupTableArn": ARN, "description": "who", "tableBody": "dock\nwest\n", "kmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/k"});
    let later = millis("2026-05-04T13:00:00Z");
    let changed = door.set("2026-05-04T13:00:00Z").ok("UpdateLookupTable", change);
    assert_eq!(changed, json!({"lookupTableArn": ARN, "lastUpdatedTime": later}));
    let listed = door.ok("DescribeLookupTables", json!({}));
    let expected = json!({
        "lookupTableArn": ARN, "lookupTableName": "masters", "description": "who", "tableFields": ["dock"],
        "recordsCount": 1, "sizeBytes": 10, "lastUpdatedTime": later,
        "kmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/k",
    });
    assert_eq!(listed, json!({"lookupTables": [expected]}));
    door.ok("UpdateLookupTable", json!({"lookupTableArn": ARN, "kmsKeyId": ""}));
    assert!(door.ok("GetLookupTable", json!({"lookupTableArn": ARN})).get("kmsKeyId").is_none());

    door.ok("DeleteLookupTable", json!({"lookupTableArn": ARN}));
    let gone = door.refused("GetLookupTable", json!({"lookupTableArn": ARN}));
    assert_eq!(gone.0, "ResourceNotFoundException");
}

#[test]
fn pages_go_by_name() {
    let mut door = door();
    for name in ["b", "a", "masters_2"] {
        door.ok("CreateLookupTable", json!({"lookupTableName": name, "tableBody": "x\n1\n"}));
    }
    let names = |answer: &Value| -> Vec<String> {
        let tables = answer["lookupTables"].as_array().unwrap().iter();
        tables.map(|table| table["lookupTableName"].as_str().unwrap().to_owned()).collect()
    };
    let first = door.ok("DescribeLookupTables", json!({"maxResults": 3}));
    assert_eq!(names(&first), ["a", "b", "masters"]);
    let second = door.ok("DescribeLookupTables", json!({"maxResults": 3, "nextToken": first["nextToken"]}));
    assert_eq!((names(&second), second.get("nextToken")), (vec!["masters_2".to_owned()], None));
    assert_eq!(
        names(&door.ok("DescribeLookupTables", json!({"lookupTableNamePrefix": "mas"}))),
        ["masters", "masters_2"]
    );
}

#[test]
fn an_answer_can_be_a_table() {
    let mut door = Door::open();
    door.put(&[("2026-05-04T11:30:00Z", r#"{"dock":"north","note":"a \"b\", c"}"#)]);
    let (start, end) = (millis("2026-05-04T11:00:00Z") / 1000, millis("2026-05-04T12:00:00Z") / 1000);
    let query = json!({"logGroupName": "g", "startTime": start, "endTime": end, "queryString": "fields dock, note"});
    let id = door.ok("StartQuery", query)["queryId"].clone();
    let arn = door.ok("CreateLookupTable", json!({"lookupTableName": "t", "queryId": id}))["lookupTableArn"].clone();
    let body = door.ok("GetLookupTable", json!({"lookupTableArn": arn}))["tableBody"].clone();
    assert_eq!(body, "dock,note\nnorth,\"a \"\"b\"\", c\"\n");
    let unknown = door.refused("CreateLookupTable", json!({"lookupTableName": "u", "queryId": "nobody"}));
    assert_eq!(unknown.0, "InvalidParameterException");
}

#[test]
fn faults_are_told() {
    let mut door = door();
    let body = || invalid("Exactly one of tableBody or queryId must be specified.");
    assert_eq!(door.refused("CreateLookupTable", json!({"lookupTableName": "t"})), body());
    let both = json!({"lookupTableName": "t", "tableBody": "a\n1\n", "queryId": "q"});
    assert_eq!(door.refused("CreateLookupTable", both), body());
    let again = json!({"lookupTableName": "masters", "tableBody": "a\n1\n"});
    assert_eq!(door.refused("CreateLookupTable", again).0, "ResourceAlreadyExistsException");
    let wide = json!({"lookupTableName": "t", "tableBody": "a\n1,2\n"});
    assert_eq!(door.refused("CreateLookupTable", wide).0, "ValidationException");
    let named = json!({"lookupTableName": "my-table", "tableBody": "a\n1\n"});
    assert_eq!(door.refused("CreateLookupTable", named).0, "InvalidParameterException");
    let limits = Limits { lookup_tables: 1, ..Limits::default() };
    door.engine = Engine::restore(door.engine.snapshot()).unwrap().with_limits(limits);
    let second = json!({"lookupTableName": "t", "tableBody": "a\n1\n"});
    assert_eq!(door.refused("CreateLookupTable", second).0, "LimitExceededException");
}

#[test]
fn tables_are_in_snapshots() {
    let mut door = door();
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    let snapshot: Snapshot = serde_json::from_str(&text).unwrap();
    let before = door.ok("GetLookupTable", json!({"lookupTableArn": ARN}));
    door.engine = Engine::restore(snapshot).unwrap();
    assert_eq!(door.ok("GetLookupTable", json!({"lookupTableArn": ARN})), before);
    assert_eq!(door.engine.place(), &place());
}
