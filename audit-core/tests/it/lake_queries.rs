//! Queries of event data stores: their states, results and lists, and what the door says of them.

use std::time::Duration;

use cupola_audit::{
    Engine, EventDataStoreRequest, LakeBounds, LakeQueryListRequest, LakeQueryRefusal, LakeQueryRequest,
    LakeQueryStatus, Limits, ListRequest, Policies, RecordBuilder, Snapshot,
};
use cupola_base::{Caller, Place, Timestamp};

fn place() -> Place {
    Place::parse("111122223333", "eu-west-1").unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

/// An engine with a store that keeps three calls, and the store's id.
fn with_calls(engine: Engine) -> (Engine, String) {
    let mut engine = engine;
    let request = EventDataStoreRequest::new("years").without_protection();
    let id = engine.create_event_data_store(now(), request).unwrap().id().to_owned();
    for (second, name) in [(0, "CancelOrder"), (1, "ShipOrder"), (2, "CancelOrder")] {
        let at = now().plus_secs(second);
        engine.record_call(at, RecordBuilder::new(at, &place(), "orders.amazonaws.com", name)).unwrap();
    }
    (engine, id)
}

fn engine() -> (Engine, String) {
    with_calls(Engine::new(place(), 0))
}

fn slow() -> (Engine, String) {
    let policies = Policies::default().with_lake_query_delay(Duration::from_secs(10));
    with_calls(Engine::new(place(), 0).with_policies(policies))
}

fn start(engine: &mut Engine, at: Timestamp, query: &str) -> Result<String, LakeQueryRefusal> {
    engine.start_lake_query(at, LakeQueryRequest::new(query)).map(|query| query.id.clone())
}

fn later(seconds: i64) -> Timestamp {
    now().plus_secs(10 + seconds)
}

#[test]
fn a_query_waits_runs_and_is_finished_on_virtual_time() {
    let (mut engine, store) = slow();
    let id = start(&mut engine, later(0), &format!("SELECT count(*) FROM {store}")).unwrap();
    for (second, status, rows) in [
        (0, LakeQueryStatus::Queued, 0),
        (4, LakeQueryStatus::Queued, 0),
        (5, LakeQueryStatus::Running, 0),
        (9, LakeQueryStatus::Running, 0),
        (10, LakeQueryStatus::Finished, 1),
    ] {
        let at = later(second);
        let page = engine.lake_query_results(at, Some(&store), &id, ListRequest::default()).unwrap();
        assert_eq!((page.query.status(at), page.rows.len()), (status, rows), "{second}");
        assert_eq!(page.query.run_millis(at), (second - 5).max(0) * 1000);
        let scanned = if rows == 0 { 0 } else { 3 };
        assert_eq!(page.query.statistics(at)[..2], [scanned, scanned]);
    }
}

#[test]
fn a_query_sees_what_is_kept_when_it_is_started() {
    let (mut engine, store) = slow();
    let id = start(&mut engine, later(0), &format!("SELECT count(*) FROM {store}")).unwrap();
    engine.record_call(later(1), RecordBuilder::new(later(1), &place(), "orders.amazonaws.com", "ShipOrder")).unwrap();
    let page = engine.lake_query_results(later(20), None, &id, ListRequest::default()).unwrap();
    assert_eq!(page.rows, [[Some("3".to_owned())]]);
}

#[test]
fn records_outside_the_times_that_are_asked_for_are_not_read() {
    let (mut engine, store) = engine();
    let query =
        format!("SELECT eventName FROM {store} WHERE eventTime >= '2026-05-04 06:00:01' AND eventName LIKE 'C%'");
    let id = start(&mut engine, later(0), &query).unwrap();
    let query = engine.lake_query(None, &id).unwrap();
    assert_eq!(query.rows(later(0)), [[Some("CancelOrder".to_owned())]]);
    let [scanned, matched, bytes] = query.statistics(later(0));
    let of_all: usize =
        engine.event_data_store(&store).unwrap().records().skip(1).map(|(_, record)| record.as_str().len()).sum();
    assert_eq!((scanned, matched, bytes), (2, 1, of_all as u64));
}

#[test]
fn a_query_is_cancelled_while_it_is_not_over() {
    let (mut engine, store) = slow();
    let id = start(&mut engine, later(0), &format!("SELECT 1 FROM {store}")).unwrap();
    assert_eq!(
        engine.cancel_lake_query(later(6), Some(&store), &id).unwrap().status(later(6)),
        LakeQueryStatus::Cancelled
    );
    let again = engine.cancel_lake_query(later(7), None, &id).unwrap_err();
    assert_eq!(
        (again.code(), engine.lake_query(None, &id).unwrap().run_millis(later(60))),
        ("InactiveQueryException", 1000)
    );
    assert!(engine.lake_query(None, &id).unwrap().rows(later(60)).is_empty());
    let (mut engine, store) = self::engine();
    let id = start(&mut engine, later(0), &format!("SELECT 1 FROM {store}")).unwrap();
    assert_eq!(engine.cancel_lake_query(later(0), None, &id).unwrap_err().code(), "InactiveQueryException");
}

#[test]
fn what_a_cancelled_query_has_found_takes_no_room() {
    let limits = Limits::default().with_lake_result_bytes(150_000);
    let policies = Policies::default().with_lake_query_delay(Duration::from_secs(10));
    let (mut engine, store) = with_calls(Engine::new(place(), 0).with_limits(limits).with_policies(policies));
    let long = format!("SELECT rpad('x', 100000, 'y') FROM {store} LIMIT 1");
    let first = start(&mut engine, later(0), &long).unwrap();
    engine.cancel_lake_query(later(1), None, &first).unwrap();
    let second = start(&mut engine, later(1), &long).unwrap();
    assert!(engine.lake_query(None, &first).is_ok(), "there is room for both");
    start(&mut engine, later(2), &long).unwrap();
    let known = [&first, &second].map(|id| engine.lake_query(None, id).is_ok());
    assert_eq!(known, [false, false], "two results are too much, and the oldest leave first");
}

#[test]
fn ten_queries_run_at_a_time() {
    let (mut engine, store) = slow();
    let query = format!("SELECT 1 FROM {store}");
    (0..10).for_each(|_| drop(start(&mut engine, later(0), &query).unwrap()));
    let refused = start(&mut engine, later(1), &query).unwrap_err();
    assert_eq!((refused.code(), &refused), ("MaxConcurrentQueriesException", &LakeQueryRefusal::Concurrent(10)));
    assert!(start(&mut engine, later(10), &query).is_ok());
}

#[test]
fn results_come_in_pages() {
    let (mut engine, store) = engine();
    let query = format!("SELECT eventName FROM {store} ORDER BY eventTime");
    let id = start(&mut engine, later(0), &query).unwrap();
    let (mut seen, mut token) = (Vec::new(), None::<String>);
    loop {
        let page = ListRequest { most: Some(2), token: token.as_deref() };
        let page = engine.lake_query_results(later(0), None, &id, page).unwrap();
        assert_eq!(page.total, 3);
        seen.extend(page.rows.iter().flatten().flatten().cloned());
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["CancelOrder", "ShipOrder", "CancelOrder"]);
    for (page, code) in [
        (ListRequest { most: Some(0), token: None }, "InvalidMaxResultsException"),
        (ListRequest { most: Some(1001), token: None }, "InvalidMaxResultsException"),
        (ListRequest { most: None, token: Some("abcd") }, "InvalidNextTokenException"),
    ] {
        assert_eq!(engine.lake_query_results(later(0), None, &id, page).unwrap_err().code(), code);
    }
}

#[test]
fn queries_are_listed_newest_first_for_seven_days() {
    let (mut engine, store) = engine();
    let query = format!("SELECT 1 FROM {store}");
    let ids: Vec<String> = (0..3).map(|second| start(&mut engine, later(second), &query).unwrap()).collect();
    let failing = start(&mut engine, later(3), &format!("SELECT 1 / 0 FROM {store}")).unwrap();
    let mut listed = |at: Timestamp, request: LakeQueryListRequest<'_>| {
        let list = engine.list_lake_queries(at, &store, request).unwrap();
        (list.queries.iter().map(|query| query.id.clone()).collect::<Vec<_>>(), list.next_token)
    };
    let all = [&failing, &ids[2], &ids[1], &ids[0]].map(Clone::clone);
    assert_eq!(listed(later(9), LakeQueryListRequest::default()), (all.to_vec(), None));
    let two = LakeQueryListRequest { page: ListRequest { most: Some(2), token: None }, ..Default::default() };
    let (first, token) = listed(later(9), two);
    let next =
        LakeQueryListRequest { page: ListRequest { most: Some(2), token: token.as_deref() }, ..Default::default() };
    assert_eq!([first, listed(later(9), next).0].concat(), all);
    let failed = LakeQueryListRequest { status: Some(LakeQueryStatus::Failed), ..Default::default() };
    assert_eq!(listed(later(9), failed).0, [failing]);
    let range = LakeQueryListRequest { from: Some(later(1)), to: Some(later(2)), ..Default::default() };
    assert_eq!(listed(later(9), range).0, [ids[2].clone(), ids[1].clone()]);
    let week = 7 * 86_400;
    assert_eq!(listed(later(week + 1), LakeQueryListRequest::default()).0.len(), 3, "the first is gone");
    let wrong = LakeQueryListRequest { from: Some(later(2)), to: Some(later(1)), ..Default::default() };
    assert_eq!(engine.list_lake_queries(later(0), &store, wrong).unwrap_err().code(), "InvalidDateRangeException");
    assert_eq!(engine.lake_query(None, &ids[0]).unwrap_err().code(), "QueryIdNotFoundException");
}

