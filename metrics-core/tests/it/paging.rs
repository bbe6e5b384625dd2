//! Pages: together they are the whole, whatever happens between them, and a token belongs to its
//! request.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_base::{ApiError, Caller, Place};
use cupola_metrics::{Engine, Limits, Timestamp};
use serde_json::{Value, json};

struct Door {
    engine: Engine,
    caller: Caller,
    now: Timestamp,
}

impl Door {
    fn new() -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let limits = Limits { metrics_per_page: 2, ..Limits::default() };
        let (engine, caller) = (Engine::new(place.clone(), 0).with_limits(limits), Caller::root(place));
        Self { engine, caller, now: Timestamp::parse("2026-05-04T06:00:00Z").unwrap() }
    }

    fn call(&mut self, action: &str, request: &Value) -> Result<Value, ApiError> {
        let answer = self.engine.call(self.now, &self.caller, action, &request.to_string())?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    /// All pages of a request; `between` happens after each.
    fn pages(&mut self, action: &str, request: &Value, mut between: impl FnMut(&mut Self, usize)) -> Vec<Value> {
        let mut pages = Vec::new();
        let mut request = request.clone();
        loop {
            let page = self.call(action, &request).unwrap();
            request["NextToken"] = page["NextToken"].clone();
            let last = page["NextToken"].is_null();
            pages.push(page);
            assert!(pages.len() < 100, "pages end");
            if last {
                return pages;
            }
            between(self, pages.len());
            self.now = self.now.plus_secs(1);
        }
    }

    fn put(&mut self, names: &[&str]) {
        let data: Vec<Value> = names.iter().map(|name| json!({"MetricName": name, "Value": 1})).collect();
        self.call("PutMetricData", &json!({"Namespace": "N", "MetricData": data})).unwrap();
    }

    fn put_alarm(&mut self, name: &str) {
        let request = json!({
            "AlarmName": name, "Namespace": "N", "MetricName": "m", "Statistic": "Sum", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
        });
        self.call("PutMetricAlarm", &request).unwrap();
    }
}

fn items(pages: &[Value], list: &str, member: &str) -> Vec<String> {
    let all = pages.iter().flat_map(|page| page[list].as_array().unwrap());
    all.map(|item| item[member].as_str().unwrap().to_owned()).collect()
}

fn is_refused(answer: Result<Value, ApiError>) -> bool {
    answer.is_err_and(|error| error.code == "InvalidNextToken")
}

/// `ListMetrics` and `ListDashboards` have no error for tokens alone.
fn is_refused_as_a_value(answer: Result<Value, ApiError>) -> bool {
    answer.is_err_and(|error| error.code == "InvalidParameterValueException")
}

#[test]
fn metrics_come_once_each() {
    let mut door = Door::new();
    door.put(&["a", "c", "e", "g", "i"]);
    let pages = door.pages("ListMetrics", &json!({"Namespace": "N"}), |door, page| {
        if page == 1 {
            door.put(&["b", "c"]);
        }
    });
    assert_eq!(items(&pages, "Metrics", "MetricName"), ["a", "c", "e", "g", "i"]);
    assert_eq!(pages.len(), 3);
}

#[test]
fn pages_are_those_of_the_instant_at_which_paging_began() {
    let mut door = Door::new();
    door.put(&["z1"]);
    door.now = door.now.plus_secs(15 * 86_400);
    door.put(&["a", "b", "c", "d", "e"]);
    let pages = door.pages("ListMetrics", &json!({}), |door, _| door.now = door.now.plus_secs(8 * 86_400));
    assert_eq!(items(&pages, "Metrics", "MetricName"), ["a", "b", "c", "d", "e"]);
}

#[test]
fn alarms_come_once_each() {
    let mut door = Door::new();
    ["b", "d", "f", "h", "x1"].iter().for_each(|name| door.put_alarm(name));
    let pages = door.pages("DescribeAlarms", &json!({"MaxRecords": 2}), |door, page| {
        if page == 1 {
            door.put_alarm("a");
            door.call("DeleteAlarms", &json!({"AlarmNames": ["d"]})).unwrap();
        }
    });
    assert_eq!(items(&pages, "MetricAlarms", "AlarmName"), ["b", "d", "f", "h", "x1"]);
    let named = json!({"AlarmNames": ["h", "b", "none", "h"], "MaxRecords": 1});
    assert_eq!(items(&door.pages("DescribeAlarms", &named, |_, _| {}), "MetricAlarms", "AlarmName"), ["b", "h"]);
    let prefixed = door.pages("DescribeAlarms", &json!({"AlarmNamePrefix": "x"}), |_, _| {});
    assert_eq!(items(&prefixed, "MetricAlarms", "AlarmName"), ["x1"]);
    let composite = json!({"AlarmTypes": ["CompositeAlarm"]});
    assert_eq!(door.call("DescribeAlarms", &composite).unwrap(), json!({"CompositeAlarms": [], "MetricAlarms": []}));
}

