//! `audit.roundtrip`: whether records are printed as they were read.

use cupola::audit::round_trip;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let trip = round_trip(input.text("file")?).map_err(|error| Got::refusal("InvalidFile", error.to_string()))?;
    Ok(Object::new()
        .with("records", trip.records)
        .with("equal", trip.equal)
        .with("bodies_equal", trip.bodies_equal)
        .into())
}
