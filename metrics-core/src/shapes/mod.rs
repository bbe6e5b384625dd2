//! The actions that the door answers, and the types of all their members.
//!
//! Bounds that [`Limits`](crate::Limits) holds are not written here: the engine checks them.

mod alarms;
mod anomaly;
mod composites;
mod dashboards;
mod data;
mod insight_rules;
mod metrics;
mod mutes;
mod streams;
mod tags;

use cupola_base::shape::{List, Map, Member, Operation, Range, Shape, TEXT, Text};

/// Every action that [`Engine::call`](crate::Engine::call) answers, by name.
///
/// ```
/// use cupola_base::shape::Shape;
/// use cupola_metrics::OPERATIONS;
///
/// let put = OPERATIONS.iter().find(|operation| operation.name == "PutMetricAlarm").expect("it is answered");
/// assert!(matches!(put.input.member("Threshold"), Some(Shape::Double)));
/// ```
pub static OPERATIONS: &[Operation] = &[
    mutes::DELETE_ALARM_MUTE_RULE,
    alarms::DELETE_ALARMS,
    anomaly::DELETE_ANOMALY_DETECTOR,
    dashboards::DELETE_DASHBOARDS,
    insight_rules::DELETE_INSIGHT_RULES,
    streams::DELETE_METRIC_STREAM,
    alarms::DESCRIBE_ALARM_CONTRIBUTORS,
    alarms::DESCRIBE_ALARM_HISTORY,
    alarms::DESCRIBE_ALARMS,
    alarms::DESCRIBE_ALARMS_FOR_METRIC,
    anomaly::DESCRIBE_ANOMALY_DETECTORS,
    insight_rules::DESCRIBE_INSIGHT_RULES,
    alarms::DISABLE_ALARM_ACTIONS,
    insight_rules::DISABLE_INSIGHT_RULES,
    alarms::ENABLE_ALARM_ACTIONS,
    insight_rules::ENABLE_INSIGHT_RULES,
    mutes::GET_ALARM_MUTE_RULE,
    dashboards::GET_DASHBOARD,
    insight_rules::GET_INSIGHT_RULE_REPORT,
    data::GET_METRIC_DATA,
    metrics::GET_METRIC_STATISTICS,
    streams::GET_METRIC_STREAM,
    mutes::LIST_ALARM_MUTE_RULES,
    dashboards::LIST_DASHBOARDS,
    streams::LIST_METRIC_STREAMS,
    metrics::LIST_METRICS,
    tags::LIST_TAGS_FOR_RESOURCE,
    mutes::PUT_ALARM_MUTE_RULE,
    anomaly::PUT_ANOMALY_DETECTOR,
    composites::PUT_COMPOSITE_ALARM,
    dashboards::PUT_DASHBOARD,
    insight_rules::PUT_INSIGHT_RULE,
    alarms::PUT_METRIC_ALARM,
    metrics::PUT_METRIC_DATA,
    streams::PUT_METRIC_STREAM,
    alarms::SET_ALARM_STATE,
    streams::START_METRIC_STREAMS,
    streams::STOP_METRIC_STREAMS,
    tags::TAG_RESOURCE,
    tags::UNTAG_RESOURCE,
];

/// The action of a name.
pub(crate) fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

const MOST: i64 = i32::MAX as i64;

static NAMESPACE: Shape = Shape::Text(Text::of(1, 255));
static METRIC_NAME: Shape = Shape::Text(Text::of(1, 255));
static DIMENSION_NAME: Shape = Shape::Text(Text::of(1, 255));
static DIMENSION_VALUE: Shape = Shape::Text(Text::of(1, 1024));
static DIMENSION: Shape =
    Shape::Structure(&[Member::required("Name", &DIMENSION_NAME), Member::required("Value", &DIMENSION_VALUE)]);
static DIMENSIONS: Shape = Shape::List(List::of(&DIMENSION).within(0, 30));
static METRIC: Shape = Shape::Structure(&[
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
]);
static METRIC_STAT: Shape = Shape::Structure(&[
    Member::required("Metric", &METRIC),
    Member::required("Period", &PERIOD),
    Member::required("Stat", &TEXT),
    Member::optional("Unit", &UNIT),
]);
static METRIC_DATA_QUERY: Shape = Shape::Structure(&[
    Member::required("Id", &Shape::Text(Text::of(1, 255))),
    Member::optional("MetricStat", &METRIC_STAT),
    Member::optional("Expression", &Shape::Text(Text::of(1, 10_000))),
    Member::optional("Label", &TEXT),
    Member::optional("ReturnData", &Shape::Boolean),
    Member::optional("Period", &PERIOD),
    Member::optional("AccountId", &Shape::Text(Text::of(1, 255))),
]);
static METRIC_DATA_QUERIES: Shape = Shape::List(List::of(&METRIC_DATA_QUERY));
static PERIOD: Shape = Shape::Integer(Range::of(1, MOST));
static ALARM_NAME: Shape = Shape::Text(Text::of(1, 255));
static ALARM_NAMES: Shape = Shape::List(List::of(&ALARM_NAME));
static MAX_RECORDS: Shape = Shape::Integer(Range::of(1, 100));
static SCAN_BY: Shape = Shape::Text(Text::one_of(&["TimestampDescending", "TimestampAscending"]));
static STATISTIC: Shape = Shape::Text(Text::one_of(&["SampleCount", "Average", "Sum", "Minimum", "Maximum"]));
static DOUBLES: Shape = Shape::List(List::of(&Shape::Double));
static DOUBLE_MAP: Shape = Shape::Map(Map { value: &Shape::Double });
static TAG: Shape = Shape::Structure(&[
    Member::required("Key", &Shape::Text(Text::of(1, 128))),
    Member::required("Value", &Shape::Text(Text::of(0, 256))),
]);
static TAGS: Shape = Shape::List(List::of(&TAG));
static UNIT: Shape = Shape::Text(Text::one_of(&[
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
]));

#[cfg(test)]
mod tests {
    use cupola_base::Unit;

    use super::*;
    use crate::{AlarmType, ComparisonOperator, HistoryItemType, StateValue, Statistic};

    #[test]
    fn every_action_is_found_by_its_name() {
        for action in OPERATIONS {
            assert_eq!(operation(action.name).map(|found| found.name), Some(action.name));
        }
        assert!(operation("GetMetricWidgetImage").is_none() && operation("putmetricdata").is_none());
    }

    #[test]
    fn actions_stand_by_name() {
        assert!(OPERATIONS.is_sorted_by_key(|operation| operation.name));
    }

    fn accepted(shape: &Shape) -> Vec<&'static str> {
        match shape {
            Shape::Text(text) => text.one_of.to_vec(),
            _ => panic!("not a text"),
        }
    }

    #[test]
    fn words_of_the_tables_are_words_of_the_types() {
        assert_eq!(accepted(&UNIT), Unit::ALL.map(Unit::as_str));
        assert_eq!(accepted(&STATISTIC), Statistic::SIMPLE.map(|simple| simple.simple_name().unwrap()));
        let texts = |all: &[StateValue]| all.iter().map(|word| word.as_str()).collect::<Vec<_>>();
        assert_eq!(accepted(&alarms::STATE_VALUE), texts(StateValue::ALL));
        let operators: Vec<_> = ComparisonOperator::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(accepted(&alarms::COMPARISON_OPERATOR), operators);
        let kinds: Vec<_> = HistoryItemType::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(accepted(&alarms::HISTORY_ITEM_TYPE), kinds);
        let types: Vec<_> = AlarmType::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(accepted(&alarms::ALARM_TYPE), types);
    }
}
