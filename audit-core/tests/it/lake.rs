//! Event data stores: what they keep and for how long, and what the door says of them.

use std::time::Duration;

use cupola_audit::{
    AdvancedSelector, BillingMode, ContextKeySelector, ContextKeyType, Engine, EventDataStoreChanges,
    EventDataStoreRequest, EventDataStoreStatus, FieldSelector, InsightSelector, InsightType, LakeError, Limits,
    ListRequest, Organization, Output, Policies, Record, RecordBuilder, SizeClass, Snapshot, SourceCategory, StoreLoss,
};
use cupola_base::json::Json;
use cupola_base::{AccountId, Caller, Place, Timestamp};
use proptest::prelude::*;

const ACCOUNT: &str = "111122223333";
const DAY: i64 = 86_400;

fn place() -> Place {
    Place::parse(ACCOUNT, "eu-west-1").unwrap()
}

fn engine() -> Engine {
    Engine::new(place(), 0)
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn now() -> Timestamp {
    at("2026-05-04T06:00:00Z")
}

fn of(category: &str) -> AdvancedSelector {
    AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals([category]))
}

fn record(name: &str, at: Timestamp, region: &str, account: &str, more: &str) -> Json {
    let at = at.to_seconds_text();
    let text = format!(
        r#"{{"eventVersion":"1.11","eventTime":"{at}","eventSource":"orders.amazonaws.com","eventName":"{name}","awsRegion":"{region}","eventID":"{name}","recipientAccountId":"{account}","readOnly":false,"eventCategory":"Management","eventType":"AwsApiCall"{more}}}"#
    );
    Json::parse(&text).unwrap()
}

fn own(name: &str, at: Timestamp) -> Json {
    record(name, at, "eu-west-1", ACCOUNT, "")
}

fn make(engine: &mut Engine, request: EventDataStoreRequest) -> String {
    engine.create_event_data_store(now(), request).unwrap().arn.to_string()
}

fn kept(engine: &Engine, store: &str) -> Vec<String> {
    let name = |json: &Json| Record::parse(json.as_str()).unwrap().event_name().unwrap().into_owned();
    engine.event_data_store(store).unwrap().records().map(|(_, json)| name(json)).collect()
}

fn losses(engine: &mut Engine) -> Vec<StoreLoss> {
    let loss = |output| match output {
        Output::StoreLoss(loss) => Some(loss),
        _ => None,
    };
    engine.drain().into_iter().filter_map(loss).collect()
}

#[test]
fn a_store_keeps_what_its_selectors_choose_in_order_of_time() {
    let mut engine = engine();
    let all = make(&mut engine, EventDataStoreRequest::new("all"));
    let some = FieldSelector::new("eventName").starts_with(["B"]);
    let some = make(&mut engine, EventDataStoreRequest::new("some").selecting([of("Management").with(some)]));
    for (name, seconds) in [("B2", 20), ("A", 10), ("B1", 15), ("A2", 10)] {
        engine.record(now(), own(name, now().plus_secs(seconds - 3600))).unwrap();
    }
    assert_eq!(kept(&engine, &all), ["A", "A2", "B1", "B2"]);
    assert_eq!(kept(&engine, &some), ["B1", "B2"]);
    let store = engine.event_data_store(&all).unwrap();
    let from = now().plus_secs(15 - 3600);
    assert_eq!(store.records_between(from, from).count(), 1, "both ends are included");
    assert_eq!(store.records_between(now(), from).count(), 0);
    assert_eq!(engine.event_data_store(store.id()).unwrap().arn.as_str(), all, "the id is a name, too");
}

#[test]
fn no_trail_is_needed_and_data_is_kept_when_it_is_chosen() {
    let mut engine = engine();
    let data = of("Data").with(FieldSelector::new("resources.type").equals(["AWS::SQS::Queue"]));
    let store = make(&mut engine, EventDataStoreRequest::new("data").selecting([data]));
    let queue = cupola_base::Arn::parse("arn:aws:sqs:eu-west-1:111122223333:orders").unwrap();
    let call = |name: &str| RecordBuilder::new(now(), &place(), "sqs.amazonaws.com", name);
    engine.record_call(now(), call("SendMessage").on_data().on(queue, "AWS::SQS::Queue")).unwrap();
    engine.record_call(now(), call("CreateQueue")).unwrap();
    assert_eq!(kept(&engine, &store), ["SendMessage"]);
}

