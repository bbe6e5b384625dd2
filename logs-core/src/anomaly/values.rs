//! The values of one token of a pattern.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::band::float;
use super::rules::AnomalyRules;

/// Where a value stands in the texts of a pattern: in which word, and which value of it; `None` where the word differs as
/// a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) word: usize,
    pub(super) value: Option<usize>,
}

/// Which values a token has had, as long as there are few of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Values {
    pub(super) place: Place,
    known: BTreeMap<String, Seen>,
    /// How often any of them came.
    total: u64,
    /// Whether there are more than can be told apart.
    is_open: bool,
}

/// How often a value came, and how often in its busiest window.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Seen {
    count: u64,
    most: u64,
}

impl Values {
    pub(super) const fn new(place: Place) -> Self {
        Self { place, known: BTreeMap::new(), total: 0, is_open: false }
    }

    /// Of a word that has been the same in so many texts.
    pub(super) fn of_word(place: Place, word: &str, count: u64) -> Self {
        let known = BTreeMap::from([(word.to_owned(), Seen { count, most: 0 })]);
        Self { place, known, total: count, is_open: false }
    }

    /// Of a word whose values are not known.
    pub(super) const fn open(place: Place) -> Self {
        Self { place, known: BTreeMap::new(), total: 0, is_open: true }
    }

    /// Whether a new value is unusual.
    pub(super) fn is_discrete(&self, rules: &AnomalyRules) -> bool {
        !self.is_open
            && self.total >= u64::from(rules.token_events)
            && self.known.len() <= count_of(rules.discrete_values)
            && self.known.values().all(|seen| seen.count > 1)
    }

    pub(super) fn knows(&self, value: &str) -> bool {
        self.known.contains_key(value)
    }

    /// How often a known value is to come among so many events, and the most that is usual; `None` when too little is
    /// known.
    pub(super) fn usual(&self, value: &str, events: u64, rules: &AnomalyRules) -> Option<(f64, f64)> {
        let seen = self.known.get(value).filter(|_| !self.is_open && self.total >= u64::from(rules.token_events))?;
        let share = float(events) * float(seen.count) / float(self.total);
        let usual = rules.most_usual(share.max(float(seen.most)), float(seen.most));
        Some((share, usual))
    }

    /// Learns that a value came so often in a window.
    pub(super) fn learn(&mut self, value: &str, count: u64, rules: &AnomalyRules) {
        if self.is_open {
            return;
        }
        self.total = self.total.saturating_add(count);
        if let Some(seen) = self.known.get_mut(value) {
            seen.count = seen.count.saturating_add(count);
            seen.most = seen.most.max(count);
        } else if self.known.len() < count_of(rules.discrete_values) {
            self.known.insert(value.to_owned(), Seen { count, most: count });
        } else {
            *self = Self::open(self.place);
        }
    }

    /// So many of a value are usual from now on.
    pub(super) fn accept(&mut self, value: &str, count: u64, rules: &AnomalyRules) {
        // Twice at least: what is accepted does not make the others look less settled.
        self.learn(value, count.max(2), rules);
    }

    /// Whether all values look like status codes of HTTP: whole numbers from 100 to 599.
    pub(super) fn are_status_codes(&self) -> bool {
        !self.is_open && !self.known.is_empty() && self.known.keys().all(|value| is_status_code(value))
    }
}

pub(super) fn is_status_code(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 3 && (b'1'..=b'5').contains(&bytes[0]) && bytes.iter().all(u8::is_ascii_digit)
}

fn count_of(most: u32) -> usize {
    usize::try_from(most).unwrap_or(usize::MAX)
}
