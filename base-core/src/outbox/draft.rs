//! Deliveries, before and after they have a name.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Call, RetryPolicy};
use crate::Timestamp;
use crate::json::Json;

/// What a core wants delivered, before it has an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Draft {
    /// When it became due.
    pub at: Timestamp,
    /// What caused it: an alarm's or a rule's ARN, a filter's name.
    pub cause: String,
    /// Where it goes: the ARN as configured.
    pub target: String,
    /// What is sent.
    pub payload: Payload,
    /// How the target is called, beyond the payload.
    pub call: Call,
    /// How often and how long it is tried again.
    pub retry: RetryPolicy,
    /// Where it goes when all tries have failed, and with what.
    pub dead_letter: Option<DeadLetter>,
    /// Texts in the payload that stand for the number of the try, from 1; they are replaced each time it is
    /// sent.
    pub attempt_marks: Vec<String>,
}

impl Draft {
    /// A delivery with the default retry policy and no dead-letter queue.
    #[must_use]
    pub fn new(at: Timestamp, cause: impl Into<String>, target: impl Into<String>, payload: Payload) -> Self {
        Self {
            at,
            cause: cause.into(),
            target: target.into(),
            payload,
            call: Call::Plain,
            retry: RetryPolicy::default(),
            dead_letter: None,
            attempt_marks: Vec::new(),
        }
    }

    /// Sets how the target is called.
    #[must_use]
    pub fn with_call(self, call: Call) -> Self {
        Self { call, ..self }
    }

    /// Sets the retry policy.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// Sets the dead-letter queue.
    #[must_use]
    pub fn with_dead_letter(self, dead_letter: Option<DeadLetter>) -> Self {
        Self { dead_letter, ..self }
    }

    /// Adds a text of the payload that stands for the number of the try.
    #[must_use]
    pub fn with_attempt_mark(mut self, mark: impl Into<String>) -> Self {
        self.attempt_marks.push(mark.into());
        self
    }

    /// What is sent at this try.
    pub(super) fn payload_at(&self, attempt: u32) -> Payload {
        let text = self.payload.as_str();
        if !self.attempt_marks.iter().any(|mark| !mark.is_empty() && text.contains(mark.as_str())) {
            return self.payload.clone();
        }
        let number = attempt.to_string();
        let marks = self.attempt_marks.iter().filter(|mark| !mark.is_empty());
        Payload::of(marks.fold(text.to_owned(), |text, mark| text.replace(mark.as_str(), &number)))
    }
}

/// Where a delivery goes when all tries have failed.
///
/// The letter carries the body as it would have been sent, unless told otherwise, and the attributes given
/// here besides those that say what went wrong: `TARGET_ARN`, `ERROR_CODE`, `ERROR_MESSAGE`,
/// `RETRY_ATTEMPTS`, and `EXHAUSTED_RETRY_CONDITION` when it was tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeadLetter {
    /// The queue's ARN.
    pub queue: String,
    /// The message attributes.
    pub attributes: BTreeMap<String, String>,
    /// The body, if it is another than what would have been sent.
    pub body: Option<Payload>,
}

impl DeadLetter {
    /// A letter to a queue.
    #[must_use]
    pub fn to(queue: impl Into<String>) -> Self {
        Self { queue: queue.into(), attributes: BTreeMap::new(), body: None }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(self, body: Payload) -> Self {
        Self { body: Some(body), ..self }
    }
}

/// One delivery to the world outside. The library performs none: the owner does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Delivery {
    /// Names the delivery; stable over snapshot and restore, the same at every try.
    pub id: DeliveryId,
    /// When it became due: the first try's time, or that of this try.
    pub at: Timestamp,
    /// What caused it.
    pub cause: String,
    /// Where it goes: the ARN as configured.
    pub target: String,
    /// What is sent.
    pub payload: Payload,
    /// How the target is called, beyond the payload.
    pub call: Call,
    /// Message attributes; only dead letters have some.
    pub attributes: BTreeMap<String, String>,
    /// Which try this is, from 1; a dead letter's tries are counted anew.
    pub attempt: u32,
}

impl Delivery {
    /// Whether this goes to a dead-letter queue because all tries have failed.
    #[must_use]
    pub fn is_dead_letter(&self) -> bool {
        !self.attributes.is_empty()
    }
}

/// Names a delivery: the part of the library that owns it, and its number there.
///
/// ```
/// use cupola_base::DeliveryId;
///
/// let id = DeliveryId::new(1, 42);
/// assert_eq!((id.part(), id.sequence(), id.to_string().as_str()), (1, 42, "d1-000000000042"));
/// assert_eq!("d1-000000000042".parse(), Ok(id));
/// assert_eq!(DeliveryId::from_number(id.number()), id);
/// assert_eq!(DeliveryId::new(0, 7).to_string(), "d-000000000007");
/// assert!("x-1".parse::<DeliveryId>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryId(u64);

impl DeliveryId {
    /// Bits of the number within a part: numbers of up to 32 parts fit a JSON number exactly.
    const SEQUENCE_BITS: u32 = 48;

    /// The delivery of this number in this part. Numbers have 48 bits; what is above is cut.
    #[must_use]
    pub const fn new(part: u8, sequence: u64) -> Self {
        let mask = (1 << Self::SEQUENCE_BITS) - 1;
        Self(((part as u64) << Self::SEQUENCE_BITS) | (sequence & mask))
    }

    /// Which part of the library owns it: 0 for an outbox that stands alone.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "ids are made of eight bits and 48")]
    pub const fn part(self) -> u8 {
        (self.0 >> Self::SEQUENCE_BITS) as u8
    }

    /// The number within its part, counted from 1 in order of causation.
    #[must_use]
    pub const fn sequence(self) -> u64 {
        self.0 & ((1 << Self::SEQUENCE_BITS) - 1)
    }

    /// The number behind the id, part and all.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The id with this number, as read back from a log of one's own.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part() {
            0 => write!(f, "d-{:012}", self.sequence()),
            part => write!(f, "d{part}-{:012}", self.sequence()),
        }
    }
}

impl FromStr for DeliveryId {
    type Err = DeliveryIdError;

    fn from_str(text: &str) -> Result<Self, DeliveryIdError> {
        let read = || {
            let (part, sequence) = text.strip_prefix('d')?.split_once('-')?;
            let part = if part.is_empty() { 0 } else { part.parse().ok()? };
            let id = Self::new(part, sequence.parse().ok()?);
            (id.to_string() == text).then_some(id)
        };
        read().ok_or_else(|| DeliveryIdError(text.into()))
    }
}

/// A text is not a delivery's id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a delivery's id, e.g. d1-000000000042")]
pub struct DeliveryIdError(String);

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Payload {
    /// A JSON value.
    Json(Json),
    /// Plain text.
    Text(String),
}

impl Payload {
    /// JSON if the text is that, and else text.
    #[must_use]
    pub fn of(text: String) -> Self {
        Json::parse(&text).map_or(Self::Text(text), Self::Json)
    }

    /// The text that is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Json(json) => json.as_str(),
            Self::Text(text) => text,
        }
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
