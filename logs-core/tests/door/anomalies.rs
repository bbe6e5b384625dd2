//! Log anomaly detectors and what they tell.

use cupola_base::{Datum, Sample};
use cupola_logs::{Engine, KmsKey, KmsKeyState, Limits, Output, Snapshot, Timestamp};
use serde_json::{Value, json};

use crate::door::{Door, NOON, at, invalid, millis, missing, put};

const GROUP: &str = "arn:aws:logs:us-east-1:111122223333:log-group:g";
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1-a";
const ERROR: &str = "ERROR brake of crane 7 does not hold";

/// A group that has had so many events on each of three days, a minute apart from midnight on, and a detector that has been
/// made at noon.
fn watched_after(events: i64) -> (Door, String) {
    let mut door = Door::open();
    for day in 1..4_i64 {
        let event = |minute: i64| {
            let at = millis(NOON) - (day * 24 + 12) * 3_600_000 + minute * 60_000;
            json!({"timestamp": at, "message": format!("lifted box {minute} for 10.0.0.1")})
        };
        let events: Vec<Value> = (0..events).map(event).collect();
        door.ok("PutLogEvents", json!({"logGroupName": "g", "logStreamName": "s", "logEvents": events}));
    }
    let arn = detector(&mut door, json!({"detectorName": "quay"}));
    (door, arn)
}

/// As [`watched_after`] an hour of events a day: nobody misses them.
fn watched() -> (Door, String) {
    watched_after(60)
}

/// Makes a detector of the group; answers its ARN.
fn detector(door: &mut Door, mut request: Value) -> String {
    request["logGroupArnList"] = json!([GROUP]);
    let answer = door.ok("CreateLogAnomalyDetector", request);
    answer["anomalyDetectorArn"].as_str().unwrap().to_owned()
}

fn status(door: &mut Door, now: &str, arn: &str) -> Value {
    door.set(now).ok("GetLogAnomalyDetector", json!({"anomalyDetectorArn": arn}))["anomalyDetectorStatus"].clone()
}

fn told(door: &mut Door, now: &str) -> Vec<Value> {
    door.set(now).ok("ListAnomalies", json!({}))["anomalies"].as_array().unwrap().clone()
}

/// Lets an event come in that never was before.
fn fail_brake(door: &mut Door, now: &str) {
    door.set(now).put(&[(now, ERROR)]);
}

/// What was published as `AnomalyCount`, as priority and value, of the detector `quay`.
fn counts(door: &mut Door) -> Vec<(Timestamp, String, f64)> {
    let datum = |output| match output {
        Output::ServiceDatum(made) if &*made.datum.name == "AnomalyCount" => Some(made.datum),
        _ => None,
    };
    let count = |datum: Datum| {
        let dimension =
            |name: &str| datum.dimensions.iter().find(|one| &*one.name == name).map(|one| one.value.to_string());
        assert_eq!((&*datum.namespace, dimension("LogAnomalyDetector").as_deref()), ("AWS/Logs", Some("quay")));
        let Sample::Value(value) = datum.sample else { panic!("one value") };
        (datum.at, dimension("LogAnomalyPriority").unwrap_or_default(), value)
    };
    door.engine.drain().into_iter().filter_map(datum).map(count).collect()
}

