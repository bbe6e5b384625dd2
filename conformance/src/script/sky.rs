//! What a script needs of the library.

use cupola_base::{ApiError, Timestamp};

use crate::parse::parse_deep;
use crate::{Got, Object, Value};

/// One account in one region, as a script sees it.
pub(super) trait Sky {
    /// Answers a call; everything due at or before `now` is done first.
    fn call(&mut self, now: Timestamp, call: &Request<'_>) -> Result<String, ApiError>;

    /// Does everything due at or before `now`.
    fn advance(&mut self, now: Timestamp);

    /// What was delivered since the last time, oldest first.
    fn deliveries(&mut self) -> Vec<Delivered>;

    /// No other S3 buckets exist than these.
    fn only_buckets(&mut self, names: &[String]);
}

/// A call of a service's API.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) service: &'a str,
    pub(super) action: &'a str,
    pub(super) json: &'a str,
    pub(super) privileged: bool,
}

/// One delivery.
pub(super) struct Delivered {
    pub(super) at: Timestamp,
    pub(super) target: String,
    pub(super) payload: Value,
}

impl From<Delivered> for Value {
    fn from(delivered: Delivered) -> Self {
        Object::new()
            .with("at", delivered.at.to_string())
            .with("target", delivered.target)
            .with("payload", delivered.payload)
            .into()
    }
}

/// The answer to a call, as it is laid against the expectation.
pub(super) fn got(answer: Result<String, ApiError>) -> Got {
    match answer {
        Err(refused) => refused.into(),
        Ok(text) if text.is_empty() => Got::Answer(Object::new().into()),
        Ok(text) => parse_deep(&text).map_or_else(|_| Got::broken("NotJson", text), Got::Answer),
    }
}

/// Stands in until the facade answers: it refuses every call.
pub(super) struct Overcast;

impl Sky for Overcast {
    fn call(&mut self, _now: Timestamp, call: &Request<'_>) -> Result<String, ApiError> {
        let Request { service, action, json, privileged } = *call;
        let bytes = json.len();
        let caller = if privileged { "a service" } else { "the root" };
        let message = format!("{service} {action} of {bytes} bytes by {caller}: nobody answers");
        Err(ApiError::caller("UnknownOperationException", message))
    }

    fn advance(&mut self, _now: Timestamp) {}

    fn deliveries(&mut self) -> Vec<Delivered> {
        Vec::new()
    }

    fn only_buckets(&mut self, _names: &[String]) {}
}
