//! What the actions take and give, one file for each area.

mod sampling;
mod segments;

use cupola_base::shape::Operation;

pub(crate) use sampling::RULE_GIVEN;

/// The actions that the door answers, in alphabetical order.
///
/// # Source
/// X-Ray API model of 2016-04-12.
pub static OPERATIONS: &[Operation] = &[
    sampling::CREATE_RULE,
    sampling::DELETE_RULE,
    sampling::GET_RULES,
    sampling::GET_SUMMARIES,
    sampling::GET_TARGETS,
    segments::PUT_TELEMETRY,
    segments::PUT_SEGMENTS,
    sampling::UPDATE_RULE,
];

/// The table's entry of an action.
pub(crate) fn operation(action: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == action)
}