#[test]
fn detectors_are_told_changed_and_removed() {
    let mut door = Door::open();
    let arn = detector(&mut door, json!({"detectorName": "demo"}));
    assert!(arn.starts_with("arn:aws:logs:us-east-1:111122223333:anomaly-detector:"), "{arn}");
    let now = millis(NOON);
    let mut whole = json!({
        "detectorName": "demo", "logGroupArnList": [GROUP], "evaluationFrequency": "FIVE_MIN",
        "anomalyDetectorStatus": "TRAINING", "creationTimeStamp": now, "lastModifiedTimeStamp": now,
        "anomalyVisibilityTime": 7,
    });
    assert_eq!(door.ok("GetLogAnomalyDetector", json!({"anomalyDetectorArn": arn})), whole);
    whole["anomalyDetectorArn"] = json!(arn);
    assert_eq!(door.ok("ListLogAnomalyDetectors", json!({})), json!({"anomalyDetectors": [whole]}));

    let change = json!({"anomalyDetectorArn": arn, "evaluationFrequency": "ONE_HOUR", "filterPattern": "ERROR",
        "anomalyVisibilityTime": 90, "enabled": false});
    assert_eq!(door.set("2026-05-04T12:01:00Z").ok("UpdateLogAnomalyDetector", change), json!({}));
    let found = door.ok("GetLogAnomalyDetector", json!({"anomalyDetectorArn": arn}));
    let expected = json!({
        "detectorName": "demo", "logGroupArnList": [GROUP], "evaluationFrequency": "ONE_HOUR", "filterPattern": "ERROR",
        "anomalyDetectorStatus": "PAUSED", "creationTimeStamp": now, "lastModifiedTimeStamp": now + 60_000,
        "anomalyVisibilityTime": 90,
    });
    assert_eq!(found, expected);
    assert_eq!(door.ok("DeleteLogAnomalyDetector", json!({"anomalyDetectorArn": arn})), json!({}));
    for action in ["GetLogAnomalyDetector", "DeleteLogAnomalyDetector", "ListAnomalies"] {
        assert_eq!(door.refused(action, json!({"anomalyDetectorArn": arn})), missing("anomaly detector"));
    }
    assert_eq!(door.ok("ListLogAnomalyDetectors", json!({})), json!({"anomalyDetectors": []}));
}

#[test]
fn training_takes_a_quarter_of_an_hour() {
    let (mut door, arn) = watched();
    assert_eq!(status(&mut door, "2026-05-04T12:14:59Z", &arn), "TRAINING");
    assert_eq!(status(&mut door, "2026-05-04T12:15:00Z", &arn), "ANALYZING");
}

#[test]
fn a_young_group_is_learned_for_a_day() {
    let mut door = Door::open();
    let arn = detector(&mut door, json!({}));
    fail_brake(&mut door, "2026-05-04T13:00:00Z");
    assert_eq!(status(&mut door, "2026-05-05T11:59:00Z", &arn), "TRAINING");
    assert_eq!(status(&mut door, "2026-05-05T12:00:00Z", &arn), "ANALYZING");
    fail_brake(&mut door, "2026-05-05T12:01:00Z");
    assert_eq!(told(&mut door, "2026-05-05T12:05:00Z"), [json!(null); 0], "it was there while the detector learned");
}

