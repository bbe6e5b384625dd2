//! The engine's read side: groups, insights, retention, retrievals, and that neither steps of time nor snapshots change
//! what comes out.

#![expect(clippy::unwrap_used, reason = "a test may")]

use cupola_base::Caller;
use cupola_traces::{
    Engine, FilterExpression, GroupSelector, InsightState, InsightsConfiguration, Limits, Output, Place, SeriesQuery,
    Snapshot, SummaryQuery, Tags, TimeRangeType, Timestamp, TraceId,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const START: i64 = 1_777_875_360;

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 7)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(START + seconds)
}

/// A web server that calls a bank; whether the bank fails.
fn requests(engine: &mut Engine, second: i64, count: usize, failing: usize) {
    for number in 0..count {
        let trace = format!("1-{:08x}-{:024x}", START + second, number);
        let fault = number < failing;
        let time = (START + second) as f64;
        let bank = json!({"trace_id": trace, "id": "00000000000000b0", "parent_id": "00000000000000a1", "name": "bank",
            "start_time": time, "end_time": time + 0.5, "fault": fault});
        let web = json!({"trace_id": trace, "id": "00000000000000a0", "name": "web", "start_time": time,
            "end_time": time + 0.6, "fault": fault, "subsegments": [{"id": "00000000000000a1", "name": "bank",
            "namespace": "remote", "start_time": time, "end_time": time + 0.5, "fault": fault}]});
        let refused = engine.put_trace_segments(at(second + 1), &[web.to_string(), bank.to_string()]);
        assert!(refused.is_empty(), "{refused:?}");
    }
}

#[test]
fn an_insight_opens_after_two_bad_minutes_and_closes_after_five_good_ones() {
    let mut engine = engine();
    let notifying = InsightsConfiguration::NOTIFYING;
    engine.create_group(at(0), "shop", FilterExpression::everything(), notifying, Tags::default()).unwrap();
    let mut minute = 0;
    let mut next = |engine: &mut Engine, failing: usize| {
        requests(engine, 60 * minute + 10, 20, failing);
        minute += 1;
    };
    (0..12).for_each(|_| next(&mut engine, 0));
    (0..3).for_each(|_| next(&mut engine, 15));
    (0..8).for_each(|_| next(&mut engine, 0));
    engine.advance(at(60 * 60));
    let events: Vec<Value> = engine
        .drain()
        .into_iter()
        .filter_map(|output| if let Output::Event { event, .. } = output { Some(event) } else { None })
        .map(|event| serde_json::from_str(event.to_json().as_str()).unwrap())
        .collect();
    let states: Vec<_> = events.iter().map(|event| event["detail"]["State"].as_str().unwrap()).collect();
    assert_eq!(states, ["ACTIVE", "CLOSED"]);
    assert_eq!(
        (&events[0]["source"], &events[0]["detail-type"]),
        (&json!("aws.xray"), &json!("AWS X-Ray Insight Update"))
    );
    // The bank is farther from the clients than the web server.
    assert_eq!(events[0]["detail"]["RootCauseServiceId"]["Name"], "bank");
    let top = &events[0]["detail"]["TopAnomalousServices"];
    assert_eq!((&top[0]["ServiceId"]["Name"], &top[1]["ServiceId"]["Name"]), (&json!("bank"), &json!("web")));

    let found = engine.insight_summaries(&"shop".into(), &[], at(0), at(7200)).unwrap();
    let insight = found[0];
    assert_eq!((found.len(), insight.state, insight.events.len()), (1, InsightState::Closed, 2));
    assert_eq!((insight.start, insight.end), (at(12 * 60), Some(at(20 * 60))));
    // Counted from the second bad minute to the last quiet one.
    assert_eq!((insight.root_cause_impact.fault_count, insight.root_cause_impact.total_count), (30, 140));
    let graph = engine.insight_impact_graph(&insight.id, at(12 * 60), at(16 * 60)).unwrap();
    let names: Vec<_> = graph.services.iter().map(|service| (&*service.name, service.kind.as_deref())).collect();
    assert_eq!(names, [("web", Some("client")), ("bank", None), ("web", None)]);
    assert!(engine.insight_impact_graph(&insight.id, at(0), at(6 * 3600 + 1)).is_err());
    assert_eq!(engine.next_deadline().map(|due| due.why), Some("a trace expires"));
}

