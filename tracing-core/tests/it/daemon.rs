//! Packets, addresses and telemetry.

use cupola_base::Caller;
use cupola_traces::{DaemonAddress, Datagram, DatagramError, Engine, Limits, Place, Timestamp};
use serde_json::json;

#[test]
fn packets_are_judged_by_their_header() {
    for (packet, expected) in [
        ("{\"format\":\"json\",\"version\":1}\n{}", Ok("{}")),
        (" { \"version\" : 1, \"format\" : \"JSON\", \"x\": [1, {}] } \n{\"a\":\n1}\n", Ok("{\"a\":\n1}\n")),
        ("{\"format\":\"json\",\"version\":1}\n ", Ok(" ")),
        ("{\"format\":\"json\",\"version\":1}{}", Err(DatagramError::NoLineFeed)),
        ("", Err(DatagramError::NoLineFeed)),
        ("{\"format\":\"json\",\"version\":1}\n", Err(DatagramError::Empty)),
        ("{\"format\":\"json\",\"version\":2}\n{}", Err(DatagramError::Header)),
        ("{\"format\":\"json\",\"version\":\"1\"}\n{}", Err(DatagramError::Header)),
        ("{\"format\":\"json\",\"version\":1.0}\n{}", Err(DatagramError::Header)),
        ("{\"format\":\"yaml\",\"version\":1}\n{}", Err(DatagramError::Header)),
        ("{\"version\":1}\n{}", Err(DatagramError::Header)),
        ("{\"format\":\"json\"}\n{}", Err(DatagramError::Header)),
        ("{\"format\":\"json\",\"version\":1\n}{}", Err(DatagramError::Header)),
        ("[{\"format\":\"json\",\"version\":1}]\n{}", Err(DatagramError::Header)),
        ("\n{}", Err(DatagramError::Header)),
    ] {
        let read = Datagram::parse(packet.as_bytes()).map(|datagram| datagram.document().to_owned());
        assert_eq!(read.as_deref(), expected.as_ref().map(|text| *text), "{packet}");
    }
    assert_eq!(Datagram::parse(b"{\"format\":\"json\",\"version\":1}\n\xff"), Err(DatagramError::NotText));
}

#[test]
fn addresses_have_one_part_or_two_labelled() {
    let read = |text: &str| DaemonAddress::parse(text).map(|both| (both.udp.to_string(), both.tcp.to_string())).ok();
    let pair = |udp: &str, tcp: &str| Some((udp.to_owned(), tcp.to_owned()));
    assert_eq!(read("10.8.0.4:2100"), pair("10.8.0.4:2100", "10.8.0.4:2100"));
    assert_eq!(read("tcp:a:1 udp:b:2"), pair("b:2", "a:1"));
    assert_eq!(read("udp:b:2 tcp:a:1"), pair("b:2", "a:1"));
    assert_eq!(read("[::1]:2000"), pair("[::1]:2000", "[::1]:2000"));
    for text in [
        "",
        " ",
        "a",
        "a:",
        ":1",
        "a:x",
        "a:70000",
        "a:-1",
        "a:+1",
        "::1:2000",
        "tcp:a:1",
        "udp:a:1",
        "a:1 b:2",
        "tcp:a:1 tcp:b:2",
        "udp:a:1 b:2",
        "tcp:a:1 udp:b:2 x",
        "http://a:1",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    let printed = DaemonAddress::parse("udp:b:2 tcp:a:1").unwrap();
    assert_eq!(printed.to_string().parse(), Ok(printed));
}

#[test]
fn telemetry_is_kept_and_bounded() {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let limits = Limits { telemetry_records: 2, ..Limits::default() };
    let (caller, mut engine) = (Caller::root(place.clone()), Engine::new(place, 0).with_limits(limits));
    let now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
    let record = |received: i64| {
        json!({"Timestamp": 1777874400, "SegmentsReceivedCount": received,
        "BackendConnectionErrors": {"HTTPCode4XXCount": 3}})
    };
    let put = json!({"TelemetryRecords": [record(1), record(2), record(3)], "EC2InstanceId": "i-1", "Hostname": "h"});
    assert_eq!(engine.call(now, &caller, "PutTelemetryRecords", &put.to_string()).unwrap(), "{}");
    let kept: Vec<_> =
        engine.telemetry_records().map(|one| (one.record.received, one.record.errors.http_4xx)).collect();
    assert_eq!(kept, [(2, 3), (3, 3)]);
    assert_eq!(engine.telemetry_records().next().unwrap().source.ec2_instance_id.as_deref(), Some("i-1"));
    for wrong in [
        json!({}),
        json!({"TelemetryRecords": [{}]}),
        json!({"TelemetryRecords": [], "EC2InstanceId": "x".repeat(21)}),
        json!({"TelemetryRecords": [], "Hostname": "x".repeat(256)}),
        json!({"TelemetryRecords": [], "ResourceARN": "x".repeat(501)}),
        json!({"TelemetryRecords": [record(-1)]}),
    ] {
        let refused = engine.call(now, &caller, "PutTelemetryRecords", &wrong.to_string()).unwrap_err();
        assert_eq!(refused.code, "InvalidRequestException", "{wrong}");
    }
}
