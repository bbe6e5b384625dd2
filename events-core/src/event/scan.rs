//! From an event's bytes to its fields, without a tree.

use cupola_base::json::{ScanError, Scanner, Str, Token};
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
    /// A field was read; it is the newest of `fields`.
    fn field(&mut self, leaf: &'p L, value: Value<'_>);

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
    fn field(&mut self, _leaf: &L, _value: Value<'_>) {}
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
    Reader { scanner, store, sink, open: SmallVec::new(), arrays: 0 }.read(root)?;
    Ok(text)
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
    /// The containers around the innermost one.
    open: SmallVec<[Container<'p, L>; 4]>,
    /// How many arrays are open.
    arrays: usize,
}

/// An object or array that is being read.
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

/// Whether there is more to read.
#[derive(PartialEq)]
enum Progress {
    More,
    Settled,
}

impl<'p, 'e, L: Leaf, S: Sink<'p, L>> Reader<'_, 'p, 'e, L, S> {
    fn read(mut self, root: &'p Node<L>) -> Result<(), EventError> {
        match self.next()? {
            Some(Token::ObjectStart) => {}
            Some(_) => {
                self.scanner.finish().map_err(EventError::NotJson)?;
                return Err(EventError::NotAnObject);
            }
            None => return Err(EventError::NotAnObject),
        }
        let mut here = Some(Container { node: root, element: NOWHERE, is_element: false, array: None });
        while let Some(mut container) = here.take() {
            let progress = match container.array {
                None => self.members(&container)?,
                Some(_) => self.items(&mut container)?,
            };
            here = match progress {
                Next::Inner(inner) => {
                    self.open.push(container);
                    Some(inner)
                }
                Next::Outer => {
                    self.leave(&container);
                    self.open.pop()
                }
                Next::Nothing => return Ok(()),
            };
        }
        self.scanner.finish().map_err(EventError::NotJson)
    }

    #[inline(always)]
    fn next(&mut self) -> Result<Option<Token<'e>>, EventError> {
        self.scanner.next().map_err(EventError::NotJson)
    }

    /// Reads members of an object until a wanted container begins or the object ends.
    #[inline(always)]
    fn members(&mut self, here: &Container<'p, L>) -> Result<Next<'p, L>, EventError> {
        while let Some(name) = self.scanner.next_key().map_err(EventError::NotJson)? {
            let Some(node) = descend(here.node, name) else {
                self.scanner.skip().map_err(EventError::NotJson)?;
                continue;
            };
            let array = match self.next()? {
                Some(Token::ObjectStart) if node.leads_on() => false,
                Some(Token::ArrayStart) => true,
                Some(Token::ObjectStart) => {
                    self.scanner.leave().map_err(EventError::NotJson)?;
                    continue;
                }
                Some(token) => match self.scalar(node, here.element, token) {
                    Progress::More => continue,
                    Progress::Settled => return Ok(Next::Nothing),
                },
                None => return Ok(Next::Outer),
            };
            let array = array.then(|| self.enter_array());
            return Ok(Next::Inner(Container { node, element: here.element, is_element: false, array }));
        }
        Ok(Next::Outer)
    }

    /// Reads items of an array until a container begins or the array ends.
    fn items(&mut self, here: &mut Container<'p, L>) -> Result<Next<'p, L>, EventError> {
        while let Some(token) = self.next()? {
            let array = match token {
                Token::ArrayEnd => break,
                Token::ObjectStart => false,
                Token::ArrayStart => true,
                token => {
                    here.step();
                    self.scalar(here.node, here.element, token);
                    continue;
                }
            };
            let (number, index) = here.step();
            if !array && !here.node.leads_on() {
                self.scanner.leave().map_err(EventError::NotJson)?;
                continue;
            }
            let element = self.store.open_element(here.element, number, index, here.node.place());
            let array = array.then(|| self.enter_array());
            return Ok(Next::Inner(Container { node: here.node, element, is_element: true, array }));
        }
        Ok(Next::Outer)
    }

    fn enter_array(&mut self) -> Array {
        self.arrays += 1;
        Array { number: self.store.open_array(), next_index: 0 }
    }

    fn leave(&mut self, container: &Container<'p, L>) {
        if let Some(array) = container.array {
            self.arrays -= 1;
            self.store.close_array(array.number);
        }
        if container.is_element {
            self.store.close_element(container.element);
        }
    }

    #[inline(always)]
    fn scalar(&mut self, node: &'p Node<L>, element: ElementId, token: Token<'e>) -> Progress {
        let Some(leaf) = node.leaf() else { return Progress::More };
        let path = leaf.path();
        let start = self.scanner.span().start;
        match token {
            Token::String(text) if text.is_escaped() => {
                let text = self.store.push_unescaped(path, text, element);
                self.sink.field(leaf, Value::Text(text));
            }
            Token::String(text) => {
                let text = text.raw();
                self.store.push_text(path, start + 1, text.len(), element);
                self.sink.field(leaf, Value::Text(text));
            }
            Token::Number(number) => {
                let number = Number::read(number.text());
                self.store.push_number(path, start, number, element);
                self.sink.field(leaf, Value::Number(number));
            }
            Token::Bool(bool) => {
                self.store.push_bool(path, bool, element);
                self.sink.field(leaf, Value::Bool(bool));
            }
            _ => {
                self.store.push_null(path, element);
                self.sink.field(leaf, Value::Null);
            }
        }
        let text = self.scanner.source();
        let is_settled = self.arrays == 0 && {
            let rest = text.get(self.scanner.offset()..).unwrap_or_default();
            self.sink.is_settled(Fields::new(self.store, text), rest)
        };
        if is_settled { Progress::Settled } else { Progress::More }
    }
}

/// Where to go on.
enum Next<'p, L> {
    Inner(Container<'p, L>),
    Outer,
    /// Nowhere: the sink is settled.
    Nothing,
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
