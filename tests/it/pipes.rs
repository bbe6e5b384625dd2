//! What a pipe carries to a log group stands there, what it logs beside it, and what became of its records is told.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use cupola::events::pipes::{
    CallSettings, CreatePipe, PipeLogBucket, PipeLogConfig, PipeLogLevel, PipeName, PipeNews, PipeRecord, PipeSource,
    PipeTemplate,
};
use cupola::logs::FilterLogEvents;
use cupola::{Arn, Observatory, Output, Place, Snapshot, Timestamp};

const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:orders";

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn arn(text: &str) -> Arn {
    Arn::parse(text).unwrap()
}

fn group(name: &str) -> Arn {
    arn(&format!("arn:aws:logs:us-east-1:111122223333:log-group:{name}"))
}

/// A pipe from a queue to a target, which logs into the group `steps` and a bucket.
fn sky(target: Arn, enrichment: Option<Arn>) -> Observatory {
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    for name in ["orders", "steps"] {
        sky.logs(t0()).create_log_group(t0(), name).unwrap();
    }
    let role = arn("arn:aws:iam::111122223333:role/pipe");
    let source = PipeSource::new(QUEUE).unwrap();
    let bucket =
        PipeLogBucket { name: "bucket".into(), owner: "111122223333".into(), output_format: None, prefix: None };
    let template = PipeTemplate::parse("order <$.id>").unwrap();
    let mut create = CreatePipe::new(PipeName::new("p").unwrap(), source, target, role)
        .with_target_settings(CallSettings::default().with_template(template))
        .with_log(PipeLogConfig::new(PipeLogLevel::Error).to_log_group(group("steps")).to_bucket(bucket));
    create.enrichment = enrichment;
    sky.events(t0()).create_pipe(t0(), create).unwrap();
    sky
}

fn hand_in(sky: &mut Observatory) {
    let records = vec![PipeRecord::message("m", "h", r#"{"id": "7f"}"#)];
    sky.events(t0()).pipe_records(t0(), QUEUE, records);
}

fn lines(sky: &mut Observatory, group: &str) -> Vec<(String, String)> {
    let mut logs = sky.logs(t0());
    let found = logs.filter_log_events(t0(), &FilterLogEvents::of(group)).unwrap();
    found.events.into_iter().map(|event| (event.stream.to_string(), event.message)).collect()
}

#[test]
fn a_record_is_a_log_event_and_done() {
    let function = arn("arn:aws:lambda:us-east-1:111122223333:function:f");
    let mut sky = sky(group("orders"), Some(function));
    hand_in(&mut sky);
    let Some(Output::Delivery(call)) = sky.drain().pop() else { panic!() };
    let text = serde_json::to_string(&sky.snapshot()).unwrap();
    let mut sky = Observatory::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    sky.answer(t0(), call.id, r#"[{"messageId": "m", "id": "8a"}]"#);
    assert_eq!(lines(&mut sky, "orders"), [("pipe/p".to_owned(), "order 8a".to_owned())]);
    let done = sky.drain().into_iter().find_map(|output| match output {
        Output::Pipe(notice) => Some(notice.news),
        _ => None,
    });
    assert!(
        matches!(&done, Some(PipeNews::Done(records)) if records[0].receipt_handle.as_deref() == Some("h")),
        "{done:?}"
    );
    assert!(lines(&mut sky, "steps").is_empty(), "nothing went wrong");
}

#[test]
fn what_goes_wrong_is_logged_where_the_pipe_says() {
    let mut sky = sky(arn("arn:aws:events:us-east-1:111122223333:event-bus/default"), None);
    hand_in(&mut sky);
    let steps = lines(&mut sky, "steps");
    let names = ["TARGET_INVOCATION_FAILED", "TARGET_STAGE_FAILED", "EXECUTION_FAILED"];
    assert_eq!(steps.len(), names.len(), "a text is no event");
    for ((stream, message), name) in steps.iter().zip(names) {
        assert!(stream == "pipe/p" && message.contains(&format!(r#""messageType":"{name}""#)), "{message}");
    }
    let to_bucket = sky.drain().into_iter().filter(|output| match output {
        Output::Delivery(delivery) => delivery.target == "arn:aws:s3:::bucket",
        _ => false,
    });
    assert_eq!(to_bucket.count(), 3);
}
