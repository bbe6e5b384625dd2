//! All that the engine holds, to be kept and brought back.

use cupola_base::{Forms, RestoreError, Versioned};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Engine;
use crate::engine::State;

/// Everything an engine holds. Opaque; serde makes any text of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot(Versioned<State, OneAndTwo>);

/// The form that this release writes.
const FORM: u32 = 2;

/// In the first form each series of an insights detector told the names of its values itself.
#[derive(Clone, Debug)]
struct OneAndTwo;

impl Forms<State> for OneAndTwo {
    const OLDEST: Option<u32> = Some(1);

    fn read<'de, D: Deserializer<'de>>(form: u32, state: D) -> Result<Option<State>, D::Error> {
        match form {
            1 | FORM => State::deserialize(state).map(Some),
            _ => IgnoredAny::deserialize(state).map(|_| None),
        }
    }
}

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
