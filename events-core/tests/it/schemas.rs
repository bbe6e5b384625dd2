//! The schema registry by its door: registries, versions, discovery, bindings, refusals.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::{ApiError, Caller, Place, Timestamp};
use cupola_events::schemas::OPERATIONS;
use cupola_events::{Engine, Entry, Limits, Output};
use serde_json::{Value, json};

const BUS: &str = "arn:aws:events:us-east-1:111122223333:event-bus/default";
const HERE: &str = "arn:aws:schemas:us-east-1:111122223333:";

struct Door {
    engine: Engine,
    caller: Caller,
    now: Timestamp,
}

impl Door {
    fn new() -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        Self { engine: Engine::new(place.clone(), 0), caller: Caller::root(place), now: Timestamp::from_secs(7) }
    }

    fn raw(&mut self, action: &str, input: &str) -> Result<String, ApiError> {
        self.engine.call_schemas(self.now, &self.caller, action, input)
    }

    fn ask(&mut self, action: &str, input: Value) -> Value {
        serde_json::from_str(&self.raw(action, &input.to_string()).unwrap()).unwrap()
    }

    fn refused(&mut self, action: &str, input: Value) -> (String, u16) {
        let error = self.raw(action, &input.to_string()).unwrap_err();
        assert!(!error.message.is_empty());
        (error.code.into_owned(), error.status)
    }

    fn put(&mut self, source: &str, kind: &str, detail: Value) {
        let entry = Entry::new(source, kind, detail.to_string());
        self.engine.put_events(self.now, vec![entry]).unwrap()[0].as_ref().unwrap();
    }

    fn content(&mut self, registry: &str, name: &str) -> Value {
        let schema = self.ask("DescribeSchema", json!({"RegistryName": registry, "SchemaName": name}));
        serde_json::from_str(schema["Content"].as_str().unwrap()).unwrap()
    }
}

fn open_api(properties: Value) -> String {
    json!({"openapi": "3.0.0", "info": {"title": "Crate", "version": "1.0.0"}, "paths": {},
        "components": {"schemas": {"Crate": {"type": "object", "properties": properties}}}})
    .to_string()
}

fn code(code: &str, status: u16) -> (String, u16) {
    (code.to_owned(), status)
}

#[test]
fn every_listed_action_is_answered() {
    let mut door = Door::new();
    for operation in OPERATIONS {
        let answer = door.raw(operation.name, "{}");
        assert!(answer.err().is_none_or(|error| error.code != "UnknownOperationException"), "{}", operation.name);
        assert_eq!(door.raw(operation.name, "[]").unwrap_err().code, "SerializationException", "{}", operation.name);
        assert!(operation.http.is_some(), "{}", operation.name);
    }
    assert_eq!(OPERATIONS.len(), 31);
    assert_eq!(door.raw("PutEvents", "{}").unwrap_err().code, "UnknownOperationException");
    assert!(OPERATIONS.windows(2).all(|pair| pair[0].name < pair[1].name), "sorted, so that none stands twice");
    let nulls = r#"{"RegistryName": "r", "Keywords": null, "Unknown": 1, "Description": null}"#;
    assert!(door.raw("CreateRegistry", nulls).is_ok());
}

