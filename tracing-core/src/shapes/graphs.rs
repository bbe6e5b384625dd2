//! What the actions on service graphs take and give.

use cupola_base::shape::{INTEGER, List, Member, Operation, Shape, TEXT, TEXTS, Text};

use super::groups::{GROUP_ARN, GROUP_NAME};

pub(super) const SERVICE_GRAPH: Operation =
    Operation::new("GetServiceGraph", &RANGE, &GRAPH_GIVEN).at("POST", "/ServiceGraph");
pub(super) const TRACE_GRAPH: Operation =
    Operation::new("GetTraceGraph", &TRACES, &TRACE_GRAPH_GIVEN).at("POST", "/TraceGraph");
pub(super) const TIME_SERIES: Operation =
    Operation::new("GetTimeSeriesServiceStatistics", &SERIES, &SERIES_GIVEN).at("POST", "/TimeSeriesServiceStatistics");

static SELECTOR: Shape = Shape::Text(Text::of(1, 500));
static RANGE: Shape = Shape::Structure(&[
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::optional("GroupName", &GROUP_NAME),
    Member::optional("GroupARN", &GROUP_ARN),
    Member::optional("NextToken", &TEXT),
]);
static TRACES: Shape =
    Shape::Structure(&[Member::required("TraceIds", &super::traces::TRACE_IDS), Member::optional("NextToken", &TEXT)]);
static SERIES: Shape = Shape::Structure(&[
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::optional("GroupName", &GROUP_NAME),
    Member::optional("GroupARN", &GROUP_ARN),
    Member::optional("EntitySelectorExpression", &SELECTOR),
    Member::optional("Period", &INTEGER),
    Member::optional("ForecastStatistics", &Shape::Boolean),
    Member::optional("NextToken", &TEXT),
]);

static ERRORS: Shape = Shape::Structure(&[
    Member::optional("ThrottleCount", &INTEGER),
    Member::optional("OtherCount", &INTEGER),
    Member::optional("TotalCount", &INTEGER),
]);
static FAULTS: Shape =
    Shape::Structure(&[Member::optional("OtherCount", &INTEGER), Member::optional("TotalCount", &INTEGER)]);
static STATISTICS: Shape = Shape::Structure(&[
    Member::optional("OkCount", &INTEGER),
    Member::optional("ErrorStatistics", &ERRORS),
    Member::optional("FaultStatistics", &FAULTS),
    Member::optional("TotalCount", &INTEGER),
    Member::optional("TotalResponseTime", &Shape::Double),
]);
static BAR: Shape = Shape::Structure(&[Member::optional("Value", &Shape::Double), Member::optional("Count", &INTEGER)]);
static HISTOGRAM: Shape = Shape::List(List::of(&BAR));
static ALIAS: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Names", &TEXTS),
    Member::optional("Type", &TEXT),
]);
static EDGE: Shape = Shape::Structure(&[
    Member::optional("ReferenceId", &INTEGER),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("SummaryStatistics", &STATISTICS),
    Member::optional("ResponseTimeHistogram", &HISTOGRAM),
    Member::optional("Aliases", &Shape::List(List::of(&ALIAS))),
    Member::optional("EdgeType", &TEXT),
    Member::optional("ReceivedEventAgeHistogram", &HISTOGRAM),
]);
pub(super) static SERVICE: Shape = Shape::Structure(&[
    Member::optional("ReferenceId", &INTEGER),
    Member::optional("Name", &TEXT),
    Member::optional("Names", &TEXTS),
    Member::optional("Root", &Shape::Boolean),
    Member::optional("AccountId", &TEXT),
    Member::optional("Type", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("Edges", &Shape::List(List::of(&EDGE))),
    Member::optional("SummaryStatistics", &STATISTICS),
    Member::optional("DurationHistogram", &HISTOGRAM),
    Member::optional("ResponseTimeHistogram", &HISTOGRAM),
]);
static SERVICES: Shape = Shape::List(List::of(&SERVICE));
static GRAPH_GIVEN: Shape = Shape::Structure(&[
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("Services", &SERVICES),
    Member::optional("ContainsOldGroupVersions", &Shape::Boolean),
    Member::optional("NextToken", &TEXT),
]);
static TRACE_GRAPH_GIVEN: Shape =
    Shape::Structure(&[Member::optional("Services", &SERVICES), Member::optional("NextToken", &TEXT)]);
static FORECAST: Shape =
    Shape::Structure(&[Member::optional("FaultCountHigh", &INTEGER), Member::optional("FaultCountLow", &INTEGER)]);
static WINDOW: Shape = Shape::Structure(&[
    Member::optional("Timestamp", &Shape::Timestamp),
    Member::optional("EdgeSummaryStatistics", &STATISTICS),
    Member::optional("ServiceSummaryStatistics", &STATISTICS),
    Member::optional("ServiceForecastStatistics", &FORECAST),
    Member::optional("ResponseTimeHistogram", &HISTOGRAM),
]);
static SERIES_GIVEN: Shape = Shape::Structure(&[
    Member::optional("TimeSeriesServiceStatistics", &Shape::List(List::of(&WINDOW))),
    Member::optional("ContainsOldGroupVersions", &Shape::Boolean),
    Member::optional("NextToken", &TEXT),
]);
