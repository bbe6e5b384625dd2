//! Space-delimited patterns for which a message is split once.

use super::bits::Bits;
use super::index::Index;
use super::paths::{Wish, paths};
use super::plan::read_anyway;
use crate::filter::literal::Scalar;
use crate::filter::space::{Kept, Shared};
use crate::filter::{FilterPattern, Semantics};

/// Space-delimited patterns for which a message is split once.
#[derive(Clone, Debug)]
pub(super) struct SharedWords {
    semantics: Semantics,
    members: Bits,
    /// For some places, in ascending order, who waits for which words there.
    indexes: Vec<(usize, Index)>,
    /// Who waits so.
    woken: Bits,
}

impl SharedWords {
    /// All patterns that split as the first does.
    pub(super) fn new(patterns: &[FilterPattern]) -> Option<Self> {
        let semantics = |pattern: &FilterPattern| pattern.space().map(|space| *space.parts().2);
        let first = patterns.iter().find_map(semantics)?;
        let splits = |semantics: Semantics| (semantics.tabs_separate, semantics.unclosed);
        let members = Bits::of(patterns.len(), |at| semantics(&patterns[at]).map(splits) == Some(splits(first)));
        let readers = members.iter().filter(|_| read_anyway(patterns, &members));
        let readers = readers.filter_map(|at| Some((at, patterns[at].space()?)));
        let wishes = readers
            .flat_map(|(pattern, space)| space.lookups().map(move |(field, lookup)| Wish { pattern, field, lookup }));
        let wishes: Vec<Wish<'_>> = wishes.collect();
        Some(Self {
            semantics: first,
            indexes: paths(&wishes).into_iter().map(|(place, waiting)| (place, Index::new(&waiting))).collect(),
            woken: Bits::with(patterns.len(), wishes.iter().map(|wish| wish.pattern)),
            members,
        })
    }

    /// Whether a pattern waits for a word.
    pub(super) fn wake(&self, pattern: usize) -> bool {
        self.woken.has(pattern)
    }

    /// Whether a pattern takes part.
    pub(super) fn has(&self, pattern: usize) -> bool {
        self.members.has(pattern)
    }

    /// Splits a message where somebody waits for its words, as far as needed, and adds those who wait for what it has;
    /// none where nobody waits and no two candidates ask for words.
    #[inline]
    pub(super) fn split<'k, 'a>(
        &self,
        message: &'a str,
        kept: &'k mut Kept,
        candidates: &mut Bits,
    ) -> Option<Shared<'a, 'k>> {
        if self.indexes.is_empty() && !candidates.has_two_of(&self.members) {
            return None;
        }
        let first = self.indexes.last().map_or(0, |(place, _)| place + 1);
        let words = Shared::new(message, first, &self.semantics, kept);
        for (place, index) in &self.indexes {
            let Some(word) = words.text(*place) else { break };
            index.wake(Scalar::Text(word), candidates);
        }
        Some(words)
    }
}
