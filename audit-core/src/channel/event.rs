//! One event of another system.

use cupola_base::json::Json;
use cupola_base::{Timestamp, base64};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Channel;
use crate::{JsonKind, Raw};

/// An event of another system: its own id, and what happened, as JSON.
///
/// The JSON has `version`, `userIdentity` (with `type` and `principalId`), `eventSource`, `eventName`, `eventTime`, `UID` and
/// `recipientAccountId`, which is the channel's owner; and may have `userAgent`, `requestParameters`, `responseElements`,
/// `errorCode`, `errorMessage`, `sourceIPAddress` and `additionalEventData`.
///
/// # Source
/// CloudTrail Data Service API Reference, AuditEvent; CloudTrail User Guide, "CloudTrail Lake integrations event schema".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuditEvent {
    /// The event's id where it comes from: 1 to 128 letters, digits, `-` and `_`.
    pub id: String,
    /// What happened, as JSON.
    pub data: String,
    /// The SHA-256 of the data as base64, to be compared.
    pub checksum: Option<String>,
}

impl AuditEvent {
    /// An event without a checksum.
    #[must_use]
    pub fn new(id: impl Into<String>, data: impl Into<String>) -> Self {
        Self { id: id.into(), data: data.into(), checksum: None }
    }

    /// Adds the checksum.
    #[must_use]
    pub fn with_checksum(self, checksum: impl Into<String>) -> Self {
        Self { checksum: Some(checksum.into()), ..self }
    }

    pub(super) fn has_good_id(&self) -> bool {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        (1..=128).contains(&self.id.len()) && self.id.chars().all(is_word)
    }

    /// Checks the event for its channel, and reads when it happened.
    pub(super) fn check(&self, channel: &Channel) -> Result<Timestamp, AuditEventError> {
        let checksum = || base64::encode(&Sha256::digest(self.data.as_bytes()));
        if self.checksum.as_ref().is_some_and(|told| *told != checksum()) {
            return Err(AuditEventError::Checksum);
        }
        let data = Raw::parse(&self.data).map_err(|error| AuditEventError::Json(error.to_string()))?;
        if data.kind() != JsonKind::Object {
            return Err(AuditEventError::Json("an object is accepted".into()));
        }
        FIELDS.iter().try_for_each(|field| field.check(data))?;
        let text = |name: &str| data.get(name).value().and_then(|value| value.text()).unwrap_or_default();
        if text("recipientAccountId") != channel.arn.account() {
            return Err(AuditEventError::Recipient(text("recipientAccountId").into_owned()));
        }
        if text("eventSource").ends_with(".amazonaws.com") {
            return Err(AuditEventError::Source(text("eventSource").into_owned()));
        }
        let time = text("eventTime");
        let at = Timestamp::parse(&time).or_else(|_| Timestamp::parse(&format!("{time}Z")));
        at.map_err(|_| AuditEventError::Time(time.into_owned()))
    }

    /// The record that is kept of the event; its data was checked.
    pub(super) fn record(&self, at: Timestamp, now: Timestamp, channel: &Channel, event_id: &str) -> Option<Json> {
        Some(Json::of(&Kept {
            event_version: "1.0",
            event_category: "ActivityAuditLog",
            event_type: "ActivityLog",
            event_id,
            event_time: at.to_seconds_text(),
            aws_region: channel.arn.region(),
            recipient_account_id: channel.arn.account(),
            metadata: Metadata { ingestion_time: now.to_seconds_text(), channel_arn: channel.arn.as_str() },
            event_data: Json::parse(&self.data).ok()?,
        }))
    }
}

/// A member of the data.
struct Field {
    /// Names with dots between.
    path: &'static [&'static str],
    is_needed: bool,
    /// Whether it is an object; otherwise it is a text.
    is_object: bool,
    /// How long a text or the JSON of an object may be.
    most: usize,
}