#[test]
fn a_store_is_stopped_and_started() {
    let mut engine = engine();
    let store = make(&mut engine, EventDataStoreRequest::new("years"));
    engine.record(now(), own("A", now())).unwrap();
    engine.stop_event_data_store_ingestion(now(), &store).unwrap();
    engine.record(now(), own("B", now())).unwrap();
    let refused = engine.stop_event_data_store_ingestion(now(), &store).unwrap_err();
    assert_eq!(refused.code(), "InvalidEventDataStoreStatusException");
    assert!(refused.to_string().contains("STOPPED_INGESTION, not ENABLED"), "{refused}");
    engine.start_event_data_store_ingestion(now(), &store).unwrap();
    engine.record(now(), own("C", now())).unwrap();
    assert_eq!(kept(&engine, &store), ["A", "C"]);
    let stopped = make(&mut engine, EventDataStoreRequest::new("stopped").stopped());
    engine.record(now(), own("D", now())).unwrap();
    assert!(kept(&engine, &stopped).is_empty());
    for category in ["Insight", "ActivityAuditLog"] {
        let other = make(&mut engine, EventDataStoreRequest::new(category).selecting([of(category)]));
        let refused = engine.stop_event_data_store_ingestion(now(), &other).unwrap_err();
        assert_eq!(refused.code(), "InvalidEventDataStoreCategoryException");
        let stopped = EventDataStoreRequest::new("other").selecting([of(category)]).stopped();
        assert_eq!(engine.create_event_data_store(now(), stopped), Err(LakeError::StoppedCategory));
    }
}

#[test]
fn states_in_between_last_as_long_as_the_policy_says() {
    let policies = Policies::default().with_event_data_store_delay(Duration::from_secs(60));
    let mut engine = engine().with_policies(policies);
    let store = make(&mut engine, EventDataStoreRequest::new("years"));
    assert_eq!(engine.next_deadline().unwrap().at, now().plus_secs(60));
    engine.record(now().plus_secs(59), own("A", now())).unwrap();
    engine.record(now().plus_secs(60), own("B", now())).unwrap();
    assert_eq!(kept(&engine, &store), ["B"]);
    let status = |engine: &Engine| engine.event_data_store(&store).unwrap().status;
    engine.stop_event_data_store_ingestion(now().plus_secs(60), &store).unwrap();
    assert_eq!(status(&engine), EventDataStoreStatus::StoppingIngestion);
    engine.advance(now().plus_secs(120));
    assert_eq!(status(&engine), EventDataStoreStatus::StoppedIngestion);
    engine.start_event_data_store_ingestion(now().plus_secs(120), &store).unwrap();
    assert_eq!(status(&engine), EventDataStoreStatus::StartingIngestion);
    assert_eq!(engine.next_deadline().unwrap().at, now().plus_secs(180));
}

#[test]
fn records_leave_when_they_are_older_than_the_retention() {
    let mut engine = engine();
    let store = make(&mut engine, EventDataStoreRequest::new("week").keeping_days(7));
    engine.record(now(), own("Old", now().plus_secs(-7 * DAY - 1))).unwrap();
    engine.record(now(), own("Edge", now().plus_secs(-7 * DAY))).unwrap();
    engine.record(now(), own("New", now())).unwrap();
    assert_eq!(kept(&engine, &store), ["Edge", "New"]);
    let old = own("Old", now().plus_secs(-7 * DAY - 1));
    let verdict = engine.explain_event_data_store(&store, &Record::parse(old.as_str()).unwrap()).unwrap();
    assert!(verdict.to_string().contains("before 2026-04-27T06:00:00"), "{verdict}");
    engine.advance(now().plus_secs(1));
    assert_eq!(kept(&engine, &store), ["New"]);
    engine.advance(now().plus_secs(7 * DAY));
    assert_eq!(kept(&engine, &store), ["New"]);
    engine.advance(now().plus_secs(7 * DAY + 1));
    assert!(engine.event_data_store(&store).unwrap().is_empty());
}

