//! A running endpoint and a plain client.
#![allow(clippy::unwrap_used, reason = "a test that cannot talk to its server has failed")]

pub(crate) mod program;
pub(crate) mod shapes;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use cupola::{Place, Timestamp};
use cupola_endpoint::{ClockMode, Server, ServerError, Settings};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(crate) const START: &str = "2026-05-04T06:00:00Z";

/// An endpoint of its own for one test, on a free port and with a manual clock.
pub(crate) struct Endpoint {
    pub(crate) address: SocketAddr,
    /// Where it is a daemon of X-Ray, too.
    pub(crate) daemon: Option<SocketAddr>,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<Result<(), ServerError>>>,
    runtime: Runtime,
}

impl Endpoint {
    pub(crate) fn start() -> Self {
        Self::start_with(|settings| settings)
    }

    pub(crate) fn start_with(change: impl FnOnce(Settings) -> Settings) -> Self {
        let settings = Settings::new(Place::parse("123456789012", "us-east-1").unwrap())
            .with_listen(([127, 0, 0, 1], 0).into())
            .with_clock(ClockMode::Manual(Timestamp::parse(START).unwrap()));
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(Server::bind(change(settings))).unwrap();
        let (address, daemon) = (server.address().unwrap(), server.daemon_address().unwrap());
        let (stop, stopped) = oneshot::channel();
        let running = Some(runtime.spawn(server.run(async { drop(stopped.await) })));
        Self { address, daemon, stop: Some(stop), running, runtime }
    }

    /// Asks it to end.
    pub(crate) fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits for its end.
    pub(crate) fn join(&mut self) {
        let running = self.running.take().expect("it is waited for once");
        self.runtime.block_on(running).unwrap().unwrap();
    }

    /// One request on a connection of its own.
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.raw(&message(method, path, headers, body))
    }

    /// Any bytes at all.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Answer {
        Self::raw_at(self.address, bytes)
    }

    /// Any bytes, to an address.
    pub(crate) fn raw_at(address: SocketAddr, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // A server that answers early may stop reading.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        Answer::parse(&answer)
    }

    /// A signed awsJson call.
    pub(crate) fn json(&self, service: &str, target: &str, body: &str) -> Answer {
        let authorization = signed(service);
        self.request("POST", "/", &[("Authorization", &authorization), ("X-Amz-Target", target)], body.as_bytes())
    }

    /// A signed query call.
    pub(crate) fn query(&self, form: &str) -> Answer {
        let headers =
            [("Authorization", &*signed("monitoring")), ("Content-Type", "application/x-www-form-urlencoded")];
        self.request("POST", "/", &headers, form.as_bytes())
    }

    /// A signed CBOR call.
    pub(crate) fn cbor(&self, action: &str, body: &[u8]) -> Answer {
        let path = format!("/service/GraniteServiceVersion20100801/operation/{action}");
        let headers = [
            ("Authorization", &*signed("monitoring")),
            ("smithy-protocol", "rpc-v2-cbor"),
            ("Content-Type", "application/cbor"),
            ("x-amzn-query-mode", "true"),
        ];
        self.request("POST", &path, &headers, body)
    }

    /// A signed restJson call of X-Ray.
    pub(crate) fn xray(&self, path: &str, body: &str) -> Answer {
        self.request("POST", path, &[("Authorization", &signed("xray"))], body.as_bytes())
    }

    pub(crate) fn advance_to(&self, now: &str) -> Answer {
        self.request("PUT", "/_cupola/clock", &[], format!(r#"{{"now":"{now}"}}"#).as_bytes())
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.request("GET", "/_cupola/health", &[], b"").json()["status"] == "ok"
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(crate) fn signed(service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260504/us-east-1/{service}/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=0000"
    )
}

pub(crate) fn message(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head came back");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Self { status, headers, body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The text between two tags.
    pub(crate) fn xml(&self, element: &str) -> &str {
        let (start, end) = (format!("<{element}>"), format!("</{element}>"));
        let inner = self.text().split_once(&start).and_then(|(_, rest)| rest.split_once(&end));
        inner.unwrap_or_else(|| panic!("no {element} in {}", self.text())).0
    }
}
