//! The endpoint's own paths.
#![allow(clippy::unwrap_used, reason = "tests")]

use cupola_endpoint::ClockMode;
use serde_json::{Value, json};

use crate::support::{Endpoint, START};

#[test]
fn the_clock_moves_forward_only_and_on_request_only() {
    let endpoint = Endpoint::start();
    let now = || endpoint.request("GET", "/_cupola/clock", &[], b"").json();
    assert_eq!(now(), json!({"now": START}));
    assert_eq!(endpoint.advance_to("2026-05-04T08:01:00+02:00").json(), json!({"now": "2026-05-04T06:01:00Z"}));
    assert_eq!(endpoint.advance_to(START).status, 409);
    assert_eq!(endpoint.advance_to("9999-01-01T00:00:00Z").status, 409);
    assert_eq!(endpoint.advance_to("tomorrow").status, 400);
    assert_eq!(endpoint.request("PUT", "/_cupola/clock", &[], b"{}").status, 400);
    assert_eq!(endpoint.request("DELETE", "/_cupola/clock", &[], b"").status, 405);
    assert_eq!(endpoint.request("GET", "/_cupola/nothing", &[], b"").status, 404);
    assert_eq!(now(), json!({"now": "2026-05-04T06:01:00Z"}));
}

#[test]
fn the_machines_clock_cannot_be_set() {
    let endpoint = Endpoint::start_with(|settings| settings.with_clock(ClockMode::System));
    assert_eq!(endpoint.advance_to("2999-01-01T00:00:00Z").status, 409);
    let now = endpoint.request("GET", "/_cupola/clock", &[], b"").json();
    assert!(now["now"].as_str().unwrap() > "2026-01-01", "{now}");
}

