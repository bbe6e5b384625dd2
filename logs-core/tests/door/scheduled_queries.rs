//! Scheduled queries through the service's API: CloudWatch Logs User Guide, "Understanding scheduled queries concepts".

use cupola_base::EventEnvelope;
use cupola_logs::{Bucket, Engine, ExportedObject, KmsKey, KmsKeyState, Limits, Output, Policies, Snapshot};
use serde_json::{Value, json};

use crate::door::{Door, NOON, at, millis, place};

const ROLE: &str = "arn:aws:iam::111122223333:role/q";

/// Hourly at eight minutes past.
fn request() -> Value {
    json!({"name": "errors", "queryLanguage": "CWLI", "queryString": "stats count(*) as n by status",
        "logGroupIdentifiers": ["g"], "scheduleExpression": "cron(8 * * * ? *)", "executionRoleArn": ROLE,
        "destinationConfiguration": {"s3Configuration": {"destinationIdentifier": "s3://answers/docks/", "roleArn": ROLE}}})
}

fn with(name: &str, value: Value) -> Value {
    let mut request = request();
    request[name] = value;
    request
}

fn seconds(text: &str) -> i64 {
    millis(text) / 1000
}

impl Door {
    /// With two events in `g` at noon.
    fn with_events() -> Self {
        let mut door = Self::open();
        door.put(&[(NOON, r#"{"status":200}"#), (NOON, r#"{"status":500}"#)]);
        door
    }

    fn schedule(&mut self, request: Value) -> String {
        self.ok("CreateScheduledQuery", request)["scheduledQueryArn"].as_str().unwrap().to_owned()
    }

    fn history(&mut self) -> Vec<Value> {
        let request = json!({"identifier": "errors", "startTime": 0, "endTime": 9_999_999_999_i64});
        self.ok("GetScheduledQueryHistory", request)["triggerHistory"].as_array().unwrap().clone()
    }

    fn came_out(&mut self) -> (Vec<ExportedObject>, Vec<EventEnvelope>) {
        let (mut objects, mut events) = (Vec::new(), Vec::new());
        for output in self.engine.drain() {
            match output {
                Output::Object(object) => objects.push(object),
                Output::Event(event) => events.push(*event),
                _ => {}
            }
        }
        (objects, events)
    }
}

#[test]
fn what_is_told_is_kept() {
    let mut door = Door::open();
    let mut all = request();
    for (name, value) in [
        ("description", json!("how many failed")),
        ("timezone", json!("Asia/Kolkata")),
        ("startTimeOffset", json!(900)),
        ("endTimeOffset", json!(60)),
        ("scheduleStartTime", json!(seconds("2026-05-05T00:00:00Z"))),
        ("scheduleEndTime", json!(seconds("2026-06-05T00:00:00Z"))),
        ("state", json!("DISABLED")),
    ] {
        all[name] = value;
    }
    let s3 = &mut all["destinationConfiguration"]["s3Configuration"];
    (s3["ownerAccountId"], s3["kmsKeyId"]) = (json!("444455556666"), json!("arn:aws:kms:us-east-1:444455556666:key/k"));
    let created = door.ok("CreateScheduledQuery", all.clone());
    assert_eq!(created["state"], "DISABLED");
    let arn = created["scheduledQueryArn"].as_str().unwrap();
    let id = arn.strip_prefix("arn:aws:logs:us-east-1:111122223333:scheduled-query:").unwrap();
    assert_eq!(id.len(), 36);

    all["scheduledQueryArn"] = json!(arn);
    (all["creationTime"], all["lastUpdatedTime"]) = (json!(seconds(NOON)), json!(seconds(NOON)));
    for identifier in ["errors", arn] {
        assert_eq!(door.ok("GetScheduledQuery", json!({"identifier": identifier})), all);
    }
    let summary = &door.ok("ListScheduledQueries", json!({}))["scheduledQueries"][0];
    for name in ["scheduledQueryArn", "name", "state", "scheduleExpression", "timezone", "destinationConfiguration"] {
        assert_eq!(summary[name], all[name], "{name}");
    }
    assert!(summary.get("queryString").is_none());
}

#[test]
fn it_runs_by_its_calendar() {
    let mut door = Door::with_events();
    let arn = door.schedule(request());
    assert_eq!(door.engine.next_deadline().unwrap().at, at("2026-05-04T12:08:00Z"));
    door.set("2026-05-04T13:30:00Z");
    let runs = door.history();
    let times: Vec<i64> = runs.iter().map(|run| run["triggeredTimestamp"].as_i64().unwrap()).collect();
    assert_eq!(times, [seconds("2026-05-04T13:08:00Z"), seconds("2026-05-04T12:08:00Z")], "newest first");
    assert!(runs.iter().all(|run| run["executionStatus"] == "Complete"));
    let query = door.ok("GetScheduledQuery", json!({"identifier": "errors"}));
    assert_eq!(query["lastTriggeredTime"], seconds("2026-05-04T13:08:00Z"));
    assert_eq!(query["lastExecutionStatus"], "Complete");

    // Each asks of the hour before it, so that the second finds nothing.
    let (objects, events) = door.came_out();
    let id = runs[1]["queryId"].as_str().unwrap();
    assert_eq!((objects[0].bucket.as_str(), objects[0].key.as_str()), ("answers", format!("docks/{id}.json").as_str()));
    assert_eq!((objects[0].at, objects[0].role.as_deref()), (at("2026-05-04T12:08:00Z"), Some(ROLE)));
    assert_eq!(objects[0].bytes, br#"[{"status":"200","n":"1"},{"status":"500","n":"1"}]"#);
    assert_eq!(objects[1].bytes, b"[]");
    let delivered = json!([{"destinationType": "S3", "destinationIdentifier": "s3://answers/docks/", "status": "COMPLETE",
        "processedIdentifier": format!("s3://answers/docks/{id}.json")}]);
    assert_eq!(runs[1]["destinations"], delivered);

    let event: Value = serde_json::from_str(events[0].to_json().as_str()).unwrap();
    let detail = json!({"queryId": id, "queryString": "stats count(*) as n by status", "logGroupIdentifiers": ["g"],
        "status": "Complete", "startTime": seconds("2026-05-04T12:08:00Z"), "statistics": {"recordsMatched": 2,
        "recordsScanned": 2, "estimatedRecordsSkipped": 0, "bytesScanned": 28, "estimatedBytesSkipped": 0,
        "logGroupsScanned": 1, "resultCount": 2}});
    let expected = json!({"version": "0", "id": event["id"], "detail-type": "Scheduled Query Completed",
        "source": "aws.logs", "account": "111122223333", "time": "2026-05-04T12:08:00Z", "region": "us-east-1",
        "resources": [arn], "detail": detail});
    assert_eq!(event, expected);
    let found = door.ok("GetQueryResults", json!({"queryId": id}));
    assert_eq!((&found["status"], found["results"].as_array().unwrap().len()), (&json!("Complete"), 2));
}

#[test]
fn results_lead_back_to_no_events() {
    let mut door = Door::with_events();
    door.schedule(with("queryString", json!("fields status | sort status")));
    door.set("2026-05-04T12:08:00Z").history();
    assert_eq!(door.came_out().0[0].bytes, br#"[{"status":"200"},{"status":"500"}]"#);
}

#[test]
fn the_window_is_as_long_as_is_said() {
    for (offset, found) in [(json!(479), 0), (json!(480), 2), (Value::Null, 2)] {
        let mut door = Door::with_events();
        door.schedule(with("startTimeOffset", offset.clone()));
        door.set("2026-05-04T12:08:00Z").history();
        let bytes = door.came_out().0.remove(0).bytes;
        let rows: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(rows.len(), found, "{offset}");
    }
}

#[test]
fn the_window_ends_before_the_run_if_it_is_said() {
    for (offset, found) in [(480, 2), (481, 0)] {
        let mut door = Door::with_events();
        door.schedule(with("endTimeOffset", json!(offset)));
        door.set("2026-05-04T12:08:00Z").history();
        let rows: Vec<Value> = serde_json::from_slice(&door.came_out().0.remove(0).bytes).unwrap();
        assert_eq!(rows.len(), found, "{offset}");
    }
}

#[test]
fn the_calendar_is_that_of_the_zone() {
    let mut door = Door::open();
    let mut request = with("timezone", json!("Asia/Kolkata"));
    request["scheduleExpression"] = json!("cron(0 9 * * ? *)");
    door.schedule(request);
    let next = door.engine.scheduled_query("errors").unwrap();
    assert_eq!(next.next, Some(at("2026-05-05T03:30:00Z")));
    assert!(next.explain().ends_with("(Asia/Kolkata); runs next at 2026-05-05T03:30:00Z"), "{}", next.explain());
}

#[test]
fn it_runs_between_start_and_end() {
    let mut door = Door::open();
    let mut request = with("scheduleStartTime", json!(seconds("2026-05-04T14:08:00Z")));
    request["scheduleEndTime"] = json!(millis("2026-05-04T16:08:00Z"));
    door.schedule(request);
    door.set("2026-05-05T12:00:00Z");
    let times: Vec<Value> = door.history().iter().rev().map(|run| run["triggeredTimestamp"].clone()).collect();
    let expected = ["2026-05-04T14:08:00Z", "2026-05-04T15:08:00Z", "2026-05-04T16:08:00Z"].map(seconds);
    assert_eq!(times, expected);
    assert_eq!(door.engine.next_deadline(), None);
    let query = door.engine.scheduled_query("errors").unwrap();
    assert!(query.explain().ends_with("runs no more: it ends at 2026-05-04T16:08:00Z"));
}

#[test]
fn what_is_disabled_does_not_run() {
    let mut door = Door::open();
    door.schedule(with("state", json!("DISABLED")));
    assert!(door.set("2026-05-04T14:00:00Z").history().is_empty());
    let mut change = with("identifier", json!("errors"));
    change["state"] = json!("ENABLED");
    door.ok("UpdateScheduledQuery", change);
    assert_eq!(door.set("2026-05-04T15:00:00Z").history().len(), 1);
    for (state, names) in [("ENABLED", 1), ("DISABLED", 0)] {
        let listed = door.ok("ListScheduledQueries", json!({"state": state}));
        assert_eq!(listed["scheduledQueries"].as_array().unwrap().len(), names);
    }
}

#[test]
fn an_update_replaces_all_but_the_state() {
    let mut door = Door::open();
    door.ok("CreateLogGroup", json!({"logGroupName": "h"}));
    let mut first = with("state", json!("DISABLED"));
    first["description"] = json!("old");
    let arn = door.schedule(first);
    door.set("2026-05-04T12:30:00Z");
    let change = json!({"identifier": arn, "queryLanguage": "CWLI", "queryString": "fields @message",
        "logGroupIdentifiers": ["h"], "scheduleExpression": "cron(0 0 * * ? *)", "executionRoleArn": "r"});
    let expected = json!({"scheduledQueryArn": arn, "name": "errors", "queryLanguage": "CWLI",
        "queryString": "fields @message", "logGroupIdentifiers": ["h"], "scheduleExpression": "cron(0 0 * * ? *)",
        "executionRoleArn": "r", "state": "DISABLED", "creationTime": seconds(NOON),
        "lastUpdatedTime": seconds("2026-05-04T12:30:00Z")});
    assert_eq!(door.ok("UpdateScheduledQuery", change), expected);
    assert_eq!(door.ok("GetScheduledQuery", json!({"identifier": "errors"})), expected);
}

#[test]
fn what_is_deleted_is_gone() {
    let mut door = Door::open();
    let arn = door.schedule(request());
    assert_eq!(door.ok("DeleteScheduledQuery", json!({"identifier": arn})), json!({}));
    assert_eq!(door.engine.next_deadline(), None);
    let window = json!({"identifier": "errors", "startTime": 0, "endTime": 1});
    for (action, request) in [
        ("GetScheduledQuery", json!({"identifier": "errors"})),
        ("DeleteScheduledQuery", json!({"identifier": arn})),
        ("GetScheduledQueryHistory", window),
        ("UpdateScheduledQuery", with("identifier", json!("errors"))),
    ] {
        assert_eq!(door.refused(action, request), crate::door::missing("scheduled query"), "{action}");
    }
    door.schedule(request());
}

#[test]
fn a_run_takes_its_time() {
    let mut door = Door::with_events();
    door.engine = Engine::restore(door.engine.snapshot()).unwrap();
    door.engine = with_seconds(door.engine, 90);
    door.schedule(with("scheduleExpression", json!("cron(* * * * ? *)")));
    door.set("2026-05-04T12:02:00Z");
    let statuses = |runs: &[Value]| runs.iter().map(|run| run["executionStatus"].clone()).collect::<Vec<_>>();
    assert_eq!(statuses(&door.history()), ["Running", "Running"]);
    assert!(door.came_out().1.is_empty());
    door.set("2026-05-04T12:02:30Z");
    assert_eq!(statuses(&door.history()), ["Running", "Complete"]);
    let event = door.came_out().1.remove(0);
    assert_eq!(event.time, at("2026-05-04T12:02:30Z"));
    assert!(event.detail.as_str().contains(&format!("\"startTime\":{}", seconds("2026-05-04T12:01:00Z"))));

    // One that somebody stops has failed, and is not delivered.
    let running = door.history()[0]["queryId"].clone();
    door.ok("StopQuery", json!({"queryId": running}));
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    door.engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    door.set("2026-05-04T12:03:30Z");
    let stopped = door.history().into_iter().find(|run| run["queryId"] == running).unwrap();
    let expected = (&json!("Failed"), &json!("The query was cancelled."), &json!([]));
    assert_eq!((&stopped["executionStatus"], &stopped["errorMessage"], &stopped["destinations"]), expected);
    let (objects, events) = door.came_out();
    assert!(objects.is_empty());
    assert!(
        events[0].detail.as_str().contains(r#""status":"Failed""#) && !events[0].detail.as_str().contains("statistics")
    );
}

fn with_seconds(engine: Engine, query_seconds: u32) -> Engine {
    engine.with_policies(Policies { query_seconds, ..Policies::default() })
}

#[test]
fn a_run_is_given_up_after_an_hour() {
    let mut door = Door::open();
    door.engine = with_seconds(Engine::restore(door.engine.snapshot()).unwrap(), 3601);
    door.schedule(request());
    assert_eq!(door.set("2026-05-04T13:07:59Z").history()[0]["executionStatus"], "Running");
    let runs = door.set("2026-05-04T13:08:00Z").history();
    assert_eq!((&runs[0]["executionStatus"], &runs[1]["executionStatus"]), (&json!("Running"), &json!("Timeout")));
    let query = door.ok("GetQueryResults", json!({"queryId": runs[1]["queryId"]}));
    assert_eq!(query["status"], "Timeout");
}

#[test]
fn runs_fail_when_what_they_need_is_gone() {
    let mut door = Door::open();
    door.schedule(request());
    door.ok("DeleteLogGroup", json!({"logGroupName": "g"}));
    let run = door.set("2026-05-04T12:08:00Z").history().remove(0);
    assert_eq!((&run["executionStatus"], run.get("queryId")), (&json!("Failed"), None));
    assert_eq!(run["errorMessage"], "Log group 'g' does not exist for account ID '111122223333'");
    let event = door.came_out().1.remove(0);
    assert!(event.detail.as_str().starts_with(r#"{"queryString":"#), "no query, no id: {}", event.detail);
}

#[test]
fn what_is_not_checked_fails_later() {
    let mut door = Door::open();
    let policies = Policies { scheduled_queries_unchecked: true, ..Policies::default() };
    door.engine = Engine::restore(door.engine.snapshot()).unwrap().with_policies(policies);
    door.schedule(with("queryString", json!("sotr x")));
    let run = door.set("2026-05-04T12:08:00Z").history().remove(0);
    assert_eq!(run["executionStatus"], "InvalidQuery");
    assert_eq!(door.ok("GetScheduledQuery", json!({"identifier": "errors"}))["lastExecutionStatus"], "InvalidQuery");
}

#[test]
fn destinations_may_not_take_it() {
    let mut door = Door::with_events();
    door.engine.tell_buckets(at(NOON), Some(vec![Bucket::new("other")]));
    door.schedule(request());
    let run = door.set("2026-05-04T12:08:00Z").history().remove(0);
    let refused = json!([{"destinationType": "S3", "destinationIdentifier": "s3://answers/docks/", "status": "CLIENT_ERROR",
        "errorMessage": "The specified bucket does not exist: answers"}]);
    assert_eq!((&run["executionStatus"], &run["destinations"]), (&json!("Complete"), &refused));
    assert!(door.came_out().0.is_empty());

    // A bucket of another account is not among those that one knows.
    let key = "arn:aws:kms:us-east-1:444455556666:key/k";
    let mut change = with("identifier", json!("errors"));
    let s3 = &mut change["destinationConfiguration"]["s3Configuration"];
    (s3["ownerAccountId"], s3["kmsKeyId"]) = (json!("444455556666"), json!(key));
    door.ok("UpdateScheduledQuery", change);
    let run = door.set("2026-05-04T13:08:00Z").history().remove(0);
    assert_eq!(run["destinations"][0]["status"], "COMPLETE");
    let object = door.came_out().0.remove(0);
    assert_eq!((object.owner.unwrap().as_str(), object.kms_key.as_deref()), ("444455556666", Some(key)));

    door.engine.set_kms_key_state(door.now, &KmsKey::new(key).unwrap(), KmsKeyState::Disabled);
    let run = door.set("2026-05-04T14:08:00Z").history().remove(0);
    assert_eq!(run["destinations"][0]["status"], "CLIENT_ERROR");
}

#[test]
fn the_owner_tells_what_did_not_arrive() {
    let mut door = Door::with_events();
    door.schedule(request());
    let id = door.set("2026-05-04T12:08:00Z").history()[0]["queryId"].clone();
    door.engine.tell_scheduled_result_failed(door.now, id.as_str().unwrap(), "Access Denied");
    let delivered = &door.history()[0]["destinations"][0];
    assert_eq!((&delivered["status"], &delivered["errorMessage"]), (&json!("FAILED"), &json!("Access Denied")));
}

#[test]
fn histories_are_asked_by_time_and_status_and_page() {
    let mut door = Door::open();
    door.engine = Engine::restore(door.engine.snapshot())
        .unwrap()
        .with_limits(Limits { scheduled_query_executions: 5, ..Limits::default() });
    door.schedule(request());
    door.set("2026-05-04T18:30:00Z");
    assert_eq!(door.history().len(), 5, "the oldest are forgotten");
    let mut page = json!({"identifier": "errors", "startTime": seconds("2026-05-04T15:08:00Z"),
        "endTime": seconds("2026-05-04T18:08:00Z"), "executionStatuses": ["Complete", "Failed"], "maxResults": 3});
    let mut times = Vec::new();
    loop {
        let answer = door.ok("GetScheduledQueryHistory", page.clone());
        assert_eq!(answer["name"], "errors");
        times.extend(answer["triggerHistory"].as_array().unwrap().iter().map(|run| run["triggeredTimestamp"].clone()));
        let Some(token) = answer.get("nextToken") else { break };
        page["nextToken"] = token.clone();
    }
    assert_eq!(times, ["18", "17", "16", "15"].map(|hour| seconds(&format!("2026-05-04T{hour}:08:00Z"))));
    page["executionStatuses"] = json!(["Timeout"]);
    assert_eq!(door.refused("GetScheduledQueryHistory", page.clone()).1, "The specified nextToken is invalid.");
    page["nextToken"] = Value::Null;
    assert_eq!(door.ok("GetScheduledQueryHistory", page)["triggerHistory"], json!([]));
}

#[test]
fn names_come_in_order_page_by_page() {
    let mut door = Door::open();
    for name in ["c", "a", "b/1", "b#"] {
        door.schedule(with("name", json!(name)));
    }
    let (mut names, mut page) = (Vec::new(), json!({"maxResults": 3}));
    loop {
        let answer = door.ok("ListScheduledQueries", page.clone());
        names.extend(answer["scheduledQueries"].as_array().unwrap().iter().map(|query| query["name"].clone()));
        let Some(token) = answer.get("nextToken") else { break };
        page["nextToken"] = token.clone();
    }
    assert_eq!(names, ["a", "b#", "b/1", "c"]);
}

#[test]
fn they_have_tags() {
    let mut door = Door::open();
    let arn = door.schedule(with("tags", json!({"team": "docks"})));
    door.ok("TagResource", json!({"resourceArn": arn, "tags": {"kind": "report"}}));
    let tags = |door: &mut Door| door.ok("ListTagsForResource", json!({"resourceArn": arn}))["tags"].clone();
    assert_eq!(tags(&mut door), json!({"team": "docks", "kind": "report"}));
    door.ok("UntagResource", json!({"resourceArn": arn, "tagKeys": ["team"]}));
    assert_eq!(tags(&mut door), json!({"kind": "report"}));
    door.ok("DeleteScheduledQuery", json!({"identifier": "errors"}));
    let gone = door.refused("ListTagsForResource", json!({"resourceArn": arn}));
    assert_eq!(gone, crate::door::missing("resource"));
}

#[test]
fn refusals() {
    let mut door = Door::open();
    door.schedule(with("name", json!("there")));
    assert_eq!(door.refused("CreateScheduledQuery", with("name", json!("there"))).0, "ConflictException");
    let no_group = door.refused("CreateScheduledQuery", with("logGroupIdentifiers", json!(["none"])));
    assert_eq!(no_group.0, "ResourceNotFoundException");
    let s3 = |uri: &str| json!({"s3Configuration": {"destinationIdentifier": uri, "roleArn": ROLE}});
    for (name, value, part) in [
        ("name", json!("a b"), "failed to satisfy constraint"),
        ("queryLanguage", json!("SQL"), "The query language SQL is not supported."),
        ("queryLanguage", json!("KQL"), "enum value set"),
        ("queryString", json!("sotr x"), "there is no command sotr"),
        ("queryString", json!(""), ""),
        ("scheduleExpression", json!("cron(71 * * * ? *)"), "`71` is not a minute"),
        ("scheduleExpression", json!("rate(5 minutes)"), "is no cron expression"),
        ("scheduleExpression", json!("at(2026-05-04T12:00:00)"), "not a schedule"),
        ("timezone", json!("Asia/Atlantis"), "is not a time zone"),
        ("startTimeOffset", json!(0), "1 or more are accepted"),
        ("endTimeOffset", json!(3600), "0 to 3599 are accepted"),
        ("endTimeOffset", json!(-1), "0 to 3599 are accepted"),
        ("destinationConfiguration", s3("answers"), "failed to satisfy constraint"),
        ("destinationConfiguration", json!({}), "must not be null"),
        ("scheduleEndTime", json!(0), "ends before it starts"),
        ("executionRoleArn", Value::Null, "must not be null"),
        ("tags", json!({"a!": "b"}), "are accepted"),
        ("logGroupIdentifiers", Value::Null, "must be specified"),
    ] {
        let mut request = with(name, value);
        request["scheduleStartTime"] = json!(1);
        let (code, text) = door.refused("CreateScheduledQuery", request);
        assert!(code == "ValidationException" && text.contains(part), "{name}: {code} {text}");
    }
    let backwards = json!({"identifier": "there", "startTime": 2, "endTime": 1});
    assert_eq!(door.refused("GetScheduledQueryHistory", backwards).0, "ValidationException");
    assert_eq!(door.refused("ListScheduledQueries", json!({"state": "OFF"})).0, "ValidationException");

    door.engine = Engine::new(place(), 0).with_limits(Limits { scheduled_queries: 0, ..Limits::default() });
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    assert_eq!(door.refused("CreateScheduledQuery", request()).0, "ServiceQuotaExceededException");
}

#[test]
fn decisions_can_be_changed() {
    let mut door = Door::open();
    let policies = Policies { scheduled_queries_by_rate: true, scheduled_query_millis: true, ..Policies::default() };
    door.engine = Engine::restore(door.engine.snapshot()).unwrap().with_policies(policies);
    door.schedule(with("scheduleExpression", json!("rate(5 minutes)")));
    let run = door.set("2026-05-04T12:05:00Z").history().remove(0);
    assert_eq!(run["triggeredTimestamp"], millis("2026-05-04T12:05:00Z"));
}
