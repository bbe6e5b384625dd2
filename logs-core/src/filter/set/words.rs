//! Space-delimited patterns for which a message is split once.

use super::bits::Bits;
use super::candidates::Candidates;
use super::index::{Index, Values};
use super::paths::{Paths, Wish};
use super::plan::read_anyway;
use super::rule::Rule;
use crate::filter::literal::Scalar;
use crate::filter::space::{Kept, Shared, SpacePattern};
use crate::filter::{FilterPattern, Semantics};

/// Space-delimited patterns for which a message is split once.
#[derive(Clone, Debug)]
pub(super) struct SharedWords {
    semantics: Semantics,
    /// For each pattern of the set that takes part, what it asks.
    rules: Vec<Option<Rule<SpacePattern>>>,
    members: Bits,
    /// Who waits for which words.
    index: Index,
    /// So many words are split at once for those who wait, and so many if anybody asks for more.
    first: usize,
    most: usize,
    /// So many of the first words has any message that one of those matches who wait.
    fewest: usize,
}

impl SharedWords {
    /// All patterns that split as the first does.
    pub(super) fn new(patterns: &[FilterPattern]) -> Option<Self> {
        let semantics = |pattern: &SpacePattern| *pattern.parts().2;
        let splits = |semantics: Semantics| (semantics.tabs_separate, semantics.unclosed);
        let first = patterns.iter().find_map(FilterPattern::space).map(semantics)?;
        let member = |at: usize| patterns[at].space().filter(|space| splits(semantics(space)) == splits(first));
        let members = Bits::of(patterns.len(), |at| member(at).is_some());
        let is_read_anyway = read_anyway(patterns, &members);
        let readers = members.iter().filter(|_| is_read_anyway);
        let readers = readers.filter_map(|at| Some((at, member(at)?)));
        let wishes = readers.flat_map(|(pattern, space)| {
            space.lookups().map(move |(field, condition, lookup)| Wish { pattern, field, condition, lookup })
        });
        let paths = Paths::new(&wishes.collect::<Vec<_>>());
        let rule = |at: usize| {
            let whole = member(at)?.clone();
            Some(Rule::new(at, whole, &paths, SpacePattern::without))
        };
        let words = |at: usize| member(at).map_or(0, |space| space.parts().0.len());
        let needed = paths.fields.keys().next_back().map_or(0, |place| place + 1);
        Some(Self {
            semantics: first,
            rules: (0..patterns.len()).map(rule).collect(),
            // Words are compared as the default is, whatever a pattern decides.
            index: Index::new(&paths, |place| place, true),
            first: needed,
            most: members.iter().map(|at| words(at) + 1).max().unwrap_or_default(),
            fewest: paths.met.keys().map(|at| words(*at)).min().unwrap_or_default().min(needed),
            members,
        })
    }

    /// Whether a pattern waits for a word.
    pub(super) fn waits(&self, pattern: usize) -> bool {
        self.rules[pattern].as_ref().is_some_and(Rule::waits)
    }

    /// Splits a message where somebody waits for its words, as far as needed, and adds those who wait for what it has;
    /// none where nobody waits and no two candidates ask for words.
    #[inline]
    pub(super) fn split<'k, 'a>(
        &self,
        message: &'a str,
        kept: &'k mut Kept,
        candidates: &mut Candidates,
    ) -> Option<Shared<'a, 'k>> {
        if self.index.is_empty() && !candidates.has_two_of(&self.members) {
            return None;
        }
        let words = Shared::new(message, (self.first, self.most), &self.semantics, kept);
        if words.len() >= self.fewest {
            self.index.wake(&words, candidates);
        }
        Some(words)
    }

    /// Whether a pattern matches, of which it may be known that what it waited for is met; none where it takes no part.
    #[inline]
    pub(super) fn judge(&self, pattern: usize, is_met: bool, words: &mut Shared<'_, '_>) -> Option<bool> {
        Some(self.rules[pattern].as_ref()?.asked(is_met).accepts(words))
    }
}

impl Values for Shared<'_, '_> {
    #[inline(always)]
    fn see(&self, place: usize, see: impl FnOnce(Scalar<'_>)) {
        if let Some(word) = self.text(place) {
            see(Scalar::Text(word));
        }
    }
}
