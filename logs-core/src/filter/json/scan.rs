//! From a message to what the selectors find, in one pass.

use cupola_base::json::{ScanError, Scanner, Token};
use cupola_base::text::Span;

use super::tree::Tree;
use super::{Found, Step, Value};
use crate::filter::Duplicates;

/// Fills the slot of each place of the tree with what the message has there. The whole text must be
/// one JSON object, not nested deeper than 128 levels; whether it was.
pub(super) fn scan<'a>(
    tree: &Tree,
    text: &'a str,
    duplicates: Duplicates,
    slots: &mut [Option<Found<'a>>],
) -> Result<bool, ScanError> {
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
    slots: &'s mut [Option<Found<'a>>],
}

impl Walk<'_, '_, '_> {
    /// Reads the members of an object whose brace was read.
    fn object(&mut self, place: usize) -> Result<(), ScanError> {
        while let Some(Token::Key(key)) = self.scanner.next()? {
            let onward = self.tree.onward(place, |step| matches!(step, Step::Key(wanted) if key == **wanted));
            match onward {
                Some(onward) if self.slots[onward].is_none() || self.duplicates == Duplicates::Last => {
                    self.value(onward)?;
                }
                _ => self.scanner.skip().map(|_| ())?,
            }
        }
        Ok(())
    }

    /// Reads the items of an array whose bracket was read.
    fn array(&mut self, place: usize) -> Result<(), ScanError> {
        for index in 0_u32.. {
            let wanted = |least: u32| move |step: &Step| matches!(step, Step::Index(index) if *index >= least);
            if self.tree.onward(place, wanted(index)).is_none() {
                return self.scanner.leave();
            }
            match self.tree.onward(place, |step| *step == Step::Index(index)) {
                Some(onward) if self.value(onward)? => {}
                None if !self.scanner.skip()?.is_empty() => {}
                Some(_) => break,
                None => return self.scanner.leave(),
            }
        }
        Ok(())
    }

    /// Reads a value; false when the array ends instead.
    fn value(&mut self, place: usize) -> Result<bool, ScanError> {
        let Some(token) = self.scanner.next()? else { return Ok(false) };
        let span = self.scanner.span();
        self.slots[self.tree.within(place)].fill(None);
        self.slots[place] = match token {
            Token::ArrayEnd => return Ok(false),
            Token::ObjectStart | Token::ArrayStart => {
                self.inside(place, token == Token::ObjectStart)?;
                let span = Span::new(span.start, self.scanner.offset());
                let text = self.scanner.source().get(span.range()).unwrap_or_default();
                Some(Found { value: Value::Container(text), span })
            }
            token => Found::of_token(token, span),
        };
        Ok(true)
    }

    fn inside(&mut self, place: usize, object: bool) -> Result<(), ScanError> {
        match object {
            _ if self.tree.is_leaf(place) => self.scanner.leave(),
            true => self.object(place),
            false => self.array(place),
        }
    }
}
