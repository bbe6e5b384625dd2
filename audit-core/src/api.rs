//! The service's own API over the engine.

use cupola_base::shape::Operation;
use cupola_base::{ApiError, Caller, Timestamp};

use crate::Engine;

/// The actions that [`Engine::call`] answers, with their shapes: none yet.
pub static OPERATIONS: &[Operation] = &[];

impl Engine {
    /// Answers one action of the service's API: its request in, its response out, both as JSON.
    ///
    /// # Errors
    /// `UnknownOperationException`: no action is answered yet.
    pub fn call(&mut self, now: Timestamp, _caller: &Caller, action: &str, _input: &str) -> Result<String, ApiError> {
        self.see(now);
        Err(ApiError::unknown_operation(action))
    }
}
