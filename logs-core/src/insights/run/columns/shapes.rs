//! Shapes of JSON messages that have been seen, by which their like are read several times as quick.

use cupola_base::json::{Kind, Scalar, Scanner, Skeleton, Token};

use super::cell::{Cell, NULL};
use crate::insights::json;
use crate::insights::value::Value;

/// The shapes that were met last, and where the wanted fields stand in them.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    known: Vec<Shape>,
    values: Vec<Scalar>,
    /// What is left to be spent on messages of new shapes: those that are alike earn it.
    credit: u32,
    /// How many messages are read without a look at the shapes.
    rest: u32,
}

#[derive(Debug)]
struct Shape {
    skeleton: Skeleton,
    /// For each wanted field the values that may be it, the last of them first.
    places: Vec<Vec<usize>>,
}

/// How many shapes are known at once.
const MOST: usize = 8;
/// What can be saved up, and what learning a shape costs.
const CREDIT: u32 = 256;
const LEARNING: u32 = 16;
/// How many messages are read without a look after the credit is spent.
const REST: u32 = 4096;

impl Shapes {
    pub(super) fn new() -> Self {
        Self { credit: CREDIT, ..Self::default() }
    }

    /// Reads a message if it is of a known shape; whether it was.
    #[inline]
    pub(super) fn read<'a>(&mut self, text: &'a str, found: &mut [Cell<'a>]) -> bool {
        if self.rest > 0 {
            self.rest -= 1;
            return false;
        }
        let Some(at) = self.known.iter().position(|shape| shape.skeleton.read(text, &mut self.values)) else {
            return false;
        };
        self.credit = (self.credit + 1).min(CREDIT);
        for (cell, places) in found.iter_mut().zip(&self.known[at].places) {
            *cell = value(text, places, &self.values);
        }
        if at > 0 {
            self.known.swap(at, at - 1);
        }
        true
    }

    /// Remembers the shape of a message that is a JSON object of no more fields than it may have.
    pub(super) fn learn(&mut self, text: &str, names: &[String], most: usize) {
        if self.rest > 0 {
            return;
        }
        match self.credit.checked_sub(LEARNING) {
            Some(left) => self.credit = left,
            None => {
                (self.rest, self.credit) = (REST, CREDIT / 2);
                return;
            }
        }
        let Some((skeleton, document)) = Skeleton::of(text, most).zip(json::read(text)) else { return };
        let mut paths = Vec::new();
        list(String::new(), &document, &mut paths);
        let place = |name: &String| (0..paths.len()).rev().filter(|at| paths[*at] == *name).collect();
        self.known.truncate(MOST - 1);
        self.known.insert(0, Shape { skeleton, places: names.iter().map(place).collect() });
    }
}

/// The last value that is not null.
#[inline]
fn value<'a>(text: &'a str, places: &[usize], values: &[Scalar]) -> Cell<'a> {
    let present = places.iter().map(|place| values[*place]).find(|value| value.kind != Kind::Null);
    let Some(value) = present else { return NULL };
    let written = value.text(text);
    match value.kind {
        Kind::String { escaped: false } => Cell::Text(written.get(1..written.len() - 1).unwrap_or_default()),
        Kind::Number => Cell::written(written),
        Kind::Bool(truth) => Cell::Boolean(truth),
        _ => match Scanner::of_text(written).next() {
            Ok(Some(Token::String(text))) => Cell::Made(Value::text(text.unescape())),
            _ => NULL,
        },
    }
}

/// The names of all scalar values, null too, in the order of the document.
fn list(path: String, value: &Value, paths: &mut Vec<String>) {
    let below = |name: &str| match path.as_str() {
        "" if name.starts_with('@') => format!("@{name}"),
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::Map(members) => members.iter().for_each(|(name, value)| list(below(name), value, paths)),
        Value::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| list(below(&at.to_string()), item, paths));
        }
        _ => paths.push(path),
    }
}
