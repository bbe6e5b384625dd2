//! Records that wait for their file.

use cupola_base::json::Json;
use cupola_base::{Arn, Place, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use super::LogFileDelivery;
use crate::{Category, Folder, KeyRoot, LogKey, Record, Trail};

/// The files in the making, in order of trail, place and folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Batches(Vec<Batch>);

/// One file in the making.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(super) trail: Arn,
    #[serde(flatten)]
    pub(super) root: KeyRoot,
    kind: Kind,
    pub(super) due: Timestamp,
    bucket: String,
    /// The records, with commas between them.
    text: String,
    records: usize,
    oldest: Timestamp,
    newest: Timestamp,
}

/// What kind of events the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Kind {
    Events,
    Insight,
    NetworkActivity,
    Aggregated,
}

impl Kind {
    fn of(record: &Record<'_>) -> Self {
        match record.category() {
            Category::Insight => Self::Insight,
            Category::NetworkActivity => Self::NetworkActivity,
            Category::Aggregated => Self::Aggregated,
            _ => Self::Events,
        }
    }

    const fn folder(self) -> Folder {
        match self {
            Self::Events => Folder::Events,
            Self::Insight => Folder::Insight,
            Self::NetworkActivity => Folder::NetworkActivity,
            Self::Aggregated => Folder::Aggregated,
        }
    }
}

impl Batches {
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.0.iter().map(|batch| batch.due).min()
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(|batch| batch.text.len()).sum()
    }

    pub(super) fn would_exceed(
        &self,
        trail: &Trail,
        place: &Place,
        record: &Record<'_>,
        json: &Json,
        most: usize,
    ) -> bool {
        let there = self.find(trail, place, Kind::of(record));
        there.is_ok_and(|number| self.0[number].text.len() + json.as_str().len() + ENVELOPE > most)
    }

    pub(crate) fn push(
        &mut self,
        due: Timestamp,
        trail: &Trail,
        place: &Place,
        record: &Record<'_>,
        json: &Json,
        at: Timestamp,
    ) {
        let kind = Kind::of(record);
        let number = self.find(trail, place, kind).unwrap_or_else(|number| {
            self.0.insert(number, Batch::new(due, trail, place, kind, at));
            number
        });
        self.0[number].push(json, at);
    }

    /// Takes batches out, in order.
    pub(super) fn take(&mut self, which: impl Fn(&Batch) -> bool) -> Vec<Batch> {
        let (taken, left) = std::mem::take(&mut self.0).into_iter().partition(which);
        self.0 = left;
        taken
    }

    fn find(&self, trail: &Trail, place: &Place, kind: Kind) -> Result<usize, usize> {
        let key = (&trail.arn, place, kind);
        self.0.binary_search_by(|batch| (&batch.trail, &batch.root.place, batch.kind).cmp(&key))
    }
}

/// What stands around the records, and a comma.
const ENVELOPE: usize = 32;

impl Batch {
    fn new(due: Timestamp, trail: &Trail, place: &Place, kind: Kind, at: Timestamp) -> Self {
        let settings = &trail.settings;
        Self {
            trail: trail.arn.clone(),
            kind,
            due,
            bucket: settings.bucket.clone(),
            root: trail.key_root(place.clone()),
            text: String::new(),
            records: 0,
            oldest: at,
            newest: at,
        }
    }

    fn push(&mut self, json: &Json, at: Timestamp) {
        if self.records > 0 {
            self.text.push(',');
        }
        self.text.push_str(json.as_str());
        self.records += 1;
        (self.oldest, self.newest) = (self.oldest.min(at), self.newest.max(at));
    }

    pub(super) fn is_of(&self, trail: &Trail, place: &Place, record: &Record<'_>) -> bool {
        self.trail == trail.arn && self.root.place == *place && self.kind == Kind::of(record)
    }

    pub(super) fn into_file(self, now: Timestamp, rng: &Rng) -> LogFileDelivery {
        let key = LogKey::new(self.root, self.kind.folder(), now, unique(rng));
        let text = format!("{{\"Records\":[{}]}}", self.text);
        LogFileDelivery::new(now, self.trail, self.bucket, key, &text).holding(self.records, self.oldest, self.newest)
    }
}

/// 16 letters and digits.
fn unique(rng: &Rng) -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let letter = || usize::try_from(rng.below(62)).ok().and_then(|number| LETTERS.get(number));
    (0..16).map(|_| char::from(*letter().unwrap_or(&b'0'))).collect()
}