#[test]
fn a_fault_of_a_value_fails_the_query_and_says_why() {
    let (mut engine, store) = engine();
    let id = start(&mut engine, later(0), &format!("SELECT CAST(eventName AS bigint) FROM {store}")).unwrap();
    let query = engine.lake_query(None, &id).unwrap();
    assert_eq!(query.status(later(0)), LakeQueryStatus::Failed);
    assert_eq!(query.fault(later(0)), Some("Cannot cast 'CancelOrder' to bigint"));
    let limits = Limits::default().with_lake_query(LakeBounds::default().with_rows(2));
    let (mut engine, store) = with_calls(Engine::new(place(), 0).with_limits(limits));
    let id = start(&mut engine, later(0), &format!("SELECT 1 FROM {store}")).unwrap();
    assert!(engine.lake_query(None, &id).unwrap().fault(later(0)).is_some_and(|fault| fault.contains("2 rows")));
}

#[test]
fn the_oldest_results_leave_when_there_is_no_room() {
    let limits = Limits::default().with_lake_queries(2);
    let (mut engine, store) = with_calls(Engine::new(place(), 0).with_limits(limits));
    let query = format!("SELECT 1 FROM {store}");
    let ids: Vec<String> = (0..3).map(|_| start(&mut engine, later(0), &query).unwrap()).collect();
    let known: Vec<bool> = ids.iter().map(|id| engine.lake_query(None, id).is_ok()).collect();
    assert_eq!(known, [false, true, true]);
}

