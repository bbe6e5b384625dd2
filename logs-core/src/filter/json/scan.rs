//! From a message to what the selectors find, in one pass.

use cupola_base::json::{Kind, NotJson, Runner};

use super::Slot;
use super::tree::Tree;
use crate::filter::Duplicates;

/// Fills the slot of each place of the tree with what the message has there. The whole text must be
/// one JSON object, not nested deeper than 128 levels.
pub(super) fn scan(tree: &Tree, text: &str, duplicates: Duplicates, slots: &mut [Slot]) -> Result<(), NotJson> {
    let mut walk = Walk { tree, runner: Runner::of_text(text), duplicates, slots };
    match walk.runner.value()? {
        Kind::Object => walk.object(Tree::ROOT)?,
        _ => return Err(NotJson),
    }
    walk.runner.finish()
}

struct Walk<'t, 'a, 's> {
    tree: &'t Tree,
    runner: Runner<'a>,
    duplicates: Duplicates,
    slots: &'s mut [Slot],
}

impl Walk<'_, '_, '_> {
    /// Reads the members of an object whose brace was read. What reads them is kept at hand, and put back where
    /// something inside is read.
    fn object(&mut self, place: usize) -> Result<(), NotJson> {
        let (mut runner, keys) = (self.runner, self.tree.keys(place));
        while let Some(kind) = runner.next_member_among(keys)? {
            match self.tree.member(place, runner.key()) {
                Some(onward) if !self.is_second(onward) => {
                    let span = runner.span();
                    self.slots[onward] = Slot { kind: Some(kind), start: span.start, end: span.end };
                    if !self.tree.is_leaf(onward) || matches!(kind, Kind::Object | Kind::Array) {
                        self.runner = runner;
                        self.inside(onward, kind)?;
                        runner = self.runner;
                    }
                }
                _ => runner.pass(kind)?,
            }
        }
        self.runner = runner;
        Ok(())
    }

    /// Whether there was a member of the same key before, and the first counts.
    #[inline]
    fn is_second(&self, place: usize) -> bool {
        self.duplicates == Duplicates::First && self.slots[place].kind.is_some()
    }

    /// Reads the items of an array whose bracket was read.
    fn array(&mut self, place: usize) -> Result<(), NotJson> {
        for index in 0_u32.. {
            if !self.tree.has_item_from(place, index) {
                return self.runner.leave(Kind::Array);
            }
            let Some(kind) = self.runner.next_item()? else { break };
            match self.tree.item(place, index) {
                Some(onward) => self.value(onward, kind)?,
                None => self.runner.pass(kind)?,
            }
        }
        Ok(())
    }

    /// Notes an item whose first token was read.
    fn value(&mut self, place: usize, kind: Kind) -> Result<(), NotJson> {
        let span = self.runner.span();
        self.slots[place] = Slot { kind: Some(kind), start: span.start, end: span.end };
        self.inside(place, kind)
    }

    /// Notes what is in a value, and where it ends; what an earlier one of the same key had is forgotten.
    #[inline(never)]
    fn inside(&mut self, place: usize, kind: Kind) -> Result<(), NotJson> {
        let within = self.tree.within(place);
        self.slots[within.start + 1..within.end].fill(Slot::EMPTY);
        match kind {
            Kind::Object if !self.tree.is_leaf(place) => self.object(place)?,
            Kind::Array if !self.tree.is_leaf(place) => self.array(place)?,
            kind => self.runner.pass(kind)?,
        }
        self.slots[place].end = self.runner.span().end;
        Ok(())
    }
}
