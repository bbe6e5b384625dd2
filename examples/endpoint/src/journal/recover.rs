//! From a file to the state that was.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::record::Record;
use super::store::Found;
use super::{ENGINE, JournalError};
use crate::state::{Snapshot, State};

/// The state after the last durable input, and that input's number.
///
/// # Errors
/// When another engine took the inputs in, or wrote the snapshot in a form that this one does not read.
pub(crate) fn recover(found: Found) -> Result<(State, u64), JournalError> {
    check_engine(&found.records)?;
    let mut state = restore(&found)?;
    found.records.iter().for_each(|record| replay(&mut state, record));
    Ok((state, found.seq + found.records.len() as u64))
}

fn restore(found: &Found) -> Result<State, JournalError> {
    let refused = |why: String| JournalError::Snapshot { wrote: found.engine.clone(), runs: ENGINE.into(), why };
    let snapshot: Snapshot = serde_json::from_slice(&found.snapshot).map_err(|error| refused(error.to_string()))?;
    State::restore(snapshot).map_err(|error| refused(error.to_string()))
}

/// An input that made the engine panic did so after it was written down: the same part of it is done again.
fn replay(state: &mut State, record: &Record) {
    let _ = catch_unwind(AssertUnwindSafe(|| state.apply(record.now, &record.input)));
}

fn check_engine(records: &[Record]) -> Result<(), JournalError> {
    match records.iter().find(|record| record.engine != ENGINE) {
        None => Ok(()),
        Some(record) => {
            Err(JournalError::Engine { wrote: record.engine.clone(), runs: ENGINE.into(), inputs: records.len() })
        }
    }
}