#[test]
fn a_reset_forgets_everything() {
    let endpoint = Endpoint::start();
    let create = || endpoint.json("logs", "Logs_20140328.CreateLogGroup", r#"{"logGroupName":"app"}"#).status;
    for path in ["/_cupola/reset", "/moto-api/reset"] {
        assert_eq!((create(), create()), (200, 400));
        endpoint.advance_to("2026-05-04T07:00:00Z");
        assert_eq!(endpoint.request("POST", path, &[], b"").json(), json!({"status": "ok"}));
        assert_eq!(endpoint.request("GET", "/_cupola/clock", &[], b"").json()["now"], START);
    }
    assert_eq!(create(), 200);
}

#[test]
fn pages_of_other_sites_cannot_reset_it() {
    let endpoint = Endpoint::start();
    endpoint.advance_to("2026-05-04T07:00:00Z");
    let reset = |site| endpoint.request("POST", "/_cupola/reset", &[("Sec-Fetch-Site", site)], b"").status;
    assert_eq!((reset("cross-site"), reset("same-site")), (403, 403));
    assert_eq!(endpoint.request("GET", "/_cupola/clock", &[], b"").json()["now"], "2026-05-04T07:00:00Z");
    assert_eq!((reset("same-origin"), reset("none")), (200, 200));
    assert_eq!(endpoint.request("GET", "/_cupola/clock", &[], b"").json()["now"], START);
}

#[test]
fn what_leaves_is_kept_for_reading() {
    let endpoint = Endpoint::start_with(|settings| settings.with_most_deliveries(2));
    let call = |service: &str, target: &str, body: Value| {
        let answer = endpoint.json(service, target, &body.to_string());
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    let pattern = json!({"source": ["shop"]}).to_string();
    call("events", "AWSEvents.PutRule", json!({"Name": "orders", "EventPattern": pattern}));
    let arn = "arn:aws:sqs:us-east-1:123456789012:orders";
    call("events", "AWSEvents.PutTargets", json!({"Rule": "orders", "Targets": [{"Id": "1", "Arn": arn}]}));
    for number in 1..=3 {
        let detail = json!({"number": number}).to_string();
        let entry = json!({"Source": "shop", "DetailType": "order", "Detail": detail});
        assert_eq!(call("events", "AWSEvents.PutEvents", json!({"Entries": [entry]}))["FailedEntryCount"], 0);
    }
    let kept = endpoint.request("GET", "/_cupola/deliveries", &[], b"").json();
    assert_eq!((&kept["forgotten"], &kept["lost"]), (&json!(1), &json!([])));
    let deliveries = kept["deliveries"].as_array().unwrap();
    let numbers: Vec<_> = deliveries.iter().map(|delivery| delivery["payload"]["detail"]["number"].clone()).collect();
    assert_eq!(numbers, [2, 3]);
    assert_eq!(deliveries[0]["target"], arn);
    assert_eq!(deliveries[0]["at"], START);
    assert_eq!((&deliveries[0]["account"], &deliveries[0]["region"]), (&json!("123456789012"), &json!("us-east-1")));
    assert!(deliveries[0]["cause"].as_str().unwrap().contains("orders"), "{kept}");
}

/// A pipe from a queue to a topic.
fn make_pipe(endpoint: &Endpoint, queue: &str, source: Value) {
    let pipe = json!({"Source": queue, "SourceParameters": source, "Target": "arn:aws:sns:us-east-1:123456789012:large",
        "RoleArn": "arn:aws:iam::123456789012:role/r"});
    let signed = [("Authorization", &*crate::support::signed("pipes"))];
    let made = endpoint.request("POST", "/v1/pipes/large", &signed, pipe.to_string().as_bytes());
    assert_eq!(made.status, 200, "{made:?}");
}

/// What becomes of messages with these numbers.
fn hand_in(endpoint: &Endpoint, queue: &str, numbers: &[i64]) -> Value {
    let message = |n: &i64| json!({"messageId": n.to_string(), "body": json!({"n": n}).to_string()});
    let records = json!({"source": queue, "records": numbers.iter().map(message).collect::<Vec<_>>()});
    endpoint.request("POST", "/_cupola/pipes", &[], records.to_string().as_bytes()).json()
}

#[test]
fn a_pipe_goes_on_when_what_it_sent_is_kept() {
    let endpoint = Endpoint::start();
    let queue = "arn:aws:sqs:us-east-1:123456789012:orders.fifo";
    make_pipe(&endpoint, queue, json!({"SqsQueueParameters": {"BatchSize": 1}}));
    // Of one group one message after the other.
    assert_eq!(hand_in(&endpoint, queue, &[1, 2, 3])["taken"], 3);
    let kept = endpoint.request("GET", "/_cupola/deliveries", &[], b"").json();
    let ids: Vec<_> = kept["deliveries"].as_array().unwrap().iter().map(|one| &one["payload"]["messageId"]).collect();
    assert_eq!(ids, ["1", "2", "3"]);
}

#[test]
fn what_pipes_tell_is_kept_for_reading() {
    let endpoint = Endpoint::start_with(|settings| settings.with_most_deliveries(2));
    let queue = "arn:aws:sqs:us-east-1:123456789012:orders";
    let pattern = json!({"body": {"n": [2, 3]}}).to_string();
    make_pipe(&endpoint, queue, json!({"FilterCriteria": {"Filters": [{"Pattern": pattern}]}}));
    assert_eq!(hand_in(&endpoint, queue, &[1, 2]), json!({"taken": 1, "filtered": 1, "left": 0}));
    let told = |what: &str, id: &str| {
        let news = json!({what: [{"id": id, "receipt_handle": null}]});
        json!({"at": START, "account": "123456789012", "region": "us-east-1", "pipe": "large", "source": queue, "news": news})
    };
    let kept = || endpoint.request("GET", "/_cupola/deliveries", &[], b"").json()["pipes"].clone();
    assert_eq!(kept(), json!([told("Filtered", "1"), told("Done", "2")]));
    hand_in(&endpoint, queue, &[3]);
    assert_eq!(kept(), json!([told("Done", "2"), told("Done", "3")]), "the oldest made room");
    let page = endpoint.request("GET", "/", &[], b"");
    let line = format!("pipe large: 1 records of {queue} are done");
    assert_eq!(page.text().matches(&line).count(), 2, "{}", page.text());
}

#[test]
fn health_names_the_services() {
    let health = Endpoint::start().request("GET", "/_cupola/health", &[], b"").json();
    let services = [
        "monitoring",
        "logs",
        "events",
        "scheduler",
        "pipes",
        "synthetics",
        "schemas",
        "xray",
        "cloudtrail",
        "cloudtrail-data",
    ];
    let services = json!(services);
    assert_eq!(health["services"], services);
}
