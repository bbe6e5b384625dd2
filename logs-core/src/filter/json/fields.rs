//! The fields of a message that selectors lead to.

use cupola_base::text::Span;

use super::scan::scan;
use super::tree::Tree;
use super::{Found, Selector, Value, many};
use crate::filter::{FilterObstacle, Semantics};

/// Selectors that are asked together.
#[derive(Clone, Debug)]
pub(in crate::filter) struct Selectors {
    list: Vec<Selector>,
    tree: Tree,
}

/// What the selectors find in one message.
pub(in crate::filter) struct Fields<'p, 's, 'a> {
    selectors: &'p Selectors,
    semantics: &'p Semantics,
    slots: &'s [Option<Found<'a>>],
    /// Where the JSON text begins in the message.
    start: usize,
}

impl Selectors {
    pub(in crate::filter) fn new(list: Vec<Selector>) -> Self {
        let tree = Tree::new(&list);
        Self { list, tree }
    }

    pub(in crate::filter) fn list(&self) -> &[Selector] {
        &self.list
    }

    /// Reads the fields of a message, unless it is no JSON object. A few fields need no allocation.
    pub(in crate::filter) fn read<'a, R>(
        &self,
        message: &'a str,
        semantics: &Semantics,
        ask: impl FnOnce(&Fields<'_, '_, 'a>) -> R,
    ) -> Result<R, FilterObstacle> {
        let (mut few, mut many) = ([None; FEW], Vec::new());
        let slots = if self.tree.len() <= FEW {
            &mut few[..self.tree.len()]
        } else {
            many.resize(self.tree.len(), None);
            &mut many[..]
        };
        let start = self.fill(message, semantics, slots)?;
        Ok(ask(&Fields { selectors: self, semantics, slots, start }))
    }

    /// Fills the slots and tells where the JSON text begins.
    fn fill<'a>(
        &self,
        message: &'a str,
        semantics: &Semantics,
        slots: &mut [Option<Found<'a>>],
    ) -> Result<usize, FilterObstacle> {
        let text = json_part(message, semantics);
        let start = message.trim_end().len().saturating_sub(text.len());
        if !text.starts_with('{') {
            return Err(FilterObstacle::NotAnObject);
        }
        match scan(&self.tree, text, semantics.duplicate_keys, slots) {
            Ok(true) => Ok(start),
            Ok(false) => Err(FilterObstacle::NotAnObject),
            Err(error) => Err(FilterObstacle::NotJson { offset: start + error.offset, reason: error.kind.to_string() }),
        }
    }
}

/// The part of a message that should be JSON.
fn json_part<'a>(message: &'a str, semantics: &Semantics) -> &'a str {
    let text = message.trim();
    let start = text.find('{').filter(|_| semantics.json_prefix_tolerant);
    text.get(start.unwrap_or_default()..).unwrap_or_default()
}

impl<'a> Fields<'_, '_, 'a> {
    /// Shows everything that a selector leads to, in the order of the message, until one satisfies;
    /// whether one did.
    pub(in crate::filter) fn any(&self, selector: usize, found: &mut dyn FnMut(Found<'a>) -> bool) -> bool {
        let Some(slot) = self.slots[self.selectors.tree.end_of(selector)] else { return false };
        let (_, rest) = self.selectors.list[selector].split();
        let mut shifted = |one: Found<'a>| {
            found(Found { span: Span::new(one.span.start + self.start, one.span.end + self.start), ..one })
        };
        match (rest, slot.value) {
            ([], _) => shifted(slot),
            (rest, Value::Container(text)) => {
                many::any((text, slot.span.start), rest, self.semantics.duplicate_keys, &mut shifted)
            }
            _ => false,
        }
    }

    /// The first that a selector leads to.
    pub(in crate::filter) fn first(&self, selector: usize) -> Option<Found<'a>> {
        let mut first = None;
        self.any(selector, &mut |found| {
            first = Some(found);
            true
        });
        first
    }
}

/// Places for which the stack has room.
const FEW: usize = 16;
