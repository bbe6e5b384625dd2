//! Situations in which a search has been in vain.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::event::ElementId;

/// A set of situations: a level, and the elements of arrays that are settled and still matter.
#[derive(Debug, Default)]
pub(super) struct Impossible {
    known: HashTable<Situation>,
    hasher: DefaultHashBuilder,
    /// The elements of the known situations, one after the other.
    elements: Vec<ElementId>,
    /// The situation in question.
    level: usize,
    asked: Vec<ElementId>,
}

#[derive(Clone, Copy, Debug)]
struct Situation {
    level: usize,
    start: usize,
    end: usize,
}

impl Impossible {
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.elements.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Sets the situation in question; returns how many elements it has.
    pub(super) fn lay_out(&mut self, level: usize, elements: impl Iterator<Item = ElementId>) -> usize {
        self.level = level;
        self.asked.clear();
        self.asked.extend(elements);
        self.asked.sort_unstable();
        self.asked.len()
    }

    /// Whether the situation in question is known.
    pub(super) fn is_known(&self) -> bool {
        let hash = self.hasher.hash_one((self.level, &self.asked[..]));
        let same =
            |known: &Situation| known.level == self.level && self.elements[known.start..known.end] == self.asked[..];
        self.known.find(hash, same).is_some()
    }

    /// Takes in the situation in question.
    pub(super) fn remember(&mut self) {
        if self.is_known() {
            return;
        }
        let Self { known, hasher, elements, level, asked } = self;
        let hash = hasher.hash_one((*level, &asked[..]));
        let start = elements.len();
        elements.extend_from_slice(asked);
        let situation = Situation { level: *level, start, end: elements.len() };
        known.insert_unique(hash, situation, |s| hasher.hash_one((s.level, &elements[s.start..s.end])));
    }
}
