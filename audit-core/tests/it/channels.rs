//! Channels: what comes by them into event data stores, who may put it, and what the door says of them.

use cupola_audit::{
    AdvancedSelector, AuditEvent, ChannelChanges, ChannelRequest, Engine, EventDataStoreChanges, EventDataStoreRequest,
    FieldSelector, LakeQueryRequest, Limits, ListRequest, Policies, Snapshot,
};
use cupola_base::{Arn, Caller, Place, Timestamp};
use serde_json::{Value, json};

const DATA: &str = r#"{"version":"1","UID":"u-1","eventSource":"cranes.example.com","eventName":"Lift","eventTime":"2026-05-04T05:59:00","recipientAccountId":"111122223333","userIdentity":{"type":"operator","principalId":"ana"}}"#;
/// As `openssl dgst -binary -sha256 | base64` has it.
const SUM: &str = "LSvm3PZG+RLJKcCzJi9rFQ6kcauJWrjT2PGflpmrmIw=";

fn place() -> Place {
    Place::parse("111122223333", "eu-west-1").unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn owner() -> Arn {
    Caller::root(place()).principal
}

fn store(engine: &mut Engine, name: &str, category: &str) -> String {
    let selector = AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals([category]));
    let request = EventDataStoreRequest::new(name).selecting([selector]).without_protection();
    engine.create_event_data_store(now(), request).unwrap().arn.to_string()
}

/// An engine with a store for activity, and a channel into it.
fn with_channel() -> (Engine, String, String) {
    let mut engine = Engine::new(place(), 0);
    let store = store(&mut engine, "yard", "ActivityAuditLog");
    let request = ChannelRequest::new("cranes", "Custom", [&store]);
    let channel = engine.create_channel(now(), request).unwrap().arn.to_string();
    (engine, store, channel)
}

fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut data: Value = serde_json::from_str(DATA).unwrap();
    change(&mut data);
    data.to_string()
}

#[test]
fn events_are_kept_as_records_of_activity() {
    let (mut engine, store, channel) = with_channel();
    let event = AuditEvent::new("e-1", DATA).with_checksum(SUM);
    let put = engine.put_audit_events(now(), &owner(), &channel, None, &[event]).unwrap();
    let id = put.successful[0].event_id.clone();
    let found = engine.event_data_store(&store).unwrap();
    let (at, record) = found.records().next().unwrap();
    assert_eq!(at, Timestamp::parse("2026-05-04T05:59:00Z").unwrap(), "a time without an offset is UTC");
    let record: Value = serde_json::from_str(record.as_str()).unwrap();
    let expected = json!({"eventVersion": "1.0", "eventCategory": "ActivityAuditLog", "eventType": "ActivityLog",
        "eventID": id, "eventTime": "2026-05-04T05:59:00Z", "awsRegion": "eu-west-1",
        "recipientAccountId": "111122223333",
        "metadata": {"ingestionTime": "2026-05-04T06:00:00Z", "channelARN": channel},
        "eventData": serde_json::from_str::<Value>(DATA).unwrap()});
    assert_eq!(record, expected);
    assert_eq!(engine.history_len(), 0, "event history has none of it");
}

#[test]
fn events_are_kept_and_found_at_the_time_of_their_records() {
    let (mut engine, store, channel) = with_channel();
    let data = changed(|data| data["eventTime"] = "2026-05-04T05:59:00.750Z".into());
    engine.put_audit_events(now(), &owner(), &channel, None, &[AuditEvent::new("e-1", data)]).unwrap();
    let kept = engine.event_data_store(&store).unwrap();
    let (at, id) = (Timestamp::parse("2026-05-04T05:59:00Z").unwrap(), kept.id().to_owned());
    assert_eq!(kept.records().next().map(|(at, _)| at), Some(at), "records have whole seconds");
    let query = format!("SELECT eventTime FROM {id} WHERE eventTime = '2026-05-04 05:59:00'");
    let found = engine.start_lake_query(now(), LakeQueryRequest::new(query)).unwrap();
    assert_eq!(found.rows(now()), [[Some("2026-05-04 05:59:00.000".to_owned())]]);
}

