//! From a message to what the selectors find, in one pass.

use cupola_base::json::{Kind, ScanError, Scanner, Token};

use super::Slot;
use super::tree::Tree;
use crate::filter::Duplicates;

/// Fills the slot of each place of the tree with what the message has there. The whole text must be
/// one JSON object, not nested deeper than 128 levels; whether it was.
pub(super) fn scan(tree: &Tree, text: &str, duplicates: Duplicates, slots: &mut [Slot]) -> Result<bool, ScanError> {
    let mut walk = Walk { tree, scanner: Scanner::of_text(text), duplicates, slots };
    match walk.scanner.next()? {
        Some(Token::ObjectStart) => walk.object(Tree::ROOT)?,
        _ => return Ok(false),
    }
    walk.scanner.finish().map(|()| true)
}

struct Walk<'t, 'a, 's> {
    tree: &'t Tree,
    scanner: Scanner<'a>,
    duplicates: Duplicates,
    slots: &'s mut [Slot],
}

impl Walk<'_, '_, '_> {
    /// Reads the members of an object whose brace was read.
    fn object(&mut self, place: usize) -> Result<(), ScanError> {
        while let Some(kind) = self.scanner.next_member()? {
            match self.tree.member(place, self.scanner.key()) {
                Some(onward) if self.slots[onward].kind.is_none() || self.duplicates == Duplicates::Last => {
                    self.value(onward, kind)?;
                }
                _ => self.pass(kind)?,
            }
        }
        Ok(())
    }

    /// Reads the items of an array whose bracket was read.
    fn array(&mut self, place: usize) -> Result<(), ScanError> {
        for index in 0_u32.. {
            if !self.tree.has_item_from(place, index) {
                return self.scanner.leave();
            }
            let Some(kind) = self.scanner.next_item()? else { break };
            match self.tree.item(place, index) {
                Some(onward) => self.value(onward, kind)?,
                None => self.pass(kind)?,
            }
        }
        Ok(())
    }

    /// Goes behind a value that nobody asks for, whose first token was read.
    #[inline]
    fn pass(&mut self, kind: Kind) -> Result<(), ScanError> {
        if matches!(kind, Kind::Object | Kind::Array) { self.scanner.leave() } else { Ok(()) }
    }

    /// Notes a value whose first token was read.
    fn value(&mut self, place: usize, kind: Kind) -> Result<(), ScanError> {
        let start = self.scanner.span().start;
        if !self.tree.is_leaf(place) {
            self.slots[self.tree.within(place)].fill(Slot::EMPTY);
        }
        match kind {
            Kind::Object | Kind::Array if self.tree.is_leaf(place) => self.scanner.leave()?,
            Kind::Object => self.object(place)?,
            Kind::Array => self.array(place)?,
            _ => {}
        }
        self.slots[place] = Slot { kind: Some(kind), start, end: self.scanner.offset() };
        Ok(())
    }
}