#[test]
fn a_pattern_that_was_not_there_before_is_told() {
    let (mut door, arn) = watched();
    door.set("2026-05-04T13:01:00Z");
    door.put(&[("2026-05-04T13:00:30Z", ERROR), ("2026-05-04T13:00:40Z", "lifted box 9 for 10.0.0.1")]);
    assert_eq!(told(&mut door, "2026-05-04T13:04:59Z"), [json!(null); 0], "the window is not over");
    let [one] = &told(&mut door, "2026-05-04T13:05:00Z")[..] else { panic!("one anomaly") };
    let (begin, end) = (millis("2026-05-04T13:00:00Z"), millis("2026-05-04T13:05:00Z"));
    let plain =
        |text: &str| json!({"dynamicTokenPosition": 0, "isDynamic": false, "tokenString": text, "enumerations": {}});
    let number = json!({"dynamicTokenPosition": 1, "isDynamic": true, "tokenString": "<*>", "enumerations": {"7": 1},
        "inferredTokenName": "Number-1"});
    let words = ["ERROR", " ", "brake", " ", "of", " ", "crane", " "].map(plain).into_iter();
    let tokens: Vec<Value> = words.chain([number]).chain([" ", "does", " ", "not", " ", "hold"].map(plain)).collect();
    let expected = json!({
        "anomalyId": one["anomalyId"], "patternId": one["patternId"], "anomalyDetectorArn": arn,
        "patternString": "ERROR brake of crane <*> does not hold",
        "patternRegex": r"\QERROR\E\s+\Qbrake\E\s+\Qof\E\s+\Qcrane\E\s+.*\s+\Qdoes\E\s+\Qnot\E\s+\Qhold\E",
        "priority": "HIGH", "firstSeen": begin, "lastSeen": end, "description": "Log pattern not seen before",
        "active": true, "state": "Active", "histogram": {begin.to_string(): 1},
        "logSamples": [{"timestamp": millis("2026-05-04T13:00:30Z"), "message": ERROR}],
        "patternTokens": tokens, "logGroupArnList": [GROUP], "suppressed": false, "suppressedDate": 0,
        "suppressedUntil": 0, "isPatternLevelSuppression": false,
    });
    assert_eq!(*one, expected);
    let length = |member: &str| one[member].as_str().unwrap().len();
    assert_eq!((length("anomalyId"), length("patternId")), (36, 32));
    let why = door.engine.explain_log_anomaly(&arn, one["anomalyId"].as_str().unwrap()).unwrap();
    let text = "1 events from 2026-05-04T13:00:00Z to 2026-05-04T13:05:00Z of a pattern not seen before\n  severity Error, priority HIGH";
    assert_eq!(why.to_string(), text);

    fail_brake(&mut door, "2026-05-04T13:31:00Z");
    let [one] = &told(&mut door, "2026-05-04T13:35:00Z")[..] else { panic!("the same anomaly") };
    assert_eq!(one["histogram"], json!({begin.to_string(): 1, millis("2026-05-04T13:30:00Z").to_string(): 1}));
    assert_eq!((&one["firstSeen"], &one["lastSeen"]), (&json!(begin), &json!(millis("2026-05-04T13:35:00Z"))));
    assert_eq!(told(&mut door, "2026-05-04T13:40:00Z")[0]["active"], false, "nothing came in the window after");
}

#[test]
fn a_burst_is_told_with_its_increase() {
    let (mut door, arn) = watched_after(1440);
    let burst: Vec<_> = (0..100).map(|box_number| format!("lifted box {box_number} for 10.0.0.1")).collect();
    let burst: Vec<_> = burst.iter().map(|text| ("2026-05-04T12:16:00Z", text.as_str())).collect();
    door.set("2026-05-04T12:16:00Z").put(&burst);
    let found = told(&mut door, "2026-05-04T12:20:00Z");
    let [one] = &found[..] else { panic!("{found:?}") };
    // An event a minute are 5 in a window; 100 are 1,900% more.
    assert_eq!(
        (&one["description"], &one["priority"]),
        (&json!("1900.0% increase in log event count"), &json!("HIGH"))
    );
    let why = door.engine.explain_log_anomaly(&arn, one["anomalyId"].as_str().unwrap()).unwrap();
    let usual = why.usual.unwrap();
    assert_eq!((why.count, usual.expected, usual.hours, usual.is_of_day), (100, 5.0, 9, true));
    assert!(usual.least < 5.0 && usual.most > 20.0 && usual.most < 30.0, "{why}");
}

fn anomaly(door: &mut Door) -> (String, String) {
    fail_brake(door, "2026-05-04T13:01:00Z");
    let found = told(door, "2026-05-04T13:05:00Z");
    let text = |member: &str| found[0][member].as_str().unwrap().to_owned();
    (text("anomalyId"), text("patternId"))
}

