//! A caller of the service's API.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::{ApiError, Caller, Place, Timestamp};
use cupola_events::Engine;
use serde_json::Value;

/// An engine, and who asks it at which instant.
pub(crate) struct Door {
    pub(crate) engine: Engine,
    pub(crate) caller: Caller,
    pub(crate) now: Timestamp,
}

impl Door {
    pub(crate) fn new() -> Self {
        Self::of("111122223333")
    }

    pub(crate) fn of(account: &str) -> Self {
        let place = Place::parse(account, "us-east-1").unwrap();
        Self { engine: Engine::new(place.clone(), 0), caller: Caller::root(place), now: Timestamp::from_secs(7) }
    }

    pub(crate) fn raw(&mut self, action: &str, input: &Value) -> Result<String, ApiError> {
        self.engine.call(self.now, &self.caller, action, &input.to_string())
    }

    pub(crate) fn ask(&mut self, action: &str, input: Value) -> Value {
        let answer = self.raw(action, &input).unwrap_or_else(|error| panic!("{action}: {error}"));
        serde_json::from_str(&answer).unwrap()
    }

    pub(crate) fn refused(&mut self, action: &str, input: Value) -> String {
        self.raw(action, &input).unwrap_err().to_string()
    }
}
