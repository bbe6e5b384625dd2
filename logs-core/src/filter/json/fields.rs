//! The fields of a message that selectors lead to.

use cupola_base::json::Scanner;
use cupola_base::text::Span;

use super::scan::scan;
use super::shapes::Shapes;
use super::tree::Tree;
use super::{Found, Selector, Slot, Value, many};
use crate::filter::literal::Scalar;
use crate::filter::{FilterObstacle, Semantics};

/// Selectors that are asked together.
#[derive(Clone, Debug)]
pub(in crate::filter) struct Selectors {
    list: Vec<Selector>,
    tree: Tree,
    shapes: Shapes,
}

/// What the selectors find in one message.
pub(in crate::filter) struct Fields<'p, 's, 'a> {
    selectors: &'p Selectors,
    semantics: &'p Semantics,
    slots: &'s [Slot],
    /// The JSON text.
    text: &'a str,
    /// Where it begins in the message.
    start: usize,
}

/// Why the fields of a message cannot be read; most who ask do not ask further.
#[derive(Clone, Copy, Debug)]
pub(in crate::filter) struct Unread<'a> {
    /// What should be a JSON object, and where it begins in the message.
    text: &'a str,
    start: usize,
}

impl From<Unread<'_>> for FilterObstacle {
    fn from(unread: Unread<'_>) -> Self {
        match Scanner::of_text(unread.text).finish() {
            Err(error) if unread.text.starts_with('{') => {
                Self::NotJson { offset: unread.start + error.offset, reason: error.kind.to_string() }
            }
            _ => Self::NotAnObject,
        }
    }
}

impl Selectors {
    pub(in crate::filter) fn new(list: Vec<Selector>) -> Self {
        let tree = Tree::new(&list);
        Self { list, tree, shapes: Shapes::default() }
    }

    pub(in crate::filter) fn list(&self) -> &[Selector] {
        &self.list
    }

    /// The place of a selector that leads to one only.
    pub(in crate::filter) fn place_of(&self, selector: usize) -> usize {
        self.tree.end_of(selector)
    }

    /// Reads the fields of a message, unless it is no JSON object. A few fields need no allocation.
    pub(in crate::filter) fn read<'a, R>(
        &self,
        message: &'a str,
        semantics: &Semantics,
        ask: impl FnOnce(&Fields<'_, '_, 'a>) -> R,
    ) -> Result<R, Unread<'a>> {
        if self.tree.len() <= FEW {
            self.read_into(&mut [Slot::EMPTY; FEW], message, semantics).map(|fields| ask(&fields))
        } else if self.tree.len() <= MORE {
            self.read_into(&mut [Slot::EMPTY; MORE], message, semantics).map(|fields| ask(&fields))
        } else {
            let mut slots = vec![Slot::EMPTY; self.tree.len()];
            self.read_into(&mut slots, message, semantics).map(|fields| ask(&fields))
        }
    }

    /// As [`read`](Self::read), for a message of a shape that is known and few fields; none for others.
    #[inline]
    pub(in crate::filter) fn read_alike<'a, R>(
        &self,
        message: &'a str,
        semantics: &Semantics,
        ask: impl FnOnce(&Fields<'_, '_, 'a>) -> R,
    ) -> Option<R> {
        let mut slots = [Slot::EMPTY; FEW];
        let slots = slots.get_mut(..self.tree.len())?;
        let (text, start) = json_part(message, semantics);
        self.shapes.read(text, slots).then(|| ask(&Fields { selectors: self, semantics, slots, text, start }))
    }

    /// As [`read`](Self::read), with slots that were used before.
    pub(in crate::filter) fn read_again<'p, 's, 'a>(
        &'p self,
        slots: &'s mut Vec<Slot>,
        message: &'a str,
        semantics: &'p Semantics,
    ) -> Result<Fields<'p, 's, 'a>, Unread<'a>> {
        if slots.len() != self.tree.len() {
            slots.resize(self.tree.len(), Slot::EMPTY);
        }
        self.read_into(slots, message, semantics)
    }

    /// Fills the slots, whatever they hold.
    fn read_into<'p, 's, 'a>(
        &'p self,
        slots: &'s mut [Slot],
        message: &'a str,
        semantics: &'p Semantics,
    ) -> Result<Fields<'p, 's, 'a>, Unread<'a>> {
        let (text, start) = json_part(message, semantics);
        if !self.shapes.read(text, slots) {
            slots.fill(Slot::EMPTY);
            scan(&self.tree, text, semantics.duplicate_keys, slots).map_err(|_| Unread { text, start })?;
            self.shapes.learn(&self.tree, text, slots);
        }
        Ok(Fields { selectors: self, semantics, slots, text, start })
    }
}

/// The part of a message that should be JSON, and where it begins.
#[inline]
fn json_part<'a>(message: &'a str, semantics: &Semantics) -> (&'a str, usize) {
    if let [b'{', .., b'}'] = message.as_bytes() {
        return (message, 0);
    }
    trimmed(message, semantics)
}

#[inline(never)]
fn trimmed<'a>(message: &'a str, semantics: &Semantics) -> (&'a str, usize) {
    let white = message.len() - message.trim_start().len();
    let prefix = semantics.json_prefix_tolerant.then(|| message[white..].find('{')).flatten();
    let start = white + prefix.unwrap_or_default();
    (message[start..].trim_end(), start)
}

impl<'a> Fields<'_, '_, 'a> {
    /// Shows everything that a selector leads to, in the order of the message, until one satisfies;
    /// whether one did.
    #[inline]
    pub(in crate::filter) fn any(&self, selector: usize, found: &mut impl FnMut(Found<'a>) -> bool) -> bool {
        let slot = self.slots[self.selectors.tree.end_of(selector)];
        let Some(one) = slot.found(self.text) else { return false };
        if self.selectors.list[selector].is_direct() {
            return found(self.shifted(one));
        }
        self.any_of_many(selector, one, found)
    }

    fn any_of_many(&self, selector: usize, around: Found<'a>, found: &mut impl FnMut(Found<'a>) -> bool) -> bool {
        let Value::Container(text) = around.value else { return false };
        let (_, rest) = self.selectors.list[selector].split();
        let at = (text, around.span.start);
        many::any(at, rest, self.semantics.duplicate_keys, &mut |one| found(self.shifted(one)))
    }

    /// With its place in the message.
    const fn shifted(&self, found: Found<'a>) -> Found<'a> {
        let Span { start, end } = found.span;
        Found { span: Span::new(start + self.start, end + self.start), ..found }
    }

    /// Asks about what a selector leads to that leads to one place only, as [`Slot::with_scalar`]; none if it is none.
    #[inline]
    pub(in crate::filter) fn direct<R>(
        &self,
        selector: usize,
        ask: impl FnOnce(Option<Scalar<'_>>) -> R,
    ) -> Option<Option<R>> {
        let slot = self.slots[self.selectors.tree.end_of(selector)];
        self.selectors.list[selector].is_direct().then(|| slot.with_scalar(self.text, ask))
    }

    /// Shows the scalar at a [place](Selectors::place_of), if there is one. Most need no more than to be pointed at.
    #[inline(always)]
    pub(in crate::filter) fn see(&self, place: usize, see: impl FnOnce(Scalar<'_>)) {
        let Some(slot) = self.slots.get(place) else { return };
        match slot.plain(self.text) {
            Some(scalar) => see(scalar),
            None => drop(slot.with_scalar(self.text, |scalar| scalar.map(see))),
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

/// Places for which the stack has room; few are filled faster.
const FEW: usize = 6;
const MORE: usize = 24;
