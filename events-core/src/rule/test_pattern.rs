//! A pattern tried on an event.

use crate::error::TestEventPatternError;
use crate::event::{Paths, Store, Value};
use crate::{Engine, Pattern};

impl Engine {
    /// Whether an event matches a pattern, both as text. The event must have the members of an envelope, save
    /// its resources.
    ///
    /// # Errors
    /// [`TestEventPatternError`].
    ///
    /// # Source
    /// EventBridge API Reference, TestEventPattern; that resources may be left out is recorded from AWS.
    #[doc(alias = "TestEventPattern")]
    pub fn test_event_pattern(&self, pattern: &str, event: &str) -> Result<bool, TestEventPatternError> {
        let pattern = Pattern::parse_with(pattern, &self.state.limits.pattern)?;
        if !is_envelope(event) {
            return Err(TestEventPatternError::Event);
        }
        pattern.matches(event.as_bytes()).map_err(|_| TestEventPatternError::Event)
    }
}

/// Whether a text is an object with the texts that every envelope has.
fn is_envelope(event: &str) -> bool {
    let mut paths = Paths::default();
    let members = ["id", "account", "source", "time", "region", "detail-type"];
    let members = members.map(|name| paths.add(name));
    Store::default().read(&paths, event.as_bytes()).is_ok_and(|fields| {
        members.iter().all(|member| {
            let mut values = fields.of(*member).map(|(_, field)| fields.value(field)).peekable();
            values.peek().is_some() && values.all(|value| matches!(value, Value::Text(_)))
        })
    })
}