#[test]
fn a_shorter_retention_holds_at_once() {
    let mut engine = engine();
    let store = make(&mut engine, EventDataStoreRequest::new("years"));
    engine.record(now(), own("Old", now().plus_secs(-8 * DAY))).unwrap();
    let changes = EventDataStoreChanges::new().retention_days(7);
    assert!(engine.update_event_data_store(now(), &store, changes).unwrap().is_empty());
}

#[test]
fn retention_is_bounded_by_billing() {
    let mut engine = engine();
    let mut made = |mode, days| {
        let request = EventDataStoreRequest::new("bounds").without_protection();
        let request = request.with(|settings| settings.billing_mode(mode).retention_days(days));
        let made = engine.create_event_data_store(now(), request).map(|store| store.arn.to_string());
        made.map(|store| {
            engine.delete_event_data_store(now(), &store).unwrap();
            engine.advance(engine.now().plus_secs(7 * DAY));
        })
        .map_err(|error| error.code())
    };
    let refused = Err("InvalidParameterException");
    for (mode, days, expected) in [
        (BillingMode::ExtendableRetention, 6, refused),
        (BillingMode::ExtendableRetention, 7, Ok(())),
        (BillingMode::ExtendableRetention, 3653, Ok(())),
        (BillingMode::ExtendableRetention, 3654, refused),
        (BillingMode::FixedRetention, 2557, Ok(())),
        (BillingMode::FixedRetention, 2558, refused),
    ] {
        assert_eq!(made(mode, days), expected, "{mode:?} {days}");
    }
    let fixed = EventDataStoreRequest::new("fixed").with(|settings| settings.billing_mode(BillingMode::FixedRetention));
    let fixed = make(&mut engine, fixed);
    assert_eq!(engine.event_data_store(&fixed).unwrap().settings.retention_days, 2557);
    let turn = |mode| EventDataStoreChanges::new().billing_mode(mode);
    engine.update_event_data_store(now(), &fixed, turn(BillingMode::ExtendableRetention).retention_days(3653)).unwrap();
    let back = engine.update_event_data_store(now(), &fixed, turn(BillingMode::FixedRetention));
    assert_eq!(back.unwrap_err().code(), "InvalidParameterException");
}

#[test]
fn a_deleted_store_waits_seven_days() {
    let mut engine = engine();
    let store = make(&mut engine, EventDataStoreRequest::new("years"));
    engine.record(now(), own("A", now())).unwrap();
    let refused = engine.delete_event_data_store(now(), &store).unwrap_err();
    assert_eq!(refused.code(), "EventDataStoreTerminationProtectedException");
    let open = EventDataStoreChanges::new().termination_protection(false);
    engine.update_event_data_store(now(), &store, open.clone()).unwrap();
    engine.delete_event_data_store(now(), &store).unwrap();
    engine.record(now(), own("B", now())).unwrap();
    for refused in [
        engine.delete_event_data_store(now(), &store).unwrap_err(),
        engine.update_event_data_store(now(), &store, open).unwrap_err(),
    ] {
        assert_eq!(refused.code(), "InactiveEventDataStoreException");
    }
    let taken = engine.create_event_data_store(now(), EventDataStoreRequest::new("years")).unwrap_err();
    assert_eq!(taken.code(), "EventDataStoreAlreadyExistsException", "it keeps its name");

    let late = now().plus_secs(7 * DAY - 1);
    let restored = engine.restore_event_data_store(late, &store).unwrap();
    assert_eq!((restored.status, restored.gone_at()), (EventDataStoreStatus::Enabled, None));
    engine.record(late, own("C", late)).unwrap();
    assert_eq!(kept(&engine, &store), ["A", "C"]);
    let again = engine.restore_event_data_store(late, &store).unwrap_err();
    assert_eq!(again.code(), "InvalidEventDataStoreStatusException");

    engine.delete_event_data_store(late, &store).unwrap();
    engine.advance(late.plus_secs(7 * DAY));
    assert_eq!(engine.event_data_store(&store).unwrap_err().code(), "EventDataStoreNotFoundException");
    assert_eq!(engine.restore_event_data_store(late, &store), Err(LakeError::Unknown(store.clone())));
    make(&mut engine, EventDataStoreRequest::new("years"));
}

