//! What is known of single events besides their messages.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::protection::{Masks, masked};
use crate::store::Mark;
use crate::transformer::Outcome;

/// Notes on events of a stream, for the few that have any.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(Place, Note)>", into = "Vec<(Place, Note)>")]
pub(crate) struct Margin(BTreeMap<Place, Note>);

/// Time and number of an event: where it stands in its stream.
type Place = (Timestamp, u64);

/// What is known of an event.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Note {
    /// What is masked in its message.
    #[serde(default, skip_serializing_if = "Masks::is_empty")]
    masks: Masks,
    /// What a transformer made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
}

impl Margin {
    /// Notes what is masked in an event.
    pub(crate) fn mask(&mut self, at: Timestamp, sequence: u64, masks: Masks) {
        if !masks.is_empty() {
            self.0.entry((at, sequence)).or_default().masks = masks;
        }
    }

    /// Notes what a transformer made of an event.
    pub(crate) fn transform(&mut self, at: Timestamp, sequence: u64, outcome: Outcome) {
        self.0.entry((at, sequence)).or_default().outcome = Some(outcome);
    }

    /// What a transformer made of an event.
    pub(crate) fn outcome(&self, mark: Mark) -> Option<&Outcome> {
        self.0.get(&(mark.at, mark.sequence))?.outcome.as_ref()
    }

    /// The message of an event, with what is masked unless `unmask`.
    pub(crate) fn shown<'m>(&self, mark: Mark, message: &'m str, unmask: bool) -> Cow<'m, str> {
        match self.0.get(&(mark.at, mark.sequence)) {
            Some(note) if !unmask => masked(message, &note.masks),
            _ => Cow::Borrowed(message),
        }
    }

    /// Whether nothing is known, so that every message is shown as it is.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets the events before this one; all when there is none.
    pub(crate) fn forget_before(&mut self, oldest: Option<Mark>) {
        if self.0.is_empty() {
            return;
        }
        self.0 = oldest.map(|mark| self.0.split_off(&(mark.at, mark.sequence))).unwrap_or_default();
    }
}

impl From<Vec<(Place, Note)>> for Margin {
    fn from(notes: Vec<(Place, Note)>) -> Self {
        Self(notes.into_iter().collect())
    }
}

impl From<Margin> for Vec<(Place, Note)> {
    fn from(margin: Margin) -> Self {
        margin.0.into_iter().collect()
    }
}
