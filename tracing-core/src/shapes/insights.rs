//! What the actions on insights take and give.

use cupola_base::shape::{INTEGER, List, Member, Operation, Pattern, Range, Shape, TEXT, TEXTS, Text};

use super::groups::{GROUP_ARN, GROUP_NAME};

pub(super) const GET: Operation = Operation::new("GetInsight", &ID, &INSIGHT_GIVEN).at("POST", "/Insight");
pub(super) const EVENTS: Operation =
    Operation::new("GetInsightEvents", &ID_PAGE, &EVENTS_GIVEN).at("POST", "/InsightEvents");
pub(super) const IMPACT: Operation =
    Operation::new("GetInsightImpactGraph", &ID_RANGE, &IMPACT_GIVEN).at("POST", "/InsightImpactGraph");
pub(super) const SUMMARIES: Operation =
    Operation::new("GetInsightSummaries", &QUERY, &SUMMARIES_GIVEN).at("POST", "/InsightSummaries");

static INSIGHT_ID: Shape = Shape::Text(Text::ANY.like(Pattern {
    text: "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}",
    matches: is_uuid,
}));

/// A UUID of versions 1 to 5.
fn is_uuid(text: &str) -> bool {
    let is_well = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        14 => matches!(byte, b'1'..=b'5'),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_well)
}

static ID: Shape = Shape::Structure(&[Member::required("InsightId", &INSIGHT_ID)]);
static ID_PAGE: Shape = Shape::Structure(&[
    Member::required("InsightId", &INSIGHT_ID),
    Member::optional("MaxResults", &Shape::Integer(Range::of(1, 50))),
    Member::optional("NextToken", &TEXT),
]);
static ID_RANGE: Shape = Shape::Structure(&[
    Member::required("InsightId", &INSIGHT_ID),
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::optional("NextToken", &TEXT),
]);
static STATES: Shape = Shape::List(List::of(&Shape::Text(Text::one_of(&["ACTIVE", "CLOSED"]))).within(0, 1));
static QUERY: Shape = Shape::Structure(&[
    Member::optional("States", &STATES),
    Member::optional("GroupARN", &GROUP_ARN),
    Member::optional("GroupName", &GROUP_NAME),
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::optional("MaxResults", &Shape::Integer(Range::of(1, 100))),
    Member::optional("NextToken", &TEXT),
]);

static SERVICE_ID: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Names", &TEXTS),
    Member::optional("AccountId", &TEXT),
    Member::optional("Type", &TEXT),
]);
static STATISTICS: Shape = Shape::Structure(&[
    Member::optional("FaultCount", &INTEGER),
    Member::optional("OkCount", &INTEGER),
    Member::optional("TotalCount", &INTEGER),
]);
static TOP: Shape = Shape::List(List::of(&Shape::Structure(&[Member::optional("ServiceId", &SERVICE_ID)])));
static INSIGHT: Shape = Shape::Structure(&[
    Member::optional("InsightId", &TEXT),
    Member::optional("GroupARN", &TEXT),
    Member::optional("GroupName", &TEXT),
    Member::optional("RootCauseServiceId", &SERVICE_ID),
    Member::optional("Categories", &TEXTS),
    Member::optional("State", &TEXT),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("Summary", &TEXT),
    Member::optional("ClientRequestImpactStatistics", &STATISTICS),
    Member::optional("RootCauseServiceRequestImpactStatistics", &STATISTICS),
    Member::optional("TopAnomalousServices", &TOP),
    Member::optional("LastUpdateTime", &Shape::Timestamp),
]);
static INSIGHT_GIVEN: Shape = Shape::Structure(&[Member::optional("Insight", &INSIGHT)]);
static SUMMARIES_GIVEN: Shape = Shape::Structure(&[
    Member::optional("InsightSummaries", &Shape::List(List::of(&INSIGHT))),
    Member::optional("NextToken", &TEXT),
]);
static EVENT: Shape = Shape::Structure(&[
    Member::optional("Summary", &TEXT),
    Member::optional("EventTime", &Shape::Timestamp),
    Member::optional("ClientRequestImpactStatistics", &STATISTICS),
    Member::optional("RootCauseServiceRequestImpactStatistics", &STATISTICS),
    Member::optional("TopAnomalousServices", &TOP),
]);
static EVENTS_GIVEN: Shape = Shape::Structure(&[
    Member::optional("InsightEvents", &Shape::List(List::of(&EVENT))),
    Member::optional("NextToken", &TEXT),
]);
static EDGES: Shape = Shape::List(List::of(&Shape::Structure(&[Member::optional("ReferenceId", &INTEGER)])));
static SERVICE: Shape = Shape::Structure(&[
    Member::optional("ReferenceId", &INTEGER),
    Member::optional("Type", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Names", &TEXTS),
    Member::optional("AccountId", &TEXT),
    Member::optional("Edges", &EDGES),
]);
static IMPACT_GIVEN: Shape = Shape::Structure(&[
    Member::optional("InsightId", &TEXT),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("ServiceGraphStartTime", &Shape::Timestamp),
    Member::optional("ServiceGraphEndTime", &Shape::Timestamp),
    Member::optional("Services", &Shape::List(List::of(&SERVICE))),
    Member::optional("NextToken", &TEXT),
]);
