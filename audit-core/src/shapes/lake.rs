//! Event data stores.

use cupola_base::shape::{INTEGER, List, Member, NOTHING, Operation, Shape, TEXT};

use super::trails::{ADVANCEDS, TAGS};

pub(super) const CREATE_EVENT_DATA_STORE: Operation = Operation::new("CreateEventDataStore", &CREATE, &CREATED);
pub(super) const DELETE_EVENT_DATA_STORE: Operation = Operation::new("DeleteEventDataStore", &NAMED, &NOTHING);
pub(super) const GET_EVENT_DATA_STORE: Operation = Operation::new("GetEventDataStore", &NAMED, &GOT);
pub(super) const LIST_EVENT_DATA_STORES: Operation = Operation::new("ListEventDataStores", &PAGED, &LISTED);
pub(super) const RESTORE_EVENT_DATA_STORE: Operation = Operation::new("RestoreEventDataStore", &NAMED, &RESTORED);
pub(super) const START_EVENT_DATA_STORE_INGESTION: Operation =
    Operation::new("StartEventDataStoreIngestion", &NAMED, &NOTHING);
pub(super) const STOP_EVENT_DATA_STORE_INGESTION: Operation =
    Operation::new("StopEventDataStoreIngestion", &NAMED, &NOTHING);
pub(super) const DELETE_RESOURCE_POLICY: Operation = Operation::new("DeleteResourcePolicy", &POLICY_OF, &NOTHING);
pub(super) const GET_RESOURCE_POLICY: Operation = Operation::new("GetResourcePolicy", &POLICY_OF, &POLICY);
pub(super) const PUT_RESOURCE_POLICY: Operation = Operation::new("PutResourcePolicy", &PUT_POLICY, &POLICY);
pub(super) const UPDATE_EVENT_DATA_STORE: Operation = Operation::new("UpdateEventDataStore", &UPDATE, &UPDATED);

static NAMED: Shape = Shape::Structure(&[Member::required("EventDataStore", &TEXT)]);
pub(super) static PAGED: Shape =
    Shape::Structure(&[Member::optional("NextToken", &TEXT), Member::optional("MaxResults", &INTEGER)]);

/// A store's members.
const ARN: Member = Member::optional("EventDataStoreArn", &TEXT);
const NAME: Member = Member::optional("Name", &TEXT);
const STATUS: Member = Member::optional("Status", &TEXT);
const SELECTORS: Member = Member::optional("AdvancedEventSelectors", &ADVANCEDS);
const MULTI_REGION: Member = Member::optional("MultiRegionEnabled", &Shape::Boolean);
const ORGANIZATION: Member = Member::optional("OrganizationEnabled", &Shape::Boolean);
const RETENTION: Member = Member::optional("RetentionPeriod", &INTEGER);
const PROTECTION: Member = Member::optional("TerminationProtectionEnabled", &Shape::Boolean);
const TAGS_LIST: Member = Member::optional("TagsList", &TAGS);
const CREATED_AT: Member = Member::optional("CreatedTimestamp", &Shape::Timestamp);
const UPDATED_AT: Member = Member::optional("UpdatedTimestamp", &Shape::Timestamp);
const KMS_KEY: Member = Member::optional("KmsKeyId", &TEXT);
const BILLING_MODE: Member = Member::optional("BillingMode", &TEXT);

static CREATE: Shape = Shape::Structure(&[
    Member::required("Name", &TEXT),
    SELECTORS,
    MULTI_REGION,
    ORGANIZATION,
    RETENTION,
    PROTECTION,
    TAGS_LIST,
    KMS_KEY,
    Member::optional("StartIngestion", &Shape::Boolean),
    BILLING_MODE,
]);
static UPDATE: Shape = Shape::Structure(&[
    Member::required("EventDataStore", &TEXT),
    NAME,
    SELECTORS,
    MULTI_REGION,
    ORGANIZATION,
    RETENTION,
    PROTECTION,
    KMS_KEY,
    BILLING_MODE,
]);

static CREATED: Shape = Shape::Structure(&[
    ARN,
    NAME,
    STATUS,
    SELECTORS,
    MULTI_REGION,
    ORGANIZATION,
    RETENTION,
    PROTECTION,
    TAGS_LIST,
    CREATED_AT,
    UPDATED_AT,
    KMS_KEY,
    BILLING_MODE,
]);
/// What is told of a store; what only a store which is read has comes last.
static MEMBERS: [Member; 15] = [
    ARN,
    NAME,
    STATUS,
    SELECTORS,
    MULTI_REGION,
    ORGANIZATION,
    RETENTION,
    PROTECTION,
    CREATED_AT,
    UPDATED_AT,
    KMS_KEY,
    BILLING_MODE,
    Member::optional("FederationStatus", &TEXT),
    Member::optional("FederationRoleArn", &TEXT),
    Member::optional("PartitionKeys", &PARTITION_KEYS),
];
static PARTITION_KEY: Shape = Shape::Structure(&[Member::required("Name", &TEXT), Member::required("Type", &TEXT)]);
static PARTITION_KEYS: Shape = Shape::List(List::of(&PARTITION_KEY));
static GOT: Shape = Shape::Structure(&MEMBERS);
static UPDATED: Shape = Shape::Structure(MEMBERS.split_at(14).0);
static RESTORED: Shape = Shape::Structure(MEMBERS.split_at(12).0);

static STORE: Shape = Shape::Structure(&[
    ARN,
    NAME,
    PROTECTION,
    STATUS,
    SELECTORS,
    MULTI_REGION,
    ORGANIZATION,
    RETENTION,
    CREATED_AT,
    UPDATED_AT,
]);
static STORES: Shape = Shape::List(List::of(&STORE));
static LISTED: Shape =
    Shape::Structure(&[Member::optional("EventDataStores", &STORES), Member::optional("NextToken", &TEXT)]);

static POLICY_OF: Shape = Shape::Structure(&[Member::required("ResourceArn", &TEXT)]);
static PUT_POLICY: Shape =
    Shape::Structure(&[Member::required("ResourceArn", &TEXT), Member::required("ResourcePolicy", &TEXT)]);
static POLICY: Shape = Shape::Structure(&[
    Member::optional("ResourceArn", &TEXT),
    Member::optional("ResourcePolicy", &TEXT),
    Member::optional("DelegatedAdminResourcePolicy", &TEXT),
]);
