//! Actions on alarms.

use cupola_base::shape::{INTEGER, List, Member, NOTHING, Operation, Range, Shape, TEXT, TEXT_MAP, TEXTS, Text};

use super::{
    ALARM_NAME, ALARM_NAMES, DIMENSIONS, MAX_RECORDS, METRIC_DATA_QUERIES, METRIC_NAME, MOST, NAMESPACE, PERIOD,
    SCAN_BY, STATISTIC, TAGS, UNIT,
};

pub(super) const DELETE_ALARMS: Operation = Operation::new("DeleteAlarms", &NAMES, &NOTHING);
pub(super) const ENABLE_ALARM_ACTIONS: Operation = Operation::new("EnableAlarmActions", &NAMES, &NOTHING);
pub(super) const DISABLE_ALARM_ACTIONS: Operation = Operation::new("DisableAlarmActions", &NAMES, &NOTHING);
pub(super) const PUT_METRIC_ALARM: Operation = Operation::new("PutMetricAlarm", &PUT, &NOTHING);
pub(super) const SET_ALARM_STATE: Operation = Operation::new("SetAlarmState", &SET_STATE, &NOTHING);
pub(super) const DESCRIBE_ALARMS: Operation = Operation::new("DescribeAlarms", &DESCRIBE, &DESCRIBED);
pub(super) const DESCRIBE_ALARMS_FOR_METRIC: Operation =
    Operation::new("DescribeAlarmsForMetric", &DESCRIBE_FOR_METRIC, &DESCRIBED_FOR_METRIC);
pub(super) const DESCRIBE_ALARM_CONTRIBUTORS: Operation =
    Operation::new("DescribeAlarmContributors", &DESCRIBE_CONTRIBUTORS, &DESCRIBED_CONTRIBUTORS);
pub(super) const DESCRIBE_ALARM_HISTORY: Operation =
    Operation::new("DescribeAlarmHistory", &DESCRIBE_HISTORY, &DESCRIBED_HISTORY);

static NAMES: Shape = Shape::Structure(&[Member::required("AlarmNames", &ALARM_NAMES)]);

pub(super) static STATE_VALUE: Shape = Shape::Text(Text::one_of(&["INSUFFICIENT_DATA", "ALARM", "OK"]));
pub(super) static ALARM_TYPE: Shape = Shape::Text(Text::one_of(&["CompositeAlarm", "MetricAlarm"]));
pub(super) static HISTORY_ITEM_TYPE: Shape = Shape::Text(Text::one_of(&[
    "ConfigurationUpdate",
    "StateUpdate",
    "Action",
    "AlarmContributorStateUpdate",
    "AlarmContributorAction",
]));
pub(super) static COMPARISON_OPERATOR: Shape = Shape::Text(Text::one_of(&[
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
]));

static ALARM_TYPES: Shape = Shape::List(List::of(&ALARM_TYPE));
static COUNT: Shape = Shape::Integer(Range::of(1, MOST));
static ACTION: Shape = Shape::Text(Text::of(1, 1024));
static ACTIONS: Shape = Shape::List(List::of(&ACTION));
static PROM_QL: Shape = Shape::Structure(&[
    Member::required("Query", &Shape::Text(Text::of(1, 10_000))),
    Member::optional("PendingPeriod", &Shape::Integer(Range::of(0, 86_400))),
    Member::optional("RecoveryPeriod", &Shape::Integer(Range::of(0, 86_400))),
]);
static EVALUATION_CRITERIA: Shape = Shape::Structure(&[Member::optional("PromQLCriteria", &PROM_QL)]);

