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

static CREATE: Shape = Shape::Structure(&[
    Member::required("Name", &TEXT),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
    Member::optional("MultiRegionEnabled", &Shape::Boolean),
    Member::optional("OrganizationEnabled", &Shape::Boolean),
    Member::optional("RetentionPeriod", &INTEGER),
    Member::optional("TerminationProtectionEnabled", &Shape::Boolean),
    Member::optional("TagsList", &TAGS),
    Member::optional("KmsKeyId", &TEXT),
    Member::optional("StartIngestion", &Shape::Boolean),
    Member::optional("BillingMode", &TEXT),
]);
static UPDATE: Shape = Shape::Structure(&[
    Member::required("EventDataStore", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
    Member::optional("MultiRegionEnabled", &Shape::Boolean),
    Member::optional("OrganizationEnabled", &Shape::Boolean),
    Member::optional("RetentionPeriod", &INTEGER),
    Member::optional("TerminationProtectionEnabled", &Shape::Boolean),
    Member::optional("KmsKeyId", &TEXT),
    Member::optional("BillingMode", &TEXT),
]);

static CREATED: Shape = Shape::Structure(&[
    Member::optional("EventDataStoreArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Status", &TEXT),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
    Member::optional("MultiRegionEnabled", &Shape::Boolean),
    Member::optional("OrganizationEnabled", &Shape::Boolean),
    Member::optional("RetentionPeriod", &INTEGER),
    Member::optional("TerminationProtectionEnabled", &Shape::Boolean),
    Member::optional("TagsList", &TAGS),
    Member::optional("CreatedTimestamp", &Shape::Timestamp),
    Member::optional("UpdatedTimestamp", &Shape::Timestamp),
    Member::optional("KmsKeyId", &TEXT),
    Member::optional("BillingMode", &TEXT),
]);
/// A store's members; those that only a store which is read has come last.
static MEMBERS: [Member; 15] = [
    Member::optional("EventDataStoreArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Status", &TEXT),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
    Member::optional("MultiRegionEnabled", &Shape::Boolean),
    Member::optional("OrganizationEnabled", &Shape::Boolean),
    Member::optional("RetentionPeriod", &INTEGER),
    Member::optional("TerminationProtectionEnabled", &Shape::Boolean),
    Member::optional("CreatedTimestamp", &Shape::Timestamp),
    Member::optional("UpdatedTimestamp", &Shape::Timestamp),
    Member::optional("KmsKeyId", &TEXT),
    Member::optional("BillingMode", &TEXT),
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
    Member::optional("EventDataStoreArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("TerminationProtectionEnabled", &Shape::Boolean),
    Member::optional("Status", &TEXT),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
    Member::optional("MultiRegionEnabled", &Shape::Boolean),
    Member::optional("OrganizationEnabled", &Shape::Boolean),
    Member::optional("RetentionPeriod", &INTEGER),
    Member::optional("CreatedTimestamp", &Shape::Timestamp),
    Member::optional("UpdatedTimestamp", &Shape::Timestamp),
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
