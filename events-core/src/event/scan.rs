//! From an event's bytes to its fields, without a tree.

use cupola_base::json::{ScanError, Scanner, Token};

use super::fields::{ElementId, Fields, NOWHERE};
use super::paths::{Paths, Place};
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

/// Reads the wanted fields of one event.
pub(crate) struct Reader<'p, 'e> {
    paths: &'p Paths,
    scanner: Scanner<'e>,
    fields: Fields<'e>,
    open: Vec<Container>,
    /// Where the value after the last name belongs.
    next: Place,
}

/// An object or array that is being read.
#[derive(Clone, Copy)]
struct Container {
    place: Place,
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

impl<'p, 'e> Reader<'p, 'e> {
    /// Reads a whole event; all of it must be JSON.
    pub(crate) fn read(paths: &'p Paths, event: &'e [u8]) -> Result<Fields<'e>, EventError> {
        if u32::try_from(event.len()).is_err() {
            return Err(EventError::TooLarge(event.len()));
        }
        let scanner = Scanner::new(event).with_depth_limit(DEPTH_LIMIT);
        let mut reader = Self { paths, scanner, fields: Fields::default(), open: Vec::new(), next: Paths::ROOT };
        match reader.next()? {
            Some(Token::ObjectStart) => reader.enter(false),
            Some(_) => return reader.not_an_object(),
            None => return Err(EventError::NotAnObject),
        }
        while let Some(token) = reader.next()? {
            reader.take(token)?;
        }
        reader.fields.seal(paths.len());
        Ok(reader.fields)
    }

    fn next(&mut self) -> Result<Option<Token<'e>>, EventError> {
        self.scanner.next().map_err(EventError::NotJson)
    }

    fn not_an_object(mut self) -> Result<Fields<'e>, EventError> {
        while self.next()?.is_some() {}
        Err(EventError::NotAnObject)
    }

    fn take(&mut self, token: Token<'e>) -> Result<(), EventError> {
        match token {
            Token::Key(name) => return self.name(&name.unescape()),
            Token::ObjectStart => self.enter(false),
            Token::ArrayStart => self.enter(true),
            Token::ObjectEnd | Token::ArrayEnd => self.leave(),
            Token::String(text) => self.scalar(|| Value::Text(text.unescape())),
            Token::Number(number) => self.scalar(|| Value::Number(Number::new(number.text(), number.to_f64()))),
            Token::Bool(bool) => self.scalar(|| Value::Bool(bool)),
            Token::Null => self.scalar(|| Value::Null),
        }
        Ok(())
    }

    fn name(&mut self, name: &str) -> Result<(), EventError> {
        let here = self.open.last().map_or(Paths::ROOT, |container| container.place);
        match self.paths.descend(here, name) {
            Some(place) => self.next = place,
            None => {
                self.scanner.skip().map_err(EventError::NotJson)?;
            }
        }
        Ok(())
    }

    fn enter(&mut self, is_array: bool) {
        let (place, outer) = self.position();
        let around = self.open.last_mut();
        let element_of = around.and_then(|container| container.array.as_mut().map(Array::step));
        let element = match element_of {
            Some((array, index)) => self.fields.open_element(outer, array, index, place),
            None => outer,
        };
        let array = is_array.then(|| Array { number: self.fields.open_array(), next_index: 0 });
        self.open.push(Container { place, element, is_element: element_of.is_some(), array });
    }

    fn leave(&mut self) {
        let Some(container) = self.open.pop() else { return };
        if let Some(array) = container.array {
            self.fields.close_array(array.number);
        }
        if container.is_element {
            self.fields.close_element(container.element);
        }
    }

    fn scalar(&mut self, value: impl FnOnce() -> Value<'e>) {
        let (place, element) = self.position();
        if let Some(array) = self.open.last_mut().and_then(|container| container.array.as_mut()) {
            array.step();
        }
        if let Some(path) = self.paths.path_at(place) {
            self.fields.push(path, value(), element);
        }
    }

    /// Where the next value belongs, and the element around it.
    fn position(&self) -> (Place, ElementId) {
        match self.open.last() {
            None => (Paths::ROOT, NOWHERE),
            Some(Container { place, element, array: Some(_), .. }) => (*place, *element),
            Some(Container { element, array: None, .. }) => (self.next, *element),
        }
    }
}

impl Array {
    /// This array and the index of its next element.
    const fn step(&mut self) -> (u32, u32) {
        let index = self.next_index;
        self.next_index += 1;
        (self.number, index)
    }
}

/// The 1000 levels that the service allows a detail, and the envelope around it.
const DEPTH_LIMIT: usize = 1001;