static PUT: Shape = Shape::Structure(&[
    Member::required("AlarmName", &ALARM_NAME),
    Member::optional("AlarmDescription", &Shape::Text(Text::of(0, 1024))),
    Member::optional("ActionsEnabled", &Shape::Boolean),
    Member::optional("OKActions", &ACTIONS),
    Member::optional("AlarmActions", &ACTIONS),
    Member::optional("InsufficientDataActions", &ACTIONS),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("Statistic", &STATISTIC),
    Member::optional("ExtendedStatistic", &TEXT),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Period", &PERIOD),
    Member::optional("Unit", &UNIT),
    Member::optional("EvaluationPeriods", &COUNT),
    Member::optional("DatapointsToAlarm", &COUNT),
    Member::optional("Threshold", &Shape::Double),
    Member::optional("ComparisonOperator", &COMPARISON_OPERATOR),
    Member::optional("TreatMissingData", &Shape::Text(Text::of(1, 255))),
    Member::optional("EvaluateLowSampleCountPercentile", &Shape::Text(Text::of(1, 255))),
    Member::optional("Metrics", &METRIC_DATA_QUERIES),
    Member::optional("Tags", &TAGS),
    Member::optional("ThresholdMetricId", &Shape::Text(Text::of(1, 255))),
    Member::optional("EvaluationCriteria", &EVALUATION_CRITERIA),
    Member::optional("EvaluationInterval", &Shape::Integer(Range::of(10, 3600))),
    // Newer than the models in circulation. The last is read, so that it is refused rather than dropped.
    Member::optional("EvaluationWindow", &EVALUATION_WINDOW),
    Member::optional("WarmUpConfiguration", &WARM_UP),
    Member::optional("ActionConfiguration", &Shape::Document),
]);

static SET_STATE: Shape = Shape::Structure(&[
    Member::required("AlarmName", &ALARM_NAME),
    Member::required("StateValue", &STATE_VALUE),
    Member::required("StateReason", &Shape::Text(Text::of(0, 1023))),
    Member::optional("StateReasonData", &Shape::Text(Text::of(0, 4000))),
]);

static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("AlarmNames", &ALARM_NAMES),
    Member::optional("AlarmNamePrefix", &ALARM_NAME),
    Member::optional("AlarmTypes", &ALARM_TYPES),
    Member::optional("ChildrenOfAlarmName", &ALARM_NAME),
    Member::optional("ParentsOfAlarmName", &ALARM_NAME),
    Member::optional("StateValue", &STATE_VALUE),
    Member::optional("ActionPrefix", &ACTION),
    Member::optional("MaxRecords", &MAX_RECORDS),
    Member::optional("NextToken", &TEXT),
]);

static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("CompositeAlarms", &Shape::List(List::of(&COMPOSITE_ALARM))),
    Member::optional("MetricAlarms", &METRIC_ALARMS),
    Member::optional("NextToken", &TEXT),
]);

