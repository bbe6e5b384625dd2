//! What the actions on sampling take and give.

use cupola_base::shape::{INTEGER, List, Map, Member, Operation, Range, Shape, TEXT, TEXT_MAP, Text};

pub(super) const CREATE_RULE: Operation =
    Operation::new("CreateSamplingRule", &CREATE, &RECORD_GIVEN).at("POST", "/CreateSamplingRule");
pub(super) const DELETE_RULE: Operation =
    Operation::new("DeleteSamplingRule", &DELETE, &RECORD_GIVEN).at("POST", "/DeleteSamplingRule");
pub(super) const GET_RULES: Operation =
    Operation::new("GetSamplingRules", &PAGE, &RULES).at("POST", "/GetSamplingRules");
pub(super) const GET_SUMMARIES: Operation =
    Operation::new("GetSamplingStatisticSummaries", &PAGE, &SUMMARIES).at("POST", "/SamplingStatisticSummaries");
pub(super) const GET_TARGETS: Operation =
    Operation::new("GetSamplingTargets", &REPORTS, &TARGETS).at("POST", "/SamplingTargets");
pub(super) const UPDATE_RULE: Operation =
    Operation::new("UpdateSamplingRule", &UPDATE, &RECORD_GIVEN).at("POST", "/UpdateSamplingRule");

static COUNT: Shape = Shape::Integer(Range::of(0, MOST));
static NAME: Shape = Shape::Text(Text::of(1, 32));
static UP_TO_10: Shape = Shape::Text(Text::of(0, 10));
static UP_TO_64: Shape = Shape::Text(Text::of(0, 64));
static UP_TO_128: Shape = Shape::Text(Text::of(0, 128));
static UP_TO_500: Shape = Shape::Text(Text::of(0, 500));
static PRIORITY: Shape = Shape::Integer(Range::of(1, 9999));
static VERSION: Shape = Shape::Integer(Range::of(1, MOST));
static ATTRIBUTES: Shape = Shape::Map(Map { value: &ATTRIBUTE });
static ATTRIBUTE: Shape = Shape::Text(Text::of(1, 32));
const MOST: i64 = i32::MAX as i64;

static BOOST: Shape =
    Shape::Structure(&[Member::required("MaxRate", &Shape::Double), Member::required("CooldownWindowMinutes", &COUNT)]);
static RULE: Shape = Shape::Structure(&[
    Member::optional("RuleName", &NAME),
    Member::optional("RuleARN", &TEXT),
    Member::required("ResourceARN", &UP_TO_500),
    Member::required("Priority", &PRIORITY),
    Member::required("FixedRate", &Shape::Double),
    Member::required("ReservoirSize", &COUNT),
    Member::required("ServiceName", &UP_TO_64),
    Member::required("ServiceType", &UP_TO_64),
    Member::required("Host", &UP_TO_64),
    Member::required("HTTPMethod", &UP_TO_10),
    Member::required("URLPath", &UP_TO_128),
    Member::required("Version", &VERSION),
    Member::optional("Attributes", &ATTRIBUTES),
    Member::optional("SamplingRateBoost", &BOOST),
]);
static RULE_UPDATE: Shape = Shape::Structure(&[
    Member::optional("RuleName", &NAME),
    Member::optional("RuleARN", &TEXT),
    Member::optional("ResourceARN", &UP_TO_500),
    Member::optional("Priority", &PRIORITY),
    Member::optional("FixedRate", &Shape::Double),
    Member::optional("ReservoirSize", &COUNT),
    Member::optional("Host", &UP_TO_64),
    Member::optional("ServiceName", &UP_TO_64),
    Member::optional("ServiceType", &UP_TO_64),
    Member::optional("HTTPMethod", &UP_TO_10),
    Member::optional("URLPath", &UP_TO_128),
    Member::optional("Attributes", &ATTRIBUTES),
    Member::optional("SamplingRateBoost", &BOOST),
]);
static TAG_KEY: Shape = Shape::Text(Text::of(1, 128));
static TAG_VALUE: Shape = Shape::Text(Text::of(0, 256));
static TAG: Shape = Shape::Structure(&[Member::required("Key", &TAG_KEY), Member::required("Value", &TAG_VALUE)]);
static TAGS: Shape = Shape::List(List::of(&TAG).within(0, 200));

static CREATE: Shape = Shape::Structure(&[Member::required("SamplingRule", &RULE), Member::optional("Tags", &TAGS)]);
static UPDATE: Shape = Shape::Structure(&[Member::required("SamplingRuleUpdate", &RULE_UPDATE)]);
static DELETE: Shape = Shape::Structure(&[Member::optional("RuleName", &TEXT), Member::optional("RuleARN", &TEXT)]);
static PAGE: Shape = Shape::Structure(&[Member::optional("NextToken", &TEXT)]);

