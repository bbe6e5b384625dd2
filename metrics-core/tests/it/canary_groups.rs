//! Groups of canaries.

#![expect(clippy::unwrap_used, reason = "the inputs are made here")]

use cupola_base::{Caller, Timestamp};
use cupola_metrics::{CanaryCode, CanaryConfiguration, CanaryError, CanarySchedule, Engine, Limits, Place};
use serde_json::{Value, json};

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn arn(name: &str) -> String {
    format!("arn:aws:synthetics:us-east-1:111122223333:canary:{name}")
}

fn with_canaries(count: usize) -> Engine {
    let mut engine = Engine::new(place(), 0);
    for number in 0..count {
        let code = CanaryCode::in_bucket("scripts", "shop.zip", "index.handler");
        let (role, schedule) = ("arn:aws:iam::111122223333:role/c", CanarySchedule::parse("rate(5 minutes)").unwrap());
        let name = format!("c{number:02}");
        let canary = CanaryConfiguration::new(&name, code, role, schedule, "syn-nodejs-puppeteer-9.1").unwrap();
        engine.create_canary(t0(), canary, Vec::new()).unwrap();
    }
    engine
}

#[test]
fn a_group_is_known_by_its_name_id_and_arn() {
    let mut engine = with_canaries(0);
    let group = engine.create_canary_group(t0(), "Zahlung ✓", Vec::new()).unwrap().clone();
    assert!(group.id.len() == 10 && group.id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()));
    assert_eq!(group.arn, format!("arn:aws:synthetics:us-east-1:111122223333:group:{}", group.id));
    for called in [&group.name, &group.id, &group.arn] {
        assert_eq!(engine.canary_group(t0(), called), Ok(&group));
    }
    assert_eq!(engine.canary_group(t0(), "other"), Err(CanaryError::UnknownGroup("other".into())));
    assert!(matches!(engine.create_canary_group(t0(), "Zahlung ✓", Vec::new()), Err(CanaryError::GroupExists(_))));
    let long = "ä".repeat(65);
    assert!(matches!(engine.create_canary_group(t0(), &long, Vec::new()), Err(CanaryError::Value { .. })));
    assert!(engine.create_canary_group(t0(), &long[2..], Vec::new()).is_ok(), "64 characters, not bytes");
}

#[test]
fn quotas_are_those_of_the_service() {
    let mut engine = with_canaries(11);
    for number in 0..20 {
        engine.create_canary_group(t0(), &format!("g{number:02}"), Vec::new()).unwrap();
    }
    let quota = |what, most| Err(CanaryError::Quota { what, most });
    assert_eq!(engine.create_canary_group(t0(), "more", Vec::new()).map(drop), quota("groups of canaries", 20));
    for number in 0..10 {
        engine.associate_canary(t0(), "g00", &arn(&format!("c{number:02}"))).unwrap();
        engine.associate_canary(t0(), &format!("g{number:02}"), &arn("c00")).unwrap();
    }
    assert_eq!(engine.associate_canary(t0(), "g00", &arn("c10")), quota("canaries in the group", 10));
    assert_eq!(engine.associate_canary(t0(), "g10", &arn("c00")), quota("groups of the canary", 10));
    assert_eq!(engine.associate_canary(t0(), "g00", &arn("c05")), Ok(()), "it is in the group already");
    engine = engine.with_limits(Limits { canaries_per_group: 11, ..Limits::default() });
    assert_eq!(engine.associate_canary(t0(), "g00", &arn("c10")), Ok(()));
}