#[test]
fn each_event_is_taken_or_fails_by_itself() {
    let (mut engine, store, channel) = with_channel();
    let long = "x".repeat(1025);
    let table: [(&str, String, Option<&str>); 12] = [
        ("InvalidChecksum", DATA.into(), Some("AAAA")),
        ("InvalidData", "{".into(), None),
        ("InvalidData", "[]".into(), None),
        ("InvalidData", changed(|data| data["eventTime"] = "noon".into()), None),
        ("InvalidData", changed(|data| data["UID"] = 7.into()), None),
        ("InvalidData", changed(|data| data["userIdentity"] = "ana".into()), None),
        ("FieldNotFound", changed(|data| drop(data.as_object_mut().unwrap().remove("UID"))), None),
        ("FieldNotFound", changed(|data| data["userIdentity"] = json!({"type": "operator"})), None),
        ("FieldTooLong", changed(|data| data["eventName"] = long.clone().into()), None),
        ("FieldTooLong", changed(|data| data["errorCode"] = "x".repeat(257).into()), None),
        ("InvalidRecipient", changed(|data| data["recipientAccountId"] = "444455556666".into()), None),
        ("InvalidEventSource", changed(|data| data["eventSource"] = "iam.amazonaws.com".into()), None),
    ];
    let event = |(number, (_, data, checksum)): (usize, &(&str, String, Option<&str>))| {
        let event = AuditEvent::new(format!("e-{number}"), data.clone());
        checksum.map_or(event.clone(), |checksum| event.with_checksum(checksum))
    };
    let mut events: Vec<AuditEvent> = table.iter().enumerate().map(event).collect();
    events.push(AuditEvent::new("good", DATA));
    let put = engine.put_audit_events(now(), &owner(), &channel, None, &events).unwrap();
    let codes: Vec<&str> = put.failed.iter().map(|failed| failed.error.code()).collect();
    assert_eq!(codes, table.iter().map(|(code, ..)| *code).collect::<Vec<_>>());
    assert_eq!(put.successful[0].id, "good");
    assert_eq!(engine.event_data_store(&store).unwrap().len(), 1);
    let ingestion = &engine.channel(&channel).unwrap().ingestion;
    assert_eq!(ingestion.error_code.as_deref(), Some("InvalidEventSource"));
    assert_eq!(ingestion.succeeded.as_ref().unwrap().1, put.successful[0].event_id);
    assert_eq!(ingestion.succeeded, ingestion.attempted);
}

#[test]
fn a_request_fails_as_a_whole() {
    let (mut engine, store, channel) = with_channel();
    let good = || AuditEvent::new("e", DATA);
    let mut put = |channel: &str, events: &[AuditEvent]| {
        engine.put_audit_events(now(), &owner(), channel, None, events).unwrap_err().code()
    };
    assert_eq!(put(&channel, &[good(), good()]), "DuplicatedAuditEventId");
    assert_eq!(put(&channel, &[]), "ValidationException");
    assert_eq!(put(&channel, &[AuditEvent::new("a b", DATA)]), "ValidationException");
    let many: Vec<_> = (0..101).map(|number| AuditEvent::new(format!("e-{number}"), DATA)).collect();
    assert_eq!(put(&channel, &many), "ValidationException");
    assert_eq!(put(&channel, &[AuditEvent::new("e", "x".repeat((1 << 20) + 1))]), "ValidationException");
    assert_eq!(put("cranes", &[good()]), "ChannelNotFound");
    assert_eq!(put(&store, &[good()]), "InvalidChannelARN");
    assert!(engine.event_data_store(&store).unwrap().is_empty());
}