#[test]
fn an_anomaly_can_be_suppressed_for_a_while() {
    let (mut door, arn) = watched();
    let (id, _) = anomaly(&mut door);
    let period = json!({"value": 1, "suppressionUnit": "HOURS"});
    let request =
        json!({"anomalyDetectorArn": arn, "anomalyId": id, "suppressionType": "LIMITED", "suppressionPeriod": period});
    assert_eq!(door.ok("UpdateAnomaly", request), json!({}));
    fail_brake(&mut door, "2026-05-04T13:31:00Z");
    let one = told(&mut door, "2026-05-04T13:35:00Z")[0].clone();
    let until = millis("2026-05-04T14:05:00Z");
    assert_eq!(
        (&one["state"], &one["suppressed"], &one["suppressedUntil"]),
        (&json!("Suppressed"), &json!(true), &json!(until))
    );
    assert_eq!((&one["suppressedDate"], &one["isPatternLevelSuppression"]), (&json!(until - 3_600_000), &json!(false)));
    assert_eq!(one["histogram"].as_object().unwrap().len(), 1, "it is not updated");
    let shown = |door: &mut Door, state: &str| {
        door.ok("ListAnomalies", json!({"suppressionState": state}))["anomalies"].as_array().unwrap().len()
    };
    assert_eq!((shown(&mut door, "SUPPRESSED"), shown(&mut door, "UNSUPPRESSED")), (1, 0));

    let one = told(&mut door, "2026-05-04T14:05:00Z")[0].clone();
    assert_eq!(
        (&one["state"], &one["suppressedUntil"], &one["suppressedDate"]),
        (&json!("Active"), &json!(0), &json!(0))
    );
    fail_brake(&mut door, "2026-05-04T14:06:00Z");
    assert_eq!(told(&mut door, "2026-05-04T14:10:00Z")[0]["histogram"].as_object().unwrap().len(), 2);
}

#[test]
fn a_pattern_can_be_suppressed_for_ever_and_told_again() {
    let (mut door, arn) = watched();
    let (_, pattern) = anomaly(&mut door);
    door.ok("UpdateAnomaly", json!({"anomalyDetectorArn": arn, "patternId": pattern, "suppressionType": "INFINITE"}));
    fail_brake(&mut door, "2026-05-04T14:01:00Z");
    let one = told(&mut door, "2026-05-04T14:05:00Z")[0].clone();
    assert_eq!(
        (&one["suppressed"], &one["suppressedUntil"], &one["isPatternLevelSuppression"]),
        (&json!(true), &json!(0), &json!(true))
    );
    assert_eq!(one["histogram"].as_object().unwrap().len(), 1);
    door.ok("UpdateAnomaly", json!({"anomalyDetectorArn": arn, "patternId": pattern}));
    fail_brake(&mut door, "2026-05-04T14:11:00Z");
    let one = told(&mut door, "2026-05-04T14:15:00Z")[0].clone();
    assert_eq!((&one["state"], one["histogram"].as_object().unwrap().len()), (&json!("Active"), 2));
}

#[test]
fn what_is_baseline_is_not_told_again() {
    let (mut door, arn) = watched();
    let (id, _) = anomaly(&mut door);
    door.ok("UpdateAnomaly", json!({"anomalyDetectorArn": arn, "anomalyId": id, "baseline": true}));
    fail_brake(&mut door, "2026-05-04T14:01:00Z");
    let found = told(&mut door, "2026-05-04T14:05:00Z");
    assert_eq!((found.len(), &found[0]["state"], &found[0]["active"]), (1, &json!("Baseline"), &json!(false)));
    assert_eq!(found[0]["histogram"].as_object().unwrap().len(), 1);
}

#[test]
fn after_its_visibility_an_anomaly_is_usual() {
    let (mut door, _) = watched();
    anomaly(&mut door);
    assert_eq!(told(&mut door, "2026-05-11T12:59:59Z").len(), 1);
    assert_eq!(told(&mut door, "2026-05-11T13:00:00Z"), [json!(null); 0], "seven days after it was seen first");
    fail_brake(&mut door, "2026-05-11T14:01:00Z");
    let found = told(&mut door, "2026-05-11T14:05:00Z");
    assert_eq!(found, [json!(null); 0], "the pattern counts as usual");
}

#[test]
fn how_many_there_are_is_measured() {
    let (mut door, _) = watched();
    door.engine.advance(at("2026-05-04T12:55:00Z"));
    let _ = door.engine.drain();
    fail_brake(&mut door, "2026-05-04T12:56:00Z");
    door.put(&[("2026-05-04T12:56:00Z", "the sea is calm")]);
    door.engine.advance(at("2026-05-04T13:05:00Z"));
    let (first, second) = (at("2026-05-04T13:00:00Z"), at("2026-05-04T13:05:00Z"));
    let expected = [("", 2.0), ("LOW", 2.0), ("MEDIUM", 1.0), ("HIGH", 1.0)].map(|(of, n)| (first, of.to_owned(), n));
    let nothing = ["", "LOW", "MEDIUM", "HIGH"].map(|of| (second, of.to_owned(), 0.0));
    assert_eq!(counts(&mut door), [expected, nothing].concat());
}

