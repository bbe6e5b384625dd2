//! All that the engine holds, to be kept and brought back.

use cupola_base::{Only, RestoreError, Versioned};
use serde::{Deserialize, Serialize};

use crate::Engine;
use crate::engine::State;
use crate::read::GraphParts;

/// Everything an engine holds. Opaque; serde makes any text of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot(Versioned<State, Only<FORM>>);

/// The form that this release writes, and the only one that it reads.
const FORM: u32 = 1;

impl Engine {
    /// Everything the engine holds.
    ///
    /// ```
    /// use cupola_traces::{Engine, Place, Snapshot};
    ///
    /// let engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let text = serde_json::to_string(&engine.snapshot())?;
    /// let again = Engine::restore(serde_json::from_str::<Snapshot>(&text)?)?;
    /// assert_eq!(again.sampling_rules().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(Versioned::new(FORM, self.state.clone()))
    }

    /// An engine that goes on where the snapshot was taken.
    ///
    /// # Errors
    /// [`RestoreError`] when the snapshot was written in another form than this release reads.
    pub fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        let mut engine = Self { state: snapshot.0.read("traces", FORM)?, parts: GraphParts::default() };
        engine.begin_parts();
        Ok(engine)
    }
}