#[test]
fn the_owner_may_put_events_and_others_as_the_policy_says() {
    let (mut engine, store, channel) = with_channel();
    let other: Arn = "arn:aws:iam::444455556666:role/cranes".parse().unwrap();
    let put = |engine: &mut Engine, who: &Arn, id: Option<&str>| {
        engine.put_audit_events(now(), who, &channel, id, &[AuditEvent::new("e", DATA)]).map_err(|error| error.code())
    };
    assert_eq!(put(&mut engine, &other, None).unwrap_err(), "ChannelInsufficientPermission");
    let statement = |effect: &str, who: &str, more: &str| {
        format!(
            r#"{{"Effect":"{effect}","Principal":{{"AWS":"{who}"}},"Action":"cloudtrail-data:PutAuditEvents","Resource":"{channel}"{more}}}"#
        )
    };
    let document =
        |statements: &[String]| format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let secret = r#","Condition":{"StringEquals":{"cloudtrail:ExternalId":"quay"}}"#;
    let policy = document(&[statement("Allow", "444455556666", secret)]);
    assert_eq!(engine.put_resource_policy(now(), &channel, &policy).unwrap().as_str(), policy);
    assert_eq!(put(&mut engine, &other, None).unwrap_err(), "ChannelInsufficientPermission");
    assert!(put(&mut engine, &other, Some("quay")).is_ok());
    assert!(put(&mut engine, &owner(), None).is_ok(), "the owner needs no policy");
    let explained = engine.explain_audit_event_access(&other, &channel, Some("pier")).unwrap().unwrap();
    assert!(explained.to_string().contains("pier"), "{explained}");

    let denied = document(&[statement("Deny", "111122223333", "")]);
    engine.put_resource_policy(now(), &channel, &denied).unwrap();
    assert_eq!(put(&mut engine, &owner(), None).unwrap_err(), "ChannelInsufficientPermission");
    engine.delete_resource_policy(now(), &channel).unwrap();
    assert!(put(&mut engine, &owner(), None).is_ok());
    assert_eq!(engine.event_data_store(&store).unwrap().len(), 3);
}

#[test]
fn policies_are_checked() {
    let (mut engine, store, channel) = with_channel();
    let of = |action: &str, principal: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{principal}"Action":"{action}","Resource":"*"}}}}"#
        )
    };
    let who = r#""Principal":{"AWS":"444455556666"},"#;
    let mut put = |resource: &str, text: &str| {
        engine.put_resource_policy(now(), resource, text).map(|_| ()).map_err(|error| (error.code(), error.to_string()))
    };
    let code = |put: Result<(), (&'static str, String)>| put.unwrap_err().0;
    assert_eq!(put(&channel, &of("cloudtrail-data:PutAuditEvents", who)), Ok(()));
    assert_eq!(put(&store, &of("cloudtrail:StartQuery", who)), Ok(()));
    let invalid = "ResourcePolicyNotValidException";
    assert_eq!(code(put(&channel, "{")), invalid);
    assert_eq!(code(put(&channel, "")), invalid);
    assert_eq!(code(put(&channel, &" ".repeat(8193))), invalid);
    assert_eq!(
        put(&channel, &of("cloudtrail:StartQuery", who)).unwrap_err().1,
        "statement 0: `cloudtrail:StartQuery` is not an action of such a resource: cloudtrail-data:PutAuditEvents"
    );
    assert_eq!(code(put(&store, &of("cloudtrail-data:PutAuditEvents", who))), invalid);
    assert_eq!(put(&store, &of("cloudtrail:StartQuery", "")).unwrap_err().1, "statement 0 has no Principal");
    let one = r#"{"Effect":"Allow","Principal":"*","Action":"cloudtrail:StartQuery","Resource":"*"}"#;
    let many = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, vec![one; 21].join(","));
    assert_eq!(put(&store, &many).unwrap_err().1, "21 statements: at most 20 are accepted");
    let arn = |resource: &str| format!("arn:aws:cloudtrail:eu-west-1:111122223333:{resource}");
    for (resource, expected) in [
        ("yard".to_owned(), "ResourceARNNotValidException"),
        (arn("eventdatastore/yard"), "ResourceNotFoundException"),
        (arn("trail/yard"), "ResourceTypeNotSupportedException"),
        ("arn:aws:cloudtrail:eu-west-1:444455556666:channel/x".to_owned(), "ResourceARNNotValidException"),
    ] {
        assert_eq!(code(put(&resource, one)), expected, "{resource}");
    }
    engine.delete_resource_policy(now(), &store).unwrap();
    let none = "ResourcePolicyNotFoundException";
    assert_eq!(engine.resource_policy(&store).unwrap_err().code(), none);
    assert_eq!(engine.delete_resource_policy(now(), &store).unwrap_err().code(), none);
}

