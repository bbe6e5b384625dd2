//! Traces of several accounts, as a monitoring account sees them.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_traces::{
    Engine, FilterExpression, GroupSelector, InsightsConfiguration, MonitoringView, Place, SummaryQuery, Tags,
    Timestamp, TraceId, TraceSummary,
};
use serde_json::json;

const NOW: Timestamp = Timestamp::from_secs(1_777_875_600);

fn engine(account: &str) -> Engine {
    Engine::new(Place::parse(account, "us-east-1").unwrap(), 0)
}

fn accounts() -> [Engine; 3] {
    ["999988887777", "111122223333", "444455556666"].map(engine)
}

fn trace_id(number: u32) -> TraceId {
    TraceId::parse(&format!("1-69f839a0-{number:024x}")).unwrap()
}

/// The web of one account calls the ledger of the other, and links to it in the trace before.
fn documents(number: u32) -> [String; 2] {
    let (trace, start) = (trace_id(number).to_string(), 1_777_875_360 + number);
    let call = json!({"id": "00000000000000a1", "name": "ledger", "namespace": "remote", "start_time": start,
        "end_time": start + 2});
    let web = json!({"trace_id": trace, "id": "00000000000000a0", "name": "web", "start_time": start, "end_time": start + 3,
        "aws": {"account_id": "111122223333"}, "subsegments": [call], "user": format!("user-{number}")});
    let links = json!([{"trace_id": trace_id(number.saturating_sub(1)).to_string(), "id": "00000000000000a0"}]);
    let ledger = json!({"trace_id": trace, "id": "00000000000000b0", "name": "ledger", "start_time": start, "end_time":
        start + 1, "aws": {"account_id": "444455556666"}, "parent_id": "00000000000000a1", "fault": number.is_multiple_of(2),
        "links": links});
    [web.to_string(), ledger.to_string()]
}

#[test]
fn what_lies_in_several_accounts_is_seen_as_if_it_lay_in_one() {
    let ([own, mut shop, mut bank], mut all) = (accounts(), engine("999988887777"));
    for number in 0..20 {
        let [web, ledger] = documents(number);
        shop.put_trace_segments(NOW, &[&web]);
        bank.put_trace_segments(NOW, &[&ledger]);
        all.put_trace_segments(NOW, &[&web, &ledger]);
    }
    let view = MonitoringView::new(&own).with(&shop).with(&bank);
    let (from, to) = (NOW.plus_secs(-600), NOW);
    for filter in ["", "service(\"ledger\") { fault }", "user = \"user-3\""] {
        let query = SummaryQuery::new(from, to).filter(FilterExpression::parse(filter).unwrap());
        let seen = view.trace_summaries(NOW, &query).unwrap();
        assert_eq!(seen, all.trace_summaries(NOW, &query).unwrap(), "{filter}");
    }
    assert_eq!(view.service_graph(from, to, None).unwrap(), all.service_graph(from, to, None).unwrap());
    let some: Vec<TraceId> = [3, 4, 99].map(trace_id).to_vec();
    assert_eq!(view.batch_get_traces(&some).unwrap(), all.batch_get_traces(&some).unwrap());
    assert_eq!(view.trace_graph(&some).unwrap(), all.trace_graph(&some).unwrap());
    assert_eq!(view.trace_ids().collect::<Vec<_>>(), all.trace_ids().collect::<Vec<_>>());
    assert!(view.batch_get_traces(&[trace_id(0); 6]).is_err() && view.trace_graph(&[]).is_err());
}

#[test]
fn segments_that_do_not_tell_are_of_the_account_that_took_them() {
    let [own, mut shop, mut bank] = accounts();
    for (engine, number) in [(&mut shop, 1), (&mut bank, 2)] {
        let start = 1_777_875_360;
        let document = json!({"trace_id": trace_id(number).to_string(), "id": "00000000000000a0", "name": "web",
            "start_time": start, "end_time": start + 1});
        engine.put_trace_segments(NOW, &[document.to_string()]);
    }
    let view = MonitoringView::new(&own).with(&shop).with(&bank);
    let nodes = |filter: &str| {
        let query = SummaryQuery::new(NOW.plus_secs(-600), NOW).filter(FilterExpression::parse(filter).unwrap());
        let account = |summary: &TraceSummary| summary.entry_point.as_ref().and_then(|entry| entry.account_id.clone());
        view.trace_summaries(NOW, &query).unwrap().summaries.iter().filter_map(account).collect::<Vec<_>>()
    };
    assert_eq!(nodes("service(id(account.id: \"444455556666\"))"), ["444455556666"]);
    assert_eq!(nodes("").len(), 2);
    let graph = view.service_graph(NOW.plus_secs(-600), NOW, None).unwrap().graph;
    let accounts: Vec<_> = graph.services.iter().filter_map(|service| service.account_id.as_deref()).collect();
    assert_eq!(accounts, ["111122223333", "444455556666"]);
    assert!(shop.service_graph(NOW.plus_secs(-600), NOW, None).unwrap().graph.services[1].account_id.is_none());
}

#[test]
fn groups_are_those_of_the_monitoring_account() {
    let [mut own, mut shop, mut bank] = accounts();
    let faults = FilterExpression::parse("service(\"ledger\") { fault }").unwrap();
    own.create_group(NOW, "faults", faults, InsightsConfiguration::default(), Tags::default()).unwrap();
    for number in 0..10 {
        let [web, ledger] = documents(number);
        shop.put_trace_segments(NOW, &[&web]);
        bank.put_trace_segments(NOW, &[&ledger]);
    }
    let view = MonitoringView::new(&own).with(&shop).with(&bank);
    let group = GroupSelector::Name("faults".into());
    let graph = view.service_graph(NOW.plus_secs(-600), NOW, Some(&group)).unwrap().graph;
    let ledger = graph.services.iter().find(|service| service.name == "ledger").unwrap();
    assert_eq!(ledger.summary_statistics.unwrap().total_count, 5);
    assert!(view.service_graph(NOW.plus_secs(-600), NOW, Some(&"none".into())).is_err());
}