#[test]
fn what_cannot_be_asked_is_refused_with_the_services_codes() {
    let (mut engine, store) = engine();
    for (query, code) in [
        ("SELECT evntName FROM $S", "InvalidQueryStatementException"),
        ("DROP TABLE $S", "InvalidQueryStatementException"),
        ("SELECT 1", "InvalidQueryStatementException"),
        ("SELECT ? FROM $S", "InvalidQueryStatementException"),
        ("SELECT 1 FROM 00000000-0000-4000-8000-000000000000", "EventDataStoreNotFoundException"),
    ] {
        assert_eq!(start(&mut engine, later(0), &query.replace("$S", &store)).unwrap_err().code(), code, "{query}");
    }
    let with = LakeQueryRequest::new(format!("SELECT count(*) FROM {store} WHERE eventName = ?"))
        .with_parameters(["ShipOrder"]);
    let id = engine.start_lake_query(later(0), with).unwrap().id.clone();
    assert_eq!(engine.lake_query(None, &id).unwrap().rows(later(0)), [[Some("1".to_owned())]]);
    let id = start(&mut engine, later(0), &format!("SELECT 1 FROM {store}")).unwrap();
    engine.delete_event_data_store(later(1), &store).unwrap();
    let gone = start(&mut engine, later(1), &format!("SELECT 1 FROM {store}")).unwrap_err();
    assert_eq!(gone.code(), "InactiveEventDataStoreException");
    assert_eq!(engine.lake_query(Some(&store), &id).unwrap_err().code(), "InactiveEventDataStoreException");
}

#[test]
fn a_snapshot_holds_queries_and_their_results() {
    let (mut engine, store) = slow();
    let query = format!("SELECT eventName, errorCode FROM {store}");
    let id = start(&mut engine, later(0), &query).unwrap();
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let mut back = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    for engine in [&mut engine, &mut back] {
        engine.advance(later(10));
    }
    assert_eq!(back.lake_query(None, &id).unwrap(), engine.lake_query(None, &id).unwrap());
    assert_eq!(back.lake_query(None, &id).unwrap().rows(later(10)).len(), 3);
    assert_eq!(start(&mut back, later(11), &query), start(&mut engine, later(11), &query));
}

