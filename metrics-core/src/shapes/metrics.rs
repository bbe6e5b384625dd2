//! Actions on metrics.

use cupola_base::shape::{List, Map, Member, NOTHING, Operation, Range, Shape, TEXT, TEXTS, Text};

use super::{
    DIMENSION_NAME, DIMENSION_VALUE, DIMENSIONS, DOUBLE_MAP, DOUBLES, METRIC, METRIC_NAME, MOST, NAMESPACE, PERIOD,
    STATISTIC, UNIT,
};

pub(super) const PUT_METRIC_DATA: Operation = Operation::new("PutMetricData", &PUT, &NOTHING);
pub(super) const GET_METRIC_STATISTICS: Operation = Operation::new("GetMetricStatistics", &GET_STATISTICS, &STATISTICS);
pub(super) const LIST_METRICS: Operation = Operation::new("ListMetrics", &LIST, &LISTED);

/// The action itself tells which of the four is absent.
static STATISTIC_SET: Shape = Shape::Structure(&[
    Member::optional("SampleCount", &Shape::Double),
    Member::optional("Sum", &Shape::Double),
    Member::optional("Minimum", &Shape::Double),
    Member::optional("Maximum", &Shape::Double),
]);
static DATUM: Shape = Shape::Structure(&[
    Member::required("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Timestamp", &Shape::Timestamp),
    Member::optional("Value", &Shape::Double),
    Member::optional("StatisticValues", &STATISTIC_SET),
    Member::optional("Values", &DOUBLES),
    Member::optional("Counts", &DOUBLES),
    Member::optional("Unit", &UNIT),
    Member::optional("StorageResolution", &Shape::Integer(Range::of(1, MOST))),
]);
static DATA: Shape = Shape::List(List::of(&DATUM));
static ATTRIBUTES: Shape = Shape::Map(Map { value: &Shape::Text(Text::of(1, 2048)) });
static ENTITY: Shape =
    Shape::Structure(&[Member::optional("KeyAttributes", &ATTRIBUTES), Member::optional("Attributes", &ATTRIBUTES)]);
static ENTITY_DATA: Shape =
    Shape::Structure(&[Member::optional("Entity", &ENTITY), Member::optional("MetricData", &DATA)]);
static PUT: Shape = Shape::Structure(&[
    Member::required("Namespace", &NAMESPACE),
    Member::optional("MetricData", &DATA),
    Member::optional("EntityMetricData", &Shape::List(List::of(&ENTITY_DATA).within(0, 2))),
    Member::optional("StrictEntityValidation", &Shape::Boolean),
]);

static GET_STATISTICS: Shape = Shape::Structure(&[
    Member::required("Namespace", &NAMESPACE),
    Member::required("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::required("Period", &PERIOD),
    Member::optional("Statistics", &Shape::List(List::of(&STATISTIC).within(1, 5))),
    Member::optional("ExtendedStatistics", &Shape::List(List::of(&TEXT).within(1, 10))),
    Member::optional("Unit", &UNIT),
]);
static DATAPOINT: Shape = Shape::Structure(&[
    Member::optional("Timestamp", &Shape::Timestamp),
    Member::optional("SampleCount", &Shape::Double),
    Member::optional("Average", &Shape::Double),
    Member::optional("Sum", &Shape::Double),
    Member::optional("Minimum", &Shape::Double),
    Member::optional("Maximum", &Shape::Double),
    Member::optional("Unit", &TEXT),
    Member::optional("ExtendedStatistics", &DOUBLE_MAP),
]);
static STATISTICS: Shape = Shape::Structure(&[
    Member::optional("Label", &TEXT),
    Member::optional("Datapoints", &Shape::List(List::of(&DATAPOINT))),
]);

static DIMENSION_FILTER: Shape =
    Shape::Structure(&[Member::required("Name", &DIMENSION_NAME), Member::optional("Value", &DIMENSION_VALUE)]);
static LIST: Shape = Shape::Structure(&[
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &Shape::List(List::of(&DIMENSION_FILTER).within(0, 10))),
    Member::optional("NextToken", &TEXT),
    Member::optional("RecentlyActive", &Shape::Text(Text::one_of(&["PT3H"]))),
    Member::optional("IncludeLinkedAccounts", &Shape::Boolean),
    Member::optional("OwningAccount", &Shape::Text(Text::of(1, 255))),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("Metrics", &Shape::List(List::of(&METRIC))),
    Member::optional("NextToken", &TEXT),
    Member::optional("OwningAccounts", &TEXTS),
]);
