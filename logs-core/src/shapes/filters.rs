//! Metric filters.

use super::{
    CRITERIA, FILTER_NAME, FILTER_PATTERN, GROUP_NAME, List, MILLIS, Member, NOTHING, Operation, Shape, TOKEN, Text,
    UP_TO_50, named,
};
use cupola_base::shape::{INTEGER, Map, Pattern, TEXT, TEXT_MAP, TEXTS};

pub(super) const PUT_METRIC_FILTER: Operation = named("PutMetricFilter", &PUT, &NOTHING);
pub(super) const DELETE_METRIC_FILTER: Operation = named("DeleteMetricFilter", &DELETE, &NOTHING);
pub(super) const DESCRIBE_METRIC_FILTERS: Operation = named("DescribeMetricFilters", &DESCRIBE, &DESCRIBED);
pub(super) const TEST_METRIC_FILTER: Operation = named("TestMetricFilter", &TEST, &TESTED);

static PUT: Shape = Shape::Structure(&[
    Member::required("logGroupName", &GROUP_NAME),
    Member::required("filterName", &FILTER_NAME),
    Member::required("filterPattern", &FILTER_PATTERN),
    Member::required("metricTransformations", &Shape::List(List::of(&TRANSFORMATION).within(1, 1))),
    Member::optional("applyOnTransformedLogs", &Shape::Boolean),
    Member::optional("fieldSelectionCriteria", &CRITERIA),
    Member::optional("emitSystemFieldDimensions", &TEXTS),
]);
static TRANSFORMATION: Shape = Shape::Structure(&[
    Member::required("metricName", &METRIC_NAME),
    Member::required("metricNamespace", &NAMESPACE),
    Member::required("metricValue", &Shape::Text(Text::of(0, 100))),
    Member::optional("defaultValue", &Shape::Double),
    Member::optional("dimensions", &Shape::Map(Map { value: &Shape::Text(Text::of(0, 255)) })),
    Member::optional("unit", &UNIT),
]);
static METRIC_NAME: Shape =
    Shape::Text(Text::of(0, 255).like(Pattern { text: "[^:*$]*", matches: |text| !text.contains([':', '*', '$']) }));
/// The service's own pattern forbids `:`, too; the service does not.
static NAMESPACE: Shape =
    Shape::Text(Text::of(0, 255).like(Pattern { text: "[^*$]*", matches: |text| !text.contains(['*', '$']) }));
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

static DELETE: Shape =
    Shape::Structure(&[Member::required("logGroupName", &GROUP_NAME), Member::required("filterName", &FILTER_NAME)]);

static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("filterNamePrefix", &FILTER_NAME),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
    Member::optional("metricName", &METRIC_NAME),
    Member::optional("metricNamespace", &NAMESPACE),
]);
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("metricFilters", &Shape::List(List::of(&METRIC_FILTER))),
    Member::optional("nextToken", &TOKEN),
]);
static METRIC_FILTER: Shape = Shape::Structure(&[
    Member::optional("filterName", &FILTER_NAME),
    Member::optional("filterPattern", &FILTER_PATTERN),
    Member::optional("metricTransformations", &Shape::List(List::of(&TRANSFORMATION))),
    Member::optional("creationTime", &MILLIS),
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("applyOnTransformedLogs", &Shape::Boolean),
    Member::optional("fieldSelectionCriteria", &CRITERIA),
    Member::optional("emitSystemFieldDimensions", &TEXTS),
]);

/// How many messages is checked where they are tested.
static TEST: Shape = Shape::Structure(&[
    Member::required("filterPattern", &FILTER_PATTERN),
    Member::required("logEventMessages", &Shape::List(List::of(&MESSAGE).within(1, usize::MAX))),
]);
static MESSAGE: Shape = Shape::Text(Text::of(1, usize::MAX));
static TESTED: Shape = Shape::Structure(&[Member::optional("matches", &Shape::List(List::of(&MATCH)))]);
static MATCH: Shape = Shape::Structure(&[
    Member::optional("eventNumber", &INTEGER),
    Member::optional("eventMessage", &TEXT),
    Member::optional("extractedValues", &TEXT_MAP),
]);

#[cfg(test)]
mod tests {
    use cupola_base::Unit;

    use super::*;

    #[test]
    fn the_units_are_all_units() {
        let Shape::Text(text) = &UNIT else { panic!() };
        assert_eq!(text.one_of, Unit::ALL.map(Unit::as_str));
    }
}