#[test]
fn a_registry_is_made_changed_and_deleted() {
    let mut door = Door::new();
    let made = json!({"RegistryName": "quay", "RegistryArn": format!("{HERE}registry/quay"), "Description": "d", "Tags": {"a": "1"}});
    let request = json!({"RegistryName": "quay", "Description": "d", "Tags": {"a": "1"}});
    assert_eq!(door.ask("CreateRegistry", request.clone()), made);
    assert_eq!(door.refused("CreateRegistry", request), code("ConflictException", 409));
    assert_eq!(door.ask("DescribeRegistry", json!({"RegistryName": "quay"})), made);
    let changed = door.ask("UpdateRegistry", json!({"RegistryName": "quay", "Description": "e"}));
    assert_eq!(changed["Description"], "e");
    let names = |answer: Value| {
        answer["Registries"].as_array().unwrap().iter().map(|r| r["RegistryName"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(door.ask("ListRegistries", json!({}))), ["aws.events", "quay"]);
    assert_eq!(names(door.ask("ListRegistries", json!({"Scope": "Local"}))), ["quay"]);
    assert_eq!(names(door.ask("ListRegistries", json!({"Scope": "AWS"}))), ["aws.events"]);
    assert_eq!(names(door.ask("ListRegistries", json!({"RegistryNamePrefix": "x"}))), [""; 0]);
    assert_eq!(door.refused("ListRegistries", json!({"Scope": "x"})), code("BadRequestException", 400));
    assert_eq!(door.ask("DeleteRegistry", json!({"RegistryName": "quay"})), json!({}));
    for action in ["DescribeRegistry", "UpdateRegistry", "DeleteRegistry", "ListSchemas"] {
        assert_eq!(door.refused(action, json!({"RegistryName": "quay"})), code("NotFoundException", 404), "{action}");
    }
    assert_eq!(door.refused("CreateRegistry", json!({"RegistryName": "a b"})), code("BadRequestException", 400));
}

#[test]
fn the_services_own_registry_is_read_only() {
    let mut door = Door::new();
    let registry = door.ask("DescribeRegistry", json!({"RegistryName": "aws.events"}));
    assert_eq!(registry["RegistryArn"], "arn:aws:schemas:us-east-1::registry/aws.events");
    let name = "aws.ec2@EC2InstanceStateChangeNotification";
    let schema = door.ask("DescribeSchema", json!({"RegistryName": "aws.events", "SchemaName": name}));
    assert_eq!(schema["SchemaArn"], format!("arn:aws:schemas:us-east-1::schema/aws.events/{name}"));
    assert_eq!((&schema["Type"], &schema["SchemaVersion"]), (&json!("OpenApi3"), &json!("1")));
    let content = door.content("aws.events", name);
    let detail = &content["components"]["schemas"]["EC2InstanceStateChangeNotification"];
    assert_eq!(detail["required"], json!(["instance-id", "state"]));
    let both =
        json!({"RegistryName": "aws.events", "SchemaName": name, "Type": "OpenApi3", "Content": open_api(json!({}))});
    for action in ["UpdateRegistry", "DeleteRegistry", "CreateSchema", "UpdateSchema", "DeleteSchema"] {
        assert_eq!(door.refused(action, both.clone()), code("ForbiddenException", 403), "{action}");
    }
    assert_eq!(door.refused("CreateRegistry", json!({"RegistryName": "aws.x"})), code("ForbiddenException", 403));
}

#[test]
fn versions_come_with_what_differs() {
    let mut door = Door::new();
    door.ask("CreateRegistry", json!({"RegistryName": "r"}));
    let schema =
        |content: &str| json!({"RegistryName": "r", "SchemaName": "s", "Type": "OpenApi3", "Content": content});
    let first = open_api(json!({"kg": {"type": "integer"}}));
    let made = door.ask("CreateSchema", schema(&first));
    assert_eq!((&made["SchemaVersion"], &made["SchemaArn"]), (&json!("1"), &json!(format!("{HERE}schema/r/s"))));
    assert_eq!((&made["LastModified"], &made["VersionCreatedDate"]), (&json!(7.0), &json!(7.0)));
    assert_eq!(made.get("Content"), None);
    assert_eq!(door.refused("CreateSchema", schema(&first)), code("BadRequestException", 400));
    // The same document in another order of members, with blanks.
    let shuffled =
        first.replace("\"paths\":{}", "\"paths\" : { }").replacen("\"components\"", "\"x-a\":1,\"components\"", 1);
    let shuffled = shuffled.replacen("\"x-a\":1,", "", 1);
    door.now = Timestamp::from_secs(8);
    assert_eq!(door.ask("UpdateSchema", schema(&shuffled))["SchemaVersion"], "1");
    let second = open_api(json!({"kg": {"type": "number"}}));
    let made = door.ask("UpdateSchema", schema(&second));
    assert_eq!((&made["SchemaVersion"], &made["LastModified"]), (&json!("2"), &json!(8.0)));
    assert_eq!(
        door.ask("DescribeSchema", json!({"RegistryName": "r", "SchemaName": "s", "SchemaVersion": "1"}))["Content"],
        first
    );
    let versions = door.ask("ListSchemaVersions", json!({"RegistryName": "r", "SchemaName": "s", "Limit": 1}));
    assert_eq!(versions["SchemaVersions"][0]["SchemaVersion"], "1");
    let token = &versions["NextToken"];
    let versions =
        door.ask("ListSchemaVersions", json!({"RegistryName": "r", "SchemaName": "s", "Limit": 1, "NextToken": token}));
    assert_eq!((&versions["SchemaVersions"][0]["SchemaVersion"], versions.get("NextToken")), (&json!("2"), None));
    // A number is not given twice.
    door.ask("DeleteSchemaVersion", json!({"RegistryName": "r", "SchemaName": "s", "SchemaVersion": "2"}));
    assert_eq!(door.ask("UpdateSchema", schema(&second))["SchemaVersion"], "3");
    let gone = json!({"RegistryName": "r", "SchemaName": "s", "SchemaVersion": "2"});
    assert_eq!(door.refused("DescribeSchema", gone.clone()), code("NotFoundException", 404));
    assert_eq!(door.refused("DeleteSchemaVersion", gone), code("NotFoundException", 404));
    let list = door.ask("ListSchemas", json!({"RegistryName": "r"}));
    assert_eq!((&list["Schemas"][0]["SchemaName"], &list["Schemas"][0]["VersionCount"]), (&json!("s"), &json!(2)));
    door.ask("DeleteSchema", json!({"RegistryName": "r", "SchemaName": "s"}));
    assert_eq!(
        door.refused("DeleteSchema", json!({"RegistryName": "r", "SchemaName": "s"})),
        code("NotFoundException", 404)
    );
}

#[test]
fn contents_are_schemas_of_their_format() {
    let mut door = Door::new();
    door.ask("CreateRegistry", json!({"RegistryName": "r"}));
    let dangling = open_api(json!({"a": {"$ref": "#/components/schemas/None"}}));
    let swagger = open_api(json!({})).replace("3.0.0", "2.0.0");
    let broken_type = open_api(json!({"a": {"type": "text"}}));
    for (format, content) in [
        ("OpenApi3", "{"),
        ("OpenApi3", "[]"),
        ("OpenApi3", "{}"),
        ("OpenApi3", &dangling),
        ("OpenApi3", &swagger),
        ("OpenApi3", &broken_type),
        ("JSONSchemaDraft4", r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#),
        ("JSONSchemaDraft4", r#"{"type": 1}"#),
        ("JSONSchemaDraft4", r#"{"required": "a", "type": "object"}"#),
    ] {
        let request = json!({"RegistryName": "r", "SchemaName": "s", "Type": format, "Content": content});
        assert_eq!(door.refused("CreateSchema", request), code("BadRequestException", 400), "{content}");
    }
    let draft = r#"{"$schema": "http://json-schema.org/draft-04/schema#", "title": "Crate", "type": "object",
        "required": ["kg"], "properties": {"kg": {"type": ["number", "null"]}}}"#;
    door.ask(
        "CreateSchema",
        json!({"RegistryName": "r", "SchemaName": "d", "Type": "JSONSchemaDraft4", "Content": draft}),
    );
    let export = door.ask("ExportSchema", json!({"RegistryName": "r", "SchemaName": "d", "Type": "OpenApi3"}));
    let exported: Value = serde_json::from_str(export["Content"].as_str().unwrap()).unwrap();
    let expected = json!({"type": "object", "required": ["kg"],
        "properties": {"kg": {"type": "number", "nullable": true}}});
    assert_eq!((&export["Type"], &exported["components"]["schemas"]["Crate"]), (&json!("OpenApi3"), &expected));
    let same = door.ask("ExportSchema", json!({"RegistryName": "r", "SchemaName": "d", "Type": "JSONSchemaDraft4"}));
    assert_eq!(same["Content"], draft);
}

#[test]
fn discovery_writes_down_what_it_sees() {
    let mut door = Door::new();
    let made = door.ask("CreateDiscoverer", json!({"SourceArn": BUS, "Description": "d"}));
    let id = "events-event-bus-default";
    let expected = json!({"DiscovererArn": format!("{HERE}discoverer/{id}"), "DiscovererId": id, "SourceArn": BUS,
        "State": "STARTED", "CrossAccount": true, "Description": "d", "Tags": {}});
    assert_eq!(made, expected);
    assert_eq!(door.refused("CreateDiscoverer", json!({"SourceArn": BUS})), code("ConflictException", 409));
    let list = json!({"RegistryName": "discovered-schemas"});
    assert_eq!(door.ask("ListSchemas", list.clone()), json!({"Schemas": []}));

    door.put("com.acme", "Order Placed", json!({"id": 7, "at": "2026-05-04T06:00:00Z", "items": [{"sku": "a"}]}));
    let name = "com.acme@OrderPlaced";
    let content = door.content("discovered-schemas", name);
    assert_eq!((&content["openapi"], &content["paths"]), (&json!("3.0.0"), &json!({})));
    assert_eq!(content["info"], json!({"version": "1.0.0", "title": "OrderPlaced"}));
    let schemas = &content["components"]["schemas"];
    let envelope = &schemas["AWSEvent"];
    let required =
        json!(["detail-type", "resources", "detail", "id", "source", "time", "region", "version", "account"]);
    assert_eq!((&envelope["type"], &envelope["required"]), (&json!("object"), &required));
    assert_eq!(envelope["x-amazon-events-detail-type"], "Order Placed");
    assert_eq!(envelope["x-amazon-events-source"], "com.acme");
    assert_eq!(envelope["properties"]["detail"], json!({"$ref": "#/components/schemas/OrderPlaced"}));
    assert_eq!(envelope["properties"]["time"], json!({"type": "string", "format": "date-time"}));
    let detail = &schemas["OrderPlaced"];
    assert_eq!(detail["required"], json!(["at", "id", "items"]));
    assert_eq!(detail["properties"]["id"], json!({"type": "integer", "format": "int64"}));
    assert_eq!(detail["properties"]["at"], json!({"type": "string", "format": "date-time"}));
    assert_eq!(detail["properties"]["items"]["type"], "array");

    // The same form again is no news; another one is a version.
    door.put("com.acme", "Order Placed", json!({"id": 8, "at": "2026-05-04T06:00:01Z", "items": []}));
    assert_eq!(door.ask("ListSchemas", list.clone())["Schemas"][0]["VersionCount"], 1);
    door.put("com.acme", "Order Placed", json!({"id": 8.5, "at": "now", "items": [{"sku": 1}]}));
    assert_eq!(door.ask("ListSchemas", list.clone())["Schemas"][0]["VersionCount"], 2);
    let properties =
        door.content("discovered-schemas", name)["components"]["schemas"]["OrderPlaced"]["properties"].clone();
    assert_eq!(properties["id"], json!({"type": "number", "format": "double"}));
    assert_eq!(properties["at"], json!({"type": "string"}));

    assert_eq!(
        door.ask("StopDiscoverer", json!({"DiscovererId": id})),
        json!({"DiscovererId": id, "State": "STOPPED"})
    );
    door.put("com.acme", "Other", json!({}));
    assert_eq!(door.ask("ListSchemas", list.clone())["Schemas"].as_array().unwrap().len(), 1);
    door.ask("StartDiscoverer", json!({"DiscovererId": id}));
    door.put("com.acme", "Other", json!({}));
    assert_eq!(door.ask("ListSchemas", list)["Schemas"].as_array().unwrap().len(), 2);
    let changed = door.ask("UpdateDiscoverer", json!({"DiscovererId": id, "CrossAccount": false}));
    assert_eq!((&changed["CrossAccount"], &changed["Description"]), (&json!(false), &json!("d")));
    assert_eq!(
        door.ask("ListDiscoverers", json!({"SourceArnPrefix": "arn:aws:events"}))["Discoverers"][0]["DiscovererId"],
        id
    );
    door.ask("DeleteDiscoverer", json!({"DiscovererId": id}));
    assert_eq!(door.refused("DescribeDiscoverer", json!({"DiscovererId": id})), code("NotFoundException", 404));
    let yard = json!({"SourceArn": BUS.replace("default", "yard")});
    assert_eq!(door.refused("CreateDiscoverer", yard), code("BadRequestException", 400));
}

#[test]
fn events_of_other_accounts_count_unless_switched_off() {
    use cupola_base::EventEnvelope;
    use cupola_base::json::Json;
    for (cross_account, found) in [(true, 1), (false, 0)] {
        let mut door = Door::new();
        door.ask("CreateDiscoverer", json!({"SourceArn": BUS, "CrossAccount": cross_account}));
        let place = Place::parse("444455556666", "us-east-1").unwrap();
        let event = EventEnvelope::new("e", place, door.now, "s", "t", Json::parse("{}").unwrap());
        door.engine.publish(door.now, event);
        let list = door.ask("ListSchemas", json!({"RegistryName": "discovered-schemas"}));
        assert_eq!(list["Schemas"].as_array().unwrap().len(), found);
    }
}

#[test]
fn a_discoverer_shows_as_a_managed_rule() {
    let mut door = Door::new();
    door.ask("CreateDiscoverer", json!({"SourceArn": BUS}));
    let rule = |door: &mut Door| {
        let rules = door.engine.call(door.now, &door.caller, "ListRules", r#"{"NamePrefix": "Schemas-"}"#).unwrap();
        serde_json::from_str::<Value>(&rules).unwrap()["Rules"][0].clone()
    };
    let shown = rule(&mut door);
    assert_eq!((&shown["Name"], &shown["State"]), (&json!("Schemas-events-event-bus-default"), &json!("ENABLED")));
    assert_eq!(shown["ManagedBy"], "schemas.amazonaws.com");

    let id = json!({"DiscovererId": "events-event-bus-default"});
    door.ask("StopDiscoverer", id.clone());
    assert_eq!(rule(&mut door)["State"], "DISABLED");
    door.ask("StartDiscoverer", id.clone());
    assert_eq!(rule(&mut door)["State"], "ENABLED");
    // Without its rule it sees nothing.
    let force = r#"{"Name": "Schemas-events-event-bus-default", "Force": true}"#;
    door.engine.call(door.now, &door.caller, "DeleteRule", force).unwrap();
    door.put("my.shop", "Order placed", json!({}));
    let unseen = json!({"RegistryName": "discovered-schemas", "SchemaName": "my.shop@OrderPlaced"});
    assert_eq!(door.refused("DescribeSchema", unseen), code("NotFoundException", 404));
    door.ask("StartDiscoverer", id.clone());
    assert_eq!(rule(&mut door)["State"], "ENABLED");
    door.raw("DeleteDiscoverer", &id.to_string()).unwrap();
    assert_eq!(rule(&mut door), Value::Null);
}

#[test]
fn bounds_of_discovery_are_told() {
    let mut door = Door::new();
    door.engine = door.engine.with_limits(Limits::default().with_schemas(1, 2));
    door.ask("CreateDiscoverer", json!({"SourceArn": BUS}));
    let wide = |from: usize| -> Value { (from..from + 6000).map(|n| (format!("k{n}"), json!(1))).collect() };
    door.put("s", "a", json!({"n": 1}));
    door.put("s", "b", json!({}));
    door.put("s", "a", json!({"n": 1.5}));
    door.put("s", "a", json!({"n": "x"}));
    door.put("s", "a", wide(0));
    let whys: Vec<String> = door
        .engine
        .drain()
        .into_iter()
        .map(|output| match output {
            Output::Undiscovered(undiscovered) => undiscovered.why,
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        "Schemas in a registry: 1 are the most there may be.",
        "Versions of a schema: 2 are the most there may be.",
        "The schema has more than 5000 members.",
    ];
    assert_eq!(whys, expected);
    let list = door.ask("ListSchemas", json!({"RegistryName": "discovered-schemas"}));
    assert_eq!(list["Schemas"][0]["VersionCount"], 2);
}

#[test]
fn what_was_discovered_survives_a_snapshot() {
    let mut door = Door::new();
    door.ask("CreateDiscoverer", json!({"SourceArn": BUS}));
    let deep = (0..300).fold(json!(1), |inner, _| json!([inner]));
    let entry = Entry::new("s", "t", format!("{{\"a\":{}}}", deep));
    door.engine.put_events(door.now, vec![entry]).unwrap();
    door.put("s", "u", json!({"items": []}));
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    let mut again = Door::new();
    again.engine = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
    for door in [&mut door, &mut again] {
        door.put("s", "u", json!({"items": ["x"]}));
    }
    let ask = json!({"RegistryName": "discovered-schemas", "SchemaName": "s@U"});
    assert_eq!(door.ask("DescribeSchema", ask.clone()), again.ask("DescribeSchema", ask));
    let content = again.content("discovered-schemas", "s@U");
    assert_eq!(content["components"]["schemas"]["U"]["properties"]["items"]["items"], json!({"type": "string"}));
}

#[test]
fn a_schema_of_given_events_is_not_stored() {
    let mut door = Door::new();
    let events = json!([
        json!({"source": "a", "detail-type": "b c", "detail": {"x": 1, "y": null}}).to_string(),
        json!({"source": "a", "detail-type": "b c", "detail": {"x": "1", "y": true}}).to_string(),
    ]);
    let open = door.ask("GetDiscoveredSchema", json!({"Type": "OpenApi3", "Events": events}));
    let open: Value = serde_json::from_str(open["Content"].as_str().unwrap()).unwrap();
    let properties = &open["components"]["schemas"]["BC"]["properties"];
    assert_eq!(*properties, json!({"x": {}, "y": {"type": "boolean", "nullable": true}}));
    let draft = door.ask("GetDiscoveredSchema", json!({"Type": "JSONSchemaDraft4", "Events": events}));
    let draft: Value = serde_json::from_str(draft["Content"].as_str().unwrap()).unwrap();
    let properties = &draft["definitions"]["BC"]["properties"];
    assert_eq!(*properties, json!({"x": {"type": ["integer", "string"]}, "y": {"type": ["boolean", "null"]}}));
    for events in [json!([]), json!(["{"]), json!(["[]"]), json!(vec!["{}"; 11]), json!(["x".repeat(100_001)])] {
        let request = json!({"Type": "OpenApi3", "Events": events});
        assert_eq!(door.refused("GetDiscoveredSchema", request), code("BadRequestException", 400));
    }
}

#[test]
fn searches_look_into_names_and_contents() {
    let mut door = Door::new();
    let mut found = |keywords: &str| {
        let answer = door.ask("SearchSchemas", json!({"RegistryName": "aws.events", "Keywords": keywords}));
        let schemas = answer["Schemas"].as_array().unwrap();
        schemas.iter().map(|schema| schema["SchemaName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("EC2 SPOT"), ["aws.ec2@EC2SpotInstanceInterruptionWarning"]);
    assert_eq!(found("canary-run-timeline successful"), ["aws.synthetics@SyntheticsCanaryTestRunSuccessful"]);
    assert_eq!(found("no-such-word"), [""; 0]);
    let answer = door.ask("SearchSchemas", json!({"RegistryName": "aws.events", "Keywords": "spot"}));
    assert_eq!(answer["Schemas"][0]["RegistryName"], "aws.events");
    assert_eq!(answer["Schemas"][0]["SchemaVersions"][0]["SchemaVersion"], "1");
}

#[test]
fn bindings_are_asked_for_and_read() {
    let mut door = Door::new();
    let schema = json!({"RegistryName": "aws.events", "SchemaName": "aws.events@ScheduledEvent"});
    let with = |language: &str| {
        let mut schema = schema.clone();
        schema["Language"] = json!(language);
        schema
    };
    for action in ["DescribeCodeBinding", "GetCodeBindingSource"] {
        assert_eq!(door.refused(action, with("Rust")), code("NotFoundException", 404));
    }
    for language in ["Rust", "Python36", "TypeScript3"] {
        let put = door.ask("PutCodeBinding", with(language));
        assert_eq!(
            (&put["Status"], &put["SchemaVersion"], &put["CreationDate"]),
            (&json!("CREATE_COMPLETE"), &json!("1"), &json!(7.0))
        );
        assert_eq!(door.ask("DescribeCodeBinding", with(language)), put);
        let body = door.ask("GetCodeBindingSource", with(language))["Body"].clone();
        assert!(body.as_str().unwrap().starts_with("UEsDB"), "a ZIP archive in base64");
    }
    for language in ["Java8", "Go1", "COBOL"] {
        assert_eq!(door.refused("PutCodeBinding", with(language)), code("BadRequestException", 400));
    }
}

#[test]
fn policies_have_revisions() {
    let mut door = Door::new();
    door.ask("CreateRegistry", json!({"RegistryName": "r"}));
    let policy = |text: &str| json!({"RegistryName": "r", "Policy": text});
    assert_eq!(door.refused("GetResourcePolicy", json!({"RegistryName": "r"})), code("NotFoundException", 404));
    assert_eq!(door.refused("PutResourcePolicy", policy("x")), code("BadRequestException", 400));
    let first = door.ask("PutResourcePolicy", policy("{\"Version\": \"2012-10-17\"}"));
    assert_eq!(door.ask("GetResourcePolicy", json!({"RegistryName": "r"})), first);
    let second =
        door.ask("PutResourcePolicy", json!({"RegistryName": "r", "Policy": "{}", "RevisionId": first["RevisionId"]}));
    assert_ne!(second["RevisionId"], first["RevisionId"]);
    let stale = json!({"RegistryName": "r", "Policy": "{}", "RevisionId": first["RevisionId"]});
    assert_eq!(door.refused("PutResourcePolicy", stale), code("PreconditionFailedException", 412));
    door.ask("DeleteResourcePolicy", json!({"RegistryName": "r"}));
    assert_eq!(door.refused("DeleteResourcePolicy", json!({"RegistryName": "r"})), code("NotFoundException", 404));
}

#[test]
fn everything_has_tags() {
    let mut door = Door::new();
    door.ask("CreateRegistry", json!({"RegistryName": "r"}));
    door.ask(
        "CreateSchema",
        json!({"RegistryName": "r", "SchemaName": "s", "Type": "OpenApi3", "Content": open_api(json!({}))}),
    );
    door.ask("CreateDiscoverer", json!({"SourceArn": BUS}));
    for resource in ["registry/r", "schema/r/s", "discoverer/events-event-bus-default"] {
        let arn = format!("{HERE}{resource}");
        door.ask("TagResource", json!({"ResourceArn": arn, "Tags": {"a": "1", "b": "2"}}));
        door.ask("UntagResource", json!({"ResourceArn": arn, "TagKeys": ["a", "z"]}));
        assert_eq!(door.ask("ListTagsForResource", json!({"ResourceArn": arn})), json!({"Tags": {"b": "2"}}));
        let gone = json!({"ResourceArn": format!("{arn}x")});
        assert_eq!(door.refused("ListTagsForResource", gone), code("NotFoundException", 404));
    }
    assert_eq!(door.refused("ListTagsForResource", json!({"ResourceArn": "x"})), code("BadRequestException", 400));
    let aws = "arn:aws:schemas:us-east-1::registry/aws.events";
    assert_eq!(door.ask("ListTagsForResource", json!({"ResourceArn": aws})), json!({"Tags": {}}));
    assert_eq!(
        door.refused("TagResource", json!({"ResourceArn": aws, "Tags": {"a": ""}})),
        code("ForbiddenException", 403)
    );
}

#[test]
fn quotas_are_kept() {
    let mut door = Door::new();
    for n in 0..10 {
        door.ask("CreateRegistry", json!({"RegistryName": format!("r{n}")}));
    }
    assert_eq!(door.refused("CreateRegistry", json!({"RegistryName": "x"})), code("ForbiddenException", 403));
    let schema = |name: String| json!({"RegistryName": "r0", "SchemaName": name, "Type": "OpenApi3", "Content": open_api(json!({}))});
    for n in 0..100 {
        door.ask("CreateSchema", schema(format!("s{n}")));
    }
    assert_eq!(door.refused("CreateSchema", schema("x".to_owned())), code("ForbiddenException", 403));
}
