//! Event data stores that keep records of several regions and accounts, and who may do what with them.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use cupola::audit::{AdvancedSelector, EventDataStoreRequest, FieldSelector, Organization, Record, RecordBuilder};
use cupola::{Authorizer, Caller, Output, Place, Service, Timestamp, Universe};

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn place(account: &str, region: &str) -> Place {
    Place::parse(account, region).unwrap()
}

fn make(universe: &mut Universe, place: &Place, request: EventDataStoreRequest) -> String {
    let sky = universe.observatory(now(), place).unwrap();
    let arn = sky.audit(now()).create_event_data_store(now(), request).unwrap().arn.to_string();
    universe.advance(now());
    arn
}

fn record(universe: &mut Universe, place: &Place, name: &str) {
    let call = RecordBuilder::new(now(), place, "orders.amazonaws.com", name);
    universe.observatory(now(), place).unwrap().audit(now()).record_call(now(), call).unwrap();
    universe.advance(now());
}

fn kept(universe: &mut Universe, place: &Place, store: &str) -> Vec<String> {
    let sky = universe.observatory(now(), place).unwrap();
    let engine = sky.audit(now());
    let name = |text: &str| Record::parse(text).unwrap().event_name().unwrap().into_owned();
    engine.event_data_store(store).unwrap().records().map(|(_, json)| name(json.as_str())).collect()
}

#[test]
fn a_store_keeps_records_of_all_regions_and_of_the_organization() {
    let home = place("111122223333", "eu-west-1");
    let region = place("111122223333", "us-east-1");
    let member = place("444455556666", "eu-west-1");
    let mut universe = Universe::new(0);
    let organization = Organization::new("o-quay123456", home.account).with(member.account);
    universe.set_organization(now(), organization);
    let everywhere = make(&mut universe, &home, EventDataStoreRequest::new("everywhere"));
    let here = make(&mut universe, &home, EventDataStoreRequest::new("here").of_one_region());
    let everybody = make(&mut universe, &home, EventDataStoreRequest::new("everybody").of_organization());
    for (place, name) in [(&home, "Home"), (&region, "Region"), (&member, "Member")] {
        record(&mut universe, place, name);
    }
    assert_eq!(kept(&mut universe, &home, &everywhere), ["Home", "Region"]);
    assert_eq!(kept(&mut universe, &home, &here), ["Home"]);
    assert_eq!(kept(&mut universe, &home, &everybody), ["Home", "Region", "Member"]);
    let lost = universe.drain().into_iter().filter(|(_, output)| matches!(output, Output::Lost(_))).count();
    assert_eq!(lost, 0);

    let sky = universe.observatory(now(), &home).unwrap();
    sky.audit(now()).stop_event_data_store_ingestion(now(), &everywhere).unwrap();
    universe.advance(now());
    record(&mut universe, &region, "Later");
    assert_eq!(kept(&mut universe, &home, &everywhere), ["Home", "Region"]);
    assert_eq!(kept(&mut universe, &home, &everybody).len(), 4);
}

#[test]
fn the_door_of_the_data_service_asks_policies() {
    let home = place("111122223333", "eu-west-1");
    let activity = AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals(["ActivityAuditLog"]));
    let ada = "arn:aws:iam::111122223333:user/ada";
    let mut universe = Universe::new(0);
    let store = make(&mut universe, &home, EventDataStoreRequest::new("yard").selecting([activity]));
    let root = Caller::root(home.clone());
    let channel = format!(
        r#"{{"Name":"cranes","Source":"Custom","Destinations":[{{"Type":"EVENT_DATA_STORE","Location":"{store}"}}]}}"#
    );
    let made = universe.call(now(), &root, Service::CloudTrail, "CreateChannel", &channel).unwrap();
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    let channel = made["ChannelArn"].as_str().unwrap();
    let data = r#"{"version":"1","UID":"u","eventSource":"cranes.example.com","eventName":"Lift","eventTime":"2026-05-04T05:59:00Z","recipientAccountId":"111122223333","userIdentity":{"type":"operator","principalId":"ana"}}"#;
    let put = serde_json::json!({"channelArn": channel, "auditEvents": [{"id": "e", "eventData": data}]}).to_string();
    let answer = universe.call(now(), &root, Service::CloudTrailData, "PutAuditEvents", &put).unwrap();
    assert!(answer.contains(r#""successful":[{"eventID":"#), "{answer}");
    let mut universe = universe.with_authorizer(Authorizer::new());
    let ada = root.clone().with_principal(ada.parse().unwrap());
    let refused = universe.call(now(), &ada, Service::CloudTrailData, "PutAuditEvents", &put).unwrap_err();
    assert_eq!(refused.code, "AccessDeniedException");
    assert!(refused.message.contains(&format!("on resource: {channel}")), "{}", refused.message);

    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Principal": {"AWS": ada.principal.as_str()}, "Action": "cloudtrail-data:PutAuditEvents", "Resource": channel}});
    let policy = serde_json::json!({"ResourceArn": channel, "ResourcePolicy": policy.to_string()}).to_string();
    universe.call(now(), &root, Service::CloudTrail, "PutResourcePolicy", &policy).unwrap();
    let answer = universe.call(now(), &ada, Service::CloudTrailData, "PutAuditEvents", &put).unwrap();
    assert!(answer.contains(r#""successful":[{"eventID":"#), "{answer}");
}