#[test]
fn groups_take_traces_as_they_are_stored_and_count_them_by_the_minute() {
    let mut engine = engine();
    let off = InsightsConfiguration::OFF;
    requests(&mut engine, 0, 1, 1);
    let group = |text: &str| FilterExpression::parse(text).unwrap();
    engine.create_group(at(5), "bad", group("fault"), off, Tags::default()).unwrap();
    requests(&mut engine, 10, 3, 2);
    let bad = GroupSelector::from("bad");
    let count = |engine: &Engine| {
        let graph = engine.service_graph(at(-60), at(3600), Some(&bad)).unwrap();
        let web = graph.graph.services.iter().find(|service| service.name == "web" && service.kind.is_none()).cloned();
        (
            web.and_then(|web| web.summary_statistics).map_or(0, |told| told.total_count),
            graph.contains_old_group_versions,
        )
    };
    assert_eq!(count(&engine), (2, false), "what was stored before does not belong to it");
    engine.update_group(at(20), &bad, Some(group("ok")), None).unwrap();
    assert_eq!(count(&engine), (2, true));
    requests(&mut engine, 30, 4, 1);
    assert_eq!(count(&engine), (5, true));

    engine.advance(at(120));
    let told: Vec<(String, f64)> = engine
        .drain()
        .into_iter()
        .filter_map(|output| if let Output::Datum { datum, .. } = output { Some(datum) } else { None })
        .map(|datum| match datum.sample {
            cupola_base::Sample::Value(value) => (datum.dimensions[0].value.to_string(), value),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, [("Default".to_owned(), 8.0), ("bad".to_owned(), 5.0)]);

    let again = engine.create_group(at(130), "worse", group("group.name = \"none\""), off, Tags::default());
    assert!(again.is_err());
    engine.create_group(at(130), "a", group("group.name = \"bad\""), off, Tags::default()).unwrap();
    assert!(engine.update_group(at(130), &bad, Some(group("group.name = \"a\"")), None).is_err(), "it leads back");
    assert!(engine.delete_group(at(130), &"Default".into()).is_err());
}

#[test]
fn traces_are_kept_for_thirty_days_and_the_store_has_a_bound() {
    let mut engine = engine();
    requests(&mut engine, 0, 2, 0);
    engine.advance(at(30 * 86_400));
    assert_eq!(engine.trace_ids().count(), 2);
    engine.advance(at(30 * 86_400 + 1));
    assert_eq!(engine.trace_ids().count(), 0);

    let mut engine = self::engine().with_limits(Limits { store_bytes: 3_000, ..Limits::default() });
    requests(&mut engine, 0, 20, 0);
    assert!(engine.trace_ids().count() < 10);
    assert!(matches!(engine.drain()[..], [Output::Overflow(_)]));
}

#[test]
fn summaries_come_in_pages_and_by_each_kind_of_range() {
    let mut engine = engine().with_limits(Limits { items_per_page: 3, ..Limits::default() });
    for second in 0..7 {
        requests(&mut engine, 10 * second, 1, 0);
    }
    let query = |start, end| SummaryQuery::new(at(start), at(end));
    let mut seen = Vec::new();
    let mut token = None;
    loop {
        let page = engine.trace_summaries(at(100), &query(0, 100).after(token.take())).unwrap();
        assert!(page.summaries.len() <= 3 && page.processed == 7);
        seen.extend(page.summaries.iter().map(|summary| summary.id));
        match page.next_token {
            Some(next) => token = Some(next),
            None => break,
        }
    }
    let newest_first: Vec<TraceId> = engine.trace_ids().collect::<Vec<_>>().into_iter().rev().collect();
    assert_eq!(seen, newest_first);
    let found = |engine: &mut Engine, start: i64, end: i64, by| {
        engine.trace_summaries(at(100), &query(start, end).by(by)).unwrap().processed
    };
    // They run for 0.6 s from each tenth second on.
    assert_eq!(found(&mut engine, 10, 20, TimeRangeType::TraceId), 1);
    assert_eq!(found(&mut engine, 10, 21, TimeRangeType::Event), 2);
    assert_eq!(found(&mut engine, 11, 20, TimeRangeType::Service), 0);
    assert!(engine.trace_summaries(at(100), &query(20, 20)).is_err());
    assert!(engine.trace_summaries(at(100), &query(0, 90).after(Some("00".into()))).is_err());
}

#[test]
fn time_series_count_what_ends_in_a_window() {
    let mut engine = engine();
    (0..12).for_each(|minute| requests(&mut engine, 60 * minute, 10, usize::from(minute == 11) * 10));
    let mut query = SeriesQuery::new(at(-60), at(3600)).of("id(name: \"bank\")");
    query.forecast = true;
    let series = engine.time_series(&query).unwrap();
    assert_eq!(series.windows.len(), 12);
    let last = &series.windows[11];
    assert_eq!((last.start, last.statistics.fault_statistics.total_count), (at(660), 10));
    let forecast = last.forecast.unwrap();
    assert!(forecast.low == 0 && forecast.high < 10 && series.windows[9].forecast.is_none());
    query.period = 300;
    assert_eq!(
        engine.time_series(&query).unwrap().windows[0].statistics.total_count,
        40,
        "five-minute windows are aligned"
    );
    assert!(engine.time_series(&SeriesQuery::new(at(0), at(60)).of("fault")).is_err());
    let edge = engine.time_series(&SeriesQuery::new(at(-60), at(3600)).of("edge(\"web\", \"bank\")")).unwrap();
    assert!(edge.is_of_edge && edge.windows[0].statistics.total_count == 10);
}

fn call(engine: &mut Engine, second: i64, action: &str, input: &Value) -> Result<Value, String> {
    let caller = Caller::root(engine.place().clone());
    let answer = engine.call(at(second), &caller, action, &input.to_string());
    answer.map(|text| serde_json::from_str(&text).unwrap()).map_err(|error| error.code.into_owned())
}

#[test]
fn the_door_answers_what_is_kept_beside_traces() {
    let mut engine = engine();
    let ok = |engine: &mut Engine, second, action: &str, input: Value| {
        call(engine, second, action, &input).unwrap_or_else(|error| panic!("{action}: {error}"))
    };
    let no = |engine: &mut Engine, action: &str, input: Value| call(engine, 9, action, &input).unwrap_err();
    let config = ok(&mut engine, 0, "PutEncryptionConfig", json!({"Type": "KMS", "KeyId": "alias/x"}));
    assert_eq!(config["EncryptionConfig"]["Status"], "UPDATING");
    let config = ok(&mut engine, 1, "GetEncryptionConfig", json!({}));
    assert_eq!(config, json!({"EncryptionConfig": {"KeyId": "alias/x", "Status": "ACTIVE", "Type": "KMS"}}));
    assert_eq!(no(&mut engine, "PutEncryptionConfig", json!({"Type": "KMS"})), "InvalidRequestException");

    let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "xray:*", "Resource": "*"}}"#;
    let put = |name: &str, revision: &str| json!({"PolicyName": name, "PolicyDocument": policy, "PolicyRevisionId": revision});
    assert_eq!(ok(&mut engine, 9, "PutResourcePolicy", put("p", "0"))["ResourcePolicy"]["PolicyRevisionId"], "1");
    assert_eq!(no(&mut engine, "PutResourcePolicy", put("p", "0")), "InvalidPolicyRevisionIdException");
    assert_eq!(
        no(&mut engine, "PutResourcePolicy", json!({"PolicyName": "q", "PolicyDocument": "{"})),
        "MalformedPolicyDocumentException"
    );
    let long = json!({"PolicyName": "q", "PolicyDocument": " ".repeat(6000)});
    assert_eq!(no(&mut engine, "PutResourcePolicy", long), "PolicySizeLimitExceededException");
    (0..4).for_each(|n| drop(ok(&mut engine, 9, "PutResourcePolicy", put(&format!("p{n}"), "0"))));
    assert_eq!(no(&mut engine, "PutResourcePolicy", put("p9", "0")), "PolicyCountLimitExceededException");

    requests(&mut engine, 20, 1, 0);
    let id = engine.trace_ids().next().unwrap().to_string();
    let start = json!({"TraceIds": [id], "StartTime": START, "EndTime": START + 60});
    let token = ok(&mut engine, 30, "StartTraceRetrieval", start)["RetrievalToken"].clone();
    let list = json!({"RetrievalToken": token});
    assert_eq!(ok(&mut engine, 30, "ListRetrievedTraces", list.clone())["RetrievalStatus"], "SCHEDULED");
    let found = ok(&mut engine, 31, "ListRetrievedTraces", list.clone());
    assert_eq!(
        (&found["RetrievalStatus"], found["Traces"][0]["Spans"].as_array().unwrap().len()),
        (&json!("COMPLETE"), 2)
    );
    assert_eq!(ok(&mut engine, 3700, "ListRetrievedTraces", list)["RetrievalStatus"], "TIMEOUT");
    assert_eq!(no(&mut engine, "CancelTraceRetrieval", json!({"RetrievalToken": "x"})), "ResourceNotFoundException");

    let group = ok(
        &mut engine,
        3700,
        "CreateGroup",
        json!({"GroupName": "g", "FilterExpression": "fault", "Tags": [{"Key": "a", "Value": "b"}]}),
    );
    let tags = ok(&mut engine, 3700, "ListTagsForResource", json!({"ResourceARN": group["Group"]["GroupARN"]}));
    assert_eq!(tags["Tags"], json!([{"Key": "a", "Value": "b"}]));
    assert_eq!(
        no(&mut engine, "CreateGroup", json!({"GroupName": "h", "FilterExpression": "fault AND"})),
        "InvalidRequestException"
    );
    assert_eq!(
        no(&mut engine, "GetTraceSummaries", json!({"StartTime": 1, "EndTime": 2, "FilterExpression": "x"})),
        "InvalidRequestException"
    );
    let rules = ok(&mut engine, 3700, "GetIndexingRules", json!({}));
    assert_eq!(rules["IndexingRules"][0]["Rule"]["Probabilistic"]["DesiredSamplingPercentage"], 1.0);
    let found =
        ok(&mut engine, 3700, "BatchGetTraces", json!({"TraceIds": [id, "1-00000000-000000000000000000000000", "?"]}));
    assert_eq!(
        (found["Traces"][0]["Id"].as_str(), found["UnprocessedTraceIds"].as_array().unwrap().len()),
        (Some(&*id), 2)
    );
}

