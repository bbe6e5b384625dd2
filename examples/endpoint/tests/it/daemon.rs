//! Documents by UDP, and the sampling calls on the same port.

use std::net::UdpSocket;

use serde_json::{Value, json};

use crate::support::{Endpoint, message};

const TRACE: &str = "1-69f839a0-00112233445566778899aabb";

/// What the endpoint tells of the trace, once it knows it.
fn trace(endpoint: &Endpoint) -> Option<Value> {
    let found = endpoint.xray("/Traces", &json!({"TraceIds": [TRACE]}).to_string()).json();
    found["Traces"].get(0).cloned()
}

#[test]
fn packets_become_traces_and_rules_are_told() {
    let endpoint = Endpoint::start_with(|settings| settings.with_xray_daemon(([127, 0, 0, 1], 0).into()));
    let daemon = endpoint.daemon.unwrap();
    let document = json!({
        "trace_id": TRACE, "id": "70de5b6f19ff9a0a", "name": "shop", "start_time": 1_777_875_360, "end_time": 1_777_875_361,
    });
    let client = UdpSocket::bind("127.0.0.1:0").unwrap();
    for packet in ["no packet".to_owned(), format!("{{\"format\": \"json\", \"version\": 1}}\n{document}")] {
        client.send_to(packet.as_bytes(), daemon).unwrap();
    }
    // Packets take their time.
    let found = (0..5000).find_map(|_| trace(&endpoint));
    assert_eq!(found.unwrap()["Id"], TRACE);

    let rules = Endpoint::raw_at(daemon, &message("POST", "/GetSamplingRules", &[], b"{}")).json();
    assert_eq!(rules["SamplingRuleRecords"][0]["SamplingRule"]["RuleName"], "Default");
}
