//! What a subscription sends: events of one stream, compressed.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use cupola_base::{Delivery, Payload, Timestamp, base64};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

/// What a subscription sends: events of one log stream, as JSON in gzip.
///
/// ```
/// use cupola_logs::{Engine, MessageType, Output, Place, SubscriptionFilter, SubscriptionMessage, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// engine.create_log_group(now, "app")?;
/// engine.create_log_stream(now, "app", "host-1")?;
/// let function = "arn:aws:lambda:us-east-1:111122223333:function:eat";
/// engine.put_subscription_filter(now, "app", SubscriptionFilter::new("errors", "ERROR", function)?)?;
/// engine.put_log_events(now, "app", "host-1", [(now, "ERROR 7"), (now, "fine")])?;
///
/// let sent: Vec<SubscriptionMessage> = engine.drain().iter().filter_map(|output| match output {
///     Output::Delivery(delivery) => SubscriptionMessage::of_delivery(delivery).ok(),
///     _ => None,
/// }).collect();
/// assert_eq!(sent[0].message_type, MessageType::Control);
/// assert_eq!((sent[1].log_events.len(), sent[1].log_events[0].message.as_str()), (1, "ERROR 7"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "Log group-level subscription filters".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionMessage {
    /// Whether it carries events.
    pub message_type: MessageType,
    /// The account of the log group; `CloudwatchLogs` in control messages.
    pub owner: String,
    /// The log group.
    pub log_group: String,
    /// The log stream.
    pub log_stream: String,
    /// The names of the filters that selected the events.
    pub subscription_filters: Vec<String>,
    /// The events.
    pub log_events: Vec<SubscriptionEvent>,
}

/// Whether a message carries events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum MessageType {
    /// It does.
    #[serde(rename = "DATA_MESSAGE")]
    Data,
    /// It does not: the service looks whether its target is reachable.
    #[serde(rename = "CONTROL_MESSAGE")]
    Control,
}

/// One event of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionEvent {
    /// The event's id: 56 digits; empty in control messages.
    pub id: String,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The message.
    pub message: String,
    /// What a space-delimited pattern names in it, and the system fields that were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extracted_fields: Option<BTreeMap<String, String>>,
}

impl SubscriptionMessage {
    /// The message that looks whether a target is reachable.
    pub(super) fn control(at: Timestamp, title: &str) -> Self {
        let message = format!("CWL CONTROL MESSAGE: Checking health of destination {title}.");
        let event = SubscriptionEvent { id: String::new(), timestamp: at, message, extracted_fields: None };
        Self {
            message_type: MessageType::Control,
            owner: "CloudwatchLogs".into(),
            log_group: String::new(),
            log_stream: String::new(),
            subscription_filters: Vec::new(),
            log_events: vec![event],
        }
    }

    /// The message as it is sent to a stream: gzip of level 6, always the same bytes.
    ///
    /// # Panics
    /// Never: writing to memory does not fail.
    #[must_use]
    pub fn to_gzip(&self) -> Vec<u8> {
        let json = serde_json::to_vec(self).expect("texts and numbers serialise");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
        encoder.write_all(&json).and_then(|()| encoder.finish()).expect("a list of bytes takes all that is written")
    }

    /// Reads what was sent to a stream.
    ///
    /// # Errors
    /// [`SubscriptionMessageError`] when the bytes are not a message in gzip, or one of more than 64 MiB.
    pub fn from_gzip(bytes: &[u8]) -> Result<Self, SubscriptionMessageError> {
        let mut json = Vec::new();
        let read = GzDecoder::new(bytes).take(MOST_BYTES + 1).read_to_end(&mut json);
        read.map_err(|error| SubscriptionMessageError(error.to_string()))?;
        if json.len() as u64 > MOST_BYTES {
            return Err(SubscriptionMessageError("it is longer than 64 MiB".into()));
        }
        serde_json::from_slice(&json).map_err(|error| SubscriptionMessageError(error.to_string()))
    }

    /// Reads the payload of a delivery: what a function is called with, or a stream's record in base64.
    ///
    /// # Errors
    /// [`SubscriptionMessageError`] when the payload is neither.
    pub fn of_delivery(delivery: &Delivery) -> Result<Self, SubscriptionMessageError> {
        let data = match &delivery.payload {
            Payload::Json(json) => {
                let called: Called = json.read().map_err(|error| SubscriptionMessageError(error.to_string()))?;
                called.awslogs.data
            }
            other => other.to_string(),
        };
        let bytes = base64::decode(&data).ok_or_else(|| SubscriptionMessageError("it is no base64".into()))?;
        Self::from_gzip(&bytes)
    }

    /// The message with half of its events, and one with the other half; `None` when it has but one.
    pub(super) fn halves(mut self) -> Option<(Self, Self)> {
        if self.log_events.len() < 2 {
            return None;
        }
        let rest = self.log_events.split_off(self.log_events.len() / 2);
        let second = Self { log_events: rest, ..self.clone_head() };
        Some((self, second))
    }

    fn clone_head(&self) -> Self {
        Self {
            message_type: self.message_type,
            owner: self.owner.clone(),
            log_group: self.log_group.clone(),
            log_stream: self.log_stream.clone(),
            subscription_filters: self.subscription_filters.clone(),
            log_events: Vec::new(),
        }
    }
}

/// What a function is called with.
#[derive(Serialize, Deserialize)]
pub(super) struct Called {
    pub(super) awslogs: Data,
}

/// The compressed message in base64.
#[derive(Serialize, Deserialize)]
pub(super) struct Data {
    pub(super) data: String,
}

/// Most bytes of a message that is read.
const MOST_BYTES: u64 = 64 << 20;

/// Bytes are not a message of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a message of a subscription: {0}")]
pub struct SubscriptionMessageError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_written_as_the_guide_shows() {
        let event = |extracted_fields| SubscriptionEvent {
            id: "0".repeat(56),
            timestamp: Timestamp::from_millis(1_777_874_400_000),
            message: "a \"b\"".into(),
            extracted_fields,
        };
        let fields = BTreeMap::from([("word".to_owned(), "a".to_owned())]);
        let message = SubscriptionMessage {
            message_type: MessageType::Data,
            owner: "111122223333".into(),
            log_group: "g".into(),
            log_stream: "s".into(),
            subscription_filters: vec!["f".into()],
            log_events: vec![event(None), event(Some(fields))],
        };
        let id = "0".repeat(56);
        assert_eq!(
            serde_json::to_string(&message).unwrap(),
            format!(
                r#"{{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"g","logStream":"s","subscriptionFilters":["f"],"logEvents":[{{"id":"{id}","timestamp":1777874400000,"message":"a \"b\""}},{{"id":"{id}","timestamp":1777874400000,"message":"a \"b\"","extractedFields":{{"word":"a"}}}}]}}"#
            )
        );
        assert_eq!(SubscriptionMessage::from_gzip(&message.to_gzip()), Ok(message.clone()));
        let (first, second) = message.halves().unwrap();
        assert_eq!((first.log_events.len(), second.log_events.len(), second.owner.as_str()), (1, 1, "111122223333"));
        assert!(first.halves().is_none());
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [&b""[..], b"x", b"\x1f\x8b\x08"] {
            assert!(SubscriptionMessage::from_gzip(bytes).is_err());
        }
    }
}
