//! What the actions on encryption, policies, indexing, destinations and retrievals take and give.

use cupola_base::shape::{List, Member, NOTHING, Operation, Pattern, Shape, TEXT, Text};

pub(super) const GET_ENCRYPTION: Operation =
    Operation::new("GetEncryptionConfig", &NOTHING, &ENCRYPTION_GIVEN).at("POST", "/EncryptionConfig");
pub(super) const PUT_ENCRYPTION: Operation =
    Operation::new("PutEncryptionConfig", &PUT_KEY, &ENCRYPTION_GIVEN).at("POST", "/PutEncryptionConfig");
pub(super) const PUT_POLICY: Operation =
    Operation::new("PutResourcePolicy", &PUT, &POLICY_GIVEN).at("POST", "/PutResourcePolicy");
pub(super) const DELETE_POLICY: Operation =
    Operation::new("DeleteResourcePolicy", &DELETE, &NOTHING).at("POST", "/DeleteResourcePolicy");
pub(super) const LIST_POLICIES: Operation =
    Operation::new("ListResourcePolicies", &PAGE, &POLICIES).at("POST", "/ListResourcePolicies");
pub(super) const GET_INDEXING: Operation =
    Operation::new("GetIndexingRules", &PAGE, &RULES).at("POST", "/GetIndexingRules");
pub(super) const UPDATE_INDEXING: Operation =
    Operation::new("UpdateIndexingRule", &UPDATE_RULE, &RULE_GIVEN).at("POST", "/UpdateIndexingRule");
pub(super) const GET_DESTINATION: Operation =
    Operation::new("GetTraceSegmentDestination", &NOTHING, &DESTINATION_GIVEN)
        .at("POST", "/GetTraceSegmentDestination");
pub(super) const UPDATE_DESTINATION: Operation =
    Operation::new("UpdateTraceSegmentDestination", &DESTINATION, &DESTINATION_GIVEN)
        .at("POST", "/UpdateTraceSegmentDestination");
pub(super) const START_RETRIEVAL: Operation =
    Operation::new("StartTraceRetrieval", &START, &TOKEN_GIVEN).at("POST", "/StartTraceRetrieval");
pub(super) const CANCEL_RETRIEVAL: Operation =
    Operation::new("CancelTraceRetrieval", &TOKEN, &NOTHING).at("POST", "/CancelTraceRetrieval");
pub(super) const LIST_RETRIEVED: Operation =
    Operation::new("ListRetrievedTraces", &RETRIEVED, &RETRIEVED_GIVEN).at("POST", "/ListRetrievedTraces");
pub(super) const RETRIEVED_GRAPH: Operation =
    Operation::new("GetRetrievedTracesGraph", &TOKEN, &GRAPH_GIVEN).at("POST", "/GetRetrievedTracesGraph");

static PAGE: Shape = Shape::Structure(&[Member::optional("NextToken", &TEXT)]);
static KEY_ID: Shape = Shape::Text(Text::of(1, 3000));
static TYPE: Shape = Shape::Text(Text::one_of(&["NONE", "KMS"]));
static PUT_KEY: Shape = Shape::Structure(&[Member::optional("KeyId", &KEY_ID), Member::required("Type", &TYPE)]);
static ENCRYPTION: Shape = Shape::Structure(&[
    Member::optional("KeyId", &TEXT),
    Member::optional("Status", &TEXT),
    Member::optional("Type", &TEXT),
]);
static ENCRYPTION_GIVEN: Shape = Shape::Structure(&[Member::optional("EncryptionConfig", &ENCRYPTION)]);

static POLICY_NAME: Shape =
    Shape::Text(Text::of(1, 128).like(Pattern { text: r"[\w+=,.@-]+", matches: is_policy_name }));

fn is_policy_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '=' | ',' | '.' | '@' | '-'))
}

static PUT: Shape = Shape::Structure(&[
    Member::required("PolicyName", &POLICY_NAME),
    Member::required("PolicyDocument", &TEXT),
    Member::optional("PolicyRevisionId", &TEXT),
    Member::optional("BypassPolicyLockoutCheck", &Shape::Boolean),
]);
static DELETE: Shape =
    Shape::Structure(&[Member::required("PolicyName", &POLICY_NAME), Member::optional("PolicyRevisionId", &TEXT)]);
