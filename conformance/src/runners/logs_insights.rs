//! `logs.insights`: the rows that a query answers.

use cupola::ApiError;
use cupola::logs::insights::{Event, Query, RunError, Scope};
use cupola::logs::{Limits, Timestamp};

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let query = Query::parse(input.text("query")?).map_err(ApiError::from)?;
    let Some(events) = input.part("events") else { return Ok(Object::new().with("valid", true).into()) };
    let events = events.items()?.enumerate().map(event).collect::<Result<Vec<_>, _>>()?;
    let second = |name| -> Result<Timestamp, Got> {
        let seconds = i64::try_from(input.required(name)?.as_count()?).unwrap_or(i64::MAX);
        Ok(Timestamp::from_secs(seconds))
    };
    let (start, end) = (second("start")?, second("end")?);
    let scope = Scope::new(start, end.plus_millis(999)).asked_at(end);
    let results = query.plan().run(&scope, &events, &Limits::default()).map_err(refused)?;
    let rows = results.rows.iter().map(|row| {
        let fields = row.iter().filter(|(name, _)| *name != "@ptr");
        Value::from(Object::from(fields.map(|(name, text)| (name.to_owned(), Value::from(text))).collect::<Vec<_>>()))
    });
    Ok(Object::new().with("rows", rows.collect::<Vec<_>>()).into())
}

/// `[time, message]` or `[time, message, stream]`.
fn event((index, item): (usize, Input<'_>)) -> Result<Event, Got> {
    let parts: Vec<Input<'_>> = item.items()?.collect();
    let [at, message, rest @ ..] = &parts[..] else { return Err(item.is_not("a time and a message").into()) };
    let at = Timestamp::from_millis(i64::try_from(at.as_count()?).unwrap_or(i64::MAX));
    let stream = rest.first().map_or(Ok("s"), |stream| stream.as_text())?;
    let event = Event::new(at, message.as_text()?).in_stream("111122223333:g", stream).in_region("us-east-1");
    Ok(event.with_pointer(index.to_string()))
}

fn refused(error: RunError) -> Got {
    Got::refusal("LimitExceededException", error.to_string())
}
