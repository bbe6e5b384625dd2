//! Everything a state holds, as data.

use std::collections::BTreeSet;

use cupola::base::{Only, Versioned};
use cupola::{Delivery, Place, RestoreError, Timestamp, Universe, UniverseSnapshot};
use serde::{Deserialize, Serialize};

use super::{Origin, State};
use crate::ledger::Ledger;

/// Everything a state holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Snapshot(Versioned<Held, Only<FORM>>);

/// The form in which this release writes it, and the only one that it reads; the universe in it has one of its own.
const FORM: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Held {
    origin: Origin,
    now: Timestamp,
    epoch: u64,
    is_sending: bool,
    universe: UniverseSnapshot,
    ledger: Ledger,
    tails: BTreeSet<(Place, String)>,
    /// The oldest first.
    pending: Vec<(Place, Delivery)>,
}

impl State {
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot(Versioned::new(
            FORM,
            Held {
                origin: self.origin,
                now: self.now,
                epoch: self.epoch,
                is_sending: self.is_sending,
                universe: self.universe.snapshot(),
                ledger: self.ledger.clone(),
                tails: self.tails.clone(),
                pending: self.pending.iter().cloned().collect(),
            },
        ))
    }

    pub(crate) fn restore(snapshot: Snapshot) -> Result<Self, RestoreError> {
        let held = snapshot.0.read("endpoint", FORM)?;
        Ok(Self {
            origin: held.origin,
            now: held.now,
            epoch: held.epoch,
            is_sending: held.is_sending,
            universe: Universe::restore(held.universe)?,
            ledger: held.ledger,
            tails: held.tails,
            pending: held.pending.into_iter().collect(),
        })
    }
}