#[test]
fn regions_and_accounts_are_kept_as_it_is_said() {
    let mut engine = engine();
    let [own_account, member] = [ACCOUNT, "444455556666"].map(|text| AccountId::new(text).unwrap());
    let refused = engine.create_event_data_store(now(), EventDataStoreRequest::new("all").of_organization());
    assert_eq!(refused.unwrap_err().code(), "OrganizationsNotInUseException");
    engine.set_organization(now(), Some(Organization::new("o-quay123456", member).with(own_account)));
    let refused = engine.create_event_data_store(now(), EventDataStoreRequest::new("all").of_organization());
    assert_eq!(refused.unwrap_err().code(), "NotOrganizationMasterAccountException");
    engine.set_organization(now(), Some(Organization::new("o-quay123456", own_account).with(member)));

    let everywhere = make(&mut engine, EventDataStoreRequest::new("everywhere"));
    let here = make(&mut engine, EventDataStoreRequest::new("here").of_one_region());
    let everybody = make(&mut engine, EventDataStoreRequest::new("everybody").of_organization());
    let elsewhere = record("Elsewhere", now(), "us-east-1", ACCOUNT, "");
    let member = record("Member", now(), "eu-west-1", "444455556666", "");
    let stranger = record("Stranger", now(), "eu-west-1", "999999999999", "");
    for json in [own("Here", now()), elsewhere.clone(), member.clone(), stranger] {
        engine.record(now(), json).unwrap();
    }
    assert_eq!(kept(&engine, &everywhere), ["Here", "Elsewhere"]);
    assert_eq!(kept(&engine, &here), ["Here"]);
    assert_eq!(kept(&engine, &everybody), ["Here", "Elsewhere", "Member"]);

    let explained = |store: &str, json: &Json| {
        let record = Record::parse(json.as_str()).unwrap();
        engine.explain_event_data_store(store, &record).unwrap()
    };
    assert!(explained(&everybody, &member).is_kept());
    assert!(explained(&here, &elsewhere).to_string().contains("is of us-east-1"));
    assert!(explained(&everywhere, &member).to_string().contains("belongs to account 444455556666"));
}

#[test]
fn records_for_stores_of_other_places_come_out() {
    let mut home = engine();
    let store = make(&mut home, EventDataStoreRequest::new("everywhere"));
    make(&mut home, EventDataStoreRequest::new("here").of_one_region());
    home.advance(now());
    let before = home.event_data_stores_revision();
    let spanning: Vec<_> = home.spanning_event_data_stores().collect();
    assert_eq!(spanning.len(), 1);
    let mut there = Engine::new(Place::parse(ACCOUNT, "us-east-1").unwrap(), 0);
    there.set_shadow_event_data_stores(now(), spanning);
    there.record(now(), record("There", now(), "us-east-1", ACCOUNT, "")).unwrap();
    let letter = |output| if let Output::StoreRecord(record) = output { Some(record) } else { None };
    let letters: Vec<_> = there.drain().into_iter().filter_map(letter).collect();
    assert_eq!((letters.len(), letters[0].store.as_str()), (1, store.as_str()));
    assert_eq!(there.event_data_stores().count(), 0, "it is none of that place");
    home.receive_record(now(), &letters[0].store, &letters[0].record).unwrap();
    assert_eq!(kept(&home, &store), ["There"]);
    assert_eq!(home.event_data_stores_revision(), before, "records are no change of a store");
    home.stop_event_data_store_ingestion(now(), &store).unwrap();
    assert!(home.event_data_stores_revision() > before);
    home.receive_record(now(), &letters[0].store, &letters[0].record).unwrap();
    assert_eq!(kept(&home, &store).len(), 1);
}

#[test]
fn the_oldest_records_of_all_stores_go_first() {
    let size = own("A0", now()).as_str().len() + 128;
    let mut engine = engine().with_limits(Limits::default().with_event_data_store_bytes(3 * size));
    let early = make(&mut engine, EventDataStoreRequest::new("early"));
    engine.record(now(), own("A0", now().plus_secs(-50))).unwrap();
    engine.record(now(), own("A1", now().plus_secs(-10))).unwrap();
    engine.stop_event_data_store_ingestion(now(), &early).unwrap();
    let late = make(&mut engine, EventDataStoreRequest::new("late"));
    for (name, seconds) in [("B0", -30), ("B1", -20), ("B2", -5)] {
        engine.record(now(), own(name, now().plus_secs(seconds))).unwrap();
    }
    assert_eq!(kept(&engine, &early), ["A1"]);
    assert_eq!(kept(&engine, &late), ["B1", "B2"]);
    let told: Vec<_> = losses(&mut engine).into_iter().map(|loss| (loss.store.to_string(), loss.evicted)).collect();
    let mut expected = vec![(early, 1), (late, 1)];
    expected.sort();
    assert_eq!(told, expected);
}