/// Two days after the last event a detector sleeps, and wakes with the next.
#[test]
fn where_nothing_comes_nothing_is_due() {
    let (mut door, arn) = watched();
    fail_brake(&mut door, "2026-05-04T13:00:00Z");
    door.engine.advance(at("2026-05-06T13:00:00Z"));
    assert_eq!(door.engine.next_deadline(), None);
    let _ = door.engine.drain();
    door.engine.advance(at("2026-06-01T00:00:00Z"));
    assert_eq!(door.engine.drain(), []);
    fail_brake(&mut door, "2026-06-01T00:01:00Z");
    assert_eq!(door.engine.next_deadline().unwrap().at, at("2026-06-01T00:05:00Z"));
    assert_eq!(status(&mut door, "2026-06-01T00:05:00Z", &arn), "ANALYZING");
}

#[test]
fn what_pauses_does_not_look() {
    let (mut door, arn) = watched();
    let enable = |door: &mut Door, enabled: bool| {
        door.ok("UpdateLogAnomalyDetector", json!({"anomalyDetectorArn": arn, "enabled": enabled}))
    };
    door.set("2026-05-04T12:26:00Z").put(&[("2026-05-04T12:26:00Z", "the sea is calm")]);
    enable(door.set("2026-05-04T12:30:00Z"), false);
    fail_brake(&mut door, "2026-05-04T12:31:00Z");
    let found = told(&mut door, "2026-05-04T13:00:00Z");
    assert_eq!((found.len(), &found[0]["active"]), (1, &json!(false)), "nobody looks whether it goes on");
    enable(&mut door, true);
    assert_eq!(status(&mut door, "2026-05-04T13:00:00Z", &arn), "ANALYZING", "it knows what it knew");
    assert_eq!(told(&mut door, "2026-05-04T13:10:00Z").len(), 1);
    fail_brake(&mut door, "2026-05-04T13:11:00Z");
    assert_eq!(told(&mut door, "2026-05-04T13:15:00Z").len(), 2);
}

#[test]
fn only_events_that_match_are_looked_at() {
    let mut door = Door::open();
    let arn = detector(&mut door, json!({"filterPattern": "ERROR", "detectorName": "quay"}));
    assert_eq!(status(&mut door, "2026-05-05T12:00:00Z", &arn), "ANALYZING");
    door.put(&[("2026-05-05T12:00:00Z", "the sea is calm"), ("2026-05-05T12:00:00Z", ERROR)]);
    let found = told(&mut door, "2026-05-05T12:05:00Z");
    assert_eq!((found.len(), &found[0]["logSamples"][0]["message"]), (1, &json!(ERROR)));
    let refused = door.refused(
        "UpdateLogAnomalyDetector",
        json!({"anomalyDetectorArn": arn, "enabled": true, "filterPattern": "{ $.a"}),
    );
    assert_eq!(refused.0, "InvalidParameterException");
}

#[test]
fn detectors_fail_with_their_groups_and_keys() {
    let (mut door, arn) = watched();
    door.ok("DeleteLogGroup", json!({"logGroupName": "g"}));
    assert_eq!(status(&mut door, NOON, &arn), "FAILED");
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    door.ok("UpdateLogAnomalyDetector", json!({"anomalyDetectorArn": arn, "enabled": true}));
    assert_eq!(status(&mut door, NOON, &arn), "TRAINING");

    let other = detector(&mut door, json!({"kmsKeyId": KEY}));
    assert_eq!(door.ok("GetLogAnomalyDetector", json!({"anomalyDetectorArn": other}))["kmsKeyId"], KEY);
    door.engine.set_kms_key_state(at(NOON), &KmsKey::new(KEY).unwrap(), KmsKeyState::Disabled);
    assert_eq!(status(&mut door, "2026-05-04T12:05:00Z", &other), "FAILED");
    let request = json!({"logGroupArnList": [GROUP], "kmsKeyId": KEY});
    assert_eq!(door.refused("CreateLogAnomalyDetector", request).0, "InvalidParameterException");
}

