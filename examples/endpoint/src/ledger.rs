//! What left, for reading.

use std::collections::{BTreeMap, VecDeque};

use cupola::{Call, Delivery, Lost, Overflow, Payload, Place, Timestamp};
use serde::Serialize;

/// The newest deliveries and losses, bounded in number and in bytes.
#[derive(Debug, Serialize)]
pub(crate) struct Ledger {
    deliveries: VecDeque<Entry>,
    lost: VecDeque<Loss>,
    /// Deliveries that were here and had to go.
    forgotten: u64,
    #[serde(skip)]
    bytes: usize,
    #[serde(skip)]
    most: usize,
}

impl Ledger {
    pub(crate) const fn new(most: usize) -> Self {
        Self { deliveries: VecDeque::new(), lost: VecDeque::new(), forgotten: 0, bytes: 0, most }
    }

    pub(crate) fn delivery(&mut self, place: &Place, delivery: Delivery) {
        let entry = Entry::new(place, delivery);
        self.bytes += entry.bytes();
        self.deliveries.push_back(entry);
        while self.deliveries.len() > self.most || self.bytes > MOST_BYTES {
            self.forget_oldest();
        }
    }

    pub(crate) fn lost(&mut self, place: &Place, at: Timestamp, lost: Lost) {
        self.loss(place, at, What::Lost(lost));
    }

    pub(crate) fn overflow(&mut self, place: &Place, overflow: Overflow) {
        self.loss(place, overflow.until, What::Overflow { dropped: overflow.dropped });
    }

    fn loss(&mut self, place: &Place, at: Timestamp, what: What) {
        self.lost.push_back(Loss { at: at.to_string(), place: place.into(), what });
        if self.lost.len() > self.most {
            self.lost.pop_front();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some(entry) = self.deliveries.pop_front() {
            self.bytes -= entry.bytes();
            self.forgotten += 1;
        }
    }
}

const MOST_BYTES: usize = 64 << 20;

#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    at: String,
    #[serde(flatten)]
    place: Where,
    cause: String,
    target: String,
    payload: Sent,
    #[serde(skip_serializing_if = "is_plain")]
    call: Call,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<String, String>,
    attempt: u32,
}

impl Entry {
    fn new(place: &Place, delivery: Delivery) -> Self {
        Self {
            id: delivery.id.to_string(),
            at: delivery.at.to_string(),
            place: place.into(),
            cause: delivery.cause,
            target: delivery.target,
            payload: Sent(delivery.payload),
            call: delivery.call,
            attributes: delivery.attributes,
            attempt: delivery.attempt,
        }
    }

    fn bytes(&self) -> usize {
        let payload = match &self.payload.0 {
            Payload::Json(json) => json.as_str().len(),
            Payload::Text(text) => text.len(),
            _ => 0,
        };
        payload + self.cause.len() + self.target.len() + 256
    }
}

fn is_plain(call: &Call) -> bool {
    *call == Call::Plain
}

#[derive(Debug, Serialize)]
struct Loss {
    at: String,
    #[serde(flatten)]
    place: Where,
    what: What,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum What {
    Lost(Lost),
    Overflow { dropped: u64 },
}

#[derive(Debug, Serialize)]
struct Where {
    account: String,
    region: String,
}

impl From<&Place> for Where {
    fn from(place: &Place) -> Self {
        Self { account: place.account.to_string(), region: place.region.as_str().to_owned() }
    }
}

/// JSON is shown as it is, text as text.
#[derive(Debug)]
struct Sent(Payload);

impl Serialize for Sent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Payload::Json(json) => json.serialize(serializer),
            other => serializer.collect_str(other),
        }
    }
}