/// A rule as it goes out; the default's priority is beyond what may come in.
pub(crate) static RULE_GIVEN: Shape = Shape::Structure(&[
    Member::optional("RuleName", &TEXT),
    Member::optional("RuleARN", &TEXT),
    Member::required("ResourceARN", &TEXT),
    Member::required("Priority", &INTEGER),
    Member::required("FixedRate", &Shape::Double),
    Member::required("ReservoirSize", &INTEGER),
    Member::required("ServiceName", &TEXT),
    Member::required("ServiceType", &TEXT),
    Member::required("Host", &TEXT),
    Member::required("HTTPMethod", &TEXT),
    Member::required("URLPath", &TEXT),
    Member::required("Version", &INTEGER),
    Member::optional("Attributes", &TEXT_MAP),
    Member::optional("SamplingRateBoost", &BOOST),
]);
static RECORD: Shape = Shape::Structure(&[
    Member::optional("SamplingRule", &RULE_GIVEN),
    Member::optional("CreatedAt", &Shape::Timestamp),
    Member::optional("ModifiedAt", &Shape::Timestamp),
]);
static RECORD_GIVEN: Shape = Shape::Structure(&[Member::optional("SamplingRuleRecord", &RECORD)]);
static RULES: Shape = Shape::Structure(&[
    Member::optional("SamplingRuleRecords", &Shape::List(List::of(&RECORD))),
    Member::optional("NextToken", &TEXT),
]);

static CLIENT: Shape = Shape::Text(Text::of(24, 24));
static REPORT: Shape = Shape::Structure(&[
    Member::required("RuleName", &NAME),
    Member::required("ClientID", &CLIENT),
    Member::required("Timestamp", &Shape::Timestamp),
    Member::required("RequestCount", &COUNT),
    Member::required("SampledCount", &COUNT),
    Member::optional("BorrowCount", &COUNT),
]);
static BOOST_REPORT: Shape = Shape::Structure(&[
    Member::required("RuleName", &NAME),
    Member::required("ServiceName", &UP_TO_64),
    Member::required("Timestamp", &Shape::Timestamp),
    Member::required("AnomalyCount", &COUNT),
    Member::required("TotalCount", &COUNT),
    Member::required("SampledAnomalyCount", &COUNT),
]);
static REPORTS: Shape = Shape::Structure(&[
    Member::required("SamplingStatisticsDocuments", &Shape::List(List::of(&REPORT))),
    Member::optional("SamplingBoostStatisticsDocuments", &Shape::List(List::of(&BOOST_REPORT))),
]);
static TARGET_BOOST: Shape = Shape::Structure(&[
    Member::required("BoostRate", &Shape::Double),
    Member::required("BoostRateTTL", &Shape::Timestamp),
]);
static TARGET: Shape = Shape::Structure(&[
    Member::optional("RuleName", &TEXT),
    Member::optional("FixedRate", &Shape::Double),
    Member::optional("ReservoirQuota", &INTEGER),
    Member::optional("ReservoirQuotaTTL", &Shape::Timestamp),
    Member::optional("Interval", &INTEGER),
    Member::optional("SamplingBoost", &TARGET_BOOST),
]);
static UNPROCESSED: Shape = Shape::Structure(&[
    Member::optional("RuleName", &TEXT),
    Member::optional("ErrorCode", &TEXT),
    Member::optional("Message", &TEXT),
]);
static TARGETS: Shape = Shape::Structure(&[
    Member::optional("SamplingTargetDocuments", &Shape::List(List::of(&TARGET))),
    Member::optional("LastRuleModification", &Shape::Timestamp),
    Member::optional("UnprocessedStatistics", &Shape::List(List::of(&UNPROCESSED))),
    Member::optional("UnprocessedBoostStatistics", &Shape::List(List::of(&UNPROCESSED))),
]);
static SUMMARY: Shape = Shape::Structure(&[
    Member::optional("RuleName", &TEXT),
    Member::optional("Timestamp", &Shape::Timestamp),
    Member::optional("RequestCount", &INTEGER),
    Member::optional("BorrowCount", &INTEGER),
    Member::optional("SampledCount", &INTEGER),
]);
static SUMMARIES: Shape = Shape::Structure(&[
    Member::optional("SamplingStatisticSummaries", &Shape::List(List::of(&SUMMARY))),
    Member::optional("NextToken", &TEXT),
]);
