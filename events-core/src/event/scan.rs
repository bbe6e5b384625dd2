//! From an event's bytes to its fields, without a tree.

use cupola_base::json::{Kind, ScanError, Scanner, Str, Token};
use smallvec::SmallVec;

use super::fields::{ElementId, Fields, NOWHERE, Store};
use super::paths::{Leaf, Node, PathId, Paths};
use super::value::Value;
use crate::pattern::Number;

/// Why an event cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// The bytes are not JSON, or nested deeper than 1001 levels.
    #[error("the event is not valid JSON: {0}")]
    NotJson(ScanError),
    /// The bytes are JSON, but not an object.
    #[error("the event is not a JSON object")]
    NotAnObject,
    /// The event has 4 GiB or more.
    #[error("the event has {0} bytes, which is more than can be read")]
    TooLarge(usize),
}

/// Who looks at the fields while they are read.
pub(crate) trait Sink<'p, L> {
    /// A field was read, in an element of an array or in none.
    fn field(&mut self, leaf: &'p L, element: ElementId, value: Value<'_>);

    /// Whether the rest may be left unread, its text given. Asked after fields that stand in no array.
    #[inline(always)]
    fn is_settled(&mut self, _fields: Fields<'_>, _rest: &str) -> bool {
        false
    }
}

/// Keeps fields for later, and reads to the end.
pub(crate) struct Keep;

impl<L> Sink<'_, L> for Keep {
    #[inline(always)]
    fn field(&mut self, _leaf: &L, _element: ElementId, _value: Value<'_>) {}
}

/// Reads the wanted fields of an event, and returns its text; all of it must be JSON, unless the sink is settled
/// before.
pub(crate) fn read<'p, 'e, L: Leaf>(
    root: &'p Node<L>,
    paths: usize,
    event: &'e [u8],
    store: &mut Store,
    sink: &mut impl Sink<'p, L>,
) -> Result<&'e str, EventError> {
    if u32::try_from(event.len()).is_err() {
        return Err(EventError::TooLarge(event.len()));
    }
    store.clear(paths);
    let scanner = Scanner::new(event).with_depth_limit(DEPTH_LIMIT);
    let text = scanner.source();
    let here = Container { node: root, element: NOWHERE, is_element: false, array: None };
    let is_object = Reader { scanner, store, sink, here, open: SmallVec::new(), arrays: 0 }.read();
    if is_object.map_err(EventError::NotJson)? { Ok(text) } else { Err(EventError::NotAnObject) }
}

impl Store {
    /// Reads the fields of some paths.
    pub(crate) fn read<'a>(&'a mut self, paths: &Paths, event: &'a [u8]) -> Result<Fields<'a>, EventError> {
        let text = read::<PathId>(paths.root(), paths.len(), event, self, &mut Keep)?;
        Ok(Fields::new(self, text))
    }
}

struct Reader<'f, 'p, 'e, L, S> {
    scanner: Scanner<'e>,
    store: &'f mut Store,
    sink: &'f mut S,
    /// The container that is being read.
    here: Container<'p, L>,
    /// The containers around it.
    open: SmallVec<[Container<'p, L>; 4]>,
    /// How many arrays are open.
    arrays: usize,
}

/// An object or array.
struct Container<'p, L> {
    node: &'p Node<L>,
    /// The element that it stands in or is.
    element: ElementId,
    /// Whether it is that element itself.
    is_element: bool,
    array: Option<Array>,
}

#[derive(Clone, Copy)]
struct Array {
    number: u32,
    next_index: u32,
}

/// Where reading goes on.
#[derive(PartialEq)]
enum Next {
    /// In the container that has begun.
    Inner,
    /// Around the container that has ended.
    Outer,
    /// Nowhere: the sink is settled.
    Nothing,
}

impl<'p, 'e, L: Leaf, S: Sink<'p, L>> Reader<'_, 'p, 'e, L, S> {
    /// False where the event is no object.
    fn read(mut self) -> Result<bool, ScanError> {
        if self.scanner.next()? != Some(Token::ObjectStart) {
            self.scanner.finish()?;
            return Ok(false);
        }
        loop {
            let next = if self.here.array.is_some() { self.items()? } else { self.members()? };
            match next {
                Next::Inner => {}
                Next::Outer => {
                    self.leave();
                    let Some(outer) = self.open.pop() else { break };
                    self.here = outer;
                }
                Next::Nothing => return Ok(true),
            }
        }
        self.scanner.finish()?;
        Ok(true)
    }

