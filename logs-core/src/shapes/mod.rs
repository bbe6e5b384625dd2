//! Shapes of the actions that are answered.

mod anomalies;
mod data_sources;
mod deliveries;
mod events;
mod export;
mod filters;
mod groups;
mod keys;
mod lookup_tables;
mod protection;
mod queries;
mod scheduled_queries;
mod subscriptions;
mod tags;
mod tail;
mod transformers;

use cupola_base::shape::{List, Member, NOTHING, Operation, Pattern, Range, Shape, Text};

use crate::name::NameKind;

/// The actions that [`Engine::call`](crate::Engine::call) answers, by name.
///
/// # Source
/// CloudWatch Logs API Reference, API version 2014-03-28.
pub static OPERATIONS: &[Operation] = &[
    keys::ASSOCIATE_KMS_KEY,
    export::CANCEL_EXPORT_TASK,
    deliveries::CREATE,
    export::CREATE_EXPORT_TASK,
    anomalies::CREATE_LOG_ANOMALY_DETECTOR,
    groups::CREATE_LOG_GROUP,
    groups::CREATE_LOG_STREAM,
    lookup_tables::CREATE_LOOKUP_TABLE,
    scheduled_queries::CREATE_SCHEDULED_QUERY,
    protection::DELETE_ACCOUNT_POLICY,
    protection::DELETE_DATA_PROTECTION_POLICY,
    deliveries::DELETE,
    deliveries::DELETE_DESTINATION,
    deliveries::DELETE_POLICY,
    deliveries::DELETE_SOURCE,
    subscriptions::DELETE_DESTINATION,
    transformers::DELETE_INDEX_POLICY,
    anomalies::DELETE_LOG_ANOMALY_DETECTOR,
    groups::DELETE_LOG_GROUP,
    groups::DELETE_LOG_STREAM,
    lookup_tables::DELETE_LOOKUP_TABLE,
    filters::DELETE_METRIC_FILTER,
    queries::DELETE_QUERY_DEFINITION,
    transformers::DELETE_RESOURCE_POLICY,
    groups::DELETE_RETENTION_POLICY,
    scheduled_queries::DELETE_SCHEDULED_QUERY,
    subscriptions::DELETE_SUBSCRIPTION_FILTER,
    transformers::DELETE_TRANSFORMER,
    protection::DESCRIBE_ACCOUNT_POLICIES,
    deliveries::DESCRIBE_TEMPLATES,
    deliveries::DESCRIBE,
    deliveries::DESCRIBE_DESTINATIONS,
    deliveries::DESCRIBE_SOURCES,
    subscriptions::DESCRIBE_DESTINATIONS,
    export::DESCRIBE_EXPORT_TASKS,
    transformers::DESCRIBE_FIELD_INDEXES,
    transformers::DESCRIBE_INDEX_POLICIES,
    groups::DESCRIBE_LOG_GROUPS,
    groups::DESCRIBE_LOG_STREAMS,
    lookup_tables::DESCRIBE_LOOKUP_TABLES,
    filters::DESCRIBE_METRIC_FILTERS,
    queries::DESCRIBE_QUERIES,
    queries::DESCRIBE_QUERY_DEFINITIONS,
    transformers::DESCRIBE_RESOURCE_POLICIES,
    subscriptions::DESCRIBE_SUBSCRIPTION_FILTERS,
    keys::DISASSOCIATE_KMS_KEY,
    events::FILTER_LOG_EVENTS,
    protection::GET_DATA_PROTECTION_POLICY,
    deliveries::GET,
    deliveries::GET_DESTINATION,
    deliveries::GET_POLICY,
    deliveries::GET_SOURCE,
    anomalies::GET_LOG_ANOMALY_DETECTOR,
    events::GET_LOG_EVENTS,
    data_sources::GET_LOG_FIELDS,
    queries::GET_LOG_GROUP_FIELDS,
    queries::GET_LOG_RECORD,
    lookup_tables::GET_LOOKUP_TABLE,
    queries::GET_QUERY_RESULTS,
    scheduled_queries::GET_SCHEDULED_QUERY,
    scheduled_queries::GET_SCHEDULED_QUERY_HISTORY,
    transformers::GET_TRANSFORMER,
    data_sources::LIST_AGGREGATE_LOG_GROUP_SUMMARIES,
    anomalies::LIST_ANOMALIES,
    anomalies::LIST_LOG_ANOMALY_DETECTORS,
    groups::LIST_LOG_GROUPS,
    data_sources::LIST_LOG_GROUPS_FOR_QUERY,
    scheduled_queries::LIST_SCHEDULED_QUERIES,
    tags::LIST_TAGS_FOR_RESOURCE,
    tags::LIST_TAGS_LOG_GROUP,
    protection::PUT_ACCOUNT_POLICY,
    protection::PUT_DATA_PROTECTION_POLICY,
    deliveries::PUT_DESTINATION,
    deliveries::PUT_POLICY,
    deliveries::PUT_SOURCE,
    subscriptions::PUT_DESTINATION,
    subscriptions::PUT_DESTINATION_POLICY,
    transformers::PUT_INDEX_POLICY,
    events::PUT_LOG_EVENTS,
    groups::PUT_LOG_GROUP_DELETION_PROTECTION,
    filters::PUT_METRIC_FILTER,
    queries::PUT_QUERY_DEFINITION,
    transformers::PUT_RESOURCE_POLICY,
    groups::PUT_RETENTION_POLICY,
    subscriptions::PUT_SUBSCRIPTION_FILTER,
    transformers::PUT_TRANSFORMER,
    tail::START_LIVE_TAIL,
    queries::START_QUERY,
    queries::STOP_QUERY,
    tags::TAG_LOG_GROUP,
    tags::TAG_RESOURCE,
    filters::TEST_METRIC_FILTER,
    transformers::TEST_TRANSFORMER,
    tags::UNTAG_LOG_GROUP,
    tags::UNTAG_RESOURCE,
    anomalies::UPDATE_ANOMALY,
    deliveries::UPDATE,
    anomalies::UPDATE_LOG_ANOMALY_DETECTOR,
    lookup_tables::UPDATE_LOOKUP_TABLE,
    scheduled_queries::UPDATE_SCHEDULED_QUERY,
];

