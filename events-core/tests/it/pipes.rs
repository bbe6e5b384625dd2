//! Pipes: filters, batches, enrichments, targets, and records that fail.
//!
//! Expectations: EventBridge User Guide, "Amazon EventBridge Pipes" and the pages below it.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::json::Json;
use cupola_base::outbox::{Call, ErrorCode};
use cupola_base::{Arn, Delivery, Outcome, Place, Timestamp, base64};
use cupola_events::pipes::{
    CallSettings, CreatePipe, DesiredState, GaveUp, PipeLogConfig, PipeLogLevel, PipeName, PipeNews, PipeProblem,
    PipeRecord, PipeSource, PipeState, PipeTemplate, PipesError, StartingPosition, StreamSettings, UpdatePipe,
};
use cupola_events::{Engine, Limits, Output, Policies, PutRule, RuleName, Target, TargetId};
use serde_json::{Value, json};

const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:orders";
const STREAM: &str = "arn:aws:kinesis:us-east-1:111122223333:stream/orders";
const TABLE: &str = "arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/2026-01-01T00:00:00.000";
const FUNCTION: &str = "arn:aws:lambda:us-east-1:111122223333:function:bill";
const TOPIC: &str = "arn:aws:sns:us-east-1:111122223333:bills";

fn arn(text: &str) -> Arn {
    Arn::parse(text).unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap().plus_secs(seconds)
}

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
}

fn name() -> PipeName {
    PipeName::new("p").unwrap()
}

fn pipe(source: PipeSource, target: &str) -> CreatePipe {
    CreatePipe::new(name(), source, arn(target), arn("arn:aws:iam::111122223333:role/pipe"))
}

fn queue() -> PipeSource {
    PipeSource::new(QUEUE).unwrap()
}

fn stream(settings: StreamSettings) -> PipeSource {
    PipeSource::new(STREAM).unwrap().with_stream(settings)
}

fn from_start() -> StreamSettings {
    StreamSettings::from(StartingPosition::TrimHorizon)
}