#[test]
fn large_records_are_cut_to_the_size_of_the_store() {
    let mut engine = engine();
    let standard = make(&mut engine, EventDataStoreRequest::new("standard"));
    let large = make(&mut engine, EventDataStoreRequest::new("large"));
    let keys = |kind| ContextKeySelector { kind, equals: vec!["team".into()] };
    let of_small = engine.put_event_configuration(now(), &large, None, Some(vec![keys(ContextKeyType::TagContext)]));
    assert_eq!(of_small.unwrap_err().code(), "InvalidParameterCombinationException");
    engine.put_event_configuration(now(), &large, Some(SizeClass::Large), None).unwrap();
    let two = vec![keys(ContextKeyType::TagContext), keys(ContextKeyType::TagContext)];
    assert!(engine.put_event_configuration(now(), &large, None, Some(two)).is_err());

    let body = |bytes: usize| format!(r#","requestParameters":{{"a":"{}"}}"#, "x".repeat(bytes));
    engine.record(now(), record("Big", now(), "eu-west-1", ACCOUNT, &body(300_000))).unwrap();
    let sizes = |engine: &Engine, store: &str| -> Vec<usize> {
        engine.event_data_store(store).unwrap().records().map(|(_, json)| json.as_str().len()).collect()
    };
    assert!(sizes(&engine, &standard)[0] < 1000);
    assert!(sizes(&engine, &large)[0] > 300_000);
    let more = format!(r#","userIdentity":{{"type":"{}"}}"#, "x".repeat(300_000));
    engine.record(now(), record("Odd", now(), "eu-west-1", ACCOUNT, &more)).unwrap();
    assert_eq!((sizes(&engine, &standard).len(), sizes(&engine, &large).len()), (1, 2));
    let told = losses(&mut engine);
    assert_eq!((told.len(), told[0].too_large, told[0].store.as_str()), (1, 1, standard.as_str()));
    assert!(told[0].to_string().ends_with("lost records; 1 were too large"), "{}", told[0]);
}

#[test]
fn insights_go_to_the_store_that_is_their_destination() {
    let mut engine = engine();
    let source = make(&mut engine, EventDataStoreRequest::new("source"));
    let sink = make(&mut engine, EventDataStoreRequest::new("sink").selecting([of("Insight")]));
    let idle = make(&mut engine, EventDataStoreRequest::new("idle").selecting([of("Insight")]));
    let rate = || vec![InsightSelector::new(InsightType::ApiCallRate)];
    let put = |engine: &mut Engine, selectors, to: Option<&str>| {
        engine.put_event_data_store_insights(now(), &source, selectors, to).map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(put(&mut engine, rate(), None), Err("InvalidParameterException"));
    assert_eq!(put(&mut engine, rate(), Some(&source)), Err("InvalidParameterException"));
    let data = vec![InsightSelector::new(InsightType::ApiCallRate).with_categories([SourceCategory::Data])];
    assert_eq!(put(&mut engine, data, Some(&sink)), Err("InvalidInsightSelectorsException"));
    assert_eq!(engine.event_data_store_insights(&source).unwrap_err().code(), "InsightNotEnabledException");
    assert_eq!(put(&mut engine, rate(), Some(&sink)), Ok(()));

    let burst = now().plus_secs(48 * 3600);
    for _ in 0..20 {
        engine.record_call(burst, RecordBuilder::new(burst, &place(), "iam.amazonaws.com", "CreateAccessKey")).unwrap();
    }
    engine.advance(burst.plus_secs(600));
    let len = |store: &str| engine.event_data_store(store).unwrap().len();
    assert_eq!((len(&source), len(&sink), len(&idle)), (20, 2, 0));
}

#[test]
fn settings_have_bounds() {
    let mut engine = engine().with_limits(Limits::default().with_event_data_stores(2));
    let mut refused =
        |request| engine.create_event_data_store(now(), request).map_err(|error| error.code()).unwrap_err();
    for name in ["ab", "a b", &*"x".repeat(129)] {
        assert_eq!(refused(EventDataStoreRequest::new(name)), "InvalidParameterException");
    }
    let basic = EventDataStoreRequest::new("quay").selecting([]);
    assert_eq!(refused(basic), "InvalidEventSelectorsException");
    let key = EventDataStoreRequest::new("quay").with(|settings| settings.kms_key("key"));
    assert_eq!(refused(key), "InvalidKmsKeyIdException");
    let tags = EventDataStoreRequest::new("quay").tagged("", "x");
    assert_eq!(refused(tags), "InvalidTagParameterException");

    let quay = make(&mut engine, EventDataStoreRequest::new("quay").with(|settings| settings.kms_key("alias/quay")));
    let key = engine.event_data_store(&quay).unwrap().settings.kms_key.clone().unwrap();
    assert_eq!(key.as_str(), "arn:aws:kms:eu-west-1:111122223333:alias/quay");
    let mut changed =
        |changes| engine.update_event_data_store(now(), &quay, changes).map(|_| ()).map_err(|error| error.code());
    assert_eq!(changed(EventDataStoreChanges::new()).unwrap_err(), "InvalidParameterException");
    assert_eq!(
        changed(EventDataStoreChanges::new().kms_key("alias/pier")).unwrap_err(),
        "InvalidParameterException",
        "the key stays"
    );
    let other = EventDataStoreChanges::new().selectors(vec![of("ActivityAuditLog")]);
    assert_eq!(changed(other).unwrap_err(), "InvalidEventSelectorsException");
    make(&mut engine, EventDataStoreRequest::new("pier"));
    let one_more = engine.create_event_data_store(now(), EventDataStoreRequest::new("mole")).unwrap_err();
    assert_eq!(one_more.code(), "EventDataStoreMaxLimitExceededException");
    let twice = engine.update_event_data_store(now(), &quay, EventDataStoreChanges::new().name("pier"));
    assert_eq!(twice.unwrap_err().code(), "EventDataStoreAlreadyExistsException");
    for (name, code) in [
        ("arn:aws:cloudtrail:eu-west-1:111122223333:trail/quay", "EventDataStoreARNInvalidException"),
        ("arn:aws:cloudtrail:eu-west-1:444455556666:eventdatastore/quay", "EventDataStoreARNInvalidException"),
        ("arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/quay", "EventDataStoreNotFoundException"),
        ("quay", "EventDataStoreNotFoundException"),
    ] {
        assert_eq!(engine.event_data_store(name).unwrap_err().code(), code, "{name}");
    }
}

#[test]
fn pages_of_stores_neither_repeat_nor_skip() {
    let mut engine = engine();
    let names = ["one", "two", "three", "four", "five"];
    let made: Vec<String> =
        names.map(|name| make(&mut engine, EventDataStoreRequest::new(name).without_protection())).into();
    let mut sorted = made.clone();
    sorted.sort();
    let page = engine.list_event_data_stores(ListRequest { most: Some(2), token: None }).unwrap();
    let first: Vec<String> = page.items.iter().map(|store| store.arn.to_string()).collect();
    let token = page.next_token.unwrap();
    engine.delete_event_data_store(now(), &first[1]).unwrap();
    engine.advance(now().plus_secs(8 * DAY));
    let rest = engine.list_event_data_stores(ListRequest { most: None, token: Some(&token) }).unwrap();
    assert_eq!((rest.items.len(), rest.next_token), (3, None));
    let seen: Vec<String> = first.into_iter().chain(rest.items.iter().map(|store| store.arn.to_string())).collect();
    assert_eq!(seen, sorted, "of one instant in the order of their ARNs");
    let bad = |request| engine.list_event_data_stores(request).unwrap_err().code();
    assert_eq!(bad(ListRequest { most: Some(0), token: None }), "InvalidMaxResultsException");
    assert_eq!(bad(ListRequest { most: Some(1001), token: None }), "InvalidMaxResultsException");
    assert_eq!(bad(ListRequest { most: None, token: Some("quay") }), "InvalidNextTokenException");
}

fn call(engine: &mut Engine, action: &str, input: &str) -> serde_json::Value {
    let answer = engine.call(now(), &Caller::root(place()), action, input);
    answer.map_or_else(|error| error.code.to_string().into(), |json| serde_json::from_str(&json).unwrap())
}

#[test]
fn the_door_speaks_of_stores() {
    let mut engine = engine();
    let request = r#"{"Name":"years","TagsList":[{"Key":"team","Value":"quay"}]}"#;
    let made = call(&mut engine, "CreateEventDataStore", request);
    let arn = made["EventDataStoreArn"].as_str().unwrap().to_owned();
    let selectors = serde_json::json!([{"Name": "Default management events",
        "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}]);
    let seconds = now().as_secs_f64();
    let mut expected = serde_json::json!({"EventDataStoreArn": arn, "Name": "years", "Status": "CREATED",
        "AdvancedEventSelectors": selectors, "MultiRegionEnabled": true, "OrganizationEnabled": false,
        "RetentionPeriod": 366, "TerminationProtectionEnabled": true, "CreatedTimestamp": seconds,
        "UpdatedTimestamp": seconds, "BillingMode": "EXTENDABLE_RETENTION_PRICING",
        "TagsList": [{"Key": "team", "Value": "quay"}]});
    assert_eq!(made, expected);
    let members = expected.as_object_mut().unwrap();
    members.remove("TagsList");
    members.insert("Status".into(), "ENABLED".into());
    members.insert("FederationStatus".into(), "DISABLED".into());
    let named = format!(r#"{{"EventDataStore":"{}"}}"#, arn.rsplit('/').next().unwrap());
    assert_eq!(call(&mut engine, "GetEventDataStore", &named), expected);
    let listed = serde_json::json!({"EventDataStores": [{"EventDataStoreArn": arn, "Name": "years"}]});
    assert_eq!(call(&mut engine, "ListEventDataStores", "{}"), listed);

    let tagged = format!(r#"{{"ResourceId":"{arn}","TagsList":[{{"Key":"stage","Value":"test"}}]}}"#);
    assert_eq!(call(&mut engine, "AddTags", &tagged), serde_json::json!({}));
    let untagged = format!(r#"{{"ResourceId":"{arn}","TagsList":[{{"Key":"team"}}]}}"#);
    assert_eq!(call(&mut engine, "RemoveTags", &untagged), serde_json::json!({}));
    let tags = call(&mut engine, "ListTags", &format!(r#"{{"ResourceIdList":["{arn}"]}}"#));
    assert_eq!(tags["ResourceTagList"][0]["TagsList"], serde_json::json!([{"Key": "stage", "Value": "test"}]));

    let large = format!(
        r#"{{"EventDataStore":"{arn}","MaxEventSize":"Large","ContextKeySelectors":[{{"Type":"TagContext","Equals":["team"]}}]}}"#
    );
    let large = call(&mut engine, "PutEventConfiguration", &large);
    assert_eq!(
        (&large["MaxEventSize"], &large["ContextKeySelectors"][0]["Equals"][0]),
        (&"Large".into(), &"team".into())
    );
    assert_eq!(call(&mut engine, "GetEventConfiguration", &named), large);

    let update = format!(r#"{{"EventDataStore":"{arn}","TerminationProtectionEnabled":false,"RetentionPeriod":10}}"#);
    let updated = call(&mut engine, "UpdateEventDataStore", &update);
    assert_eq!((&updated["RetentionPeriod"], &updated["TerminationProtectionEnabled"]), (&10.into(), &false.into()));
    for (action, status) in [
        ("StopEventDataStoreIngestion", "STOPPED_INGESTION"),
        ("StartEventDataStoreIngestion", "ENABLED"),
        ("DeleteEventDataStore", "PENDING_DELETION"),
    ] {
        assert_eq!(call(&mut engine, action, &named), serde_json::json!({}));
        assert_eq!(call(&mut engine, "GetEventDataStore", &named)["Status"], status);
    }
    assert_eq!(call(&mut engine, "AddTags", &tagged), "InactiveEventDataStoreException");
    assert_eq!(call(&mut engine, "RestoreEventDataStore", &named)["Status"], "ENABLED");
    for (action, input, code) in [
        ("CreateEventDataStore", r#"{"Name":"more","BillingMode":"FREE"}"#, "InvalidParameterException"),
        ("CreateEventDataStore", r#"{"Name":"years"}"#, "EventDataStoreAlreadyExistsException"),
        ("GetEventDataStore", r#"{"EventDataStore":"quay"}"#, "EventDataStoreNotFoundException"),
        ("GetEventDataStore", "{}", "ValidationException"),
    ] {
        assert_eq!(call(&mut engine, action, input), code, "{action} {input}");
    }
}

/// What may happen to the stores in a test.
#[derive(Clone, Debug)]
enum Happening {
    Make(u8),
    Delete(u8),
    Restore(u8),
    Stop(u8),
    Start(u8),
    Record(i64),
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening::{Delete, Make, Record, Restore, Start, Stop};
    prop_oneof![
        (0u8..3).prop_map(Make),
        (0u8..3).prop_map(Delete),
        (0u8..3).prop_map(Restore),
        (0u8..3).prop_map(Stop),
        (0u8..3).prop_map(Start),
        (0i64..9).prop_map(Record),
    ]
}

fn happens(engine: &mut Engine, now: Timestamp, what: &Happening) {
    let find = |engine: &Engine, number: u8| {
        let name = format!("store-{number}");
        let found = engine.event_data_stores().find(|store| store.settings.name == name);
        found.map_or(name, |store| store.arn.to_string())
    };
    let _ = match what {
        Happening::Make(number) => {
            let request = EventDataStoreRequest::new(format!("store-{number}")).without_protection();
            engine.create_event_data_store(now, request.keeping_days(7 + i64::from(*number))).map(|_| ())
        }
        Happening::Delete(number) => engine.delete_event_data_store(now, &find(engine, *number)),
        Happening::Restore(number) => engine.restore_event_data_store(now, &find(engine, *number)).map(|_| ()),
        Happening::Stop(number) => engine.stop_event_data_store_ingestion(now, &find(engine, *number)),
        Happening::Start(number) => engine.start_event_data_store_ingestion(now, &find(engine, *number)),
        Happening::Record(days) => {
            engine.record(now, own("A", now.plus_secs(-days * DAY))).unwrap();
            Ok(())
        }
    };
}

fn busy() -> Engine {
    let limits = Limits::default().with_event_data_store_bytes(4000);
    let policies = Policies::default().with_event_data_store_delay(Duration::from_secs(3600));
    engine().with_limits(limits).with_policies(policies)
}

fn stand(engine: &mut Engine) -> String {
    let stores: Vec<_> = engine.event_data_stores().cloned().collect();
    format!("{stores:?} {:?}", engine.drain())
}

proptest! {
    #[test]
    fn one_long_jump_is_many_short_ones(steps in prop::collection::vec((0i64..4 * DAY, happening()), 0..24)) {
        let (mut long, mut short) = (busy(), busy());
        let mut time = now();
        for (gap, step) in &steps {
            (0..*gap).step_by(1201).for_each(|second| short.advance(time.plus_secs(second)));
            time = time.plus_secs(*gap);
            happens(&mut long, time, step);
            happens(&mut short, time, step);
        }
        prop_assert_eq!(stand(&mut long), stand(&mut short));
        long.advance(time.plus_secs(8 * DAY));
        (0..=8 * 24).for_each(|hour| short.advance(time.plus_secs(hour * 3600)));
        prop_assert_eq!(stand(&mut long), stand(&mut short));
    }

    #[test]
    fn a_snapshot_changes_nothing(steps in prop::collection::vec((0i64..4 * DAY, happening()), 1..24)) {
        let mut engine = busy();
        let (mut time, cut) = (now(), steps.len() / 2);
        for (gap, step) in &steps[..cut] {
            time = time.plus_secs(*gap);
            happens(&mut engine, time, step);
        }
        let text = serde_json::to_string(&engine.snapshot()).unwrap();
        let mut again = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
        for (gap, step) in &steps[cut..] {
            time = time.plus_secs(*gap);
            happens(&mut engine, time, step);
            happens(&mut again, time, step);
        }
        prop_assert_eq!(stand(&mut engine), stand(&mut again));
    }
}
