//! The actions that the door answers, and the types of their members.
//!
//! Bounds are not written here: for each that is broken the service has an error of its own, which the
//! verbs give.

mod channels;
mod history;
mod insights;
mod lake;
mod queries;
mod trails;

pub use channels::DATA_OPERATIONS;
use cupola_base::shape::Operation;

/// Every action that [`Engine::call`](crate::Engine::call) answers, by name.
///
/// ```
/// use cupola_audit::OPERATIONS;
///
/// assert!(OPERATIONS.is_sorted_by_key(|operation| operation.name));
/// assert!(OPERATIONS.iter().any(|operation| operation.name == "LookupEvents"));
/// ```
///
/// # Source
/// CloudTrail API Reference, API version 2013-11-01.
pub static OPERATIONS: &[Operation] = &[
    trails::ADD_TAGS,
    queries::CANCEL_QUERY,
    channels::CREATE_CHANNEL,
    lake::CREATE_EVENT_DATA_STORE,
    trails::CREATE_TRAIL,
    channels::DELETE_CHANNEL,
    lake::DELETE_EVENT_DATA_STORE,
    lake::DELETE_RESOURCE_POLICY,
    trails::DELETE_TRAIL,
    queries::DESCRIBE_QUERY,
    trails::DESCRIBE_TRAILS,
    channels::GET_CHANNEL,
    trails::GET_EVENT_CONFIGURATION,
    lake::GET_EVENT_DATA_STORE,
    trails::GET_EVENT_SELECTORS,
    insights::GET_INSIGHT_SELECTORS,
    queries::GET_QUERY_RESULTS,
    lake::GET_RESOURCE_POLICY,
    trails::GET_TRAIL,
    trails::GET_TRAIL_STATUS,
    channels::LIST_CHANNELS,
    lake::LIST_EVENT_DATA_STORES,
    insights::LIST_INSIGHTS_DATA,
    insights::LIST_INSIGHTS_METRIC_DATA,
    insights::LIST_PUBLIC_KEYS,
    queries::LIST_QUERIES,
    trails::LIST_TAGS,
    trails::LIST_TRAILS,
    history::LOOKUP_EVENTS,
    trails::PUT_EVENT_CONFIGURATION,
    trails::PUT_EVENT_SELECTORS,
    insights::PUT_INSIGHT_SELECTORS,
    lake::PUT_RESOURCE_POLICY,
    trails::REMOVE_TAGS,
    lake::RESTORE_EVENT_DATA_STORE,
    lake::START_EVENT_DATA_STORE_INGESTION,
    trails::START_LOGGING,
    queries::START_QUERY,
    lake::STOP_EVENT_DATA_STORE_INGESTION,
    trails::STOP_LOGGING,
    channels::UPDATE_CHANNEL,
    lake::UPDATE_EVENT_DATA_STORE,
    trails::UPDATE_TRAIL,
];

/// The action of the data service of a name.
pub(crate) fn data_operation(name: &str) -> Option<&'static Operation> {
    DATA_OPERATIONS.iter().find(|operation| operation.name == name)
}

/// The action of a name.
pub(crate) fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
