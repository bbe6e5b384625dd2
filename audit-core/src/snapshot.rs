//! All that the engine holds, to be kept and brought back.

use cupola_base::{Only, RestoreError, Versioned};
use serde::{Deserialize, Serialize};

use crate::Engine;
use crate::engine::State;

/// Everything an engine holds. Opaque; serde makes any text of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot(Versioned<State, Only<FORM>>);

/// The form that this release writes, and the only one that it reads.
const FORM: u32 = 2;

impl Engine {
    /// Everything the engine holds, outputs that wait included.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(Versioned::new(FORM, self.state.clone()))
    }

    /// An engine that goes on where the snapshot was taken.
    ///
    /// # Errors
    /// [`RestoreError`] when the snapshot was written in another form than this release reads.
    pub fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        let mut state = snapshot.0.read("audit", FORM)?;
        state.history.reindex(&state.policies);
        Ok(Self::of(state))
    }
}
