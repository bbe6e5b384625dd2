//! Data protection policies, and policies of the account.

use super::{GROUP_IDENTIFIER, List, MILLIS, Member, NOTHING, Operation, Pattern, Shape, TOKEN, Text, named};
use cupola_base::shape::{TEXT, TEXTS};

pub(super) const PUT_DATA_PROTECTION_POLICY: Operation = named("PutDataProtectionPolicy", &PUT, &POLICY);
pub(super) const GET_DATA_PROTECTION_POLICY: Operation = named("GetDataProtectionPolicy", &GROUP, &POLICY);
pub(super) const DELETE_DATA_PROTECTION_POLICY: Operation = named("DeleteDataProtectionPolicy", &GROUP, &NOTHING);
pub(super) const PUT_ACCOUNT_POLICY: Operation = named("PutAccountPolicy", &PUT_ACCOUNT, &PUT_ACCOUNT_ANSWER);
pub(super) const DELETE_ACCOUNT_POLICY: Operation = named("DeleteAccountPolicy", &DELETE_ACCOUNT, &NOTHING);
pub(super) const DESCRIBE_ACCOUNT_POLICIES: Operation =
    named("DescribeAccountPolicies", &DESCRIBE_ACCOUNT, &DESCRIBE_ACCOUNT_ANSWER);

static PUT: Shape = Shape::Structure(&[
    Member::required("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::required("policyDocument", &TEXT),
]);
pub(super) static GROUP: Shape = Shape::Structure(&[Member::required("logGroupIdentifier", &GROUP_IDENTIFIER)]);
static POLICY: Shape = Shape::Structure(&[
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::optional("policyDocument", &TEXT),
    Member::optional("lastUpdatedTime", &MILLIS),
]);

static POLICY_NAME: Shape =
    Shape::Text(Text::of(1, 256).like(Pattern { text: "[^:*]*", matches: |text| !text.contains([':', '*']) }));
static POLICY_TYPE: Shape = Shape::Text(Text::one_of(&[
    "DATA_PROTECTION_POLICY",
    "SUBSCRIPTION_FILTER_POLICY",
    "FIELD_INDEX_POLICY",
    "TRANSFORMER_POLICY",
    "METRIC_EXTRACTION_POLICY",
]));
static SCOPE: Shape = Shape::Text(Text::one_of(&["ALL"]));

static PUT_ACCOUNT: Shape = Shape::Structure(&[
    Member::required("policyName", &POLICY_NAME),
    Member::required("policyDocument", &TEXT),
    Member::required("policyType", &POLICY_TYPE),
    Member::optional("scope", &SCOPE),
    Member::optional("selectionCriteria", &TEXT),
]);
static PUT_ACCOUNT_ANSWER: Shape = Shape::Structure(&[Member::optional("accountPolicy", &ACCOUNT_POLICY)]);
static ACCOUNT_POLICY: Shape = Shape::Structure(&[
    Member::optional("policyName", &POLICY_NAME),
    Member::optional("policyDocument", &TEXT),
    Member::optional("lastUpdatedTime", &MILLIS),
    Member::optional("policyType", &POLICY_TYPE),
    Member::optional("scope", &SCOPE),
    Member::optional("selectionCriteria", &TEXT),
    Member::optional("accountId", &TEXT),
]);
static DELETE_ACCOUNT: Shape =
    Shape::Structure(&[Member::required("policyName", &POLICY_NAME), Member::required("policyType", &POLICY_TYPE)]);
static DESCRIBE_ACCOUNT: Shape = Shape::Structure(&[
    Member::required("policyType", &POLICY_TYPE),
    Member::optional("policyName", &POLICY_NAME),
    Member::optional("accountIdentifiers", &TEXTS),
    Member::optional("nextToken", &TOKEN),
]);
static DESCRIBE_ACCOUNT_ANSWER: Shape = Shape::Structure(&[
    Member::optional("accountPolicies", &Shape::List(List::of(&ACCOUNT_POLICY))),
    Member::optional("nextToken", &TOKEN),
]);