fn messages(ids: &[&str]) -> Vec<PipeRecord> {
    ids.iter().map(|id| PipeRecord::message(id, &format!("h-{id}"), &format!(r#"{{"id":"{id}"}}"#))).collect()
}

fn records(numbers: std::ops::Range<i64>) -> Vec<PipeRecord> {
    let one =
        |n: i64| PipeRecord::stream_record("shard-0", &n.to_string(), "k", format!(r#"{{"n":{n}}}"#).as_bytes(), at(n));
    numbers.map(one).collect()
}

fn settings(template: &str) -> CallSettings {
    CallSettings::default().with_template(PipeTemplate::parse(template).unwrap())
}

/// What is called, and what is told about records.
struct Out {
    calls: Vec<Delivery>,
    news: Vec<PipeNews>,
    logs: Vec<Value>,
}

fn drain(engine: &mut Engine) -> Out {
    let mut out = Out { calls: Vec::new(), news: Vec::new(), logs: Vec::new() };
    for output in engine.drain() {
        match output {
            Output::Delivery(delivery) => out.calls.push(delivery),
            Output::Pipe(notice) => out.news.push(notice.news),
            Output::PipeLog(record) => out.logs.push(serde_json::from_str(&record.to_json()).unwrap()),
            other => panic!("{other:?}"),
        }
    }
    out
}

/// The names of the records of a call, as its payload has them.
fn ids(call: &Delivery) -> Vec<String> {
    let records: Vec<Value> = serde_json::from_str(call.payload.as_str()).unwrap();
    let id = |record: &Value| {
        record.get("messageId").or_else(|| record.get("eventID")).unwrap().as_str().unwrap().to_owned()
    };
    records.iter().map(id).collect()
}

fn told(news: &PipeNews) -> (&'static str, Vec<&str>) {
    let what = match news {
        PipeNews::Done(_) => "done",
        PipeNews::Filtered(_) => "filtered",
        PipeNews::Returned { .. } => "returned",
        PipeNews::GivenUp { .. } => "given up",
        other => panic!("{other:?}"),
    };
    (what, news.records().iter().map(|record| record.id.as_str()).collect())
}

#[test]
fn a_batch_goes_to_a_function_as_a_list_and_is_done_when_it_arrives() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue().with_batch(2), FUNCTION)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a", "b", "c"]));
    let out = drain(&mut engine);
    assert_eq!(out.calls.iter().map(ids).collect::<Vec<_>>(), [vec!["a", "b"], vec!["c"]]);
    let first: Value = serde_json::from_str(out.calls[0].payload.as_str()).unwrap();
    let expected = json!({
        "messageId": "a", "receiptHandle": "h-a", "body": r#"{"id":"a"}"#, "eventSource": "aws:sqs",
        "eventSourceARN": QUEUE, "awsRegion": "us-east-1"
    });
    assert_eq!((&first[0], &out.calls[0].call), (&expected, &Call::Answered));
    engine.answer(at(2), out.calls[0].id, "null");
    let out = drain(&mut engine);
    assert_eq!(out.news.iter().map(told).collect::<Vec<_>>(), [("done", vec!["a", "b"])]);
    let PipeNews::Done(done) = &out.news[0] else { panic!() };
    assert_eq!(done[0].receipt_handle.as_deref(), Some("h-a"));
}

/// "Amazon Simple Queue Service as a source", on success and failure conditions.
#[test]
fn answers_say_which_messages_failed() {
    let table: &[(&str, &[&str])] = &[
        (r#"{"batchItemFailures":[{"itemIdentifier":"b"}]}"#, &["b"]),
        (r#"{"batchItemFailures":[]}"#, &[]),
        (r#"{"batchItemFailures":null}"#, &[]),
        ("{}", &[]),
        ("null", &[]),
        ("", &[]),
        (r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#, &["a", "b"]),
        (r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#, &["a", "b"]),
        (r#"{"batchItemFailures":[{"item":"b"}]}"#, &["a", "b"]),
        (r#"{"batchItemFailures":[{"itemIdentifier":"none"}]}"#, &["a", "b"]),
        ("not JSON", &["a", "b"]),
    ];
    for (answer, failed) in table {
        let mut engine = engine();
        engine.create_pipe(at(0), pipe(queue(), FUNCTION)).unwrap();
        engine.pipe_records(at(1), QUEUE, messages(&["a", "b"]));
        let call = drain(&mut engine).calls.remove(0);
        engine.answer(at(2), call.id, answer);
        let out = drain(&mut engine);
        let returned: Vec<&str> =
            out.news.iter().map(told).filter(|(what, _)| *what == "returned").flat_map(|(_, ids)| ids).collect();
        assert_eq!(returned, *failed, "{answer}");
    }
}

#[test]
fn a_function_that_is_not_waited_for_tells_nothing_of_items() {
    let mut engine = engine();
    let told = Json::parse(r#"{"InvocationType":"FIRE_AND_FORGET"}"#).unwrap();
    let settings = CallSettings::default().with_parameter("LambdaFunctionParameters", told);
    engine.create_pipe(at(0), pipe(queue(), FUNCTION).with_target_settings(settings)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a"]));
    let call = drain(&mut engine).calls.remove(0);
    assert_eq!(call.call, Call::Plain);
    engine.answer(at(2), call.id, r#"{"batchItemFailures":[{"itemIdentifier":"a"}]}"#);
    assert_eq!(told_all(&mut engine), ["done a"]);
}

fn told_all(engine: &mut Engine) -> Vec<String> {
    let out = drain(engine);
    out.news.iter().map(told).map(|(what, ids)| format!("{what} {}", ids.join(" "))).collect()
}

#[test]
fn a_window_gathers_records_until_it_ends_or_there_are_enough() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue().with_batch(3).with_window(20), FUNCTION)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a"]));
    engine.pipe_records(at(11), QUEUE, messages(&["b"]));
    assert!(drain(&mut engine).calls.is_empty());
    assert_eq!(engine.next_deadline().unwrap().at, at(21));
    engine.advance(at(30));
    let call = drain(&mut engine).calls.remove(0);
    assert_eq!((ids(&call), call.at), (vec!["a".into(), "b".into()], at(21)));
    engine.pipe_records(at(31), QUEUE, messages(&["c", "d", "e", "f"]));
    assert_eq!(drain(&mut engine).calls.iter().map(ids).collect::<Vec<_>>(), [vec!["c", "d", "e"]]);
}

#[test]
fn a_batch_ends_before_six_megabytes() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(stream(from_start()), FUNCTION)).unwrap();
    let data = vec![b'x'; 2 * 1024 * 1024];
    let big = |n: &str| PipeRecord::stream_record("shard-0", n, "k", &data, at(0));
    engine.pipe_records(at(1), STREAM, vec![big("1"), big("2"), big("3")]);
    let call = drain(&mut engine).calls.remove(0);
    assert_eq!(ids(&call), ["shard-0:1", "shard-0:2"], "each has 2.67 MB in base64");
}

/// The three tables of "Event filtering in Amazon EventBridge Pipes".
#[test]
fn forms_of_data_and_of_patterns() {
    let json_pattern = r#"{"FIELD": {"a": [1]}}"#;
    let text_pattern = r#"{"FIELD": ["plain"]}"#;
    let other_pattern = r#"{"other": ["o"]}"#;
    let kafka = "arn:aws:kafka:us-east-1:111122223333:cluster/c/1";
    let table = [
        // Source, field, data, pattern, whether it is let in.
        (QUEUE, "body", "plain", text_pattern, true),
        (QUEUE, "body", "other", text_pattern, false),
        (QUEUE, "body", "plain", other_pattern, true),
        (QUEUE, "body", "plain", json_pattern, false),
        (QUEUE, "body", r#"{"a":1}"#, text_pattern, false),
        (QUEUE, "body", r#"{"a":1}"#, other_pattern, true),
        (QUEUE, "body", r#"{"a":1}"#, json_pattern, true),
        (QUEUE, "body", r#"{"a":2}"#, json_pattern, false),
        (STREAM, "data", r#"{"a":1}"#, json_pattern, true),
        (STREAM, "data", r#"{"a":2}"#, json_pattern, false),
        (STREAM, "data", r#"{"a":1}"#, other_pattern, true),
        (STREAM, "data", "plain", json_pattern, false),
        (STREAM, "data", "plain", other_pattern, true),
        (kafka, "value", "plain", text_pattern, true),
        (kafka, "value", "other", text_pattern, false),
        (kafka, "value", "plain", other_pattern, true),
        (kafka, "value", "plain", json_pattern, true),
        (kafka, "value", r#"{"a":1}"#, text_pattern, true),
        (kafka, "value", r#"{"a":1}"#, json_pattern, true),
        (kafka, "value", r#"{"a":2}"#, json_pattern, false),
    ];
    for (source, field, data, pattern, admits) in table {
        let mut engine = engine();
        let from = PipeSource::new(source).unwrap().with_filter(pattern.replace("FIELD", field));
        let from = match source {
            QUEUE => from,
            STREAM => from.with_stream(from_start()),
            _ => from.with_parameter("TopicName", Json::of("topic")),
        };
        engine.create_pipe(at(0), pipe(from, FUNCTION)).unwrap();
        engine.advance(at(0));
        let data = if source == QUEUE { data.to_owned() } else { base64::encode(data.as_bytes()) };
        let record = PipeRecord::parse(&json!({field: data, "other": "o"}).to_string()).unwrap();
        let decision = engine.explain_pipe(at(0), &name(), &record).unwrap();
        engine.pipe_records(at(1), source, vec![record]);
        let called = drain(&mut engine).calls.len() == 1;
        assert_eq!((called, decision.admits()), (admits, admits), "{source} {data} {pattern}: {decision}");
    }
}

#[test]
fn a_filter_of_a_stream_asks_for_fields_of_its_data() {
    let source = stream(from_start()).with_filter(r#"{"data": ["plain"]}"#);
    let refused = engine().create_pipe(at(0), pipe(source, FUNCTION)).unwrap_err();
    assert!(matches!(refused, PipesError::Problem(PipeProblem::DataFilter { field: "data", .. })), "{refused}");
}

#[test]
fn messages_that_no_filter_lets_in_are_done_with() {
    let mut engine = engine();
    let source = queue().with_filter(r#"{"body": {"id": ["b"]}}"#).with_filter(r#"{"body": {"id": ["c"]}}"#);
    engine.create_pipe(at(0), pipe(source, FUNCTION)).unwrap();
    let intake = engine.pipe_records(at(1), QUEUE, messages(&["a", "b", "c", "d"]));
    assert_eq!((intake.taken, intake.filtered, intake.left), (2, 2, 0));
    let out = drain(&mut engine);
    assert_eq!(told_of(&out.news), ["filtered a d"], "all at once");
    assert_eq!(ids(&out.calls[0]), ["b", "c"]);
}

#[test]
fn an_enrichments_answer_goes_on() {
    let enriched = |answer: &str, template: Option<&str>, target: &str| {
        let mut engine = engine();
        let mut create = pipe(queue(), target).enriched_by(arn(FUNCTION));
        create.target_settings = template.map(settings).unwrap_or_default();
        engine.create_pipe(at(0), create).unwrap();
        engine.pipe_records(at(1), QUEUE, messages(&["a", "b"]));
        let call = drain(&mut engine).calls.remove(0);
        engine.answer(at(2), call.id, answer);
        let out = drain(&mut engine);
        let news = out.news.iter().map(told).map(|(what, ids)| format!("{what} {}", ids.join(" "))).collect::<Vec<_>>();
        (out.calls.iter().map(|call| call.payload.to_string()).collect::<Vec<_>>(), news)
    };
    let none: Vec<String> = Vec::new();
    // Lists are passed on whole where that is possible, and item by item elsewhere.
    assert_eq!(
        enriched(r#"[{"n": 1}, {"n": 2}]"#, None, FUNCTION),
        (vec![r#"[{"n": 1},{"n": 2}]"#.into()], none.clone())
    );
    let (calls, _) = enriched(r#"[{"n": 1}, {"n": 2}, "x"]"#, None, TOPIC);
    assert_eq!(calls, [r#"{"n": 1}"#, r#"{"n": 2}"#, "\"x\""]);
    assert_eq!(enriched(r#"{"n": 1}"#, None, FUNCTION).0, [r#"{"n": 1}"#]);
    assert_eq!(enriched(r#"[{"n": 1}]"#, Some("n is <$.n>"), TOPIC).0, ["n is 1"]);
    for empty in ["", "\"\"", "{}", "[]"] {
        assert_eq!(enriched(empty, None, TOPIC), (none.clone(), vec!["done a b".into()]), "{empty}");
    }
    assert_eq!(enriched("[{}]", None, FUNCTION).0, ["[{}]"], "an empty payload is a payload");
    let eleven = format!("[{}]", ["1"; 11].join(","));
    assert_eq!(enriched(&eleven, None, TOPIC), (none, vec!["returned a b".into()]), "a topic takes ten");
}

#[test]
fn items_of_an_answer_are_told_by_their_records_names() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue(), FUNCTION).enriched_by(arn(FUNCTION))).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a", "b", "c"]));
    let call = drain(&mut engine).calls.remove(0);
    engine.answer(at(2), call.id, r#"[{"messageId": "c"}, {"messageId": "a"}]"#);
    let call = drain(&mut engine).calls.remove(0);
    engine.answer(at(3), call.id, r#"{"batchItemFailures":[{"itemIdentifier":"c"}]}"#);
    assert_eq!(told_all(&mut engine), ["done a b", "returned c"]);
}

#[test]
fn calls_one_by_one_fail_one_by_one() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue(), TOPIC)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a", "b"]));
    let calls = drain(&mut engine).calls;
    assert_eq!(calls.len(), 2);
    engine.report(at(2), calls[1].id, Outcome::error(ErrorCode::NoPermissions, "no"));
    assert!(told_all(&mut engine).is_empty(), "the other is open");
    engine.report(at(3), calls[0].id, Outcome::Delivered);
    assert_eq!(told_all(&mut engine), ["done a", "returned b"]);
}

#[test]
fn what_may_pass_is_called_again_within_the_execution() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue(), FUNCTION)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a"]));
    let call = drain(&mut engine).calls.remove(0);
    engine.report(at(2), call.id, Outcome::retry());
    engine.advance(at(60));
    let again = drain(&mut engine).calls.remove(0);
    assert_eq!((again.id, again.attempt), (call.id, 2));
    engine.report(at(61), again.id, Outcome::Delivered);
    assert_eq!(told_all(&mut engine), ["done a"]);
}

#[test]
fn records_of_a_stream_are_tried_again_and_given_up() {
    let mut engine = engine();
    let letters = "arn:aws:sqs:us-east-1:111122223333:letters";
    let settings = from_start().with_retries(1).with_dead_letter(arn(letters));
    engine.create_pipe(at(0), pipe(stream(settings), FUNCTION)).unwrap();
    engine.pipe_records(at(1), STREAM, records(1..3));
    engine.pipe_records(at(2), STREAM, records(3..4));
    let call = drain(&mut engine).calls.remove(0);
    assert_eq!(ids(&call), ["shard-0:1", "shard-0:2"], "the third waits: a shard stays in order");
    engine.report(at(3), call.id, Outcome::failed());
    engine.advance(at(4));
    let again = drain(&mut engine).calls.remove(0);
    assert_eq!((ids(&again), again.at), (ids(&call), at(4)), "a second later, the same batch");
    engine.report(at(5), again.id, Outcome::failed());
    let out = drain(&mut engine);
    assert_eq!(told(&out.news[0]), ("given up", vec!["shard-0:1", "shard-0:2"]));
    let letter: Value = serde_json::from_str(out.calls[0].payload.as_str()).unwrap();
    assert_eq!(out.calls[0].target, letters);
    let expected = json!({
        "context": {"partnerResourceArn": "arn:aws:pipes:us-east-1:111122223333:pipe/p", "condition": "RetryAttemptsExhausted"},
        "version": "1.0", "timestamp": "2026-05-04T06:00:05.000Z",
        "KinesisBatchInfo": {
            "shardId": "shard-0", "startSequenceNumber": "1", "endSequenceNumber": "2",
            "approximateArrivalOfFirstRecord": "2026-05-04T06:00:01.000Z",
            "approximateArrivalOfLastRecord": "2026-05-04T06:00:02.000Z", "batchSize": 2, "streamArn": STREAM
        }
    });
    assert_eq!(letter, expected);
    assert_eq!(ids(&out.calls[1]), ["shard-0:3"], "the shard goes on");
}

#[test]
fn a_batch_that_fails_is_halved_until_one_record_is_left() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(stream(from_start().with_retries(0).bisecting()), FUNCTION)).unwrap();
    engine.pipe_records(at(1), STREAM, records(1..5));
    let mut batches = Vec::new();
    for second in 2..40 {
        for call in drain(&mut engine).calls {
            let bad = ids(&call).contains(&"shard-0:3".into());
            batches.push(ids(&call).iter().map(|id| id.rsplit(':').next().unwrap().to_owned()).collect::<String>());
            engine.report(at(second), call.id, if bad { Outcome::failed() } else { Outcome::Delivered });
        }
        engine.advance(at(second));
    }
    assert_eq!(batches, ["1234", "12", "34", "3", "4"]);
}

#[test]
fn old_records_are_not_tried() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(stream(from_start().with_record_age(60)), FUNCTION)).unwrap();
    engine.pipe_records(at(70), STREAM, records(5..15));
    let out = drain(&mut engine);
    let PipeNews::GivenUp { records, why, dead_letter } = &out.news[0] else { panic!() };
    assert_eq!((records.len(), *why, *dead_letter), (5, GaveUp::RecordAgeExceeded, false), "those of 5 to 9");
    assert_eq!(ids(&out.calls[0]).len(), 5);
}

#[test]
fn a_stream_is_read_from_its_position_and_goes_on_after_a_stop() {
    let read = |position| {
        let mut engine = engine();
        engine.pipe_records(at(10), STREAM, records(1..4));
        engine.create_pipe(at(11), pipe(stream(StreamSettings::from(position)), FUNCTION)).unwrap();
        engine.advance(at(11));
        let mut calls = Vec::new();
        for (second, numbers) in [(12, 4..5), (14, 5..6), (16, 6..7)] {
            engine.pipe_records(at(second), STREAM, records(numbers));
            for call in drain(&mut engine).calls {
                calls.extend(ids(&call).iter().map(|id| id.rsplit(':').next().unwrap().to_owned()));
                engine.report(at(second), call.id, Outcome::Delivered);
            }
            let turn = if second == 12 { Engine::stop_pipe } else { Engine::start_pipe };
            turn(&mut engine, at(second + 1), &name()).unwrap();
            engine.advance(at(second + 1));
            if second == 14 {
                assert_eq!(engine.describe_pipe(&name()).unwrap().state, PipeState::Running);
            }
        }
        let last = drain(&mut engine).calls;
        calls.extend(last.iter().flat_map(ids).map(|id| id.rsplit(':').next().unwrap().to_owned()));
        calls.concat()
    };
    assert_eq!(read(StartingPosition::TrimHorizon), "123456");
    assert_eq!(read(StartingPosition::Latest), "456");
    assert_eq!(read(StartingPosition::At(at(2))), "23456");
}

const BROKER: &str = "arn:aws:mq:us-east-1:111122223333:broker:b:b-1";

fn broker() -> PipeSource {
    let credentials = json!({"BasicAuth": "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"});
    let source = PipeSource::new(BROKER).unwrap().with_parameter("QueueName", Json::of("q"));
    source.with_parameter("Credentials", Json::of(&credentials))
}

fn of_broker(id: &str) -> Vec<PipeRecord> {
    vec![PipeRecord::parse(&json!({"messageID": id, "data": "eA=="}).to_string()).unwrap()]
}

#[test]
fn a_pipe_that_runs_again_waits_for_nothing_of_before() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(broker().with_batch(1), FUNCTION)).unwrap();
    engine.pipe_records(at(1), BROKER, of_broker("a"));
    engine.pipe_records(at(1), BROKER, of_broker("b"));
    let calls = drain(&mut engine).calls;
    // The first waits for its next try while the second is under way.
    engine.report(at(2), calls[0].id, Outcome::failed());
    engine.stop_pipe(at(2), &name()).unwrap();
    engine.advance(at(2));
    engine.start_pipe(at(2), &name()).unwrap();
    engine.advance(at(2));
    assert_eq!(told_all(&mut engine), ["returned a"]);
    engine.pipe_records(at(2), BROKER, of_broker("c"));
    assert_eq!(drain(&mut engine).calls.len(), 1, "nothing is tried again here");
}

#[test]
fn a_stopped_pipe_keeps_no_messages_of_a_broker() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(broker(), FUNCTION)).unwrap();
    engine.pipe_records(at(1), BROKER, of_broker("m"));
    let call = drain(&mut engine).calls.remove(0);
    engine.stop_pipe(at(2), &name()).unwrap();
    engine.advance(at(2));
    engine.report(at(3), call.id, Outcome::failed());
    assert_eq!(told_all(&mut engine), ["returned m"], "nobody would try it again");
}

#[test]
fn kafka_tries_the_whole_batch_until_it_arrives() {
    let mut engine = engine();
    let source = PipeSource::new("smk://kafka.example.com:9092").unwrap().with_parameter("TopicName", Json::of("t"));
    engine.create_pipe(at(0), pipe(source, TOPIC).in_state(DesiredState::Running)).unwrap();
    let record = |offset: i64| {
        PipeRecord::parse(&json!({"topic": "t", "partition": 0, "offset": offset, "value": "eA=="}).to_string())
            .unwrap()
    };
    // A topic takes ten at once, so that the batch has ten at most.
    engine.pipe_records(at(1), "smk://kafka.example.com:9092", (0..12).map(record).collect());
    let calls = drain(&mut engine).calls;
    assert_eq!(calls.len(), 10);
    for (at_call, call) in calls.iter().enumerate() {
        engine.report(at(2), call.id, if at_call == 3 { Outcome::failed() } else { Outcome::Delivered });
    }
    assert!(drain(&mut engine).news.is_empty());
    engine.advance(at(3));
    let again = drain(&mut engine).calls;
    assert_eq!(again.len(), 10, "one that failed holds all");
    for call in &again {
        engine.report(at(4), call.id, Outcome::Delivered);
    }
    let out = drain(&mut engine);
    assert_eq!((out.news.len(), out.calls.len()), (1, 2));
}

#[test]
fn fifo_groups_stay_in_order_and_hold_only_themselves() {
    let mut engine = engine();
    let fifo = "arn:aws:sqs:us-east-1:111122223333:orders.fifo";
    engine.create_pipe(at(0), pipe(PipeSource::new(fifo).unwrap().with_batch(1), FUNCTION)).unwrap();
    let message = |id: &str, group: &str| {
        PipeRecord::parse(&json!({"messageId": id, "body": "x", "attributes": {"MessageGroupId": group}}).to_string())
            .unwrap()
    };
    engine.pipe_records(at(1), fifo, vec![message("a1", "a"), message("a2", "a"), message("b1", "b")]);
    let calls = drain(&mut engine).calls;
    assert_eq!(calls.iter().map(ids).collect::<Vec<_>>(), [vec!["a1"], vec!["b1"]]);
    engine.report(at(2), calls[0].id, Outcome::Delivered);
    assert_eq!(ids(&drain(&mut engine).calls[0]), ["a2"]);
}

#[test]
fn partition_keys_share_a_shard_without_losing_their_order() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(stream(from_start().with_parallelization(10)).with_batch(1), FUNCTION)).unwrap();
    let keys: Vec<String> = (0..20).map(|n| format!("k{}", n % 5)).collect();
    let record = |(n, key): (usize, &String)| PipeRecord::stream_record("shard-0", &n.to_string(), key, b"{}", at(0));
    engine.pipe_records(at(1), STREAM, keys.iter().enumerate().map(record).collect());
    let calls = drain(&mut engine).calls;
    let numbers: Vec<usize> =
        calls.iter().map(|call| ids(call)[0].rsplit(':').next().unwrap().parse().unwrap()).collect();
    assert!((2..=5).contains(&calls.len()), "more than one slot of the shard is at work");
    assert!(numbers.iter().all(|n| *n < 5), "the first of each key comes first: {numbers:?}");
}

#[test]
fn a_bus_takes_its_events_at_once() {
    let mut engine = engine();
    let rule = RuleName::new("r").unwrap();
    engine.put_rule(at(0), PutRule::new(rule.clone(), r#"{"source": ["Pipe p", "shop"]}"#)).unwrap();
    let target = Target::new(TargetId::new("t").unwrap(), arn(TOPIC));
    engine.put_targets(at(0), &rule.into(), vec![target]).unwrap();
    let bus = "arn:aws:events:us-east-1:111122223333:event-bus/default";
    engine.create_pipe(at(0), pipe(queue(), bus).with_target_settings(settings("<$.body.detail>"))).unwrap();
    let told = r#"{"Source": "shop", "DetailType": "$.body.type", "Resources": ["$.body.arn"], "Time": "$.body.at"}"#;
    let second = CreatePipe::new(
        PipeName::new("q").unwrap(),
        PipeSource::new("arn:aws:sqs:us-east-1:111122223333:other").unwrap(),
        arn(bus),
        arn("arn:aws:iam::111122223333:role/pipe"),
    );
    let told =
        settings(r#"{"n": <$.body.n>}"#).with_parameter("EventBridgeEventBusParameters", Json::parse(told).unwrap());
    engine.create_pipe(at(0), second.with_target_settings(told)).unwrap();
    let body = r#"{"type": "Order", "arn": "arn:aws:x:::y", "at": "2026-05-04T05:00:00Z", "n": 7}"#;
    engine.pipe_records(at(1), "arn:aws:sqs:us-east-1:111122223333:other", vec![PipeRecord::message("m", "h", body)]);
    let out = drain(&mut engine);
    let event: Value = serde_json::from_str(out.calls[0].payload.as_str()).unwrap();
    assert_eq!(
        (&event["source"], &event["detail-type"], &event["resources"], &event["time"], &event["detail"]),
        (&json!("shop"), &json!("Order"), &json!(["arn:aws:x:::y"]), &json!("2026-05-04T05:00:00Z"), &json!({"n": 7}))
    );
    assert_eq!(told_of(&out.news), ["done m"]);
    // Without parameters; what is no object is refused by the bus.
    engine.pipe_records(at(2), QUEUE, vec![PipeRecord::message("m", "h", "plain")]);
    assert_eq!(told_all(&mut engine), ["returned m"]);
    let mut engine = self::engine();
    engine.create_pipe(at(0), pipe(queue(), bus)).unwrap();
    engine.pipe_records(at(2), QUEUE, messages(&["a"]));
    assert_eq!(told_all(&mut engine), ["done a"]);
}

/// EventBridge API Reference, PutEvents: what is over the bound of a request is refused as a whole.
#[test]
fn a_bus_takes_no_more_than_a_request_may_have() {
    let bus = "arn:aws:events:us-east-1:111122223333:event-bus/default";
    let mut engine = engine().with_limits(Limits::default().with_entry_bytes(300));
    engine.create_pipe(at(0), pipe(queue(), bus).with_target_settings(settings("{\"b\": <$.body>}"))).unwrap();
    let message = |id: &str, bytes: usize| PipeRecord::message(id, "h", &"x".repeat(bytes));
    engine.pipe_records(at(1), QUEUE, vec![message("small", 10), message("large", 300)]);
    assert_eq!(told_all(&mut engine), ["done small", "returned large"]);
}

fn told_of(news: &[PipeNews]) -> Vec<String> {
    news.iter().map(told).map(|(what, ids)| format!("{what} {}", ids.join(" "))).collect()
}

/// "Amazon EventBridge Pipes targets", on dynamic path parameters.
#[test]
fn parameters_of_targets_are_taken_from_the_record() {
    let call = |target: &str, name: &str, parameters: &str| {
        let mut engine = engine();
        let told = CallSettings::default().with_parameter(name, Json::parse(parameters).unwrap());
        engine.create_pipe(at(0), pipe(queue(), target).with_target_settings(told)).unwrap();
        let body = r#"{"dock": "d7", "n": 3, "ms": 1777874400500}"#;
        engine.pipe_records(at(1), QUEUE, vec![PipeRecord::message("m", "h", body)]);
        let call = drain(&mut engine).calls.remove(0);
        serde_json::to_value(&call.call).unwrap()
    };
    let queue = "arn:aws:sqs:us-east-1:111122223333:q.fifo";
    assert_eq!(
        call(
            queue,
            "SqsQueueParameters",
            r#"{"MessageGroupId": "$.body.dock", "MessageDeduplicationId": "$.messageId"}"#
        ),
        json!({"Queue": {"group": "d7", "deduplication": "m"}})
    );
    let stream = "arn:aws:kinesis:us-east-1:111122223333:stream/s";
    assert_eq!(
        call(stream, "KinesisStreamParameters", r#"{"PartitionKey": "$.body.n"}"#),
        json!({"Stream": {"partition_key": "3"}})
    );
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:/orders";
    let logged =
        call(group, "CloudWatchLogsParameters", r#"{"LogStreamName": "$.body.dock", "Timestamp": "$.body.ms"}"#);
    assert_eq!(
        (&logged["LogEvent"]["stream"], &logged["LogEvent"]["at"]),
        (&json!("d7"), &json!(1_777_874_400_500_i64))
    );
    let jobs = "arn:aws:batch:us-east-1:111122223333:job-queue/j";
    let job = call(
        jobs,
        "BatchJobParameters",
        r#"{"JobDefinition": "d", "JobName": "$.body.dock", "Parameters": {"a": "$.body.n"}}"#,
    );
    assert_eq!((&job["Job"]["name"], &job["Job"]["parameters"]["Parameters"]["a"]), (&json!("d7"), &json!("3")));
    let api = "arn:aws:execute-api:us-east-1:111122223333:a/s/POST/x";
    let http = call(
        api,
        "HttpParameters",
        r#"{"HeaderParameters": {"x": "$.body.none"}, "PathParameterValues": ["$.body.dock"]}"#,
    );
    assert_eq!((&http["Http"]["headers"]["x"], &http["Http"]["path"]), (&json!(""), &json!(["d7"])));
}

#[test]
fn steps_are_logged_by_level() {
    let steps = |level, outcome: Outcome| {
        let mut engine = engine();
        let group = arn("arn:aws:logs:us-east-1:111122223333:log-group:/pipes");
        let create = pipe(queue(), TOPIC).with_target_settings(settings("n")).enriched_by(arn(FUNCTION));
        engine.create_pipe(at(0), create.with_log(PipeLogConfig::new(level).to_log_group(group).with_data())).unwrap();
        engine.pipe_records(at(1), QUEUE, messages(&["a"]));
        let call = drain(&mut engine);
        let mut logs = call.logs;
        engine.answer(at(2), call.calls[0].id, "[1]");
        let call = drain(&mut engine);
        logs.extend(call.logs);
        engine.report(at(3), call.calls[0].id, outcome);
        logs.extend(drain(&mut engine).logs);
        logs
    };
    let names =
        |logs: &[Value]| logs.iter().map(|log| log["messageType"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let all = steps(PipeLogLevel::Trace, Outcome::Delivered);
    let expected = [
        "EXECUTION_STARTED",
        "ENRICHMENT_STAGE_ENTERED",
        "ENRICHMENT_INVOCATION_STARTED",
        "ENRICHMENT_INVOCATION_SUCCEEDED",
        "ENRICHMENT_STAGE_SUCCEEDED",
        "TARGET_STAGE_ENTERED",
        "TARGET_TRANSFORMATION_STARTED",
        "TARGET_TRANSFORMATION_SUCCEEDED",
        "TARGET_INVOCATION_STARTED",
        "TARGET_INVOCATION_SUCCEEDED",
        "TARGET_STAGE_SUCCEEDED",
        "EXECUTION_SUCCEEDED",
    ];
    assert_eq!(names(&all), expected);
    assert!(all.iter().all(|log| log["executionId"] == all[0]["executionId"]));
    assert_eq!(
        (&all[0]["logLevel"], &all[3]["awsResponse"], &all[0]["timestamp"]),
        (&json!("INFO"), &json!("[1]"), &json!(at(1).as_millis()))
    );
    assert!(all[0]["payload"].as_str().unwrap().contains("\"messageId\":\"a\"") && all[1].get("payload").is_none());
    let info = steps(PipeLogLevel::Info, Outcome::Delivered);
    let expected = [
        "EXECUTION_STARTED",
        "ENRICHMENT_STAGE_ENTERED",
        "ENRICHMENT_STAGE_SUCCEEDED",
        "TARGET_STAGE_ENTERED",
        "TARGET_STAGE_SUCCEEDED",
        "EXECUTION_SUCCEEDED",
    ];
    assert_eq!(names(&info), expected);
    let failed = steps(PipeLogLevel::Error, Outcome::error(ErrorCode::NoPermissions, "not you"));
    assert_eq!(names(&failed), ["TARGET_INVOCATION_FAILED", "TARGET_STAGE_FAILED", "EXECUTION_FAILED"]);
    assert_eq!(failed[0]["error"], json!({"message": "not you", "details": "NO_PERMISSIONS", "awsService": "sns"}));
    assert!(steps(PipeLogLevel::Off, Outcome::failed()).is_empty());
}

#[test]
fn a_pipe_cannot_be_changed_while_it_is_on_its_way() {
    let mut engine = engine().with_policies(Policies::default().with_pipe_transition_seconds(90));
    assert_eq!(engine.create_pipe(at(0), pipe(queue(), FUNCTION)).unwrap().state, PipeState::Creating);
    let refused = engine.delete_pipe(at(1), &name()).unwrap_err();
    assert_eq!(refused, PipesError::Passing { name: name(), state: PipeState::Creating });
    assert_eq!(engine.pipe_records(at(1), QUEUE, messages(&["a"])).left, 1, "it does not run yet");
    engine.advance(at(90));
    assert_eq!(engine.describe_pipe(&name()).unwrap().state, PipeState::Running);
    let update = UpdatePipe::new(arn("arn:aws:iam::111122223333:role/other")).in_state(DesiredState::Stopped);
    assert_eq!(engine.update_pipe(at(100), &name(), update).unwrap().state, PipeState::Updating);
    engine.advance(at(190));
    assert_eq!(engine.describe_pipe(&name()).unwrap().state, PipeState::Stopped);
    assert_eq!(engine.start_pipe(at(200), &name()).unwrap().state, PipeState::Starting);
    assert_eq!(engine.stop_pipe(at(290), &name()).unwrap().state, PipeState::Stopping);
    let deleted = engine.delete_pipe(at(380), &name()).unwrap();
    assert_eq!((deleted.state, deleted.desired), (PipeState::Deleting, DesiredState::Deleted));
    engine.advance(at(470));
    assert_eq!(engine.describe_pipe(&name()).unwrap_err(), PipesError::Unknown(name()));
    assert_eq!(engine.next_deadline(), None);
}

#[test]
fn a_deleted_pipe_gives_its_messages_back() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue().with_batch(2).with_window(60), FUNCTION)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a", "b", "c"]));
    let call = drain(&mut engine).calls.remove(0);
    engine.delete_pipe(at(2), &name()).unwrap();
    engine.advance(at(2));
    assert_eq!(told_all(&mut engine), ["returned a b", "returned c"]);
    engine.answer(at(3), call.id, "");
    assert!(engine.drain().is_empty());
    assert_eq!(engine.next_deadline(), None);
}

#[test]
fn what_is_never_told_of_ends_after_five_minutes() {
    for (succeed, expected) in [(true, "done a"), (false, "returned a")] {
        let mut engine = engine().with_policies(Policies::default().with_untold_pipe_calls_succeed(succeed));
        engine.create_pipe(at(0), pipe(queue(), FUNCTION)).unwrap();
        engine.pipe_records(at(1), QUEUE, messages(&["a"]));
        drain(&mut engine);
        engine.advance(at(301));
        assert_eq!(told_all(&mut engine), [expected]);
    }
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue(), FUNCTION).enriched_by(arn(FUNCTION))).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a"]));
    drain(&mut engine);
    engine.advance(at(301));
    assert_eq!(told_all(&mut engine), ["returned a"], "an enrichment that never answers has failed");
}

#[test]
fn no_more_batches_are_under_way_than_may_be() {
    let mut engine = engine().with_limits(Limits::default().with_pipes(10, 1));
    let group = arn("arn:aws:logs:us-east-1:111122223333:log-group:/pipes");
    let log = PipeLogConfig::new(PipeLogLevel::Error).to_log_group(group);
    engine.create_pipe(at(0), pipe(queue().with_batch(1), FUNCTION).with_log(log)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a"]));
    engine.pipe_records(at(1), QUEUE, messages(&["b"]));
    engine.pipe_records(at(1), QUEUE, messages(&["c"]));
    let out = drain(&mut engine);
    let throttled = |out: &Out| out.logs.iter().map(|log| log["messageType"].clone()).collect::<Vec<_>>();
    assert_eq!((out.calls.len(), throttled(&out)), (1, vec![json!("EXECUTION_THROTTLED")]), "told once");
    engine.report(at(2), out.calls[0].id, Outcome::Delivered);
    let out = drain(&mut engine);
    assert_eq!((out.calls.len(), throttled(&out)), (1, vec![json!("EXECUTION_THROTTLED")]), "the third waits, too");
    engine.report(at(3), out.calls[0].id, Outcome::Delivered);
    let out = drain(&mut engine);
    assert_eq!((out.calls.len(), throttled(&out)), (1, Vec::new()));
}

#[test]
fn what_waits_and_what_is_kept_is_bounded() {
    let mut engine = engine().with_limits(Limits::default().with_pipe_records(2, 1 << 20));
    engine.create_pipe(at(0), pipe(queue().with_window(60), FUNCTION)).unwrap();
    assert_eq!(engine.pipe_records(at(1), QUEUE, messages(&["a", "b", "c"])).left, 1);
    engine.pipe_records(at(1), STREAM, records(1..6));
    let lost = engine.drain();
    assert!(matches!(&lost[..], [Output::Lost(loss)] if loss.count == 3), "{lost:?}");
}

#[test]
fn a_call_that_was_let_go_before_its_next_try_has_failed() {
    let mut engine = engine().with_limits(Limits::default().with_deliveries(1));
    engine.create_pipe(at(0), pipe(queue().with_batch(1), FUNCTION)).unwrap();
    engine.pipe_records(at(1), QUEUE, messages(&["a"]));
    let call = engine.drain().pop();
    let Some(Output::Delivery(call)) = call else { panic!("{call:?}") };
    engine.report(at(2), call.id, Outcome::retry());
    // Its place among the deliveries goes to another.
    engine.pipe_records(at(2), QUEUE, messages(&["b"]));
    engine.advance(at(400));
    let news = engine.drain().into_iter().filter_map(|output| match output {
        Output::Pipe(notice) => Some(notice.news),
        _ => None,
    });
    let mut news = told_of(&news.collect::<Vec<_>>());
    news.sort();
    assert_eq!(news, ["done b", "returned a"]);
}

#[test]
fn what_is_told_of_a_failure_is_bounded() {
    let mut engine = engine();
    engine.create_pipe(at(0), pipe(queue(), TOPIC).with_target_settings(settings("{\"b\": \"<$.body.id>\"}"))).unwrap();
    let body = json!({"id": ["x".repeat(10_000)]}).to_string();
    engine.pipe_records(at(1), QUEUE, vec![PipeRecord::message("a", "h", &body)]);
    let out = drain(&mut engine);
    let PipeNews::Returned { why, .. } = &out.news[0] else { panic!("{:?}", out.news) };
    assert!(why.contains("does not give JSON") && why.len() < 1100, "{} bytes", why.len());
}

/// "Amazon EventBridge Pipes batching and concurrency": batches and what takes them.
#[test]
fn what_does_not_go_together_is_refused() {
    let refused = |create: CreatePipe| engine().create_pipe(at(0), create).unwrap_err().to_string();
    let topic = || pipe(stream(from_start()).with_batch(11), TOPIC);
    assert!(refused(topic()).contains("takes at most 10"), "{}", refused(topic()));
    let api = "arn:aws:execute-api:us-east-1:111122223333:a/s/POST/x";
    assert!(refused(pipe(queue().with_batch(2), FUNCTION).enriched_by(arn(api))).contains("takes at most 1"));
    assert!(refused(pipe(queue().with_batch(11), FUNCTION)).contains("MaximumBatchingWindowInSeconds"));
    assert!(refused(pipe(PipeSource::new(TABLE).unwrap(), FUNCTION)).contains("StartingPosition must be given"));
    assert!(refused(pipe(queue(), "arn:aws:s3:::bucket")).contains("is not supported"));
    assert!(refused(pipe(queue(), "arn:aws:events:eu-west-1:111122223333:event-bus/default")).contains("same account"));
    assert!(refused(pipe(queue(), FUNCTION).enriched_by(arn(TOPIC))).contains("Enrichment"));
    let ecs = "arn:aws:ecs:us-east-1:111122223333:cluster/c";
    assert!(refused(pipe(queue(), ecs)).contains("EcsTaskParameters must be given"));
    let wrong = CallSettings::default().with_parameter("SqsQueueParameters", Json::parse("{}").unwrap());
    assert!(refused(pipe(queue(), FUNCTION).with_target_settings(wrong)).contains("SqsQueueParameters are not for"));
    let wrong = CallSettings::default().with_parameter("HttpParameters", Json::parse("{}").unwrap());
    let wrong = pipe(queue(), FUNCTION).enriched_by(arn(FUNCTION)).with_enrichment_settings(wrong);
    assert!(refused(wrong).contains("HttpParameters are not for"));
    assert!(refused(pipe(queue(), FUNCTION).in_state(DesiredState::Deleted)).contains("DesiredState is not valid"));
    let fifo = "arn:aws:sqs:us-east-1:111122223333:q.fifo";
    assert!(refused(pipe(queue(), fifo)).contains("SqsQueueParameters must be given"));
    let group =
        CallSettings::default().with_parameter("SqsQueueParameters", Json::parse(r#"{"MessageGroupId": ""}"#).unwrap());
    assert!(refused(pipe(queue(), fifo).with_target_settings(group)).contains("SqsQueueParameters must be given"));
    for (stream, name) in [
        (from_start(), "StartingPosition"),
        (StreamSettings::default().with_retries(1), "MaximumRetryAttempts"),
        (StreamSettings::default().with_record_age(60), "MaximumRecordAgeInSeconds"),
        (StreamSettings::default().with_parallelization(2), "ParallelizationFactor"),
        (StreamSettings::default().bisecting(), "OnPartialBatchItemFailure"),
        (StreamSettings::default().with_dead_letter(arn(QUEUE)), "DeadLetterConfig"),
    ] {
        assert!(
            refused(pipe(queue().with_stream(stream), FUNCTION)).contains(&format!("{name} are not for")),
            "{name}"
        );
    }
    let mut role = pipe(queue(), FUNCTION);
    role.role_arn = arn(TOPIC);
    assert!(refused(role).contains("IAM role"));
    let six = (0..6).fold(queue(), |source, _| source.with_filter("{\"a\": [1]}"));
    assert!(refused(pipe(six, FUNCTION)).contains("the 5 that a pipe may have"));
    assert!(
        refused(pipe(queue().with_filter("{\"a\": [{\"wildcard\": \"*\"}]}"), FUNCTION))
            .contains("not supported by Pipes")
    );
}

#[test]
fn a_batch_is_as_large_as_what_takes_it_unless_told() {
    let size =
        |source: PipeSource, target: &str| engine().create_pipe(at(0), pipe(source, target)).unwrap().batch_size();
    let jobs = "arn:aws:firehose:us-east-1:111122223333:deliverystream/d";
    assert_eq!(size(queue(), FUNCTION), 10);
    assert_eq!(size(stream(from_start()), FUNCTION), 100);
    assert_eq!(size(stream(from_start()), TOPIC), 10);
    assert_eq!(size(stream(from_start()), jobs), 100);
}