static POLICY: Shape = Shape::Structure(&[
    Member::optional("PolicyName", &TEXT),
    Member::optional("PolicyDocument", &TEXT),
    Member::optional("PolicyRevisionId", &TEXT),
    Member::optional("LastUpdatedTime", &Shape::Timestamp),
]);
static POLICY_GIVEN: Shape = Shape::Structure(&[Member::optional("ResourcePolicy", &POLICY)]);
static POLICIES: Shape = Shape::Structure(&[
    Member::optional("ResourcePolicies", &Shape::List(List::of(&POLICY))),
    Member::optional("NextToken", &TEXT),
]);

static PROBABILISTIC: Shape = Shape::Structure(&[
    Member::required("DesiredSamplingPercentage", &Shape::Double),
    Member::optional("ActualSamplingPercentage", &Shape::Double),
]);
static RULE_VALUE: Shape = Shape::Structure(&[Member::optional("Probabilistic", &PROBABILISTIC)]);
static RULE: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("ModifiedAt", &Shape::Timestamp),
    Member::optional("Rule", &RULE_VALUE),
]);
static RULE_GIVEN: Shape = Shape::Structure(&[Member::optional("IndexingRule", &RULE)]);
static RULES: Shape = Shape::Structure(&[
    Member::optional("IndexingRules", &Shape::List(List::of(&RULE))),
    Member::optional("NextToken", &TEXT),
]);
static UPDATE_RULE: Shape = Shape::Structure(&[Member::required("Name", &TEXT), Member::required("Rule", &RULE_VALUE)]);

static DESTINATION_NAME: Shape = Shape::Text(Text::one_of(&["XRay", "CloudWatchLogs"]));
static DESTINATION: Shape = Shape::Structure(&[Member::optional("Destination", &DESTINATION_NAME)]);
static DESTINATION_GIVEN: Shape =
    Shape::Structure(&[Member::optional("Destination", &TEXT), Member::optional("Status", &TEXT)]);

static TOKEN_TEXT: Shape = Shape::Text(Text::of(0, 1020));
static TRACE_ID: Shape = Shape::Text(Text::of(1, 35));
static START: Shape = Shape::Structure(&[
    Member::required("TraceIds", &Shape::List(List::of(&TRACE_ID).within(0, 100))),
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
]);
static TOKEN_GIVEN: Shape = Shape::Structure(&[Member::optional("RetrievalToken", &TEXT)]);
static TOKEN: Shape =
    Shape::Structure(&[Member::required("RetrievalToken", &TOKEN_TEXT), Member::optional("NextToken", &TEXT)]);
static RETRIEVED: Shape = Shape::Structure(&[
    Member::required("RetrievalToken", &TOKEN_TEXT),
    Member::optional("TraceFormat", &Shape::Text(Text::one_of(&["XRAY", "OTEL"]))),
    Member::optional("NextToken", &TEXT),
]);
static SPAN: Shape = Shape::Structure(&[Member::optional("Id", &TEXT), Member::optional("Document", &TEXT)]);
static RETRIEVED_TRACE: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("Duration", &Shape::Double),
    Member::optional("Spans", &Shape::List(List::of(&SPAN))),
]);
static RETRIEVED_GIVEN: Shape = Shape::Structure(&[
    Member::optional("RetrievalStatus", &TEXT),
    Member::optional("TraceFormat", &TEXT),
    Member::optional("Traces", &Shape::List(List::of(&RETRIEVED_TRACE))),
    Member::optional("NextToken", &TEXT),
]);
static RETRIEVED_SERVICE: Shape = Shape::Structure(&[Member::optional("Service", &super::graphs::SERVICE)]);
static GRAPH_GIVEN: Shape = Shape::Structure(&[
    Member::optional("RetrievalStatus", &TEXT),
    Member::optional("Services", &Shape::List(List::of(&RETRIEVED_SERVICE))),
    Member::optional("NextToken", &TEXT),
]);
