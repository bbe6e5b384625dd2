//! `logs.live_tail`: what a session shows, second by second.

use cupola::logs::{Engine, LiveTailOutput, StartLiveTail};
use cupola::{ApiError, Place, Timestamp};

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let mut updates = Vec::new();
    let place = Place::parse("111122223333", "us-east-1").expect("it is an account and a region");
    let mut engine = Engine::new(place, 0);
    let session = start(&mut engine).map_err(Got::from)?;
    for (second, events) in (0..).zip(input.required("per_second")?.items()?) {
        let now = Timestamp::from_secs(second);
        put(&mut engine, now, events.as_count()?).map_err(Got::from)?;
        let taken = engine.live_tail_updates(now.plus_secs(1), &session).unwrap_or_default();
        updates.extend(taken.into_iter().filter_map(update));
    }
    Ok(Object::new().with("updates", updates).into())
}

fn start(engine: &mut Engine) -> Result<String, ApiError> {
    engine.create_log_group(Timestamp::EPOCH, "g")?;
    engine.create_log_stream(Timestamp::EPOCH, "g", "s")?;
    Ok(engine.start_live_tail(Timestamp::EPOCH, StartLiveTail::of(["g"]))?)
}

/// As many events as one batch may have at once.
fn put(engine: &mut Engine, now: Timestamp, events: usize) -> Result<(), ApiError> {
    let mut rest = events;
    while rest > 0 {
        let batch = rest.min(10_000);
        engine.put_log_events(now, "g", "s", (0..batch).map(|_| (now, "event")))?;
        rest -= batch;
    }
    Ok(())
}

fn update(output: LiveTailOutput) -> Option<Value> {
    let LiveTailOutput::Update(update) = output else { return None };
    Some(Object::new().with("count", update.events.len() as u64).with("sampled", update.sampled).into())
}
