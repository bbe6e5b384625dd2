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

/// The form of snapshots that this version writes.
const VERSION: u32 = 1;

impl Engine {
    /// Everything the engine holds, outputs that wait included.
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
            VERSION => Ok(Self::of(snapshot.state)),
            other => Err(RestoreError::Version(other)),
        }
    }
}

/// Why a snapshot was not restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// Another version wrote it.
    #[error("the snapshot of the audit area has version {0}, only version {VERSION} is read")]
    Version(u32),
}
