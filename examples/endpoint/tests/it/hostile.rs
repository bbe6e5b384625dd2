//! Input that means harm gets an answer, and the endpoint lives on.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{Endpoint, message, signed};

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn fifty_megabytes_are_refused_by_name() {
    let endpoint = Endpoint::start();
    let body = vec![b' '; 50 << 20];
    let answer = endpoint.request("POST", "/", &[("X-Amz-Target", "Logs_20140328.DescribeLogGroups")], &body);
    assert_eq!((answer.status, &answer.json()["__type"]), (413, &"RequestEntityTooLargeException".into()));
    let answer = endpoint.cbor("PutMetricData", &body);
    assert_eq!((answer.status, answer.header("smithy-protocol")), (413, "rpc-v2-cbor"));
    let authorization = signed("monitoring");
    let answer = endpoint.request("POST", "/", &[("Authorization", &authorization)], &body);
    assert_eq!((answer.status, answer.xml("Code")), (413, "RequestEntityTooLargeException"));
    assert!(endpoint.is_alive());
}

#[test]
fn a_client_that_asks_first_is_told_at_once() {
    let endpoint = Endpoint::start();
    let head = "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Logs_20140328.DescribeLogGroups\r\n\
                Expect: 100-continue\r\nContent-Length: 52428800\r\nConnection: close\r\n\r\n";
    assert_eq!(endpoint.raw(head.as_bytes()).status, 413);
}

#[test]
fn gzip_is_inflated_within_bounds() {
    let endpoint = Endpoint::start();
    let call = |encoding: &str, body: &[u8]| {
        let headers = [("X-Amz-Target", "Logs_20140328.CreateLogGroup"), ("Content-Encoding", encoding)];
        endpoint.request("POST", "/", &headers, body)
    };
    assert_eq!(call("gzip", &gzip(br#"{"logGroupName":"a"}"#)).status, 200);
    assert_eq!(call("GZip", &gzip(br#"{"logGroupName":"b"}"#)).status, 200);
    assert_eq!(call("identity", br#"{"logGroupName":"c"}"#).status, 200);
    assert_eq!(call("gzip", br#"{"logGroupName":"d"}"#).json()["__type"], "SerializationException");
    assert_eq!(call("gzip", &gzip(b"{}")[..12]).json()["__type"], "SerializationException");
    assert_eq!(call("br", b"x").json()["__type"], "SerializationException");
    let bomb = gzip(&vec![0; 200 << 20]);
    assert!(bomb.len() < 2 << 20);
    assert_eq!(call("gzip", &bomb).status, 413);
    assert!(endpoint.is_alive());
}

#[test]
fn deep_nesting_is_refused() {
    let endpoint = Endpoint::start();
    let deep = "[".repeat(1 << 20);
    let answer = endpoint.json("logs", "Logs_20140328.CreateLogGroup", &deep);
    assert_eq!((answer.status, &answer.json()["__type"]), (400, &"SerializationException".into()));
    let object = "{\"a\":".repeat(1 << 18);
    assert_eq!(endpoint.xray("/GetSamplingRules", &object).status, 400);
    assert_eq!(endpoint.cbor("PutMetricData", &vec![0x9f; 1 << 20]).status, 400);
    assert_eq!(endpoint.cbor("PutMetricData", &vec![0xc1; 1 << 20]).status, 400);
    let key = "MetricData.member.1.".repeat(1 << 16);
    let answer = endpoint.query(&format!("Action=PutMetricData&Namespace=a&{key}=1"));
    assert!((200..500).contains(&answer.status), "{answer:?}");
    assert!(endpoint.is_alive());
}

#[test]
fn lengths_that_lie_are_refused() {
    let endpoint = Endpoint::start();
    for body in [
        &b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"[..],
        b"\xbb\0\0\0\xff\xff\xff\xff\xff",
        b"\x7b\x7f\xff\xff\xff\xff\xff\xff\xff",
    ] {
        assert_eq!(endpoint.cbor("PutMetricData", body).status, 400);
    }
    let bytes = message("POST", "/", &[("X-Amz-Target", "Logs_20140328.CreateLogGroup")], b"{}");
    let lying = String::from_utf8(bytes).unwrap().replace("Content-Length: 2", "Content-Length: x");
    assert_eq!(endpoint.raw(lying.as_bytes()).status, 400);
    assert!(endpoint.is_alive());
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let endpoint = Endpoint::start();
    let target = [("X-Amz-Target", "Logs_20140328.CreateLogGroup")];
    let answer = endpoint.request("POST", "/", &target, b"{\"logGroupName\":\"\xff\"}");
    assert_eq!((answer.status, &answer.json()["__type"]), (400, &"SerializationException".into()));
    assert_eq!(endpoint.cbor("DescribeAlarms", b"\xa1\x61\xff\x01").status, 400);
    assert_eq!(endpoint.xray("/GetSamplingRules", "\u{0}").status, 400);
    let odd = [("X-Amz-Target", "Logs_20140328.\u{e9}"), ("Authorization", "AWS4-\u{e9}")];
    assert!(endpoint.request("POST", "/", &odd, b"{}").status >= 400);
    assert!(endpoint.is_alive());
}

#[test]
fn many_pairs_and_many_items_are_bounded() {
    let endpoint = Endpoint::start();
    let answer = endpoint.query(&format!("Action=DescribeAlarms&{}", "a&".repeat(1 << 21)));
    assert_eq!((answer.status, answer.xml("Code")), (400, "MalformedInput"));
    let items: String = (0..100_000).map(|n| format!("AlarmNames.member.{n}=x&")).collect();
    assert_eq!(endpoint.query(&format!("Action=DescribeAlarms&{items}")).status, 400);
    assert!(endpoint.is_alive());
}

#[test]
fn missing_and_odd_headers_get_an_answer() {
    let endpoint = Endpoint::start();
    let authorization = signed("logs");
    let answer = endpoint.request("POST", "/", &[("Authorization", &authorization)], b"{}");
    assert_eq!((answer.status, &answer.json()["__type"]), (400, &"UnknownOperationException".into()));
    for value in ["", "AWS4-", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 Credential=////"] {
        let answer = endpoint.request("POST", "/", &[("Authorization", value)], b"{}");
        assert!(answer.status >= 400 && answer.header("x-amzn-requestid").len() == 36, "{value}");
    }
    assert_eq!(endpoint.raw(b"NONSENSE\r\n\r\n").status, 400);
    assert!(endpoint.request("PATCH", "/%ff%00?%zz", &[], b"").status >= 400);
    assert!(endpoint.is_alive());
}
