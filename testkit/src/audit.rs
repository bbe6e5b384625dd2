//! Assertions about trails.

use cupola::audit::{Engine, Record};

/// A trail logs this event now.
///
/// # Panics
/// When it does not, or there is no such trail, or the text is no record; the message tells which check failed, or
/// what each selector said.
#[doc(hidden)]
#[track_caller]
pub fn expect_logged(engine: &Engine, trail: &str, record: &str, wanted: bool) {
    let record = Record::parse(record).unwrap_or_else(|error| panic!("this is no record: {error}"));
    let verdict = engine.explain_trail(trail, &record).unwrap_or_else(|error| panic!("{error}"));
    let name = record.event_name().unwrap_or_default();
    let word = if wanted { "to log" } else { "not to log" };
    assert!(verdict.is_logged() == wanted, "trail {trail} was expected {word} {name}\n{verdict}");
}

/// A trail logs an event: of an audit engine, by the trail's name or ARN, a record as JSON.
///
/// ```
/// use cupola::audit::TrailRequest;
/// use cupola_test::{World, assert_logged, assert_not_logged};
///
/// let mut world = World::new();
/// let now = world.now();
/// world.audit().create_trail(now, TrailRequest::new("quay", "quay-logs"))?;
/// world.audit().start_logging(now, "quay")?;
/// let event = r#"{"eventSource": "iam.amazonaws.com", "eventName": "CreateRole", "awsRegion": "us-east-1"}"#;
/// assert_logged!(world.audit(), "quay", event);
/// let data = r#"{"eventCategory": "Data", "eventName": "GetObject", "awsRegion": "us-east-1"}"#;
/// assert_not_logged!(world.audit(), "quay", data);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
/// When it does not; the message explains why.
#[macro_export]
macro_rules! assert_logged {
    ($engine:expr, $trail:expr, $record:expr $(,)?) => {
        $crate::expect_logged(&$engine, $trail, $record, true)
    };
}

/// A trail does not log an event; as [`assert_logged!`](crate::assert_logged).
///
/// # Panics
/// When it does; the message explains why.
#[macro_export]
macro_rules! assert_not_logged {
    ($engine:expr, $trail:expr, $record:expr $(,)?) => {
        $crate::expect_logged(&$engine, $trail, $record, false)
    };
}
