//! The fields of an event that somebody wants.

use super::paths::{PathId, Place};
use super::value::Value;

/// One scalar of an event.
#[derive(Clone, Debug)]
pub(crate) struct Field<'e> {
    pub(crate) path: PathId,
    pub(crate) value: Value<'e>,
    /// The innermost element of an array in which it stands.
    pub(crate) element: ElementId,
    /// Its place among the fields, in the order of the event's text.
    pub(crate) order: u32,
}

/// Names an element of an array; 0 stands for none.
pub(crate) type ElementId = u32;

/// Not inside any element of an array.
pub(crate) const NOWHERE: ElementId = 0;

/// An object or an array that is an element of an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    /// The element around the array.
    pub(crate) outer: ElementId,
    /// The array, counted in the order of the event's text.
    pub(crate) array: u32,
    /// Its place in the array.
    pub(crate) index: u32,
    /// How many elements it is in, itself included.
    pub(crate) depth: u32,
    /// Where its array stands.
    pub(crate) place: Place,
    /// The first field in it, by order, and the first one after it.
    pub(crate) fields: (u32, u32),
}

/// What was read of an event.
#[derive(Debug, Default)]
pub(crate) struct Fields<'e> {
    /// Sorted by path, then by order.
    fields: Vec<Field<'e>>,
    /// For each path, its first field; then the end of all.
    starts: Vec<u32>,
    elements: Vec<Element>,
    /// For each array, the first field after it.
    array_ends: Vec<u32>,
}

impl<'e> Fields<'e> {
    pub(super) fn push(&mut self, path: PathId, value: Value<'e>, element: ElementId) {
        let order = self.next_order();
        self.fields.push(Field { path, value, element, order });
    }

    pub(super) fn open_array(&mut self) -> u32 {
        self.array_ends.push(0);
        count(self.array_ends.len() - 1)
    }

    pub(super) fn close_array(&mut self, array: u32) {
        self.array_ends[array as usize] = self.next_order();
    }

    pub(super) fn open_element(&mut self, outer: ElementId, array: u32, index: u32, place: Place) -> ElementId {
        let start = self.next_order();
        let depth = 1 + self.depth(outer);
        self.elements.push(Element { outer, array, index, depth, place, fields: (start, start) });
        count(self.elements.len())
    }

    pub(super) fn close_element(&mut self, element: ElementId) {
        let end = self.next_order();
        if let Some(element) = (element as usize).checked_sub(1).and_then(|at| self.elements.get_mut(at)) {
            element.fields.1 = end;
        }
    }

    /// Must be called when all is read, with the number of paths.
    pub(super) fn seal(&mut self, paths: usize) {
        self.fields.sort_unstable_by_key(|field| (field.path, field.order));
        let mut at = 0;
        self.starts.extend((0..=paths).map(|path| {
            at += self.fields[at..].iter().take_while(|field| field.path.index() < path).count();
            count(at)
        }));
    }

    /// The fields of a path, in the order of the event's text.
    pub(crate) fn of(&self, path: PathId) -> &[Field<'e>] {
        let (start, end) = (self.starts[path.index()], self.starts[path.index() + 1]);
        &self.fields[start as usize..end as usize]
    }

    /// Whether no field stands in an element of an array.
    pub(crate) fn is_flat(&self) -> bool {
        self.elements.is_empty()
    }

    pub(crate) fn array_count(&self) -> usize {
        self.array_ends.len()
    }

    /// The first field after an array, by order.
    pub(crate) fn array_end(&self, array: u32) -> u32 {
        self.array_ends[array as usize]
    }

    pub(crate) fn element(&self, id: ElementId) -> Option<&Element> {
        (id as usize).checked_sub(1).map(|at| &self.elements[at])
    }

    /// How many elements a place is in.
    pub(crate) fn depth(&self, id: ElementId) -> u32 {
        self.element(id).map_or(0, |element| element.depth)
    }

    /// The elements around a place, innermost first.
    pub(crate) fn around(&self, id: ElementId) -> impl Iterator<Item = (ElementId, &Element)> {
        let with_id = |id: ElementId| self.element(id).map(|element| (id, element));
        std::iter::successors(with_id(id), move |(_, element)| with_id(element.outer))
    }

    fn next_order(&self) -> u32 {
        count(self.fields.len())
    }
}

/// Events are far below four thousand million fields: their bytes are counted in 32 bits.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
