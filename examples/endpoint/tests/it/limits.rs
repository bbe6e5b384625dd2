//! What clients may ask of the endpoint, and how it ends.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use cupola_endpoint::{ServerLimits, Settings};

use crate::support::{Answer, Endpoint, message};

const ASK: &[u8] = b"GET /_cupola/health HTTP/1.1\r\nHost: x\r\n\r\n";

fn endpoint(limits: ServerLimits) -> Endpoint {
    Endpoint::start_with(|settings: Settings| settings.with_limits(limits))
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// The first bytes of an answer.
fn read(stream: &mut TcpStream) -> String {
    let mut room = [0; 4096];
    let length = stream.read(&mut room).unwrap();
    String::from_utf8(room[..length].to_vec()).unwrap()
}

#[test]
fn long_bodies_are_refused() {
    let endpoint = endpoint(ServerLimits::default().body_bytes(100));
    let call = |length: usize| {
        let target = [("X-Amz-Target", "Logs_20140328.DescribeLogGroups")];
        endpoint.request("POST", "/", &target, format!("{{{}}}", " ".repeat(length - 2)).as_bytes())
    };
    assert_eq!((call(100).status, call(101).status), (200, 413));
    assert!(call(101).json()["message"].as_str().unwrap().contains("longer than 100 bytes"));
}

#[test]
fn long_heads_and_many_headers_are_refused() {
    let endpoint = endpoint(ServerLimits::default().headers(10).head_bytes(8192));
    let ask = |headers: &[(&str, &str)]| endpoint.request("GET", "/_cupola/health", headers, b"").status;
    // Three are there anyway: host, connection and length.
    assert_eq!((ask(&[("a", "b"); 7]), ask(&[("a", "b"); 8])), (200, 431));
    assert_eq!((ask(&[("a", &"b".repeat(4000))]), ask(&[("a", &"b".repeat(9000))])), (200, 431));
}

#[test]
fn slow_bodies_are_answered_and_slow_heads_are_cut() {
    let limits = ServerLimits::default();
    let slow = endpoint(limits.body_time(Duration::from_millis(50)).head_time(Duration::from_millis(100)));
    let mut stream = connect(slow.address);
    let head =
        "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Logs_20140328.DescribeLogGroups\r\nContent-Length: 10\r\n\r\n{";
    stream.write_all(head.as_bytes()).unwrap();
    let said = read(&mut stream);
    assert!(said.starts_with("HTTP/1.1 408 ") && said.contains("RequestTimeoutException"), "{said}");
    let mut stream = connect(slow.address);
    stream.write_all(b"POST / HTTP/1.1\r\nHost").unwrap();
    let mut rest = Vec::new();
    // It is closed, with or without a word.
    if let Err(error) = stream.read_to_end(&mut rest) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}

#[test]
fn connections_past_the_bound_wait_for_their_turn() {
    let endpoint = endpoint(ServerLimits::default().connections(1));
    let (mut first, mut second) = (connect(endpoint.address), connect(endpoint.address));
    first.write_all(ASK).unwrap();
    assert!(read(&mut first).starts_with("HTTP/1.1 200"));
    second.write_all(ASK).unwrap();
    second.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let waits = second.read(&mut [0; 1]).unwrap_err();
    assert!(matches!(waits.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{waits}");
    drop(first);
    second.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    assert!(read(&mut second).starts_with("HTTP/1.1 200"));
}

#[test]
fn what_was_begun_is_answered_at_the_end() {
    let mut endpoint = Endpoint::start();
    let whole = message("POST", "/", &[("X-Amz-Target", "Logs_20140328.CreateLogGroup")], br#"{"logGroupName":"a"}"#);
    let (begun, rest) = whole.split_at(whole.len() - 5);
    let mut idle = connect(endpoint.address);
    idle.write_all(ASK).unwrap();
    read(&mut idle);
    let mut stream = connect(endpoint.address);
    stream.write_all(begun).unwrap();
    // So that the request has come in: another one on the same runtime is answered after it.
    assert!(endpoint.is_alive());
    endpoint.stop();
    assert_eq!(idle.read(&mut [0; 1]).unwrap(), 0, "who is idle is let go");
    stream.write_all(rest).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(Answer::parse(&answer).status, 200);
    endpoint.join();
    assert!(TcpStream::connect(endpoint.address).is_err());
}

#[test]
fn who_is_not_done_in_time_is_cut_off() {
    let mut endpoint = endpoint(ServerLimits::default().stop_time(Duration::from_millis(50)));
    let mut stream = connect(endpoint.address);
    stream.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{").unwrap();
    assert!(endpoint.is_alive());
    endpoint.stop();
    endpoint.join();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}
