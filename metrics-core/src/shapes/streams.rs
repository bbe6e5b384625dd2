//! Actions on metric streams.

use cupola_base::shape::{List, Member, NOTHING, Operation, Pattern, Range, Shape, TEXT, TEXTS, Text};

use super::{METRIC_NAME, TAGS};

pub(super) const DELETE_METRIC_STREAM: Operation = Operation::new("DeleteMetricStream", &ONE, &NOTHING);
pub(super) const GET_METRIC_STREAM: Operation = Operation::new("GetMetricStream", &ONE, &GOT);
pub(super) const LIST_METRIC_STREAMS: Operation = Operation::new("ListMetricStreams", &LIST, &LISTED);
pub(super) const PUT_METRIC_STREAM: Operation = Operation::new("PutMetricStream", &PUT, &CREATED);
pub(super) const START_METRIC_STREAMS: Operation = Operation::new("StartMetricStreams", &NAMES, &NOTHING);
pub(super) const STOP_METRIC_STREAMS: Operation = Operation::new("StopMetricStreams", &NAMES, &NOTHING);

static NAME: Shape = Shape::Text(Text::of(1, 255));
static ARN: Shape = Shape::Text(Text::of(1, 1024));
static NAMESPACE: Shape = Shape::Text(Text::of(1, 255).like(Pattern { text: "[^:].*", matches: no_colon_first }));
static FORMAT: Shape = Shape::Text(Text::one_of(&["json", "opentelemetry0.7", "opentelemetry1.0"]));
static FILTER: Shape = Shape::Structure(&[
    Member::optional("Namespace", &NAMESPACE),
    Member::optional("MetricNames", &Shape::List(List::of(&METRIC_NAME))),
]);
static FILTERS: Shape = Shape::List(List::of(&FILTER));
static INCLUDED: Shape =
    Shape::Structure(&[Member::required("Namespace", &NAMESPACE), Member::required("MetricName", &METRIC_NAME)]);
static STATISTICS: Shape = Shape::Structure(&[
    Member::required("IncludeMetrics", &Shape::List(List::of(&INCLUDED))),
    Member::required("AdditionalStatistics", &TEXTS),
]);
static ALL_STATISTICS: Shape = Shape::List(List::of(&STATISTICS));
static PUT: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("IncludeFilters", &FILTERS),
    Member::optional("ExcludeFilters", &FILTERS),
    Member::required("FirehoseArn", &ARN),
    Member::required("RoleArn", &ARN),
    Member::required("OutputFormat", &FORMAT),
    Member::optional("Tags", &TAGS),
    Member::optional("StatisticsConfigurations", &ALL_STATISTICS),
    Member::optional("IncludeLinkedAccountsMetrics", &Shape::Boolean),
]);
static CREATED: Shape = Shape::Structure(&[Member::optional("Arn", &ARN)]);

static ONE: Shape = Shape::Structure(&[Member::required("Name", &NAME)]);
static GOT: Shape = Shape::Structure(&[
    Member::optional("Arn", &ARN),
    Member::optional("Name", &NAME),
    Member::optional("IncludeFilters", &FILTERS),
    Member::optional("ExcludeFilters", &FILTERS),
    Member::optional("FirehoseArn", &ARN),
    Member::optional("RoleArn", &ARN),
    Member::optional("State", &TEXT),
    Member::optional("CreationDate", &Shape::Timestamp),
    Member::optional("LastUpdateDate", &Shape::Timestamp),
    Member::optional("OutputFormat", &FORMAT),
    Member::optional("StatisticsConfigurations", &ALL_STATISTICS),
    Member::optional("IncludeLinkedAccountsMetrics", &Shape::Boolean),
]);

static LIST: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TEXT),
    Member::optional("MaxResults", &Shape::Integer(Range::of(1, 500))),
]);
static ENTRY: Shape = Shape::Structure(&[
    Member::optional("Arn", &ARN),
    Member::optional("CreationDate", &Shape::Timestamp),
    Member::optional("LastUpdateDate", &Shape::Timestamp),
    Member::optional("Name", &NAME),
    Member::optional("FirehoseArn", &ARN),
    Member::optional("State", &TEXT),
    Member::optional("OutputFormat", &FORMAT),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TEXT),
    Member::optional("Entries", &Shape::List(List::of(&ENTRY))),
]);

static NAMES: Shape = Shape::Structure(&[Member::required("Names", &Shape::List(List::of(&NAME)))]);

fn no_colon_first(text: &str) -> bool {
    text.starts_with(|c| c != ':' && c != '\n') && !text.contains('\n')
}
