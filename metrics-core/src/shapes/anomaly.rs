//! Actions on anomaly detectors.

use cupola_base::shape::{List, Member, NOTHING, Operation, Range, Shape, TEXT, Text};

use super::{DIMENSIONS, METRIC_DATA_QUERIES, METRIC_NAME, MOST, NAMESPACE};

pub(super) const DELETE_ANOMALY_DETECTOR: Operation = Operation::new("DeleteAnomalyDetector", &DELETE, &NOTHING);
pub(super) const DESCRIBE_ANOMALY_DETECTORS: Operation =
    Operation::new("DescribeAnomalyDetectors", &DESCRIBE, &DESCRIBED);
pub(super) const PUT_ANOMALY_DETECTOR: Operation = Operation::new("PutAnomalyDetector", &PUT, &NOTHING);

static STAT: Shape = Shape::Text(Text::of(0, 50));
static SINGLE: Shape = Shape::Structure(&[
    Member::optional("AccountId", &Shape::Text(Text::of(1, 255))),
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Stat", &STAT),
]);
static MATH: Shape = Shape::Structure(&[Member::optional("MetricDataQueries", &METRIC_DATA_QUERIES)]);
static RANGE: Shape = Shape::Structure(&[
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
]);
static CONFIGURATION: Shape = Shape::Structure(&[
    Member::optional("ExcludedTimeRanges", &Shape::List(List::of(&RANGE))),
    Member::optional("MetricTimezone", &Shape::Text(Text::of(0, 50))),
]);
static CHARACTERISTICS: Shape = Shape::Structure(&[Member::optional("PeriodicSpikes", &Shape::Boolean)]);

static PUT: Shape = Shape::Structure(&[
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Stat", &STAT),
    Member::optional("Configuration", &CONFIGURATION),
    Member::optional("MetricCharacteristics", &CHARACTERISTICS),
    Member::optional("SingleMetricAnomalyDetector", &SINGLE),
    Member::optional("MetricMathAnomalyDetector", &MATH),
]);
static DELETE: Shape = Shape::Structure(&[
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Stat", &STAT),
    Member::optional("SingleMetricAnomalyDetector", &SINGLE),
    Member::optional("MetricMathAnomalyDetector", &MATH),
]);

static KIND: Shape = Shape::Text(Text::one_of(&["SINGLE_METRIC", "METRIC_MATH"]));
static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TEXT),
    Member::optional("MaxResults", &Shape::Integer(Range::of(1, MOST))),
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("AnomalyDetectorTypes", &Shape::List(List::of(&KIND).within(0, 2))),
]);
static DETECTOR: Shape = Shape::Structure(&[
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricName", &METRIC_NAME),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("Stat", &STAT),
    Member::optional("Configuration", &CONFIGURATION),
    Member::optional("StateValue", &TEXT),
    Member::optional("MetricCharacteristics", &CHARACTERISTICS),
    Member::optional("SingleMetricAnomalyDetector", &SINGLE),
    Member::optional("MetricMathAnomalyDetector", &MATH),
]);
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("AnomalyDetectors", &Shape::List(List::of(&DETECTOR))),
    Member::optional("NextToken", &TEXT),
]);
