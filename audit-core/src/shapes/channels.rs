//! Channels, and the events that come by them.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, Travel};

use super::lake::PAGED;
use super::trails::{ADVANCEDS, TAGS};

pub(super) const CREATE_CHANNEL: Operation = Operation::new("CreateChannel", &CREATE, &CREATED);
pub(super) const DELETE_CHANNEL: Operation = Operation::new("DeleteChannel", &NAMED, &NOTHING);
pub(super) const GET_CHANNEL: Operation = Operation::new("GetChannel", &NAMED, &GOT);
pub(super) const LIST_CHANNELS: Operation = Operation::new("ListChannels", &PAGED, &LISTED);
pub(super) const UPDATE_CHANNEL: Operation = Operation::new("UpdateChannel", &UPDATE, &UPDATED);

/// Every action of CloudTrail's data service that [`Engine::call_data`](crate::Engine::call_data) answers.
///
/// ```
/// assert_eq!(cupola_audit::data::OPERATIONS[0].name, "PutAuditEvents");
/// ```
///
/// # Source
/// CloudTrail Data Service API Reference, API version 2021-08-11.
pub static DATA_OPERATIONS: &[Operation] =
    &[Operation::new("PutAuditEvents", &PUT, &PUT_RESULT).at("POST", "/PutAuditEvents")];

static NAMED: Shape = Shape::Structure(&[Member::required("Channel", &TEXT)]);
static DESTINATION: Shape = Shape::Structure(&[Member::required("Type", &TEXT), Member::required("Location", &TEXT)]);
static DESTINATIONS: Shape = Shape::List(List::of(&DESTINATION));
static CREATE: Shape = Shape::Structure(&[
    Member::required("Name", &TEXT),
    Member::required("Source", &TEXT),
    Member::required("Destinations", &DESTINATIONS),
    Member::optional("Tags", &TAGS),
]);
static CREATED: Shape = Shape::Structure(&[
    Member::optional("ChannelArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Source", &TEXT),
    Member::optional("Destinations", &DESTINATIONS),
    Member::optional("Tags", &TAGS),
]);
static UPDATE: Shape = Shape::Structure(&[
    Member::required("Channel", &TEXT),
    Member::optional("Destinations", &DESTINATIONS),
    Member::optional("Name", &TEXT),
]);
static UPDATED: Shape = Shape::Structure(&[
    Member::optional("ChannelArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Source", &TEXT),
    Member::optional("Destinations", &DESTINATIONS),
]);
static SOURCE_CONFIG: Shape = Shape::Structure(&[
    Member::optional("ApplyToAllRegions", &Shape::Boolean),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
]);
static INGESTION: Shape = Shape::Structure(&[
    Member::optional("LatestIngestionSuccessTime", &Shape::Timestamp),
    Member::optional("LatestIngestionSuccessEventID", &TEXT),
    Member::optional("LatestIngestionErrorCode", &TEXT),
    Member::optional("LatestIngestionAttemptTime", &Shape::Timestamp),
    Member::optional("LatestIngestionAttemptEventID", &TEXT),
]);
static GOT: Shape = Shape::Structure(&[
    Member::optional("ChannelArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Source", &TEXT),
    Member::optional("SourceConfig", &SOURCE_CONFIG),
    Member::optional("Destinations", &DESTINATIONS),
    Member::optional("IngestionStatus", &INGESTION),
]);
static CHANNEL: Shape = Shape::Structure(&[Member::optional("ChannelArn", &TEXT), Member::optional("Name", &TEXT)]);
static CHANNELS: Shape = Shape::List(List::of(&CHANNEL));
static LISTED: Shape =
    Shape::Structure(&[Member::optional("Channels", &CHANNELS), Member::optional("NextToken", &TEXT)]);

static AUDIT_EVENT: Shape = Shape::Structure(&[
    Member::required("eventData", &TEXT),
    Member::optional("eventDataChecksum", &TEXT),
    Member::required("id", &TEXT),
]);
static AUDIT_EVENTS: Shape = Shape::List(List::of(&AUDIT_EVENT));
static PUT: Shape = Shape::Structure(&[
    Member::required("auditEvents", &AUDIT_EVENTS),
    Member::required("channelArn", &TEXT).by(Travel::Query("channelArn")),
    Member::optional("externalId", &TEXT).by(Travel::Query("externalId")),
]);
static FAILURE: Shape = Shape::Structure(&[
    Member::required("errorCode", &TEXT),
    Member::required("errorMessage", &TEXT),
    Member::required("id", &TEXT),
]);
static FAILURES: Shape = Shape::List(List::of(&FAILURE));
static SUCCESS: Shape = Shape::Structure(&[Member::required("eventID", &TEXT), Member::required("id", &TEXT)]);
static SUCCESSES: Shape = Shape::List(List::of(&SUCCESS));
static PUT_RESULT: Shape =
    Shape::Structure(&[Member::required("failed", &FAILURES), Member::required("successful", &SUCCESSES)]);
