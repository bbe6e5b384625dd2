//! Export tasks: section 11 of the reference.

use std::io::Read;

use cupola_logs::{Bucket, BucketEncryption, Engine, ExportedObject, Limits, Output, Policies};
use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::door::{Door, NOON, at, millis, missing, place, put};

fn export() -> Value {
    json!({"logGroupName": "g", "from": millis(NOON), "to": millis("2026-05-04T12:00:10Z"), "destination": "archive"})
}

impl Door {
    fn export(&mut self, request: Value) -> String {
        self.ok("CreateExportTask", request)["taskId"].as_str().unwrap().to_owned()
    }

    fn status(&mut self, task: &str) -> String {
        let found = self.ok("DescribeExportTasks", json!({"taskId": task}));
        found["exportTasks"][0]["status"]["code"].as_str().unwrap().to_owned()
    }

    fn objects(&mut self) -> Vec<ExportedObject> {
        let outputs = self.engine.drain().into_iter();
        outputs.filter_map(|output| if let Output::Object(object) = output { Some(object) } else { None }).collect()
    }
}

fn text(object: &ExportedObject) -> String {
    let mut text = String::new();
    GzDecoder::new(&object.bytes[..]).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn files_lie_where_the_guide_says() {
    let mut door = Door::open();
    for stream in ["a/b", "a-b", "other", "a/late"] {
        door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": stream}));
    }
    door.set("2026-05-04T12:00:20Z");
    door.ok(
        "PutLogEvents",
        put("a/b", &[("2026-05-04T11:59:59.999Z", "early"), (NOON, "one\ttab"), ("2026-05-04T12:00:10Z", "last")]),
    );
    door.ok("PutLogEvents", put("a-b", &[("2026-05-04T12:00:00.250Z", "two")]));
    door.ok("PutLogEvents", put("a/late", &[("2026-05-04T12:00:10.001Z", "late")]));
    door.ok("PutLogEvents", put("other", &[(NOON, "other")]));
    let mut request = export();
    request["logStreamNamePrefix"] = "a".into();
    request["destinationPrefix"] = "x/y".into();
    let task = door.export(request);
    let first = door.objects();
    assert_eq!((first[0].key.as_str(), first[0].bucket.as_str()), ("x/y/aws-logs-write-test", "archive"));
    assert_eq!(first[0].bytes, b"Permission Check Successful");

    let objects = {
        door.set("2026-05-04T13:00:20Z").status(&task);
        door.objects()
    };
    let found: Vec<(String, String)> = objects.iter().map(|object| (object.key.clone(), text(object))).collect();
    let key = |number: usize| format!("x/y/{task}/a-b/{number:06}.gz");
    let expected = [
        (key(0), "2026-05-04T12:00:00.250Z two\n".to_owned()),
        (key(1), "2026-05-04T12:00:00.000Z one\ttab\n2026-05-04T12:00:10.000Z last\n".to_owned()),
    ];
    assert_eq!(found, expected);
    assert!(objects.iter().all(|object| object.at == at("2026-05-04T13:00:20Z") && object.task == task));
}

#[test]
fn long_streams_are_several_files() {
    let mut door = Door::open();
    door.engine = Engine::new(place(), 0).with_limits(Limits { export_file_bytes: 60, ..Limits::default() });
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
    let long = "x".repeat(100);
    door.put(&[(NOON, "a"), (NOON, "b"), (NOON, &long), (NOON, "c")]);
    let task = door.export(export());
    door.set("2026-05-04T13:00:00Z").status(&task);
    let objects = door.objects();
    let lines: Vec<usize> = objects[1..].iter().map(|object| text(object).lines().count()).collect();
    assert_eq!(lines, [2, 1, 1]);
    assert!(objects[3].key.ends_with("/000002.gz"));
}

#[test]
fn a_task_is_pending_runs_and_completes() {
    let mut door = Door::open();
    let task = door.export(export());
    assert_eq!(door.status(&task), "PENDING");
    assert_eq!(door.set("2026-05-04T12:01:00Z").status(&task), "RUNNING");
    assert_eq!(door.set("2026-05-04T12:59:59Z").status(&task), "RUNNING");
    assert_eq!(door.set("2026-05-04T13:00:00Z").status(&task), "COMPLETED");
    let found = door.ok("DescribeExportTasks", json!({}));
    let expected = json!({"taskId": task, "logGroupName": "g", "from": millis(NOON), "to": millis("2026-05-04T12:00:10Z"),
        "destination": "archive", "destinationPrefix": "exportedlogs",
        "status": {"code": "COMPLETED", "message": "Completed successfully"},
        "executionInfo": {"creationTime": millis(NOON), "completionTime": millis("2026-05-04T13:00:00Z")}});
    assert_eq!(found, json!({"exportTasks": [expected]}));
    assert_eq!(door.refused("CancelExportTask", json!({"taskId": task})).0, "InvalidOperationException");

    door.engine = Engine::new(place(), 0).with_policies(Policies { export_minutes: 0, ..Policies::default() });
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    let task = door.export(export());
    assert_eq!(door.status(&task), "COMPLETED", "at once, if one wants");
}

#[test]
fn what_is_cancelled_writes_nothing_more() {
    let mut door = Door::open();
    door.put(&[(NOON, "a")]);
    let task = door.export(export());
    door.ok("CancelExportTask", json!({"taskId": task}));
    assert_eq!(door.status(&task), "PENDING_CANCEL");
    assert_eq!(door.refused("CreateExportTask", export()).0, "LimitExceededException");
    assert_eq!(door.set("2026-05-04T12:01:00Z").status(&task), "CANCELLED");
    door.set("2026-05-04T14:00:00Z").export(export());
    assert_eq!(door.objects().len(), 2, "both test files");
    let listed = door.ok("DescribeExportTasks", json!({"statusCode": "CANCELLED"}));
    assert_eq!(listed["exportTasks"][0]["taskId"], json!(task));
}

#[test]
fn newest_first_page_by_page() {
    let mut door = Door::open();
    let mut names = Vec::new();
    for hour in 12..16 {
        let mut request = export();
        request["taskName"] = format!("t{hour}").into();
        door.set(&format!("2026-05-04T{hour}:00:00Z")).export(request);
    }
    let mut page = json!({"limit": 3});
    loop {
        let listed = door.ok("DescribeExportTasks", page.clone());
        names.extend(listed["exportTasks"].as_array().unwrap().iter().map(|task| task["taskName"].clone()));
        let Some(token) = listed.get("nextToken") else { break };
        page["nextToken"] = token.clone();
    }
    assert_eq!(names, ["t15", "t14", "t13", "t12"]);
}

#[test]
fn what_is_gone_fails_the_task() {
    let mut door = Door::open();
    let task = door.export(export());
    door.ok("DeleteLogGroup", json!({"logGroupName": "g"}));
    assert_eq!(door.set("2026-05-04T13:00:00Z").status(&task), "FAILED");
}

#[test]
fn refusals() {
    let mut door = Door::open();
    let kms = Bucket::new("secret").with_encryption(BucketEncryption::SseKms);
    door.engine.tell_buckets(at(NOON), Some(vec![Bucket::new("archive"), kms]));
    let to = |bucket: &str| {
        let mut request = export();
        request["destination"] = bucket.into();
        request
    };
    assert_eq!(
        door.refused("CreateExportTask", to("none")).1,
        "The given bucket does not exist. Please make sure the bucket is valid."
    );
    assert_eq!(door.refused("CreateExportTask", to("secret")).0, "InvalidParameterException");
    assert_eq!(door.refused("CancelExportTask", json!({"taskId": "x"})), missing("export task"));
    door.ok("CreateLogGroup", json!({"logGroupName": "ia", "logGroupClass": "INFREQUENT_ACCESS"}));
    let mut request = export();
    request["logGroupName"] = "ia".into();
    assert_eq!(door.refused("CreateExportTask", request).0, "InvalidOperationException");
    door.export(to("archive"));
}
