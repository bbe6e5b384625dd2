//! Trails: what they log, where it goes, and what the door says of them.

use std::time::Duration;

use cupola_audit::{
    AdvancedSelector, BasicSelector, Engine, FieldSelector, Limits, LogFile, LogFileDelivery, ObjectKey, Organization,
    Output, Policies, ReadWriteType, Record, Selectors, Snapshot, TrailChanges, TrailError, TrailRequest, TrailVerdict,
};
use cupola_base::json::Json;
use cupola_base::{AccountId, Caller, Place, Timestamp};
use proptest::prelude::*;

const ACCOUNT: &str = "111122223333";

fn place(region: &str) -> Place {
    Place::parse(ACCOUNT, region).unwrap()
}

fn engine(region: &str) -> Engine {
    Engine::new(place(region), 0)
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn now() -> Timestamp {
    at("2026-05-04T06:01:00Z")
}

fn record(source: &str, name: &str, region: &str, account: &str) -> Json {
    let text = format!(
        r#"{{"eventVersion":"1.11","eventTime":"2026-05-04T06:00:30Z","eventSource":"{source}","eventName":"{name}","awsRegion":"{region}","eventID":"{name}","recipientAccountId":"{account}","readOnly":false,"eventCategory":"Management","eventType":"AwsApiCall"}}"#
    );
    Json::parse(&text).unwrap()
}

fn own(name: &str) -> Json {
    record("orders.amazonaws.com", name, "eu-west-1", ACCOUNT)
}

fn logging(mut engine: Engine, request: TrailRequest) -> Engine {
    let name = engine.create_trail(now(), request).unwrap().name.to_string();
    engine.start_logging(now(), &name).unwrap();
    engine
}

fn events(engine: &mut Engine) -> usize {
    engine.drain().iter().filter(|output| matches!(output, Output::Event { .. })).count()
}

fn files(engine: &mut Engine) -> Vec<LogFileDelivery> {
    let file = |output| match output {
        Output::LogFile(file) => Some(file),
        _ => None,
    };
    engine.drain().into_iter().filter_map(file).collect()
}

#[test]
fn a_trail_logs_from_start_to_stop() {
    let mut engine = engine("eu-west-1");
    engine.create_trail(now(), TrailRequest::new("quay", "quay-logs")).unwrap();
    engine.record(now(), own("A")).unwrap();
    assert_eq!(events(&mut engine), 0, "a new trail does not log");
    engine.start_logging(now(), "quay").unwrap();
    engine.record(now(), own("B")).unwrap();
    assert_eq!(events(&mut engine), 1);
    engine.stop_logging(now(), "quay").unwrap();
    engine.record(now(), own("C")).unwrap();
    assert_eq!(events(&mut engine), 0);
    assert_eq!(engine.history_len(), 3, "history does not ask trails");
    engine.advance(at("2026-05-04T06:05:00Z"));
    let files = files(&mut engine);
    assert_eq!((files.len(), files[0].records), (1, 1), "what was logged is delivered all the same");
}

/// The reference's first example: a global service's event of us-east-1.
#[test]
fn global_services_are_of_one_region() {
    let event = || record("iam.amazonaws.com", "AttachRolePolicy", "us-east-1", ACCOUNT);
    let logged = |region: &str, request: TrailRequest| {
        let mut engine = logging(engine(region), request);
        engine.record(now(), event()).unwrap();
        events(&mut engine)
    };
    let trail = || TrailRequest::new("quay", "quay-logs");
    assert_eq!(logged("eu-west-1", trail()), 0);
    assert_eq!(logged("eu-west-1", trail().multi_region()), 1);
    assert_eq!(logged("us-east-1", trail()), 1);
    assert_eq!(logged("us-east-1", trail().without_global_services()), 0);
    let engine = logging(engine("us-east-1"), trail().without_global_services());
    let json = event();
    let verdict = engine.explain_trail("quay", &Record::parse(json.as_str()).unwrap()).unwrap();
    assert_eq!(verdict, TrailVerdict::GlobalService("iam.amazonaws.com".into()));
    assert!(verdict.to_string().contains("iam.amazonaws.com is a global service"));
}

#[test]
fn global_services_follow_all_regions() {
    let mut engine = engine("eu-west-1");
    let refused =
        engine.create_trail(now(), TrailRequest::new("quay", "quay-logs").multi_region().without_global_services());
    assert_eq!(refused.unwrap_err().code(), "InvalidParameterCombinationException");
    engine.create_trail(now(), TrailRequest::new("quay", "quay-logs").multi_region()).unwrap();
    let trail = engine.update_trail(now(), "quay", &TrailChanges::new().multi_region(false)).unwrap();
    assert!(!trail.settings.global_services);
    let trail = engine.update_trail(now(), "quay", &TrailChanges::new().multi_region(true)).unwrap();
    assert!(trail.settings.global_services);
}

#[test]
fn a_shadow_trail_logs_here_and_is_changed_at_home() {
    let home = logging(engine("us-east-1"), TrailRequest::new("quay", "quay-logs").multi_region());
    let mut away = engine("eu-west-1");
    away.set_shadow_trails(now(), home.spanning_trails().cloned().collect());
    away.record(now(), own("A")).unwrap();
    assert_eq!(events(&mut away), 1);
    let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/quay";
    for name in ["quay", arn] {
        let refused = away.stop_logging(now(), name).unwrap_err();
        assert_eq!(refused.code(), "InvalidHomeRegionException");
    }
    assert!(matches!(away.trail("quay"), Err(TrailError::Unknown { .. })), "names are of this region's trails");
    assert_eq!(away.trail(arn).unwrap().home_region.as_str(), "us-east-1");
    away.advance(at("2026-05-04T06:05:00Z"));
    let files = files(&mut away);
    assert!(files[0].key.contains("/CloudTrail/eu-west-1/"), "{}", files[0].key);
    for number in 0..4 {
        away.create_trail(now(), TrailRequest::new(format!("trail{number}"), "quay-logs")).unwrap();
    }
    let refused = away.create_trail(now(), TrailRequest::new("trail4", "quay-logs")).unwrap_err();
    assert_eq!(refused.code(), "MaximumNumberOfTrailsExceededException", "a trail of all regions counts in each");
}

#[test]
fn an_organization_trail_logs_its_members() {
    let [manager, member, stranger] =
        [ACCOUNT, "444455556666", "777788889999"].map(|text| AccountId::new(text).unwrap());
    let mut engine = engine("eu-west-1");
    let request = || TrailRequest::new("org", "quay-logs").of_organization();
    assert_eq!(engine.create_trail(now(), request()).unwrap_err().code(), "OrganizationsNotInUseException");
    engine.set_organization(now(), Some(Organization::new("o-quay123456", member).with(manager)));
    assert_eq!(engine.create_trail(now(), request()).unwrap_err().code(), "NotOrganizationMasterAccountException");
    engine.set_organization(now(), Some(Organization::new("o-quay123456", manager).with(member)));
    let mut engine = logging(engine, request());
    for (account, logged) in [(manager, 1), (member, 1), (stranger, 0)] {
        engine.record(now(), record("orders.amazonaws.com", "A", "eu-west-1", account.as_str())).unwrap();
        assert_eq!(events(&mut engine), logged, "{account}");
    }
    engine.advance(at("2026-05-04T07:00:00Z"));
    let keys: Vec<String> = files(&mut engine).into_iter().map(|file| file.key).collect();
    assert_eq!(keys.len(), 2);
    assert!(keys[1].starts_with("AWSLogs/o-quay123456/444455556666/CloudTrail/eu-west-1/2026/05/04/"), "{}", keys[1]);
}

#[test]
fn files_hold_five_minutes_and_are_what_they_say() {
    let request = TrailRequest::new("quay", "quay-logs").with_prefix("pier");
    let mut engine = logging(engine("eu-west-1"), request);
    let times = ["2026-05-04T06:01:00Z", "2026-05-04T06:04:59Z", "2026-05-04T06:05:00Z"];
    for (time, name) in times.iter().zip(["A", "B", "C"]) {
        engine.record(at(time), own(name)).unwrap();
    }
    assert_eq!(engine.next_deadline().map(|due| due.at), Some(at("2026-05-04T06:10:00Z")));
    engine.advance(at("2026-05-04T08:00:00Z"));
    let files = files(&mut engine);
    let told: Vec<(String, usize)> = files.iter().map(|file| (file.at.to_string(), file.records)).collect();
    assert_eq!(told, [("2026-05-04T06:05:00Z".to_owned(), 2), ("2026-05-04T06:10:00Z".to_owned(), 1)]);
    let key: ObjectKey = files[0].key.parse().unwrap();
    let ObjectKey::Log(log) = key else { panic!() };
    assert_eq!((log.root.prefix.as_deref(), log.at), (Some("pier"), at("2026-05-04T06:05:00Z")));
    let read = LogFile::read(&files[0].bytes).unwrap();
    let names: Vec<String> = read.records().map(|record| record.unwrap().event_name().unwrap().into()).collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(engine.trail("quay").unwrap().status.delivered, Some(at("2026-05-04T06:10:00Z")));
    assert_eq!(engine.next_deadline(), None);
}

#[test]
fn what_would_grow_too_large_is_delivered_at_once() {
    let limits = Limits::default().with_log_file_bytes(700);
    let mut engine = logging(engine("eu-west-1").with_limits(limits), TrailRequest::new("quay", "quay-logs"));
    for name in ["A", "B", "C"] {
        engine.record(now(), own(name)).unwrap();
    }
    assert_eq!(files(&mut engine).iter().map(|file| file.records).collect::<Vec<_>>(), [2]);
    engine.advance(at("2026-05-04T06:05:00Z"));
    assert_eq!(files(&mut engine).iter().map(|file| file.records).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_log_group_gets_each_record_at_once() {
    let group = "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*";
    let request = TrailRequest::new("quay", "quay-logs").to_log_group(group, "arn:aws:iam::111122223333:role/Trail");
    let mut engine = logging(engine("eu-west-1"), request);
    engine.record(now(), own("A")).unwrap();
    let outputs = engine.drain();
    let [Output::LogEvent(event), Output::Event { .. }] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!((event.stream.as_str(), event.log_group.as_str()), ("111122223333_CloudTrail_eu-west-1", group));
    assert_eq!((event.time, &event.message), (at("2026-05-04T06:00:30Z"), &own("A")));
}

#[test]
fn selectors_decide_what_is_left() {
    let mut engine = logging(engine("eu-west-1"), TrailRequest::new("quay", "quay-logs"));
    let reads = Selectors::Basic(vec![BasicSelector::default().of(ReadWriteType::ReadOnly)]);
    engine.put_event_selectors(now(), "quay", reads).unwrap();
    engine.record(now(), own("A")).unwrap();
    assert_eq!(events(&mut engine), 0);
    let all = AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals(["Management"]));
    engine.put_event_selectors(now(), "quay", Selectors::Advanced(vec![all])).unwrap();
    engine.record(now(), own("A")).unwrap();
    assert_eq!(events(&mut engine), 1);
    let bad = Selectors::Advanced(vec![AdvancedSelector::new()]);
    assert_eq!(engine.put_event_selectors(now(), "quay", bad).unwrap_err().code(), "InvalidEventSelectorsException");
}

#[test]
fn a_policy_puts_every_record_on_the_bus() {
    let policies = Policies::default().with_every_record_is_logged(true).with_delivery_period(Duration::from_secs(60));
    let mut engine = engine("eu-west-1").with_policies(policies);
    engine.record(now(), own("A")).unwrap();
    assert_eq!(events(&mut engine), 1);
}

/// A call of the door, its answer or the code of its refusal.
fn call(engine: &mut Engine, action: &str, input: &str) -> String {
    let caller = Caller::root(engine.place().clone());
    engine.call(now(), &caller, action, input).unwrap_or_else(|error| error.code.into_owned())
}

#[test]
fn the_door_speaks_of_trails() {
    let mut engine = engine("eu-west-1");
    let made = call(
        &mut engine,
        "CreateTrail",
        r#"{"Name":"quay","S3BucketName":"quay-logs","SnsTopicName":"ops","TagsList":[{"Key":"team","Value":"pier"}]}"#,
    );
    let arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/quay";
    let core = format!(
        r#"{{"Name":"quay","S3BucketName":"quay-logs","SnsTopicName":"ops","SnsTopicARN":"arn:aws:sns:eu-west-1:111122223333:ops","IncludeGlobalServiceEvents":true,"IsMultiRegionTrail":false,"TrailARN":"{arn}","LogFileValidationEnabled":false,"IsOrganizationTrail":false}}"#
    );
    assert_eq!(made, core);
    let standing = core
        .replace(r#""TrailARN""#, r#""HomeRegion":"eu-west-1","TrailARN""#)
        .replace(r#""IsOrg"#, r#""HasCustomEventSelectors":false,"HasInsightSelectors":false,"IsOrg"#);
    assert_eq!(call(&mut engine, "GetTrail", r#"{"Name":"quay"}"#), format!(r#"{{"Trail":{standing}}}"#));
    assert_eq!(call(&mut engine, "DescribeTrails", ""), format!(r#"{{"trailList":[{standing}]}}"#));
    assert_eq!(call(&mut engine, "DescribeTrails", r#"{"trailNameList":["none"]}"#), r#"{"trailList":[]}"#);
    assert_eq!(
        call(&mut engine, "ListTrails", ""),
        format!(r#"{{"Trails":[{{"TrailARN":"{arn}","Name":"quay","HomeRegion":"eu-west-1"}}]}}"#)
    );
    assert_eq!(call(&mut engine, "StartLogging", r#"{"Name":"quay"}"#), "{}");
    let status = call(&mut engine, "GetTrailStatus", r#"{"Name":"quay"}"#);
    assert!(
        status.starts_with(r#"{"IsLogging":true,"StartLoggingTime":1777874460.0,"LatestDeliveryAttemptTime":"""#),
        "{status}"
    );
    let selectors = format!(
        r#"{{"TrailARN":"{arn}","EventSelectors":[{{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[],"ExcludeManagementEventSources":[]}}]}}"#
    );
    assert_eq!(call(&mut engine, "GetEventSelectors", r#"{"TrailName":"quay"}"#), selectors);
    let tags = |tags: &str| format!(r#"{{"ResourceTagList":[{{"ResourceId":"{arn}","TagsList":[{tags}]}}]}}"#);
    let list = format!(r#"{{"ResourceIdList":["{arn}"]}}"#);
    assert_eq!(call(&mut engine, "ListTags", &list), tags(r#"{"Key":"team","Value":"pier"}"#));
    assert_eq!(
        call(&mut engine, "AddTags", &format!(r#"{{"ResourceId":"{arn}","TagsList":[{{"Key":"a","Value":"b"}}]}}"#)),
        "{}"
    );
    assert_eq!(
        call(&mut engine, "RemoveTags", &format!(r#"{{"ResourceId":"{arn}","TagsList":[{{"Key":"team"}}]}}"#)),
        "{}"
    );
    assert_eq!(call(&mut engine, "ListTags", &list), tags(r#"{"Key":"a","Value":"b"}"#));
    assert_eq!(
        call(&mut engine, "UpdateTrail", r#"{"Name":"quay","SnsTopicName":""}"#),
        core.replace(r#""SnsTopicName":"ops","SnsTopicARN":"arn:aws:sns:eu-west-1:111122223333:ops","#, "")
    );
    assert_eq!(call(&mut engine, "DeleteTrail", r#"{"Name":"quay"}"#), "{}");
    assert_eq!(call(&mut engine, "ListTrails", ""), r#"{"Trails":[]}"#);
}

#[test]
fn the_door_refuses_by_the_services_names() {
    let mut engine = engine("eu-west-1");
    call(&mut engine, "CreateTrail", r#"{"Name":"quay","S3BucketName":"quay-logs"}"#);
    for (action, input, code) in [
        ("CreateTrail", r#"{"Name":"quay","S3BucketName":"quay-logs"}"#, "TrailAlreadyExistsException"),
        ("CreateTrail", r#"{"Name":"q","S3BucketName":"quay-logs"}"#, "InvalidTrailNameException"),
        ("CreateTrail", r#"{"Name":"pier","S3BucketName":"Quay"}"#, "InvalidS3BucketNameException"),
        (
            "CreateTrail",
            r#"{"Name":"pier","S3BucketName":"quay-logs","SnsTopicName":"a b"}"#,
            "InvalidSnsTopicNameException",
        ),
        ("CreateTrail", r#"{"Name":"pier","S3BucketName":"quay-logs","KmsKeyId":"key"}"#, "InvalidKmsKeyIdException"),
        (
            "CreateTrail",
            r#"{"Name":"pier","S3BucketName":"quay-logs","CloudWatchLogsRoleArn":"arn:aws:iam::111122223333:role/x"}"#,
            "InvalidCloudWatchLogsLogGroupArnException",
        ),
        (
            "CreateTrail",
            r#"{"Name":"pier","S3BucketName":"quay-logs","IsMultiRegionTrail":true,"IncludeGlobalServiceEvents":false}"#,
            "InvalidParameterCombinationException",
        ),
        (
            "CreateTrail",
            r#"{"Name":"pier","S3BucketName":"quay-logs","IsOrganizationTrail":true}"#,
            "OrganizationsNotInUseException",
        ),
        (
            "CreateTrail",
            r#"{"Name":"pier","S3BucketName":"quay-logs","TagsList":[{"Key":"aws:x","Value":"y"}]}"#,
            "InvalidTagParameterException",
        ),
        ("GetTrail", r#"{"Name":"pier"}"#, "TrailNotFoundException"),
        ("GetTrail", r#"{"Name":"arn:aws:s3:::x"}"#, "CloudTrailARNInvalidException"),
        ("StopLogging", r#"{"Name":"pier"}"#, "TrailNotFoundException"),
        ("PutEventSelectors", r#"{"TrailName":"quay"}"#, "InvalidEventSelectorsException"),
        (
            "PutEventSelectors",
            r#"{"TrailName":"quay","EventSelectors":[],"AdvancedEventSelectors":[]}"#,
            "InvalidEventSelectorsException",
        ),
        (
            "PutEventSelectors",
            r#"{"TrailName":"quay","EventSelectors":[{"ReadWriteType":"Never"}]}"#,
            "InvalidEventSelectorsException",
        ),
        ("ListTags", r#"{"ResourceIdList":["quay"]}"#, "CloudTrailARNInvalidException"),
        (
            "ListTags",
            r#"{"ResourceIdList":["arn:aws:cloudtrail:eu-west-1:111122223333:trail/pier"]}"#,
            "ResourceNotFoundException",
        ),
        ("ListTrails", r#"{"NextToken":"x"}"#, "InvalidTokenException"),
    ] {
        assert_eq!(call(&mut engine, action, input), code, "{action} {input}");
    }
}

/// Something that happens to an engine with trails.
#[derive(Clone, Debug)]
enum Happening {
    Record(u8),
    Start(u8),
    Stop(u8),
    Validate(bool),
    Nothing,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => any::<u8>().prop_map(Happening::Record),
        1 => (0u8..2).prop_map(Happening::Start),
        1 => (0u8..2).prop_map(Happening::Stop),
        1 => any::<bool>().prop_map(Happening::Validate),
        1 => Just(Happening::Nothing),
    ]
}

fn happens(engine: &mut Engine, now: Timestamp, happening: &Happening) {
    match happening {
        Happening::Record(number) => {
            let region = ["eu-west-1", "us-east-1"][usize::from(*number % 2)];
            engine.record(now, record("orders.amazonaws.com", &format!("A{number}"), region, ACCOUNT)).unwrap();
        }
        Happening::Start(trail) => engine.start_logging(now, &format!("trail{trail}")).unwrap(),
        Happening::Stop(trail) => engine.stop_logging(now, &format!("trail{trail}")).unwrap(),
        Happening::Validate(on) => {
            engine.update_trail(now, "trail1", &TrailChanges::new().file_validation(*on)).unwrap();
        }
        Happening::Nothing => engine.advance(now),
    }
}

fn with_trails() -> Engine {
    let group = "arn:aws:logs:eu-west-1:111122223333:log-group:trail";
    let one = TrailRequest::new("trail0", "quay-logs").to_log_group(group, "arn:aws:iam::111122223333:role/Trail");
    let mut engine = logging(engine("eu-west-1"), one);
    engine.create_trail(now(), TrailRequest::new("trail1", "quay-logs").multi_region().with_file_validation()).unwrap();
    engine
}

proptest! {
    #[test]
    fn one_long_jump_is_many_short_ones(steps in prop::collection::vec((0i64..900, happening()), 0..24)) {
        let (mut long, mut short) = (with_trails(), with_trails());
        let mut time = now();
        for (gap, step) in &steps {
            (0..*gap).step_by(37).for_each(|second| short.advance(time.plus_secs(second)));
            time = time.plus_secs(*gap);
            happens(&mut long, time, step);
            happens(&mut short, time, step);
        }
        long.advance(time.plus_secs(3900));
        (0..=3900).step_by(60).for_each(|second| short.advance(time.plus_secs(second)));
        prop_assert_eq!(long.drain(), short.drain());
    }

    #[test]
    fn a_snapshot_changes_nothing(steps in prop::collection::vec((0i64..900, happening()), 0..24), cut in any::<prop::sample::Index>()) {
        let mut engine = with_trails();
        let (mut time, cut) = (now(), cut.index(steps.len() + 1));
        let mut run = |engine: &mut Engine, steps: &[(i64, Happening)]| for (gap, step) in steps {
            time = time.plus_secs(*gap);
            happens(engine, time, step);
        };
        run(&mut engine, &steps[..cut]);
        let text = serde_json::to_string(&engine.snapshot()).unwrap();
        let mut again = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
        run(&mut engine, &steps[cut..]);
        let end = engine.now().plus_secs(3900);
        let mut time = now();
        for (number, (gap, step)) in steps.iter().enumerate() {
            time = time.plus_secs(*gap);
            if number >= cut {
                happens(&mut again, time, step);
            }
        }
        engine.advance(end);
        again.advance(end);
        prop_assert_eq!(engine.drain(), again.drain());
    }
}

/// The call that stops a trail is logged by it, the one that starts it too.
#[test]
fn the_last_call_is_logged_by_the_trail_it_stops() {
    let mut engine = engine("eu-west-1");
    let call =
        |name: &str| cupola_audit::RecordBuilder::new(now(), &place("eu-west-1"), "cloudtrail.amazonaws.com", name);
    engine.create_trail(now(), TrailRequest::new("quay", "quay-logs")).unwrap();
    let before = engine.trails_before();
    engine.start_logging(now(), "quay").unwrap();
    engine.record_call_before(now(), before, call("StartLogging")).unwrap();
    let before = engine.trails_before();
    engine.delete_trail(now(), "quay").unwrap();
    engine.record_call_before(now(), before, call("DeleteTrail")).unwrap();
    engine.record_call(now(), call("ListTrails")).unwrap();
    assert_eq!(events(&mut engine), 2);
    assert_eq!(engine.trails().count(), 0);
    engine.advance(at("2026-05-04T06:05:00Z"));
    assert_eq!(files(&mut engine).iter().map(|file| file.records).collect::<Vec<_>>(), [2]);
}

#[test]
fn counts_of_data_events_are_asked_for_at_the_door() {
    let mut engine = engine("eu-west-1");
    call(&mut engine, "CreateTrail", r#"{"Name":"quay","S3BucketName":"quay-logs"}"#);
    let put = r#"{"TrailName":"quay","AggregationConfigurations":[{"Templates":["USER_ACTIONS","API_ACTIVITY"],"EventCategory":"Data"}]}"#;
    let expected = r#"{"TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/quay","AggregationConfigurations":[{"Templates":["API_ACTIVITY","USER_ACTIONS"],"EventCategory":"Data"}]}"#;
    assert_eq!(call(&mut engine, "PutEventConfiguration", put), expected);
    assert_eq!(call(&mut engine, "GetEventConfiguration", r#"{"TrailName":"quay"}"#), expected);
    for (input, code) in [
        (
            r#"{"TrailName":"quay","AggregationConfigurations":[{"Templates":["X"],"EventCategory":"Data"}]}"#,
            "InvalidParameterException",
        ),
        (
            r#"{"TrailName":"quay","AggregationConfigurations":[{"Templates":[],"EventCategory":"Management"}]}"#,
            "InvalidParameterException",
        ),
        (r#"{"TrailName":"quay","MaxEventSize":"Large"}"#, "InvalidParameterCombinationException"),
        (r#"{"EventDataStore":"lake"}"#, "EventDataStoreNotFoundException"),
        ("{}", "InvalidParameterCombinationException"),
    ] {
        assert_eq!(call(&mut engine, "PutEventConfiguration", input), code, "{input}");
    }
}

/// The index is a naive search, whatever arrives in whatever order and leaves for lack of room.
#[test]
fn the_index_survives_disorder_and_eviction() {
    use cupola_audit::{Lookup, LookupKey};
    let one = own("A").as_str().len();
    let limits = Limits::default().with_history_bytes(20 * (one + 420));
    let mut engine = engine("eu-west-1").with_limits(limits);
    let rng = cupola_base::Rng::new(5);
    for number in 0..400u32 {
        let second = i64::try_from(rng.below(600)).unwrap();
        let time = at("2026-05-04T05:00:00Z").plus_secs(second).to_seconds_text();
        let name = format!("A{}", number % 3);
        let text = own(&name).to_string().replace("2026-05-04T06:00:30Z", &time);
        engine.record(now(), Json::parse(&text).unwrap()).unwrap();
    }
    let mut count = |lookup: Lookup| {
        let (mut times, mut token) = (Vec::new(), None);
        loop {
            let page = engine.lookup_events(now(), &lookup.clone().at_most(7), token.as_deref()).unwrap();
            times.extend(page.events.iter().map(|event| event.at));
            token = page.next_token;
            if token.is_none() {
                assert!(times.is_sorted_by(|a, b| a >= b), "newest first");
                return times.len();
            }
        }
    };
    let all = count(Lookup::new());
    let by_name = (0..3).map(|n| count(Lookup::new().by(LookupKey::EventName, format!("A{n}")))).sum::<usize>();
    assert_eq!((all, all), (by_name, count(Lookup::new().by(LookupKey::ReadOnly, "false"))));
    assert_eq!(count(Lookup::new().by(LookupKey::ReadOnly, "true")), 0);
    assert_eq!(engine.history_len(), all);
    assert!((15..25).contains(&all), "{all}");
}
