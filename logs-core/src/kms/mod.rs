//! Encryption keys: which events are under which, and whether they can be read.
//!
//! Nothing is encrypted here. What is kept is which key was a group's when an event came in, and what
//! was told about the key: events under a key that cannot be used are not read.

mod error;
mod history;
mod key;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use error::{AssociateKmsKeyError, KmsKeyError, RefusedKmsKey, UnusableKmsKey};
pub(crate) use history::{History, Seals};
pub use key::{KmsKey, KmsKeyState};

/// What is known of keys.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Keys {
    states: BTreeMap<KmsKey, KmsKeyState>,
    /// The key of query results.
    pub(crate) query_results: Option<KmsKey>,
}

impl Keys {
    pub(crate) fn tell(&mut self, key: KmsKey, state: KmsKeyState) {
        self.states.insert(key, state);
    }

    /// What was told of a key; `unknown` when nothing was.
    pub(crate) fn state(&self, key: &KmsKey, unknown: KmsKeyState) -> KmsKeyState {
        self.states.get(key).copied().unwrap_or(unknown)
    }
}
