//! One small file for each kind that asks a single question.

use crate::{Got, Kind, Value};

/// Puts the question of that kind.
pub(crate) fn ask(kind: Kind, _input: &Value) -> Got {
    Got::broken("NotServed", format!("no part of the library answers {kind} yet"))
}
