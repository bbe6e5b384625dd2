//! The patterns of a detector.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::band::float;
use super::pattern::Pattern;
use crate::insights::pattern::{Parts, SIMILARITY, Shape};

/// The patterns, by the order in which they were found. There are so many at most; the rarest goes first.
///
/// A text joins the pattern that is most like it among those that are as long and begin with the same two words, the
/// first of several, if seven of ten words are the same.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Book {
    pub(super) patterns: BTreeMap<u64, Pattern>,
    /// How many were ever found.
    found: u64,
    /// Patterns by length and beginning; follows from the patterns.
    #[serde(skip)]
    branches: BTreeMap<Vec<u8>, Vec<u64>>,
    #[serde(skip)]
    at_hand: AtHand,
}

impl Clone for Book {
    fn clone(&self) -> Self {
        let (patterns, branches) = (self.patterns.clone(), self.branches.clone());
        Self { patterns, found: self.found, branches, at_hand: AtHand::default() }
    }
}

/// The text at hand; its room serves the next.
#[derive(Debug, Default)]
struct AtHand {
    shape: Shape,
    parts: Parts,
    branch: Vec<u8>,
}

/// So many characters of a text are looked at.
///
/// # Source
/// CloudWatch Logs User Guide, "Log anomaly detection".
const LONGEST: usize = 1500;

/// By how many of their first words patterns are told apart.
const DEPTH: usize = 2;

impl AtHand {
    fn read(&mut self, text: &str) {
        self.shape.read(text);
        self.parts.read(text);
        self.branch.clear();
        self.branch.extend_from_slice(&self.shape.count().to_be_bytes());
        for word in self.shape.words().take(DEPTH) {
            // Words with values are all one.
            self.branch.extend_from_slice(if word.has_value { &[0xff] } else { word.bytes });
            self.branch.push(b' ');
        }
    }
}

impl Book {
    /// Makes what follows from the patterns, after a snapshot was read.
    pub(super) fn rebuild(&mut self) {
        self.branches.clear();
        for (id, pattern) in &mut self.patterns {
            self.at_hand.read(&pattern.example);
            pattern.rebuild(&mut self.at_hand.shape);
            self.branches.entry(self.at_hand.branch.clone()).or_default().push(*id);
        }
    }

    /// Puts a text into a pattern.
    pub(super) fn take(&mut self, text: &str, at: Timestamp, window: Timestamp, most: usize) {
        let text = cut(text);
        self.at_hand.read(text);
        let id = self.most_alike().unwrap_or_else(|| self.found_pattern(text, window, most));
        let AtHand { shape, parts, .. } = &self.at_hand;
        if let Some(pattern) = self.patterns.get_mut(&id) {
            pattern.take(text, at, shape, parts);
        }
    }

    fn most_alike(&self) -> Option<u64> {
        let shape = &self.at_hand.shape;
        let mut best: Option<(usize, u64)> = None;
        for id in self.branches.get(&self.at_hand.branch)? {
            let same = self.patterns.get(id)?.same(shape);
            if best.is_none_or(|(most, _)| same > most) {
                best = Some((same, *id));
            }
        }
        let count = shape.count();
        best.filter(|(same, _)| count == 0 || float(*same as u64) / float(count as u64) >= SIMILARITY).map(|(_, id)| id)
    }

    fn found_pattern(&mut self, text: &str, window: Timestamp, most: usize) -> u64 {
        while self.patterns.len() >= most.max(1) {
            self.remove_rarest();
        }
        self.found += 1;
        let AtHand { shape, parts, branch } = &self.at_hand;
        self.patterns.insert(self.found, Pattern::new(text, shape, parts, window));
        self.branches.entry(branch.clone()).or_default().push(self.found);
        self.found
    }

    fn remove_rarest(&mut self) {
        let rank =
            |(id, pattern): (&u64, &Pattern)| (pattern.count + pattern.window.count, pattern.history.last(), *id);
        let Some((.., id)) = self.patterns.iter().map(rank).min() else { return };
        self.patterns.remove(&id);
        self.branches.retain(|_, ids| {
            ids.retain(|known| *known != id);
            !ids.is_empty()
        });
    }

    pub(super) fn by_id_mut(&mut self, id: &str) -> Option<&mut Pattern> {
        self.patterns.values_mut().find(|pattern| pattern.id == id)
    }
}

/// As much of a text as is looked at.
fn cut(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}