const fn text(path: &'static [&'static str], is_needed: bool, most: usize) -> Field {
    Field { path, is_needed, is_object: false, most }
}

const fn object(path: &'static [&'static str], is_needed: bool, most: usize) -> Field {
    Field { path, is_needed, is_object: true, most }
}

const KIB: usize = 1024;

const FIELDS: &[Field] = &[
    text(&["version"], true, 256),
    object(&["userIdentity"], true, 100 * KIB),
    text(&["userIdentity", "type"], true, KIB),
    text(&["userIdentity", "principalId"], true, KIB),
    object(&["userIdentity", "details"], false, 100 * KIB),
    text(&["userAgent"], false, KIB),
    text(&["eventSource"], true, KIB),
    text(&["eventName"], true, KIB),
    text(&["eventTime"], true, KIB),
    text(&["UID"], true, KIB),
    object(&["requestParameters"], false, 100 * KIB),
    object(&["responseElements"], false, 100 * KIB),
    text(&["errorCode"], false, 256),
    text(&["errorMessage"], false, 256),
    text(&["sourceIPAddress"], false, KIB),
    text(&["recipientAccountId"], true, KIB),
    object(&["additionalEventData"], false, 28 * KIB),
];

impl Field {
    fn check(&self, data: Raw<'_>) -> Result<(), AuditEventError> {
        let found = self.path.iter().try_fold(data, |value, name| value.get(name).value());
        let Some(found) = found else {
            return if self.is_needed { Err(AuditEventError::Missing(self.name())) } else { Ok(()) };
        };
        let length = match (self.is_object, found.kind()) {
            (true, JsonKind::Object) => found.as_str().len(),
            (false, JsonKind::Text) => found.text().unwrap_or_default().len(),
            _ => return Err(AuditEventError::Kind(self.name())),
        };
        if length > self.most { Err(AuditEventError::TooLong(self.name(), self.most)) } else { Ok(()) }
    }

    fn name(&self) -> String {
        self.path.join(".")
    }
}

/// Why an event was not taken.
///
/// # Source
/// CloudTrail Data Service API Reference, ResultErrorEntry. The lengths of `version` and `userIdentity` are our decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditEventError {
    /// The checksum is not that of the data.
    #[error("the checksum is not that of eventData: the base64 of its SHA-256 is accepted")]
    Checksum,
    /// The data is not JSON, or no object.
    #[error("eventData is not JSON of an event: {0}")]
    Json(String),
    /// A member is not there.
    #[error("eventData has no {0}")]
    Missing(String),
    /// A member is of another kind.
    #[error("{0} is of another kind in eventData")]
    Kind(String),
    /// A member is longer than so many bytes.
    #[error("{0} is longer than {1} bytes")]
    TooLong(String, usize),
    /// The time is none.
    #[error("eventTime `{0}` is not a time: yyyy-MM-DDTHH:mm:ss is accepted")]
    Time(String),
    /// The event is for another account than the channel's.
    #[error("recipientAccountId `{0}` is not the account of the channel")]
    Recipient(String),
    /// The event claims to come from AWS.
    #[error("eventSource `{0}` is a service's own")]
    Source(String),
}

impl AuditEventError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Checksum => "InvalidChecksum",
            Self::Json(_) | Self::Kind(_) | Self::Time(_) => "InvalidData",
            Self::Missing(_) => "FieldNotFound",
            Self::TooLong(..) => "FieldTooLong",
            Self::Recipient(_) => "InvalidRecipient",
            Self::Source(_) => "InvalidEventSource",
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kept<'a> {
    event_version: &'static str,
    event_category: &'static str,
    event_type: &'static str,
    #[serde(rename = "eventID")]
    event_id: &'a str,
    event_time: String,
    aws_region: &'a str,
    recipient_account_id: &'a str,
    metadata: Metadata<'a>,
    event_data: Json,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'a> {
    ingestion_time: String,
    #[serde(rename = "channelARN")]
    channel_arn: &'a str,
}
