//! What the framing refuses, and the errors that services give over real connections.
#![allow(clippy::unwrap_used, reason = "tests")]

use cupola_endpoint::codec::cbor;
use serde_json::{Value, json};

use crate::support::{Answer, Endpoint, signed};

const CLOUDWATCH: &str = "GraniteServiceVersion20100801";

fn verdict(answer: &Answer) -> (u16, String) {
    let name = match answer.header("content-type") {
        "text/xml" => answer.xml("Code").to_owned(),
        "application/cbor" => cbor::read(&answer.body).unwrap()["__type"].as_str().unwrap().to_owned(),
        "application/json" => answer.header("x-amzn-errortype").to_owned(),
        _ => answer.json()["__type"].as_str().unwrap().to_owned(),
    };
    (answer.status, name)
}

fn is(answer: &Answer, status: u16, name: &str) {
    assert_eq!(verdict(answer), (status, name.to_owned()), "{answer:?}");
    assert_eq!(answer.header("x-amzn-requestid").len(), 36);
}

#[test]
fn bodies_that_cannot_be_read() {
    let endpoint = Endpoint::start();
    is(&endpoint.json("logs", "Logs_20140328.CreateLogGroup", "{"), 400, "SerializationException");
    is(&endpoint.json("logs", "Logs_20140328.CreateLogGroup", "[]"), 400, "SerializationException");
    is(&endpoint.json("logs", "Logs_20140328.CreateLogGroup", r#"{"logGroupName":1}"#), 400, "SerializationException");
    is(&endpoint.json("monitoring", &format!("{CLOUDWATCH}.DescribeAlarms"), "x"), 400, "SerializationException");
    is(&endpoint.cbor("DescribeAlarms", b"\xff"), 400, "SerializationException");
    is(&endpoint.cbor("DescribeAlarms", b"\xa1\x6aAlarmNames\x01"), 400, "SerializationException");
    is(&endpoint.query("Action=DescribeAlarms&MaxRecords=x"), 400, "MalformedInput");
    is(&endpoint.query("Action=DescribeAlarms&AlarmNames.member.x=y"), 400, "MalformedInput");
    is(&endpoint.query("Action=%ff"), 400, "MalformedInput");
    is(&endpoint.xray("/GetSamplingRules", "{"), 400, "SerializationException");
}

#[test]
fn unknown_actions() {
    let endpoint = Endpoint::start();
    is(&endpoint.json("logs", "Logs_20140328.Nothing", "{}"), 400, "UnknownOperationException");
    is(&endpoint.json("events", "AWSEvents.Nothing", "{}"), 400, "UnknownOperationException");
    is(&endpoint.json("monitoring", &format!("{CLOUDWATCH}.Nothing"), "{}"), 400, "UnknownOperationException");
    is(&endpoint.cbor("Nothing", b""), 404, "UnknownOperationException");
    is(&endpoint.query("Action=Nothing&Version=2010-08-01"), 400, "InvalidAction");
    is(&endpoint.xray("/Nothing", "{}"), 404, "UnknownOperationException");
    let get = endpoint.request("GET", "/GetSamplingRules", &[("Authorization", &signed("xray"))], b"");
    is(&get, 404, "UnknownOperationException");
}

#[test]
fn unknown_services() {
    let endpoint = Endpoint::start();
    is(&endpoint.json("s3", "S3.ListBuckets", "{}"), 404, "UnknownOperationException");
    is(&endpoint.request("PUT", "/", &[], b""), 404, "UnknownOperationException");
    is(
        &endpoint.request("POST", "/", &[("X-Amz-Target", "DynamoDB_20120810.ListTables")], b"{}"),
        404,
        "UnknownOperationException",
    );
    is(&endpoint.request("POST", "/service/Other/operation/X", &[], b""), 404, "UnknownOperationException");
}

#[test]
fn broken_signatures() {
    let endpoint = Endpoint::start();
    let target = ("X-Amz-Target", "Logs_20140328.DescribeLogGroups");
    let broken = endpoint.request("POST", "/", &[target, ("Authorization", "AWS4-HMAC-SHA256 Credential=a/b")], b"{}");
    is(&broken, 400, "IncompleteSignatureException");
    let nowhere = "AWS4-HMAC-SHA256 Credential=a/20260504/Mars/logs/aws4_request, Signature=0";
    is(&endpoint.request("POST", "/", &[target, ("Authorization", nowhere)], b"{}"), 400, "InvalidSignatureException");
}

#[test]
fn cloudwatchs_statuses_depend_on_the_mode() {
    let endpoint = Endpoint::start();
    let body = r#"{"AlarmName":"none","StateValue":"OK","StateReason":"x"}"#;
    let target = format!("{CLOUDWATCH}.SetAlarmState");
    let plain = endpoint.json("monitoring", &target, body);
    is(&plain, 400, "ResourceNotFound");
    assert_eq!(plain.header("x-amzn-query-error"), "ResourceNotFound;Sender");
    assert_eq!(plain.json().get("message"), None, "recorded: no message");

    let authorization = signed("monitoring");
    let headers = [("Authorization", &*authorization), ("X-Amz-Target", &target), ("x-amzn-query-mode", "true")];
    is(&endpoint.request("POST", "/", &headers, body.as_bytes()), 404, "ResourceNotFound");

    let mut bytes = Vec::new();
    ciborium::into_writer(&serde_json::from_str::<Value>(body).unwrap(), &mut bytes).unwrap();
    is(&endpoint.cbor("SetAlarmState", &bytes), 404, "ResourceNotFound");

    let form = "Action=SetAlarmState&AlarmName=none&StateValue=OK&StateReason=x&Version=2010-08-01";
    let query = endpoint.query(form);
    is(&query, 404, "ResourceNotFound");
    assert_eq!(query.xml("Error"), "<Type>Sender</Type><Code>ResourceNotFound</Code>");
}

#[test]
fn constraint_failures() {
    let endpoint = Endpoint::start();
    let message = "1 validation error detected: Value 'on' at 'stateValue' failed to satisfy constraint: Member must \
                   satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]";
    let body = json!({"AlarmName": "a", "StateValue": "on", "StateReason": "x"});
    let answer = endpoint.json("monitoring", &format!("{CLOUDWATCH}.SetAlarmState"), &body.to_string());
    is(&answer, 400, "ValidationException");
    assert_eq!(answer.header("x-amzn-query-error"), "ValidationError;Sender");
    let start = message.split(": [").next().unwrap();
    assert!(answer.json()["message"].as_str().unwrap().starts_with(start), "{answer:?}");

    let query = endpoint.query("Action=SetAlarmState&AlarmName=a&StateValue=on&StateReason=x");
    is(&query, 400, "ValidationError");
    assert!(query.xml("Message").starts_with(&start.replace('\'', "&apos;")), "{query:?}");

    let answer = endpoint.xray("/SamplingTargets", "{}");
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (400, "InvalidRequestException"));
    assert!(answer.json()["Message"].is_string());
}