#[test]
fn destinations_are_stores_for_activity() {
    let (mut engine, yard, _) = with_channel();
    let management = store(&mut engine, "management", "Management");
    let many: Vec<String> = (0..201).map(|_| yard.clone()).collect();
    for (destinations, code) in [
        (vec![management], "InvalidEventDataStoreCategoryException"),
        (vec![], "InvalidParameterException"),
        (many, "InvalidParameterException"),
        (vec![yard.clone(), yard.clone()], "InvalidParameterException"),
        (vec!["yard".to_owned()], "EventDataStoreARNInvalidException"),
        (vec![format!("{yard}x")], "EventDataStoreNotFoundException"),
    ] {
        let refused = engine.create_channel(now(), ChannelRequest::new("more", "GitHub", destinations)).unwrap_err();
        assert_eq!(refused.code(), code, "{refused}");
    }
    let in_use = engine.delete_event_data_store(now(), &yard).unwrap_err();
    assert_eq!(in_use.code(), "ChannelExistsForEDSException");
    let gone = store(&mut engine, "gone", "ActivityAuditLog");
    engine.delete_event_data_store(now(), &gone).unwrap();
    let refused = engine.create_channel(now(), ChannelRequest::new("more", "GitHub", [gone])).unwrap_err();
    assert_eq!(refused.code(), "InactiveEventDataStoreException");
    let other = EventDataStoreChanges::new().name("quay");
    assert!(engine.update_event_data_store(now(), &yard, other).is_ok());
}

#[test]
fn channels_have_names_sources_and_a_quota() {
    let (engine, yard, channel) = with_channel();
    let mut engine = engine.with_limits(Limits::default().with_channels(2));
    let mut make = |name: &str, source: &str| {
        let made = engine.create_channel(now(), ChannelRequest::new(name, source, [&yard]));
        made.map(|channel| channel.arn.to_string()).map_err(|error| error.code())
    };
    assert_eq!(make("ab", "GitHub").unwrap_err(), "InvalidParameterException");
    assert_eq!(make("pipes", "").unwrap_err(), "InvalidSourceException");
    assert_eq!(make("cranes", "GitHub").unwrap_err(), "ChannelAlreadyExistsException");
    assert_eq!(make("more", "Custom").unwrap_err(), "ChannelAlreadyExistsException", "a source has one channel");
    let second = make("pipes", "GitHub").unwrap();
    assert_eq!(make("third", "Okta").unwrap_err(), "ChannelMaxLimitExceededException");
    let name = ChannelChanges::new().name("cranes");
    assert_eq!(engine.update_channel(now(), &second, name).unwrap_err().code(), "ChannelAlreadyExistsException");
    let name = ChannelChanges::new().name("lines");
    assert_eq!(engine.update_channel(now(), &second, name).unwrap().name, "lines");
    let mut sorted = vec![channel.clone(), second.clone()];
    sorted.sort();
    let first = engine.list_channels(ListRequest { most: Some(1), token: None }).unwrap();
    let token = first.next_token.unwrap();
    let rest = engine.list_channels(ListRequest { most: None, token: Some(&token) }).unwrap();
    let seen: Vec<&str> = first.items.iter().chain(&rest.items).map(|channel| channel.arn.as_str()).collect();
    assert_eq!(seen, sorted);
    let foreign = engine.list_event_data_stores(ListRequest { most: None, token: Some(&token) }).unwrap_err();
    assert_eq!(foreign.code(), "InvalidNextTokenException");
    engine.delete_channel(now(), &channel).unwrap();
    assert_eq!(engine.channel(&channel).unwrap_err().code(), "ChannelNotFoundException");
    assert_eq!(engine.channel(&yard).unwrap_err().code(), "ChannelARNInvalidException");

    let (engine, yard, _) = with_channel();
    let mut engine = engine.with_policies(Policies::default().with_one_channel_per_source(false));
    assert!(engine.create_channel(now(), ChannelRequest::new("more", "Custom", [&yard])).is_ok());
}

fn call(engine: &mut Engine, action: &str, input: &Value) -> Value {
    let caller = Caller::root(place());
    let answer = match action {
        "PutAuditEvents" => engine.call_data(now(), &caller, action, &input.to_string()),
        _ => engine.call(now(), &caller, action, &input.to_string()),
    };
    answer.map_or_else(|error| error.code.to_string().into(), |json| serde_json::from_str(&json).unwrap())
}

