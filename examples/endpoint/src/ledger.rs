//! What left, for reading.

use std::collections::{BTreeMap, VecDeque};

use cupola::events::pipes::PipeNotice;
use cupola::{Call, Delivery, DeliveryId, Lost, Outcome, Overflow, Payload, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::notices::{Notices, ShownNotice};

/// The newest deliveries, notices of pipes and losses, bounded in number and in bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ledger {
    deliveries: VecDeque<Entry>,
    /// What a journal has from before there were any holds none.
    #[serde(default)]
    notices: Notices,
    lost: VecDeque<Loss>,
    forgotten: u64,
    bytes: usize,
    most: usize,
}

/// A try of a delivery.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    pub(crate) delivery: Delivery,
    pub(crate) fate: Fate,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fate {
    /// It was not sent, and counts as delivered.
    Kept,
    /// It is on its way.
    Sent,
    /// It was on its way, and too much was.
    Dropped,
    Told(Outcome),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Loss {
    at: Timestamp,
    place: Place,
    what: What,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum What {
    Lost(Lost),
    Overflow { dropped: u64 },
}

impl Ledger {
    pub(crate) const fn new(most: usize) -> Self {
        Self {
            deliveries: VecDeque::new(),
            notices: Notices::new(),
            lost: VecDeque::new(),
            forgotten: 0,
            bytes: 0,
            most,
        }
    }

    pub(crate) fn delivery(&mut self, place: &Place, delivery: Delivery, is_sent: bool) {
        let fate = if is_sent { Fate::Sent } else { Fate::Kept };
        let entry = Entry { place: place.clone(), delivery, fate };
        self.bytes += entry.bytes();
        self.deliveries.push_back(entry);
        self.fit();
    }

    /// The newest try of a delivery that is on its way went so.
    pub(crate) fn told(&mut self, place: &Place, id: DeliveryId, outcome: &Outcome) {
        let mut newest_first = self.deliveries.iter_mut().rev();
        let found = newest_first.find(|entry| entry.delivery.id == id && entry.place == *place);
        if let Some(entry) = found.filter(|entry| matches!(entry.fate, Fate::Sent | Fate::Dropped)) {
            entry.fate = Fate::Told(outcome.clone());
        }
    }

    /// A delivery that is on its way had to make room.
    pub(crate) fn dropped(&mut self, place: &Place, id: DeliveryId) {
        let is_it = |entry: &&mut Entry| entry.delivery.id == id && entry.fate == Fate::Sent && entry.place == *place;
        if let Some(entry) = self.deliveries.iter_mut().find(is_it) {
            entry.fate = Fate::Dropped;
        }
    }

    /// A pipe tells what became of records.
    pub(crate) fn notice(&mut self, place: &Place, notice: PipeNotice) {
        self.notices.add(place.clone(), notice);
        self.fit();
    }

    pub(crate) fn lost(&mut self, place: &Place, at: Timestamp, lost: Lost) {
        self.loss(place, at, What::Lost(lost));
    }

    pub(crate) fn overflow(&mut self, place: &Place, overflow: Overflow) {
        self.loss(place, overflow.until, What::Overflow { dropped: overflow.dropped });
    }

    pub(crate) const fn most(&self) -> usize {
        self.most
    }

    pub(crate) fn set_most(&mut self, most: usize) {
        self.most = most;
        self.fit();
    }

    /// The newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Entry> {
        self.deliveries.iter().rev()
    }

    pub(crate) const fn notices(&self) -> &Notices {
        &self.notices
    }

    fn loss(&mut self, place: &Place, at: Timestamp, what: What) {
        self.lost.push_back(Loss { at, place: place.clone(), what });
        self.fit();
    }

    fn fit(&mut self) {
        while self.deliveries.len() > self.most || self.bytes > MOST_BYTES {
            let Some(entry) = self.deliveries.pop_front() else { break };
            self.bytes -= entry.bytes();
            self.forgotten += 1;
        }
        self.notices.fit(self.most);
        while self.lost.len() > self.most {
            self.lost.pop_front();
        }
    }

    /// As it is shown.
    pub(crate) fn shown(&self) -> Shown<'_> {
        Shown {
            deliveries: self.deliveries.iter().map(ShownEntry::of).collect(),
            pipes: self.notices.shown(),
            lost: self.lost.iter().map(ShownLoss::of).collect(),
            forgotten: self.forgotten,
        }
    }
}

const MOST_BYTES: usize = 64 << 20;

impl Entry {
    fn bytes(&self) -> usize {
        weight(&self.delivery)
    }
}

/// About so many bytes are kept for a delivery.
pub(crate) fn weight(delivery: &Delivery) -> usize {
    delivery.payload.as_str().len() + delivery.cause.len() + delivery.target.len() + 256
}

/// The ledger as the control path shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown<'a> {
    deliveries: Vec<ShownEntry<'a>>,
    /// What pipes told about records.
    pipes: Vec<ShownNotice<'a>>,
    lost: Vec<ShownLoss<'a>>,
    /// Deliveries that were here and had to go.
    forgotten: u64,
}

#[derive(Debug, Serialize)]
struct ShownEntry<'a> {
    id: String,
    at: String,
    #[serde(flatten)]
    place: Where,
    cause: &'a str,
    target: &'a str,
    payload: Sent<'a>,
    #[serde(skip_serializing_if = "is_plain")]
    call: &'a Call,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: &'a BTreeMap<String, String>,
    attempt: u32,
    /// Not there unless deliveries are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
}

impl<'a> ShownEntry<'a> {
    fn of(Entry { place, delivery, fate }: &'a Entry) -> Self {
        Self {
            id: delivery.id.to_string(),
            at: delivery.at.to_string(),
            place: place.into(),
            cause: &delivery.cause,
            target: &delivery.target,
            payload: Sent(&delivery.payload),
            call: &delivery.call,
            attributes: &delivery.attributes,
            attempt: delivery.attempt,
            outcome: fate.shown(),
        }
    }
}

impl Fate {
    /// In words; nothing for what was not to be sent.
    pub(crate) fn shown(&self) -> Option<String> {
        match self {
            Self::Kept => None,
            Self::Sent => Some("on its way".into()),
            Self::Dropped => Some("dropped: too much was on its way".into()),
            Self::Told(outcome) => Some(outcome.to_string()),
        }
    }
}

fn is_plain(call: &&Call) -> bool {
    **call == Call::Plain
}

#[derive(Debug, Serialize)]
struct ShownLoss<'a> {
    at: String,
    #[serde(flatten)]
    place: Where,
    what: ShownWhat<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ShownWhat<'a> {
    Lost(&'a Lost),
    Overflow { dropped: u64 },
}

impl<'a> ShownLoss<'a> {
    fn of(loss: &'a Loss) -> Self {
        let what = match &loss.what {
            What::Lost(lost) => ShownWhat::Lost(lost),
            What::Overflow { dropped } => ShownWhat::Overflow { dropped: *dropped },
        };
        Self { at: loss.at.to_string(), place: (&loss.place).into(), what }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Where {
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
struct Sent<'a>(&'a Payload);

impl Serialize for Sent<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Payload::Json(json) => json.serialize(serializer),
            other => serializer.collect_str(other),
        }
    }
}
