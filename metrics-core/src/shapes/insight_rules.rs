//! Actions on Contributor Insights rules.

use cupola_base::shape::{INTEGER, List, Member, NOTHING, Operation, Pattern, Range, Shape, TEXT, TEXTS, Text};

use super::{MOST, TAGS};
use crate::insight_rule::is_printable;

pub(super) const DELETE_INSIGHT_RULES: Operation = Operation::new("DeleteInsightRules", &NAMES, &FAILURES);
pub(super) const DESCRIBE_INSIGHT_RULES: Operation = Operation::new("DescribeInsightRules", &LIST, &LISTED);
pub(super) const DISABLE_INSIGHT_RULES: Operation = Operation::new("DisableInsightRules", &NAMES, &FAILURES);
pub(super) const ENABLE_INSIGHT_RULES: Operation = Operation::new("EnableInsightRules", &NAMES, &FAILURES);
pub(super) const GET_INSIGHT_RULE_REPORT: Operation = Operation::new("GetInsightRuleReport", &REPORT, &REPORTED);
pub(super) const PUT_INSIGHT_RULE: Operation = Operation::new("PutInsightRule", &PUT, &NOTHING);

const PRINTABLE: Pattern = Pattern { text: "[\\x20-\\x7E]+", matches: is_printable };

static NAME: Shape = Shape::Text(Text::of(1, 128).like(PRINTABLE));
static WORD: Shape = Shape::Text(Text::of(1, 32).like(PRINTABLE));
static DEFINITION: Shape =
    Shape::Text(Text::of(1, 8192).like(Pattern { text: "[\\x00-\\x7F]+", matches: str::is_ascii }));
static PUT: Shape = Shape::Structure(&[
    Member::required("RuleName", &NAME),
    Member::optional("RuleState", &WORD),
    Member::required("RuleDefinition", &DEFINITION),
    Member::optional("Tags", &TAGS),
    Member::optional("ApplyOnTransformedLogs", &Shape::Boolean),
]);

static NAMES: Shape = Shape::Structure(&[Member::required("RuleNames", &Shape::List(List::of(&NAME)))]);
static FAILURE: Shape = Shape::Structure(&[
    Member::optional("FailureResource", &TEXT),
    Member::optional("ExceptionType", &TEXT),
    Member::optional("FailureCode", &TEXT),
    Member::optional("FailureDescription", &TEXT),
]);
static FAILURES: Shape = Shape::Structure(&[Member::optional("Failures", &Shape::List(List::of(&FAILURE)))]);

static LIST: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TEXT),
    Member::optional("MaxResults", &Shape::Integer(Range::of(1, 500))),
]);
static RULE: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::required("State", &WORD),
    Member::required("Schema", &TEXT),
    Member::required("Definition", &DEFINITION),
    Member::optional("ManagedRule", &Shape::Boolean),
    Member::optional("ApplyOnTransformedLogs", &Shape::Boolean),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TEXT),
    Member::optional("InsightRules", &Shape::List(List::of(&RULE))),
]);

static REPORT: Shape = Shape::Structure(&[
    Member::required("RuleName", &NAME),
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::required("Period", &Shape::Integer(Range::of(1, MOST))),
    Member::optional("MaxContributorCount", &INTEGER),
    Member::optional("Metrics", &Shape::List(List::of(&WORD))),
    Member::optional("OrderBy", &WORD),
]);
static CONTRIBUTOR_POINT: Shape = Shape::Structure(&[
    Member::required("Timestamp", &Shape::Timestamp),
    Member::required("ApproximateValue", &Shape::Double),
]);
static CONTRIBUTOR: Shape = Shape::Structure(&[
    Member::required("Keys", &TEXTS),
    Member::required("ApproximateAggregateValue", &Shape::Double),
    Member::required("Datapoints", &Shape::List(List::of(&CONTRIBUTOR_POINT))),
]);
static POINT: Shape = Shape::Structure(&[
    Member::required("Timestamp", &Shape::Timestamp),
    Member::optional("UniqueContributors", &Shape::Double),
    Member::optional("MaxContributorValue", &Shape::Double),
    Member::optional("SampleCount", &Shape::Double),
    Member::optional("Average", &Shape::Double),
    Member::optional("Sum", &Shape::Double),
    Member::optional("Minimum", &Shape::Double),
    Member::optional("Maximum", &Shape::Double),
]);
static REPORTED: Shape = Shape::Structure(&[
    Member::optional("KeyLabels", &TEXTS),
    Member::optional("AggregationStatistic", &TEXT),
    Member::optional("AggregateValue", &Shape::Double),
    Member::optional("ApproximateUniqueCount", &INTEGER),
    Member::optional("Contributors", &Shape::List(List::of(&CONTRIBUTOR))),
    Member::optional("MetricDatapoints", &Shape::List(List::of(&POINT))),
]);