static GROUP_NAME: Shape = Shape::Text(group_name(512));
/// The name of a group to be made: its greatest length is checked with the name, with a text of its own.
static NEW_GROUP_NAME: Shape = Shape::Text(group_name(usize::MAX));
static STREAM_NAME: Shape = Shape::Text(stream_name(512));
/// As of a group to be made.
static NEW_STREAM_NAME: Shape = Shape::Text(stream_name(usize::MAX));

const fn group_name(longest: usize) -> Text {
    let matches = |text: &str| NameKind::LogGroup.has_letters_of(text);
    Text::of(1, longest).like(Pattern { text: NameKind::LogGroup.pattern(), matches })
}

const fn stream_name(longest: usize) -> Text {
    let matches = |text: &str| NameKind::LogStream.has_letters_of(text);
    Text::of(1, longest).like(Pattern { text: NameKind::LogStream.pattern(), matches })
}

static FILTER_NAME: Shape = Shape::Text(
    Text::of(1, 512)
        .like(Pattern { text: NameKind::Filter.pattern(), matches: |text| NameKind::Filter.has_letters_of(text) }),
);
static GROUP_IDENTIFIER: Shape = Shape::Text(Text::of(1, 2048).like(Pattern {
    text: r"[\w#+=/:,.@-]*",
    matches: |text| text.chars().all(|c| c.is_ascii_alphanumeric() || "_#+=/:,.@-".contains(c)),
}));
static KMS_KEY: Shape = Shape::Text(Text::of(0, 256));
static CRITERIA: Shape = Shape::Text(Text::of(0, 2000));
static FILTER_PATTERN: Shape = Shape::Text(Text::of(0, 1024));
static TOKEN: Shape = Shape::Text(Text::of(1, usize::MAX));
/// An instant: whole milliseconds since the epoch.
static MILLIS: Shape = Shape::Integer(Range::of(0, i64::MAX));
/// A limit whose greatest value is checked where it is used.
static POSITIVE: Shape = Shape::Integer(Range::of(1, i64::MAX));
static UP_TO_50: Shape = Shape::Integer(Range::of(1, 50));
static CLASS: Shape = Shape::Text(Text::one_of(&["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]));

/// The shapes of an action.
pub(crate) fn operation(action: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == action)
}

const fn named(name: &'static str, input: &'static Shape, output: &'static Shape) -> Operation {
    Operation::new(name, input, output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_stand_in_order_and_once() {
        assert!(OPERATIONS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
