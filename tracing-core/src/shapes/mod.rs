//! What the actions take and give, one file for each area.

mod graphs;
mod groups;
mod insights;
mod resources;
mod sampling;
mod segments;
mod traces;

use cupola_base::shape::Operation;

pub(crate) use sampling::RULE_GIVEN;

/// The actions that the door answers, in alphabetical order.
///
/// # Source
/// X-Ray API model of 2016-04-12.
pub static OPERATIONS: &[Operation] = &[
    traces::BATCH_GET,
    resources::CANCEL_RETRIEVAL,
    groups::CREATE_GROUP,
    sampling::CREATE_RULE,
    groups::DELETE_GROUP,
    resources::DELETE_POLICY,
    sampling::DELETE_RULE,
    resources::GET_ENCRYPTION,
    groups::GET_GROUP,
    groups::GET_GROUPS,
    resources::GET_INDEXING,
    insights::GET,
    insights::EVENTS,
    insights::IMPACT,
    insights::SUMMARIES,
    resources::RETRIEVED_GRAPH,
    sampling::GET_RULES,
    sampling::GET_SUMMARIES,
    sampling::GET_TARGETS,
    graphs::SERVICE_GRAPH,
    graphs::TIME_SERIES,
    graphs::TRACE_GRAPH,
    resources::GET_DESTINATION,
    traces::SUMMARIES,
    resources::LIST_POLICIES,
    resources::LIST_RETRIEVED,
    groups::LIST_TAGS,
    resources::PUT_ENCRYPTION,
    resources::PUT_POLICY,
    segments::PUT_TELEMETRY,
    segments::PUT_SEGMENTS,
    resources::START_RETRIEVAL,
    groups::TAG,
    groups::UNTAG,
    groups::UPDATE_GROUP,
    resources::UPDATE_INDEXING,
    sampling::UPDATE_RULE,
    resources::UPDATE_DESTINATION,
];

/// The table's entry of an action.
pub(crate) fn operation(action: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == action)
}
