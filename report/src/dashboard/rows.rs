//! Looks of rows.

use crate::state::State;

/// The look of a state's name.
pub(super) const fn class_of(state: State) -> &'static str {
    match state {
        State::Ok => "cu-is-ok",
        State::InsufficientData => "cu-is-missing",
        State::Alarm => "cu-is-alarm",
    }
}