#[test]
fn history_comes_once_in_both_directions() {
    let mut door = Door::new();
    let names = ["a", "b", "c", "d", "e"];
    names.iter().for_each(|name| door.put_alarm(name));
    for (scan_by, newest_first) in [("TimestampDescending", true), ("TimestampAscending", false)] {
        let request = json!({"MaxRecords": 2, "ScanBy": scan_by, "EndDate": "2026-05-04T06:00:00Z"});
        let pages =
            door.pages("DescribeAlarmHistory", &request, |door, page| door.put_alarm(&format!("{scan_by}{page}")));
        let mut wanted = names.to_vec();
        if newest_first {
            wanted.reverse();
        }
        let mut got = items(&pages, "AlarmHistoryItems", "AlarmName");
        got.retain(|name| names.contains(&name.as_str()));
        assert_eq!(got, wanted);
    }
}

#[test]
fn data_come_once_and_say_where_they_are_cut() {
    let mut door = Door::new();
    let start = door.now;
    for minute in 0..7 {
        door.now = start.plus_secs(60 * minute);
        door.put(if minute % 2 == 0 { &["a", "b"] } else { &["a"] });
    }
    door.now = start.plus_secs(600);
    let query = |name: &str| json!({"Id": name, "MetricStat": {"Metric": {"Namespace": "N", "MetricName": name}, "Period": 60, "Stat": "Sum"}});
    for scan_by in ["TimestampDescending", "TimestampAscending"] {
        let whole = json!({
            "MetricDataQueries": [query("a"), query("none"), query("b")], "ScanBy": scan_by,
            "StartTime": start.as_secs_f64(), "EndTime": start.plus_secs(600).as_secs_f64(),
        });
        let one = door.call("GetMetricData", &whole).unwrap();
        let values = |pages: &[Value], id: &str| -> Vec<f64> {
            let results = pages.iter().flat_map(|page| page["MetricDataResults"].as_array().unwrap());
            let of_id = results.filter(|result| result["Id"] == id);
            of_id.flat_map(|result| result["Timestamps"].as_array().unwrap()).map(|at| at.as_f64().unwrap()).collect()
        };
        for most in 1..=12 {
            let mut request = whole.clone();
            request["MaxDatapoints"] = json!(most);
            let pages = door.pages("GetMetricData", &request, |_, _| {});
            assert_eq!(pages.len(), 11usize.div_ceil(most), "{most}");
            for id in ["a", "b", "none"] {
                assert_eq!(values(&pages, id), values(std::slice::from_ref(&one), id), "{most} {id}");
            }
        }
        let mut request = whole.clone();
        request["MaxDatapoints"] = json!(3);
        let cut = door.call("GetMetricData", &request).unwrap();
        assert_eq!(cut["MetricDataResults"].as_array().unwrap().len(), 1);
        assert_eq!(cut["MetricDataResults"][0]["StatusCode"], "PartialData");
        assert_eq!(
            one["MetricDataResults"][1],
            json!({
                "Id": "none", "Label": "none", "Timestamps": [], "Values": [], "StatusCode": "Complete",
            })
        );
    }
}

#[test]
fn a_token_belongs_to_its_request() {
    let mut door = Door::new();
    door.put(&["a", "c", "e"]);
    let token = door.call("ListMetrics", &json!({"Namespace": "N"})).unwrap()["NextToken"].clone();
    assert!(door.call("ListMetrics", &json!({"Namespace": "N", "NextToken": token})).is_ok());
    assert!(is_refused_as_a_value(door.call("ListMetrics", &json!({"NextToken": token}))));
    assert!(is_refused_as_a_value(door.call("ListDashboards", &json!({"NextToken": token}))));
    assert!(is_refused(door.call("ListMetricStreams", &json!({"NextToken": token}))));
    assert!(is_refused(door.call("DescribeAlarms", &json!({"NextToken": token}))));
    assert!(is_refused(door.call("DescribeAlarmHistory", &json!({"NextToken": "x"}))));
}

/// The run at which a page ended is kept no more when the next is asked for: what came before it is not told again.
#[test]
fn runs_that_are_forgotten_between_pages_bring_none_back() {
    let mut door = Door::new();
    let mut call = |hours: i64, action: &str, request: Value| -> Value {
        let at = door.now.plus_secs(3600 * hours);
        let answer = door.engine.call_synthetics(at, &door.caller, action, &request.to_string()).unwrap();
        serde_json::from_str(&answer).unwrap()
    };
    let create = json!({
        "Name": "shop", "Code": {"S3Bucket": "scripts", "S3Key": "shop.zip", "Handler": "index.handler"},
        "ArtifactS3Location": "s3://results/shop", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/c",
        "Schedule": {"Expression": "rate(1 hour)"}, "RuntimeVersion": "syn-nodejs-puppeteer-9.1",
        "SuccessRetentionPeriodInDays": 1, "FailureRetentionPeriodInDays": 1,
    });
    call(0, "CreateCanary", create);
    call(0, "StartCanary", json!({"Name": "shop"}));
    let starts = |page: &Value| -> Vec<f64> {
        let runs = page["CanaryRuns"].as_array().unwrap().iter();
        runs.map(|run| run["Timeline"]["Started"].as_f64().unwrap()).collect()
    };
    for (hours, has_rest) in [(0, true), (1, true), (12, false)] {
        let mut request = json!({"Name": "shop", "MaxResults": 20});
        let first = call(100, "GetCanaryRuns", request.clone());
        let last = starts(&first)[19];
        request["NextToken"] = first["NextToken"].clone();
        let second = starts(&call(100 + hours, "GetCanaryRuns", request));
        assert!(second.iter().all(|start| *start < last) && second.is_empty() != has_rest, "{hours}: {second:?}");
    }
}
