//! `audit.lookup`: what event history finds, page by page to the end.

use cupola::audit::{Category, Engine, records_in};
use cupola::{Caller, Place, Timestamp};
use sha2::{Digest, Sha256};

use super::{BadInput, Input};
use crate::instant::instant;
use crate::parse::parse_deep;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let place = Place::parse("111122223333", "us-east-1").map_err(|error| BadInput(error.to_string()))?;
    let mut engine = Engine::new(place.clone(), 0);
    for file in input.required("records")?.items()? {
        ingest(&mut engine, &file.0.to_string())?;
    }
    let request = input.required("request")?;
    let mut paging = Paging { engine, caller: Caller::root(place), now: input.required("now")?.as_instant()? };
    paging.walk(request).map(|found| found.summary().into())
}

fn ingest(engine: &mut Engine, file: &str) -> Result<(), Got> {
    let refused = |error: String| Got::refusal("InvalidRecord", error);
    for record in records_in(file) {
        let record = record.map_err(|error| refused(error.to_string()))?;
        if record.category() == Category::Management {
            engine.record(Timestamp::MIN, record.to_json()).map_err(|error| refused(error.to_string()))?;
        }
    }
    Ok(())
}

struct Paging {
    engine: Engine,
    caller: Caller,
    now: Timestamp,
}

impl Paging {
    fn walk(&mut self, request: Input<'_>) -> Result<Found, Got> {
        let mut found = Found::default();
        let mut token = None;
        loop {
            let page = self.page(request, token.as_deref())?;
            found.take(page.member("Events").and_then(Value::as_list).unwrap_or_default());
            token = page.member("NextToken").and_then(Value::as_text).map(str::to_owned);
            if token.is_none() {
                return Ok(found);
            }
        }
    }

    fn page(&mut self, request: Input<'_>, token: Option<&str>) -> Result<Value, Got> {
        let mut request = request.0.as_object().cloned().ok_or_else(|| request.is_not("a request"))?;
        request.push("MaxResults", i64::from(PAGE));
        if let Some(token) = token {
            request.push("NextToken", token);
        }
        let request = Value::from(request).to_string();
        let answer = self.engine.call(self.now, &self.caller, "LookupEvents", &request)?;
        parse_deep(&answer).map_err(|error| Got::broken("NotJson", error.to_string()))
    }
}

/// What was found, newest first.
#[derive(Default)]
struct Found {
    pages: usize,
    times: Vec<Value>,
    ids: Vec<String>,
}

impl Found {
    fn take(&mut self, events: &[Value]) {
        self.pages += usize::from(!events.is_empty());
        let time = |event: &Value| event.member("EventTime").and_then(instant).map(Timestamp::to_seconds_text);
        self.times.extend(events.iter().map(|event| Value::from(time(event))));
        let id = |event: &Value| event.member("EventId").and_then(Value::as_text).unwrap_or_default().to_owned();
        self.ids.extend(events.iter().map(id));
    }

    fn summary(mut self) -> Object {
        self.ids.sort_unstable();
        let count = self.ids.len();
        self.times.truncate(PAGE as usize);
        Object::new()
            .with("count", count)
            .with("pages", self.pages)
            .with("first_times", self.times)
            .with("ids_sha256", sha256(&self.ids.join("\n")))
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

const PAGE: u8 = 50;