#[test]
fn the_most_nested_document_that_is_taken_can_be_given_back() {
    let mut engine = engine();
    let leaf = |n: usize| format!(r#"{{"id":"{n:016x}","name":"x","start_time":1,"end_time":2"#);
    let mut text = String::from(
        r#"{"trace_id":"1-69f839a0-00112233445566778899aabb","id":"00000000000000ff","name":"x","start_time":1,"end_time":2"#,
    );
    (1..=127).for_each(|n| text.push_str(&format!(r#","subsegments":[{}"#, leaf(n))));
    text.push_str(&"}]".repeat(127));
    text.push('}');
    assert!(engine.put_trace_segments(at(0), &[text]).is_empty());
    let id = engine.trace_ids().next().unwrap();
    let found = engine.batch_get_traces(&[id]).unwrap();
    assert_eq!(found.traces[0].segments[0].segment.to_string().matches("\"id\"").count(), 128);
}

/// Something that is done to an engine.
#[derive(Clone, Debug)]
enum Deed {
    Requests(usize, usize),
    Group(usize),
    Encrypt,
    Wait(i64),
    Ask,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..4usize, 0..4usize).prop_map(|(count, failing)| Deed::Requests(count * 4, failing * 3)),
        1 => (0..3usize).prop_map(Deed::Group),
        1 => Just(Deed::Encrypt),
        4 => (1..200i64).prop_map(Deed::Wait),
        1 => Just(Deed::Ask),
    ]
}

fn run(deeds: &[Deed], step: Option<i64>, is_saved: bool, asks: bool) -> (Vec<Output>, String) {
    let (mut engine, mut now, mut outputs) = (engine(), 0, Vec::new());
    for deed in deeds {
        match deed {
            Deed::Requests(count, failing) => requests(&mut engine, now, *count, *failing),
            Deed::Group(number) => {
                let expression = FilterExpression::parse(["fault", "ok", "service(\"bank\")"][*number]).unwrap();
                let (name, notifying) = (format!("g{number}"), InsightsConfiguration::NOTIFYING);
                let _ = engine.create_group(at(now + 1), &name, expression, notifying, Tags::default());
            }
            Deed::Encrypt => drop(engine.put_encryption_config(at(now + 1), Some("k")).unwrap()),
            Deed::Wait(seconds) => {
                let from = now;
                now += seconds;
                if let Some(step) = step {
                    (from..now)
                        .step_by(usize::try_from(step).unwrap())
                        .for_each(|second| engine.advance(at(second + 1)));
                }
                engine.advance(at(now + 1));
            }
            Deed::Ask if asks => {
                let _ = engine.trace_summaries(at(now + 1), &SummaryQuery::new(at(0), at(now + 60)));
                let _ = engine.service_graph(at(0), at(now + 60), Some(&"g0".into()));
            }
            Deed::Ask => {}
        }
        if is_saved {
            let text = serde_json::to_string(&engine.snapshot()).unwrap();
            engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
        }
        outputs.extend(engine.drain());
    }
    engine.advance(at(now + 3600));
    outputs.extend(engine.drain());
    (outputs, serde_json::to_string(&engine.snapshot()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn steps_snapshots_and_questions_change_nothing(deeds in proptest::collection::vec(deed(), 1..14), step in 1..90i64) {
        let whole = run(&deeds, None, false, true);
        prop_assert_eq!(&run(&deeds, Some(step), false, true), &whole, "in steps");
        prop_assert_eq!(&run(&deeds, None, true, true), &whole, "with snapshots");
        prop_assert_eq!(&run(&deeds, None, false, false).0, &whole.0, "without questions");
    }
}