#[test]
fn canaries_come_and_go() {
    let mut engine = with_canaries(2);
    let created = engine.create_canary_group(t0(), "shop", Vec::new()).unwrap().created;
    let later = t0().plus_secs(60);
    engine.associate_canary(later, "shop", &arn("c01")).unwrap();
    engine.associate_canary(later, "shop", &arn("c00")).unwrap();
    let group = engine.canary_group(later, "shop").unwrap();
    assert_eq!((group.created, group.modified), (created, later));
    assert!(group.canaries.iter().map(|name| name.as_str()).eq(["c00", "c01"]));
    assert_eq!(engine.associate_canary(later, "shop", &arn("other")), Err(CanaryError::Unknown(arn("other"))));
    engine.disassociate_canary(later, "shop", &arn("c00")).unwrap();
    let gone = engine.disassociate_canary(later, "shop", &arn("c00"));
    assert_eq!(gone, Err(CanaryError::Unknown(arn("c00"))));
    assert_eq!(engine.groups_of_canary(later, &arn("c01")).unwrap().len(), 1);
    engine.delete_canary(later, "c01").unwrap();
    assert!(engine.canary_group(later, "shop").unwrap().canaries.is_empty(), "a canary that is deleted is in no group");
    engine.associate_canary(later, "shop", &arn("c00")).unwrap();
    engine.delete_canary_group(later, "shop").unwrap();
    assert!(engine.canary(later, "c00").is_ok() && engine.groups_of_canary(later, &arn("c00")).unwrap().is_empty());
}

/// The shapes, statuses and pages of the door, and that a snapshot holds groups.
#[test]
fn the_door_tells_of_groups() {
    let mut engine = with_canaries(3);
    let caller = Caller::root(place());
    let mut call = |action: &str, input: Value| -> Result<Value, (String, u16)> {
        let text = serde_json::to_string(&engine.snapshot()).unwrap();
        engine = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
        let answer = engine.call_synthetics(t0(), &caller, action, &input.to_string());
        answer.map(|text| serde_json::from_str(&text).unwrap()).map_err(|error| (error.code.into_owned(), error.status))
    };
    let made = call("CreateGroup", json!({"Name": "a", "Tags": {"team": "quay"}})).unwrap();
    assert_eq!(
        (&made["Group"]["CreatedTime"], &made["Group"]["Tags"]["team"]),
        (&json!(1_777_874_400.0), &json!("quay"))
    );
    let group = made["Group"]["Arn"].clone();
    let tags = call("ListTagsForResource", json!({"ResourceArn": group})).unwrap();
    assert_eq!(tags["Tags"], json!({"team": "quay"}));
    for name in ["c", "b"] {
        call("CreateGroup", json!({"Name": name})).unwrap();
    }
    let names = |answer: &Value| -> Vec<String> {
        answer["Groups"].as_array().unwrap().iter().map(|group| group["Name"].as_str().unwrap().to_owned()).collect()
    };
    let first = call("ListGroups", json!({"MaxResults": 2})).unwrap();
    assert_eq!(names(&first), ["a", "b"]);
    let rest = call("ListGroups", json!({"MaxResults": 2, "NextToken": first["NextToken"]})).unwrap();
    assert_eq!((names(&rest), &rest["NextToken"]), (vec!["c".to_owned()], &Value::Null));
    for canary in ["c02", "c00"] {
        call("AssociateResource", json!({"GroupIdentifier": group, "ResourceArn": arn(canary)})).unwrap();
    }
    let resources = call("ListGroupResources", json!({"GroupIdentifier": "a"})).unwrap();
    assert_eq!(resources["Resources"], json!([arn("c00"), arn("c02")]));
    let groups = call("ListAssociatedGroups", json!({"ResourceArn": arn("c00")})).unwrap();
    assert_eq!(names(&groups), ["a"]);
    call("DisassociateResource", json!({"GroupIdentifier": "a", "ResourceArn": arn("c00")})).unwrap();
    call("DeleteGroup", json!({"GroupIdentifier": "a"})).unwrap();
    for (action, input, code, status) in [
        ("GetGroup", json!({"GroupIdentifier": "a"}), "ResourceNotFoundException", 404),
        ("CreateGroup", json!({"Name": "b"}), "ConflictException", 409),
        ("CreateGroup", json!({"Name": ""}), "ValidationException", 400),
        ("AssociateResource", json!({"GroupIdentifier": "b", "ResourceArn": "c00"}), "ValidationException", 400),
        ("ListGroups", json!({"MaxResults": 21}), "ValidationException", 400),
    ] {
        assert_eq!(call(action, input), Err((code.to_owned(), status)), "{action}");
    }
}