#[test]
fn the_door_speaks_of_channels() {
    let mut engine = Engine::new(place(), 0);
    let yard = store(&mut engine, "yard", "ActivityAuditLog");
    let destinations = json!([{"Type": "EVENT_DATA_STORE", "Location": yard}]);
    let tags = json!([{"Key": "team", "Value": "quay"}]);
    let request = json!({"Name": "cranes", "Source": "Custom", "Destinations": destinations, "Tags": tags});
    let made = call(&mut engine, "CreateChannel", &request);
    let arn = made["ChannelArn"].clone();
    let expected =
        json!({"ChannelArn": arn, "Name": "cranes", "Source": "Custom", "Destinations": destinations, "Tags": tags});
    assert_eq!(made, expected);
    let named = json!({"Channel": arn});
    let got = json!({"ChannelArn": arn, "Name": "cranes", "Source": "Custom", "Destinations": destinations, "IngestionStatus": {}});
    assert_eq!(call(&mut engine, "GetChannel", &named), got);
    let listed = json!({"Channels": [{"ChannelArn": arn, "Name": "cranes"}]});
    assert_eq!(call(&mut engine, "ListChannels", &json!({})), listed);

    let put = json!({"channelArn": arn, "auditEvents": [{"id": "e-1", "eventData": DATA, "eventDataChecksum": SUM},
        {"id": "e-2", "eventData": "{}"}]});
    let put = call(&mut engine, "PutAuditEvents", &put);
    let id = put["successful"][0]["eventID"].clone();
    let expected = json!({"successful": [{"id": "e-1", "eventID": id}],
        "failed": [{"id": "e-2", "errorCode": "FieldNotFound", "errorMessage": "eventData has no version"}]});
    assert_eq!(put, expected);
    let status = call(&mut engine, "GetChannel", &named)["IngestionStatus"].clone();
    assert_eq!(status["LatestIngestionSuccessEventID"], id);
    assert_eq!(status["LatestIngestionErrorCode"], "FieldNotFound");
    assert_eq!(status["LatestIngestionAttemptTime"], now().as_secs_f64());

    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":"*","Action":"cloudtrail-data:PutAuditEvents","Resource":{arn}}}}}"#
    );
    let with_policy = json!({"ResourceArn": arn, "ResourcePolicy": policy});
    assert_eq!(call(&mut engine, "PutResourcePolicy", &with_policy), with_policy);
    assert_eq!(call(&mut engine, "GetResourcePolicy", &json!({"ResourceArn": arn})), with_policy);
    assert_eq!(call(&mut engine, "DeleteResourcePolicy", &json!({"ResourceArn": arn})), json!({}));

    assert_eq!(call(&mut engine, "AddTags", &json!({"ResourceId": arn, "TagsList": [{"Key": "a"}]})), json!({}));
    let listed = call(&mut engine, "ListTags", &json!({"ResourceIdList": [arn]}));
    assert_eq!(listed["ResourceTagList"][0]["TagsList"][0], json!({"Key": "a", "Value": ""}));
    let update = call(&mut engine, "UpdateChannel", &json!({"Channel": arn, "Name": "lines"}));
    assert_eq!((&update["Name"], &update["Tags"]), (&"lines".into(), &Value::Null));
    let service = json!({"Name": "more", "Source": "Custom", "Destinations": [{"Type": "AWS_SERVICE", "Location": "cloudwatch"}]});
    assert_eq!(call(&mut engine, "CreateChannel", &service), "InvalidParameterException");
    assert_eq!(call(&mut engine, "DeleteChannel", &named), json!({}));
    assert_eq!(call(&mut engine, "AddTags", &json!({"ResourceId": arn, "TagsList": []})), "ChannelNotFoundException");
}

#[test]
fn a_snapshot_holds_channels_and_policies() {
    let (mut engine, store, channel) = with_channel();
    let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "cloudtrail:*", "Resource": "*"}}"#;
    engine.put_resource_policy(now(), &store, policy).unwrap();
    engine.put_audit_events(now(), &owner(), &channel, None, &[AuditEvent::new("e", DATA)]).unwrap();
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let again = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(again.channel(&channel), engine.channel(&channel));
    assert_eq!(again.event_data_store(&store), engine.event_data_store(&store));
    assert_eq!(again.resource_policy(&store).unwrap().as_str(), policy);
}
