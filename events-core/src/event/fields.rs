//! The fields of an event that somebody wants, and the elements of arrays that they stand in.

use super::paths::{PathId, Place};
use super::value::Value;
use crate::pattern::Number;
use cupola_base::json::Str;
use smallvec::SmallVec;

/// One scalar of an event. Its number among the fields is its order in the event's text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    scalar: Scalar,
    /// The innermost element of an array in which it stands.
    pub(crate) element: ElementId,
    /// The next field of the same path.
    next: FieldId,
}

/// A value as it is kept: texts by their place.
#[derive(Clone, Copy, Debug)]
enum Scalar {
    /// In the event's text.
    Text(u32, u32),
    /// Among the texts that had escapes.
    Unescaped(u32, u32),
    /// In the event's text; the value is no number where it cannot be compared.
    Number(u32, u32, f64),
    Bool(bool),
    Null,
}

/// Names a field by its order in the event's text.
pub(crate) type FieldId = u32;

/// No field.
const NO_FIELD: FieldId = FieldId::MAX;

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
    pub(crate) fields: (FieldId, FieldId),
}

/// What was read of an event. It may be used again for the next one, which spares allocations.
#[derive(Debug, Default)]
pub(crate) struct Store {
    fields: SmallVec<[Field; 8]>,
    /// For each path, its fields of this reading.
    chains: SmallVec<[Chain; 8]>,
    /// Counts the readings: chains of earlier ones are empty.
    reading: u32,
    elements: Vec<Element>,
    /// For each array, the first field after it.
    array_ends: Vec<FieldId>,
    /// The texts that had escapes.
    unescaped: String,
}

/// The fields of one path, each knowing the next.
#[derive(Clone, Copy, Debug, Default)]
struct Chain {
    reading: u32,
    first: FieldId,
    last: FieldId,
}

impl Store {
    /// Forgets what was read, and makes room for so many paths.
    #[inline]
    pub(super) fn clear(&mut self, paths: usize) {
        self.fields.clear();
        self.elements.clear();
        self.array_ends.clear();
        self.unescaped.clear();
        if self.chains.len() < paths {
            self.chains.resize(paths, Chain::default());
        }
        self.reading = self.reading.wrapping_add(1);
        if self.reading == 0 {
            self.chains.fill(Chain::default());
            self.reading = 1;
        }
    }

    #[inline]
    pub(super) fn push_text(&mut self, path: PathId, start: usize, length: usize, element: ElementId) {
        self.chain(path, Scalar::Text(count(start), count(start + length)), element);
    }

    /// Returns the text without its escapes.
    #[inline(never)]
    pub(super) fn push_unescaped(&mut self, path: PathId, text: Str<'_>, element: ElementId) -> &str {
        let start = self.unescaped.len();
        text.unescape_into(&mut self.unescaped);
        let end = count(self.unescaped.len());
        self.chain(path, Scalar::Unescaped(count(start), end), element);
        &self.unescaped[start..]
    }

    #[inline]
    pub(super) fn push_number(&mut self, path: PathId, start: usize, number: Number<'_>, element: ElementId) {
        let end = start + number.text().len();
        let value = number.value().unwrap_or(f64::NAN);
        self.chain(path, Scalar::Number(count(start), count(end), value), element);
    }

    pub(super) fn push_bool(&mut self, path: PathId, bool: bool, element: ElementId) {
        self.chain(path, Scalar::Bool(bool), element);
    }

    pub(super) fn push_null(&mut self, path: PathId, element: ElementId) {
        self.chain(path, Scalar::Null, element);
    }

    #[inline]
    fn chain(&mut self, path: PathId, scalar: Scalar, element: ElementId) {
        let new = self.next_order();
        let chain = &mut self.chains[path.index()];
        match chain.reading == self.reading {
            true => self.fields[chain.last as usize].next = new,
            false => *chain = Chain { reading: self.reading, first: new, last: new },
        }
        chain.last = new;
        self.fields.push(Field { scalar, element, next: NO_FIELD });
    }

    #[inline]
    fn value<'a>(&'a self, field: &Field, text: &'a str) -> Value<'a> {
        match field.scalar {
            Scalar::Text(start, end) => Value::Text(part(text, start, end)),
            Scalar::Unescaped(start, end) => Value::Text(part(&self.unescaped, start, end)),
            Scalar::Number(start, end, value) => Value::Number(Number::known(part(text, start, end), value)),
            Scalar::Bool(bool) => Value::Bool(bool),
            Scalar::Null => Value::Null,
        }
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
        let depth = 1 + (outer as usize).checked_sub(1).map_or(0, |at| self.elements[at].depth);
        self.elements.push(Element { outer, array, index, depth, place, fields: (start, start) });
        count(self.elements.len())
    }

    pub(super) fn close_element(&mut self, element: ElementId) {
        let end = self.next_order();
        if let Some(element) = (element as usize).checked_sub(1).and_then(|at| self.elements.get_mut(at)) {
            element.fields.1 = end;
        }
    }

    fn next_order(&self) -> FieldId {
        count(self.fields.len())
    }
}

#[inline]
fn part(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// What was read of an event, to be looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a> {
    store: &'a Store,
    text: &'a str,
}

impl<'a> Fields<'a> {
    pub(crate) const fn new(store: &'a Store, text: &'a str) -> Self {
        Self { store, text }
    }

    /// The fields of a path, in the order of the event's text.
    #[inline]
    pub(crate) fn of(self, path: PathId) -> impl Iterator<Item = (FieldId, &'a Field)> {
        let store = self.store;
        let chain = store.chains.get(path.index()).filter(|chain| chain.reading == store.reading);
        let mut next = chain.map_or(NO_FIELD, |chain| chain.first);
        std::iter::from_fn(move || {
            let field = store.fields.get(next as usize)?;
            let id = std::mem::replace(&mut next, field.next);
            Some((id, field))
        })
    }

    #[inline]
    pub(crate) fn field(self, id: FieldId) -> &'a Field {
        &self.store.fields[id as usize]
    }

    #[inline]
    pub(crate) fn value(self, field: &Field) -> Value<'a> {
        self.store.value(field, self.text)
    }

    pub(crate) fn array_count(self) -> usize {
        self.store.array_ends.len()
    }

    /// The first field after an array, by order.
    pub(crate) fn array_end(self, array: u32) -> FieldId {
        self.store.array_ends[array as usize]
    }

    pub(crate) fn element(self, id: ElementId) -> Option<&'a Element> {
        (id as usize).checked_sub(1).map(|at| &self.store.elements[at])
    }

    /// How many elements a place is in.
    pub(crate) fn depth(self, id: ElementId) -> u32 {
        self.element(id).map_or(0, |element| element.depth)
    }

    /// The elements around a place, innermost first.
    pub(crate) fn around(self, id: ElementId) -> impl Iterator<Item = (ElementId, &'a Element)> {
        let with_id = move |id: ElementId| self.element(id).map(|element| (id, element));
        std::iter::successors(with_id(id), move |(_, element)| with_id(element.outer))
    }
}

/// Events are far below four thousand million fields: their bytes are counted in 32 bits.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
