//! `GetMetricData`.

use cupola_base::shape::{List, Member, Operation, Range, Shape, TEXT};

use super::{DOUBLES, METRIC_DATA_QUERIES, MOST, SCAN_BY};

pub(super) const GET_METRIC_DATA: Operation = Operation::new("GetMetricData", &GET, &GOT);

static GET: Shape = Shape::Structure(&[
    Member::required("MetricDataQueries", &METRIC_DATA_QUERIES),
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::optional("NextToken", &TEXT),
    Member::optional("ScanBy", &SCAN_BY),
    Member::optional("MaxDatapoints", &Shape::Integer(Range::of(1, MOST))),
    Member::optional("LabelOptions", &Shape::Structure(&[Member::optional("Timezone", &TEXT)])),
]);

static MESSAGE: Shape = Shape::Structure(&[Member::optional("Code", &TEXT), Member::optional("Value", &TEXT)]);
static MESSAGES: Shape = Shape::List(List::of(&MESSAGE));
static RESULT: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("Label", &TEXT),
    Member::optional("Timestamps", &Shape::List(List::of(&Shape::Timestamp))),
    Member::optional("Values", &DOUBLES),
    Member::optional("StatusCode", &TEXT),
    Member::optional("Messages", &MESSAGES),
]);
static GOT: Shape = Shape::Structure(&[
    Member::optional("MetricDataResults", &Shape::List(List::of(&RESULT))),
    Member::optional("NextToken", &TEXT),
    Member::optional("Messages", &MESSAGES),
]);