#[test]
fn the_door_answers_with_the_services_json() {
    let (mut engine, store) = engine();
    let caller = Caller::root(place());
    let mut call = |action: &str, input: String| {
        let answer = engine.call(later(0), &caller, action, &input);
        answer.unwrap_or_else(|error| error.code.to_string())
    };
    let query =
        format!("SELECT eventName, errorCode, count(*) AS calls FROM {store} GROUP BY 1, 2 ORDER BY calls DESC");
    let started = call("StartQuery", format!(r#"{{"QueryStatement": "{query}"}}"#));
    let id = started.split('"').nth(3).unwrap().to_owned();
    assert_eq!(started, format!(r#"{{"QueryId":"{id}"}}"#));
    let results = call("GetQueryResults", format!(r#"{{"QueryId": "{id}", "MaxQueryResults": 1}}"#));
    assert!(
        results.starts_with(
            r#"{"QueryStatus":"FINISHED","QueryStatistics":{"ResultsCount":1,"TotalResultsCount":2,"BytesScanned":"#
        ),
        "{results}"
    );
    let row = r#""QueryResultRows":[[{"eventName":"CancelOrder"},{"errorCode":""},{"calls":"2"}]],"NextToken":""#;
    assert!(results.contains(row), "{results}");
    let described =
        call("DescribeQuery", format!(r#"{{"QueryId": "{id}", "EventDataStoreOwnerAccountId": "111122223333"}}"#));
    assert!(
        described.contains(r#""QueryStatistics":{"EventsMatched":3,"EventsScanned":3,"BytesScanned":"#),
        "{described}"
    );
    assert!(described.contains(r#""ExecutionTimeInMillis":0,"CreationTime":1777874410"#), "{described}");
    assert!(described.ends_with(r#""EventDataStoreOwnerAccountId":"111122223333"}"#), "{described}");
    let listed = call("ListQueries", format!(r#"{{"EventDataStore": "{store}", "QueryStatus": "FINISHED"}}"#));
    assert!(
        listed.starts_with(&format!(r#"{{"Queries":[{{"QueryId":"{id}","QueryStatus":"FINISHED","CreationTime":"#)),
        "{listed}"
    );
    for (action, input, code) in [
        ("StartQuery", "{}".to_owned(), "InvalidParameterException"),
        ("StartQuery", r#"{"QueryAlias": "top"}"#.to_owned(), "InvalidParameterException"),
        (
            "StartQuery",
            format!(r#"{{"QueryStatement": "SELECT 1 FROM {store}", "DeliveryS3Uri": "s3://quay-logs/a"}}"#),
            "UnsupportedOperationException",
        ),
        (
            "StartQuery",
            format!(r#"{{"QueryStatement": "SELECT 1 FROM {store}", "DeliveryS3Uri": "s3://X"}}"#),
            "InvalidS3BucketNameException",
        ),
        (
            "StartQuery",
            format!(r#"{{"QueryStatement": "SELECT 1 FROM {store}", "DeliveryS3Uri": "s3://quay-logs/{:01024}"}}"#, 0),
            "InvalidS3PrefixException",
        ),
        ("DescribeQuery", "{}".to_owned(), "InvalidParameterException"),
        ("DescribeQuery", format!(r#"{{"QueryId": "{id}", "QueryAlias": "top"}}"#), "InvalidParameterException"),
        ("DescribeQuery", format!(r#"{{"QueryId": "{id}", "RefreshId": "r-1"}}"#), "InvalidParameterException"),
        (
            "DescribeQuery",
            r#"{"QueryId": "00000000-0000-4000-8000-000000000000"}"#.to_owned(),
            "QueryIdNotFoundException",
        ),
        ("CancelQuery", format!(r#"{{"QueryId": "{id}"}}"#), "InactiveQueryException"),
        ("ListQueries", r#"{"EventDataStore": "nowhere"}"#.to_owned(), "EventDataStoreNotFoundException"),
        (
            "ListQueries",
            format!(r#"{{"EventDataStore": "{store}", "QueryStatus": "DONE"}}"#),
            "InvalidQueryStatusException",
        ),
        (
            "GetQueryResults",
            format!(r#"{{"QueryId": "{id}", "EventDataStoreOwnerAccountId": "222233334444"}}"#),
            "EventDataStoreNotFoundException",
        ),
    ] {
        assert_eq!(call(action, input.clone()), code, "{action} {input}");
    }
}