#[test]
fn faults_are_told() {
    let mut door = Door::open();
    let arn = detector(&mut door, json!({}));
    let mut refused = |action: &str, request: Value| door.refused(action, request);
    let one = || invalid("Exactly one log group ARN must be specified in logGroupArnList.");
    assert_eq!(refused("CreateLogAnomalyDetector", json!({"logGroupArnList": []})), one());
    assert_eq!(refused("CreateLogAnomalyDetector", json!({"logGroupArnList": [GROUP, GROUP]})), one());
    let of = |arn: &str| json!({"logGroupArnList": [arn]});
    assert_eq!(refused("CreateLogAnomalyDetector", of("g")).0, "InvalidParameterException");
    assert_eq!(refused("CreateLogAnomalyDetector", of(&GROUP.replace(":g", ":h"))), missing("log group"));
    assert_eq!(refused("CreateLogAnomalyDetector", of(&GROUP.replace("us-east-1", "us-east-2"))), missing("log group"));
    for (member, value) in [
        ("anomalyVisibilityTime", json!(6)),
        ("anomalyVisibilityTime", json!(91)),
        ("evaluationFrequency", json!("TWO_MIN")),
        ("kmsKeyId", json!("alias/quay")),
        ("detectorName", json!("")),
    ] {
        let mut request = of(GROUP);
        request[member] = value;
        let (code, text) = refused("CreateLogAnomalyDetector", request);
        assert!(code == "InvalidParameterException" && text.contains(member), "{text}");
    }
    let update = |more: Value| {
        let mut request = more;
        request["anomalyDetectorArn"] = json!(arn);
        request
    };
    let target = || invalid("Exactly one of anomalyId or patternId must be specified.");
    let (id, pattern) = ("a".repeat(36), "a".repeat(32));
    assert_eq!(refused("UpdateAnomaly", update(json!({}))), target());
    assert_eq!(refused("UpdateAnomaly", update(json!({"anomalyId": id, "patternId": pattern}))), target());
    assert_eq!(refused("UpdateAnomaly", update(json!({"anomalyId": id}))), missing("anomaly"));
    assert_eq!(refused("UpdateAnomaly", update(json!({"patternId": pattern}))), missing("pattern"));
    let limited = update(json!({"anomalyId": id, "suppressionType": "LIMITED"}));
    assert_eq!(refused("UpdateAnomaly", limited).0, "InvalidParameterException");
    let none = update(
        json!({"anomalyId": id, "suppressionType": "LIMITED", "suppressionPeriod": {"value": 0, "suppressionUnit": "HOURS"}}),
    );
    assert_eq!(refused("UpdateAnomaly", none).0, "InvalidParameterException");
    let unknown = json!({"anomalyDetectorArn": "arn:aws:logs:us-east-1:111122223333:anomaly-detector:fake",
        "suppressionType": "LIMITED", "suppressionPeriod": {"value": 1, "suppressionUnit": "HOURS"}});
    assert_eq!(refused("UpdateAnomaly", unknown), missing("anomaly detector"));
    door.ok("CreateLogGroup", json!({"logGroupName": "rare", "logGroupClass": "INFREQUENT_ACCESS"}));
    assert_eq!(
        door.refused("CreateLogAnomalyDetector", of(&GROUP.replace(":g", ":rare"))).0,
        "InvalidOperationException"
    );
    let limits = Limits { anomaly_detectors: 1, ..Limits::default() };
    door.engine = Engine::restore(door.engine.snapshot()).unwrap().with_limits(limits);
    assert_eq!(door.refused("CreateLogAnomalyDetector", of(GROUP)).0, "LimitExceededException");
}