static METRIC_ALARMS: Shape = Shape::List(List::of(&METRIC_ALARM));
static METRIC_ALARM: Shape = Shape::Structure(&[
    Member::optional("AlarmName", &TEXT),
    Member::optional("AlarmArn", &TEXT),
    Member::optional("AlarmDescription", &TEXT),
    Member::optional("AlarmConfigurationUpdatedTimestamp", &Shape::Timestamp),
    Member::optional("ActionsEnabled", &Shape::Boolean),
    Member::optional("OKActions", &TEXTS),
    Member::optional("AlarmActions", &TEXTS),
    Member::optional("InsufficientDataActions", &TEXTS),
    Member::optional("StateValue", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("StateReasonData", &TEXT),
    Member::optional("StateUpdatedTimestamp", &Shape::Timestamp),
    Member::optional("MetricName", &TEXT),
    Member::optional("Namespace", &TEXT),
    Member::optional("Statistic", &TEXT),
    Member::optional("ExtendedStatistic", &TEXT),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Period", &INTEGER),
    Member::optional("Unit", &TEXT),
    Member::optional("EvaluationPeriods", &INTEGER),
    Member::optional("DatapointsToAlarm", &INTEGER),
    Member::optional("Threshold", &Shape::Double),
    Member::optional("ComparisonOperator", &TEXT),
    Member::optional("TreatMissingData", &TEXT),
    Member::optional("EvaluateLowSampleCountPercentile", &TEXT),
    Member::optional("Metrics", &METRIC_DATA_QUERIES),
    Member::optional("ThresholdMetricId", &TEXT),
    Member::optional("EvaluationState", &TEXT),
    Member::optional("StateTransitionedTimestamp", &Shape::Timestamp),
    Member::optional("EvaluationCriteria", &EVALUATION_CRITERIA),
    Member::optional("EvaluationInterval", &INTEGER),
    Member::optional("EvaluationWindow", &EVALUATION_WINDOW),
    Member::optional("WarmUpConfiguration", &WARM_UP),
]);
static EVALUATION_WINDOW: Shape = Shape::Structure(&[
    Member::optional("SlidingWindow", &Shape::Structure(&[])),
    Member::optional(
        "WallClockWindow",
        &Shape::Structure(&[Member::optional("Timezone", &Shape::Text(Text::of(1, 50)))]),
    ),
]);
static WARM_UP: Shape = Shape::Structure(&[
    Member::required("WarmUpPeriodDurationInMinutes", &Shape::Integer(Range::of(1, 2880))),
    Member::optional("OnlyStartEvaluatingAfterWarmUpPeriodEnds", &Shape::Boolean),
]);

static DESCRIBE_CONTRIBUTORS: Shape =
    Shape::Structure(&[Member::required("AlarmName", &ALARM_NAME), Member::optional("NextToken", &TEXT)]);
static DESCRIBED_CONTRIBUTORS: Shape = Shape::Structure(&[
    Member::optional("AlarmContributors", &Shape::List(List::of(&ALARM_CONTRIBUTOR))),
    Member::optional("NextToken", &TEXT),
]);
static ALARM_CONTRIBUTOR: Shape = Shape::Structure(&[
    Member::optional("ContributorId", &TEXT),
    Member::optional("ContributorAttributes", &TEXT_MAP),
    Member::optional("StateReason", &TEXT),
    Member::optional("StateTransitionedTimestamp", &Shape::Timestamp),
]);

static COMPOSITE_ALARM: Shape = Shape::Structure(&[
    Member::optional("ActionsEnabled", &Shape::Boolean),
    Member::optional("AlarmActions", &TEXTS),
    Member::optional("AlarmArn", &TEXT),
    Member::optional("AlarmConfigurationUpdatedTimestamp", &Shape::Timestamp),
    Member::optional("AlarmDescription", &TEXT),
    Member::optional("AlarmName", &TEXT),
    Member::optional("AlarmRule", &TEXT),
    Member::optional("InsufficientDataActions", &TEXTS),
    Member::optional("OKActions", &TEXTS),
    Member::optional("StateReason", &TEXT),
    Member::optional("StateReasonData", &TEXT),
    Member::optional("StateUpdatedTimestamp", &Shape::Timestamp),
    Member::optional("StateValue", &TEXT),
    Member::optional("StateTransitionedTimestamp", &Shape::Timestamp),
    Member::optional("ActionsSuppressedBy", &TEXT),
    Member::optional("ActionsSuppressedReason", &TEXT),
    Member::optional("ActionsSuppressor", &TEXT),
    Member::optional("ActionsSuppressorWaitPeriod", &INTEGER),
    Member::optional("ActionsSuppressorExtensionPeriod", &INTEGER),
    // Not in the model of these alarms; told only of an alarm that depends on itself.
    Member::optional("EvaluationState", &TEXT),
]);

static DESCRIBE_FOR_METRIC: Shape = Shape::Structure(&[
    Member::required("MetricName", &METRIC_NAME),
    Member::required("Namespace", &NAMESPACE),
    Member::optional("Statistic", &STATISTIC),
    Member::optional("ExtendedStatistic", &TEXT),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Period", &PERIOD),
    Member::optional("Unit", &UNIT),
]);
static DESCRIBED_FOR_METRIC: Shape = Shape::Structure(&[Member::optional("MetricAlarms", &METRIC_ALARMS)]);

static DESCRIBE_HISTORY: Shape = Shape::Structure(&[
    Member::optional("AlarmName", &ALARM_NAME),
    Member::optional("AlarmContributorId", &Shape::Text(Text::of(1, 16))),
    Member::optional("AlarmTypes", &ALARM_TYPES),
    Member::optional("HistoryItemType", &HISTORY_ITEM_TYPE),
    Member::optional("StartDate", &Shape::Timestamp),
    Member::optional("EndDate", &Shape::Timestamp),
    Member::optional("MaxRecords", &MAX_RECORDS),
    Member::optional("NextToken", &TEXT),
    Member::optional("ScanBy", &SCAN_BY),
]);
static HISTORY_ITEM: Shape = Shape::Structure(&[
    Member::optional("AlarmName", &TEXT),
    Member::optional("AlarmContributorId", &TEXT),
    Member::optional("AlarmType", &TEXT),
    Member::optional("Timestamp", &Shape::Timestamp),
    Member::optional("HistoryItemType", &TEXT),
    Member::optional("HistorySummary", &TEXT),
    Member::optional("HistoryData", &TEXT),
    Member::optional("AlarmContributorAttributes", &TEXT_MAP),
]);
static DESCRIBED_HISTORY: Shape = Shape::Structure(&[
    Member::optional("AlarmHistoryItems", &Shape::List(List::of(&HISTORY_ITEM))),
    Member::optional("NextToken", &TEXT),
]);
