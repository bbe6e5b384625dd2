//! Deliveries that are sent to another endpoint.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests, with a server of their own")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::net::TcpSocket;

use crate::support::Endpoint;
use crate::support::program::Folder;

/// A request as it arrived: line, headers in lower case, body.
#[derive(Debug)]
struct Arrived {
    line: String,
    headers: String,
    body: String,
}

/// Another endpoint: it answers the nth request with the nth answer, and the rest with 200.
fn other(answers: Vec<(u16, &'static str)>) -> (SocketAddr, Receiver<Arrived>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, (sender, arrived)) = (listener.local_addr().unwrap(), channel());
    thread::spawn(move || {
        let mut answers = answers.into_iter();
        for stream in listener.incoming() {
            let (status, body) = answers.next().unwrap_or((200, "{}"));
            if sender.send(answer(stream.unwrap(), status, body)).is_err() {
                break;
            }
        }
    });
    (address, arrived)
}

fn answer(stream: TcpStream, status: u16, body: &str) -> Arrived {
    let mut reader = BufReader::new(stream);
    let (mut line, mut headers, mut length) = (String::new(), String::new(), 0);
    reader.read_line(&mut line).unwrap();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        if header == "\r\n" {
            break;
        }
        let header = header.to_ascii_lowercase();
        length = header.strip_prefix("content-length: ").map_or(length, |text| text.trim().parse().unwrap());
        headers += &header;
    }
    let mut read = vec![0; length];
    reader.read_exact(&mut read).unwrap();
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    reader.get_mut().write_all(format!("{head}{body}").as_bytes()).unwrap();
    Arrived { line: line.trim().into(), headers, body: String::from_utf8(read).unwrap() }
}

fn next(arrived: &Receiver<Arrived>) -> Arrived {
    arrived.recv_timeout(Duration::from_secs(60)).expect("something arrives")
}

fn call(endpoint: &Endpoint, target: &str, body: &Value) {
    let answer = endpoint.json("events", target, &body.to_string());
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// A rule that sends what the shop says.
fn rule(endpoint: &Endpoint, targets: &Value) {
    call(endpoint, "AWSEvents.PutRule", &json!({"Name": "orders", "EventPattern": "{\"source\":[\"shop\"]}"}));
    call(endpoint, "AWSEvents.PutTargets", &json!({"Rule": "orders", "Targets": targets}));
}

fn order(endpoint: &Endpoint) {
    let entry = json!({"Source": "shop", "DetailType": "order", "Detail": "{\"n\":1}"});
    call(endpoint, "AWSEvents.PutEvents", &json!({"Entries": [entry]}));
}

fn start(to: SocketAddr) -> Endpoint {
    Endpoint::start_with(|settings| settings.with_deliver_to(format!("http://{to}").parse().unwrap()))
}

/// Waits until the newest delivery went in this way.
fn outcome(endpoint: &Endpoint, expected: &str) -> Value {
    let begun = Instant::now();
    loop {
        let kept = endpoint.request("GET", "/_cupola/deliveries", &[], b"").json();
        let newest = kept["deliveries"].as_array().unwrap().last().cloned().unwrap_or_default();
        if newest["outcome"].as_str().is_some_and(|outcome| outcome.contains(expected)) {
            return newest;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "no `{expected}` in {kept}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_fails_for_now_arrives_later_on_the_clock() {
    let (to, arrived) = other(vec![(503, "<html>")]);
    let endpoint = start(to);
    rule(&endpoint, &json!([{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:orders"}]));
    order(&endpoint);
    let first = next(&arrived);
    assert_eq!(first.line, "POST / HTTP/1.1");
    assert!(first.headers.contains("x-amz-target: amazonsqs.sendmessage"), "{}", first.headers);
    let message: Value = serde_json::from_str(&first.body).unwrap();
    assert_eq!(message["QueueUrl"], format!("http://{to}/123456789012/orders"));
    let event: Value = serde_json::from_str(message["MessageBody"].as_str().unwrap()).unwrap();
    assert_eq!((&event["source"], &event["detail"]), (&json!("shop"), &json!({"n": 1})));
    let failed = outcome(&endpoint, "failed for now (INTERNAL_ERROR: HTTP 503)");
    assert!(arrived.try_recv().is_err(), "time stands still");
    endpoint.advance_to("2026-05-04T06:10:00Z");
    assert_eq!(next(&arrived).body, first.body);
    let delivered = outcome(&endpoint, "delivered");
    assert_eq!((&delivered["id"], &delivered["attempt"]), (&failed["id"], &json!(2)));
}

#[test]
fn what_fails_for_good_becomes_a_dead_letter() {
    let (to, arrived) = other(vec![(404, r#"{"__type":"ResourceNotFoundException"}"#)]);
    let endpoint = start(to);
    let queue = "arn:aws:sqs:us-east-1:123456789012:dead";
    let function = "arn:aws:lambda:us-east-1:123456789012:function:gone";
    rule(&endpoint, &json!([{"Id": "1", "Arn": function, "DeadLetterConfig": {"Arn": queue}}]));
    order(&endpoint);
    let invoked = next(&arrived);
    assert!(invoked.line.starts_with("POST /2015-03-31/functions/arn%3Aaws%3Alambda"), "{}", invoked.line);
    assert!(invoked.headers.contains("x-amz-invocation-type: event"));
    let letter: Value = serde_json::from_str(&next(&arrived).body).unwrap();
    let attributes = &letter["MessageAttributes"];
    assert_eq!(attributes["ERROR_CODE"]["StringValue"], "NO_RESOURCE");
    assert_eq!(attributes["TARGET_ARN"]["StringValue"], function);
    assert_eq!(letter["MessageBody"], invoked.body);
    outcome(&endpoint, "delivered");
}

#[test]
fn what_cannot_be_sent_says_why() {
    // Bound, so that nobody else can have the port, and not listening.
    let taken = TcpSocket::new_v4().unwrap();
    taken.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let nobody = taken.local_addr().unwrap();
    let endpoint = start(nobody);
    rule(&endpoint, &json!([{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:orders"}]));
    order(&endpoint);
    outcome(&endpoint, "failed for now (CONNECTION_FAILURE: http://127.0.0.1:");
    let endpoint = start(nobody);
    let role = "arn:aws:iam::123456789012:role/r";
    let target = "arn:aws:batch:us-east-1:123456789012:job-queue/j";
    let job = json!({"JobDefinition": "d", "JobName": "n"});
    rule(&endpoint, &json!([{"Id": "1", "Arn": target, "RoleArn": role, "BatchParameters": job}]));
    order(&endpoint);
    outcome(&endpoint, "not batch");
}

#[test]
fn what_was_on_its_way_is_sent_again_after_a_restart() {
    let folder = Folder::new("again");
    // Nobody takes it: the connection is accepted by the system, and not answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let to = |address: SocketAddr| {
        Endpoint::start_with(|settings| {
            settings.with_deliver_to(format!("http://{address}").parse().unwrap()).with_data_dir(folder.path())
        })
    };
    let mut endpoint = to(silent.local_addr().unwrap());
    rule(&endpoint, &json!([{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:orders"}]));
    order(&endpoint);
    let before = outcome(&endpoint, "on its way");
    endpoint.stop();
    endpoint.join();
    let (address, arrived) = other(Vec::new());
    let endpoint = to(address);
    assert!(next(&arrived).body.contains("MessageBody"));
    let after = outcome(&endpoint, "delivered");
    assert_eq!((&after["id"], &after["payload"]), (&before["id"], &before["payload"]));
}