#[test]
fn detectors_have_tags() {
    let mut door = Door::open();
    let arn = detector(&mut door, json!({"tags": {"team": "quay"}}));
    door.ok("TagResource", json!({"resourceArn": arn, "tags": {"tide": "high"}}));
    door.ok("UntagResource", json!({"resourceArn": arn, "tagKeys": ["team"]}));
    assert_eq!(door.ok("ListTagsForResource", json!({"resourceArn": arn})), json!({"tags": {"tide": "high"}}));
    let gone = door.refused("ListTagsForResource", json!({"resourceArn": format!("{arn}0")}));
    assert_eq!(gone, missing("resource"));
}

#[test]
fn lists_come_in_pages() {
    let mut door = Door::open();
    door.ok("CreateLogGroup", json!({"logGroupName": "h"}));
    for (name, group) in [("c", GROUP), ("a", "arn:aws:logs:us-east-1:111122223333:log-group:h:*"), ("b", GROUP)] {
        door.ok("CreateLogAnomalyDetector", json!({"detectorName": name, "logGroupArnList": [group]}));
    }
    let names = |answer: &Value| -> Vec<String> {
        let found = answer["anomalyDetectors"].as_array().unwrap().iter();
        found.map(|one| one["detectorName"].as_str().unwrap().to_owned()).collect()
    };
    let first = door.ok("ListLogAnomalyDetectors", json!({"limit": 2}));
    assert_eq!(names(&first), ["c", "a"], "in the order in which they were made");
    let second = door.ok("ListLogAnomalyDetectors", json!({"limit": 2, "nextToken": first["nextToken"]}));
    assert_eq!((names(&second), second.get("nextToken")), (vec!["b".to_owned()], None));
    let of_h = json!({"filterLogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:h"});
    assert_eq!(names(&door.ok("ListLogAnomalyDetectors", of_h)), ["a"]);

    let (mut door, _) = watched();
    for (minute, message) in [(1, "the sea is calm"), (11, "a ship comes in from far away"), (21, ERROR)] {
        let now = format!("2026-05-04T13:{minute:02}:00Z");
        door.set(&now).put(&[(&now, message)]);
    }
    door.set("2026-05-04T14:00:00Z");
    let samples = |answer: &Value| -> Vec<String> {
        let found = answer["anomalies"].as_array().unwrap().iter();
        found.map(|one| one["logSamples"][0]["message"].as_str().unwrap().to_owned()).collect()
    };
    let first = door.ok("ListAnomalies", json!({"limit": 2}));
    assert_eq!(samples(&first), [ERROR, "a ship comes in from far away"], "told last first");
    let second = door.ok("ListAnomalies", json!({"limit": 2, "nextToken": first["nextToken"]}));
    assert_eq!((samples(&second), second.get("nextToken")), (vec!["the sea is calm".to_owned()], None));
}

#[test]
fn detectors_are_in_snapshots() {
    let (mut door, arn) = watched();
    fail_brake(&mut door, "2026-05-04T13:01:00Z");
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    let snapshot: Snapshot = serde_json::from_str(&text).unwrap();
    let before = told(&mut door, "2026-05-04T13:05:00Z");
    door.engine = Engine::restore(snapshot).unwrap();
    assert_eq!(told(&mut door, "2026-05-04T13:05:00Z"), before);
    assert_eq!(status(&mut door, "2026-05-04T13:05:00Z", &arn), "ANALYZING");
}

/// What sensitive data is masked is not looked at.
#[test]
fn what_is_masked_is_not_seen() {
    let mut door = Door::open();
    let policy = json!({"Name": "mail", "Version": "2021-06-01", "Statement": [
        {"DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], "Operation": {"Audit": {"FindingsDestination": {}}}},
        {"DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], "Operation": {"Deidentify": {"MaskConfig": {}}}}]});
    door.ok("PutDataProtectionPolicy", json!({"logGroupIdentifier": "g", "policyDocument": policy.to_string()}));
    detector(&mut door, json!({}));
    door.set("2026-05-05T12:00:00Z")
        .ok("PutLogEvents", put("s", &[("2026-05-05T12:00:00Z", "mail to ana@example.com today")]));
    let found = told(&mut door, "2026-05-05T12:05:00Z");
    assert_eq!(found[0]["patternString"], "mail to *************** today");
}