    /// Reads members of an object until a wanted container begins or the object ends.
    #[inline(always)]
    fn members(&mut self) -> Result<Next, ScanError> {
        let Container { node: here, element, .. } = self.here;
        while let Some(kind) = self.scanner.next_member()? {
            let Some(node) = descend(here, self.scanner.key()) else {
                if matches!(kind, Kind::Object | Kind::Array) {
                    self.scanner.leave()?;
                }
                continue;
            };
            let array = match kind {
                Kind::Array => Some(self.enter_array()),
                Kind::Object if node.leads_on() => None,
                Kind::Object => {
                    self.scanner.leave()?;
                    continue;
                }
                kind if self.scalar(node, element, kind) => return Ok(Next::Nothing),
                _ => continue,
            };
            self.enter(Container { node, element, is_element: false, array });
            return Ok(Next::Inner);
        }
        Ok(Next::Outer)
    }

    /// Reads items of an array until a container begins or the array ends.
    fn items(&mut self) -> Result<Next, ScanError> {
        let Container { node, element, .. } = self.here;
        while let Some(kind) = self.scanner.next_item()? {
            let (number, index) = self.here.step();
            let is_array = match kind {
                Kind::Array => true,
                Kind::Object if node.leads_on() => false,
                Kind::Object => {
                    self.scanner.leave()?;
                    continue;
                }
                kind => {
                    self.scalar(node, element, kind);
                    continue;
                }
            };
            let element = self.store.open_element(element, number, index, node.place());
            let array = is_array.then(|| self.enter_array());
            self.enter(Container { node, element, is_element: true, array });
            return Ok(Next::Inner);
        }
        Ok(Next::Outer)
    }

    fn enter(&mut self, inner: Container<'p, L>) {
        let outer = std::mem::replace(&mut self.here, inner);
        self.open.push(outer);
    }

    fn enter_array(&mut self) -> Array {
        self.arrays += 1;
        Array { number: self.store.open_array(), next_index: 0 }
    }

    fn leave(&mut self) {
        let Container { element, is_element, array, .. } = self.here;
        if let Some(array) = array {
            self.arrays -= 1;
            self.store.close_array(array.number);
        }
        if is_element {
            self.store.close_element(element);
        }
    }

    /// Takes in the scalar that was read; whether the sink is settled.
    #[inline(always)]
    fn scalar(&mut self, node: &'p Node<L>, element: ElementId, kind: Kind) -> bool {
        let Some(leaf) = node.leaf() else { return false };
        let path = leaf.path();
        let start = self.scanner.span().start;
        let text = self.scanner.text();
        match kind {
            Kind::String { escaped: false } => {
                let text = text.get(1..text.len() - 1).unwrap_or_default();
                self.store.push_text(path, start + 1, text.len(), element);
                self.sink.field(leaf, element, Value::Text(text));
            }
            Kind::String { escaped: true } => {
                let text = self.store.push_unescaped(path, self.scanner.string(), element);
                self.sink.field(leaf, element, Value::Text(text));
            }
            Kind::Number => {
                let number = Number::read(text);
                self.store.push_number(path, start, number, element);
                self.sink.field(leaf, element, Value::Number(number));
            }
            Kind::Bool(bool) => {
                self.store.push_bool(path, bool, element);
                self.sink.field(leaf, element, Value::Bool(bool));
            }
            _ => {
                self.store.push_null(path, element);
                self.sink.field(leaf, element, Value::Null);
            }
        }
        let text = self.scanner.source();
        self.arrays == 0 && {
            let rest = text.get(self.scanner.offset()..).unwrap_or_default();
            self.sink.is_settled(Fields::new(self.store, text), rest)
        }
    }
}

#[inline(always)]
fn descend<'p, L: Leaf>(node: &'p Node<L>, name: Str<'_>) -> Option<&'p Node<L>> {
    if name.is_escaped() { node.descend(name.unescape().as_bytes()) } else { node.descend(name.raw_bytes()) }
}

impl<L> Container<'_, L> {
    /// The array that this is, and the index of its next element.
    fn step(&mut self) -> (u32, u32) {
        let Some(array) = &mut self.array else { return (0, 0) };
        let index = array.next_index;
        array.next_index += 1;
        (array.number, index)
    }
}

/// The 1000 levels that the service allows a detail, and the envelope around it.
const DEPTH_LIMIT: usize = 1001;
