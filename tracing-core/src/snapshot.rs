//! All that the engine holds, to be kept and brought back.

use serde::{Deserialize, Serialize};

use crate::Engine;
use crate::engine::State;

/// Everything an engine holds. Opaque; serde makes any text of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    version: u32,
    state: State,
}

/// The form of snapshots that this release writes, and the only one that it reads.
const VERSION: u32 = 1;

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
        Snapshot { version: VERSION, state: self.state.clone() }
    }

    /// An engine that goes on where the snapshot was taken.
    ///
    /// # Errors
    /// [`RestoreError`] when another version wrote the snapshot.
    pub fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        match snapshot.version {
            VERSION => Ok(Self { state: snapshot.state }),
            other => Err(RestoreError::Version(other)),
        }
    }
}

/// Why a snapshot was not restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// Another version wrote it.
    #[error("the snapshot of the traces area has version {0}, only version {VERSION} is read")]
    Version(u32),
}
