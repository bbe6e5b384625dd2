//! A door with a clock.

use cupola_base::{ApiError, Caller};
use cupola_logs::{Engine, Output, Place, Timestamp};
use serde_json::{Value, json};

/// An engine that is asked through its API.
pub(crate) struct Door {
    pub(crate) engine: Engine,
    pub(crate) now: Timestamp,
    caller: Caller,
}

/// Noon, as text for `Timestamp::parse`.
pub(crate) const NOON: &str = "2026-05-04T12:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn millis(text: &str) -> i64 {
    at(text).as_millis()
}

pub(crate) fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

impl Door {
    /// At noon, with the group `g` and its stream `s`.
    pub(crate) fn open() -> Self {
        let mut door = Self::empty();
        door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
        door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
        door
    }

    pub(crate) fn empty() -> Self {
        Self { engine: Engine::new(place(), 0), now: at(NOON), caller: Caller::root(place()) }
    }

    pub(crate) fn set(&mut self, now: &str) -> &mut Self {
        self.now = at(now);
        self
    }

    pub(crate) fn call(&mut self, action: &str, request: &Value) -> Result<Value, ApiError> {
        let answer = self.engine.call(self.now, &self.caller, action, &request.to_string())?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    pub(crate) fn ok(&mut self, action: &str, request: Value) -> Value {
        self.call(action, &request).unwrap_or_else(|error| panic!("{action} {request}: {error}"))
    }

    pub(crate) fn refused(&mut self, action: &str, request: Value) -> (String, String) {
        let error = self.call(action, &request).map(|answer| panic!("{action} {request}: {answer}"));
        error.map_err(|error: ApiError| (error.code.into_owned(), error.message)).unwrap_err()
    }

    /// Puts events of the group `g` and the stream `s`.
    pub(crate) fn put(&mut self, events: &[(&str, &str)]) -> Value {
        self.ok("PutLogEvents", put("s", events))
    }

    /// Time and value of what metric filters measured, as `time of the datum: value`.
    pub(crate) fn measured(&mut self) -> Vec<String> {
        let outputs = self.engine.drain().into_iter();
        let datum = |output| match output {
            Output::Datum(made) => Some(made.datum),
            _ => None,
        };
        outputs.filter_map(datum).map(|datum| format!("{}: {:?}", datum.at, datum.sample)).collect()
    }
}

pub(crate) fn put(stream: &str, events: &[(&str, &str)]) -> Value {
    let events: Vec<_> =
        events.iter().map(|(at, message)| json!({"timestamp": millis(at), "message": message})).collect();
    json!({"logGroupName": "g", "logStreamName": stream, "logEvents": events})
}

pub(crate) fn messages(answer: &Value) -> Vec<&str> {
    answer["events"].as_array().unwrap().iter().map(|event| event["message"].as_str().unwrap()).collect()
}

pub(crate) fn invalid(message: &str) -> (String, String) {
    ("InvalidParameterException".into(), message.into())
}

pub(crate) fn missing(what: &str) -> (String, String) {
    ("ResourceNotFoundException".into(), format!("The specified {what} does not exist."))
}
