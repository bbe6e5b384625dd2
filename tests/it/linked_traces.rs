//! A monitoring account sees the traces of others as one store with its own.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use cupola::traces::MonitoringLinkError;
use cupola::{Caller, Place, Service, Timestamp, Universe, UniverseSnapshot};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(1_777_875_365);
const ID: &str = "1-69f839a0-00112233445566778899aabb";

fn place(account: &str) -> Place {
    Place::parse(account, "us-east-1").unwrap()
}

fn ask(universe: &mut Universe, of: &Place, action: &str, input: Value) -> Value {
    let answer = universe.call(NOW, &Caller::root(of.clone()), Service::XRay, action, &input.to_string()).unwrap();
    serde_json::from_str(&answer).unwrap()
}

fn put(universe: &mut Universe, of: &Place, segment: &Value) {
    let answer = ask(universe, of, "PutTraceSegments", json!({"TraceSegmentDocuments": [segment.to_string()]}));
    assert_eq!(answer["UnprocessedTraceSegments"], json!([]));
}

/// A trace that goes from a shop to a bank, each of which knows its own part alone; both call their service `api`.
fn shop_and_bank() -> (Universe, [Place; 3]) {
    let [shop, bank, central] = ["111122223333", "444455556666", "999988887777"].map(place);
    let mut universe = Universe::new(0);
    let call = json!({"id": "00112233445566ab", "name": "api", "namespace": "remote", "start_time": 1_777_875_360.2,
        "end_time": 1_777_875_361.8});
    put(
        &mut universe,
        &shop,
        &json!({"trace_id": ID, "id": "00112233445566aa", "name": "api",
        "start_time": 1_777_875_360, "end_time": 1_777_875_362, "subsegments": [call]}),
    );
    put(
        &mut universe,
        &bank,
        &json!({"trace_id": ID, "id": "00112233445566ac", "parent_id": "00112233445566ab",
        "name": "api", "start_time": 1_777_875_360.5, "end_time": 1_777_875_361.5, "fault": true}),
    );
    for source in [&shop, &bank] {
        universe.link_traces(source.account, central.account).unwrap();
    }
    (universe, [shop, bank, central])
}

#[test]
fn a_trace_over_accounts_is_one() {
    let (mut universe, [shop, _, central]) = shop_and_bank();
    let whole = ask(&mut universe, &central, "BatchGetTraces", json!({"TraceIds": [ID]}));
    assert_eq!(whole["Traces"][0]["Segments"].as_array().map(Vec::len), Some(2));
    assert_eq!(whole["Traces"][0]["Duration"], 2.0);
    let part = ask(&mut universe, &shop, "BatchGetTraces", json!({"TraceIds": [ID]}));
    let seen_by_shop: Vec<bool> = part["Traces"][0]["Segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| segment["Document"].as_str().unwrap().contains("00112233445566ac"))
        .collect();
    assert!(!seen_by_shop.contains(&true), "the shop sees its own");
}

#[test]
fn services_of_one_name_are_told_apart_by_their_accounts() {
    let (mut universe, [.., central]) = shop_and_bank();
    let range = json!({"StartTime": 1_777_875_300, "EndTime": 1_777_875_400});
    let graph = ask(&mut universe, &central, "GetServiceGraph", range);
    let accounts: Vec<&str> = graph["Services"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["Name"] == "api" && node["State"] == "active")
        .map(|node| node["AccountId"].as_str().unwrap())
        .collect();
    assert_eq!(accounts, ["111122223333", "444455556666"]);
    let of = |account: &str| {
        json!({"StartTime": 1_777_875_300, "EndTime": 1_777_875_400,
            "FilterExpression": format!("service(id(account.id: \"{account}\")) {{ fault = true }}")})
    };
    let found = |universe: &mut Universe, account| {
        ask(universe, &central, "GetTraceSummaries", of(account))["TraceSummaries"].as_array().unwrap().len()
    };
    assert_eq!((found(&mut universe, "111122223333"), found(&mut universe, "444455556666")), (0, 1));
}

#[test]
fn what_a_monitoring_account_puts_is_its_own_and_other_regions_are_other_regions() {
    let (mut universe, [shop, _, central]) = shop_and_bank();
    let own = "1-69f839a1-00112233445566778899aabb";
    put(
        &mut universe,
        &central,
        &json!({"trace_id": own, "id": "00112233445566ad", "name": "watch",
        "start_time": 1_777_875_361, "end_time": 1_777_875_362}),
    );
    let count = |universe: &mut Universe, of: &Place| {
        ask(universe, of, "BatchGetTraces", json!({"TraceIds": [ID, own]}))["Traces"].as_array().unwrap().len()
    };
    assert_eq!((count(&mut universe, &central), count(&mut universe, &shop)), (2, 1));
    let elsewhere = Place::parse("999988887777", "eu-west-1").unwrap();
    assert_eq!(count(&mut universe, &elsewhere), 0);

    let text = serde_json::to_string(&universe.snapshot()).unwrap();
    let mut again = Universe::restore(serde_json::from_str::<UniverseSnapshot>(&text).unwrap()).unwrap();
    assert_eq!(count(&mut again, &central), 2, "links are kept");
}

#[test]
fn five_accounts_may_watch_one() {
    let mut universe = Universe::new(0);
    let source = place("111122223333").account;
    assert_eq!(universe.link_traces(source, source), Err(MonitoringLinkError::Itself { account: source }));
    for digit in 1..=5 {
        universe.link_traces(source, place(&format!("99998888777{digit}")).account).unwrap();
    }
    let sixth = place("999988887776").account;
    let refused = universe.link_traces(source, sixth).unwrap_err();
    assert_eq!(refused, MonitoringLinkError::TooMany { source_account: source });
    universe.link_traces(source, place("999988887775").account).unwrap();
    assert!(universe.unlink_traces(source, place("999988887775").account));
    assert!(!universe.unlink_traces(source, place("999988887775").account), "once");
    universe.link_traces(source, sixth).unwrap();
}
