//! Values of an event's fields.

use std::fmt;

use crate::pattern::{Number, Quoted};

/// A scalar of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(Number<'a>),
    Bool(bool),
    Null,
}

impl Value<'_> {
    /// How much it takes to look at the value: 1, and more for a long text.
    pub(crate) const fn weight(&self) -> usize {
        match self {
            Self::Text(text) => 1 + text.len() / 64,
            Self::Number(number) => 1 + number.text().len() / 64,
            Self::Bool(_) | Self::Null => 1,
        }
    }
}

/// As JSON.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Quoted(text).fmt(f),
            Self::Number(number) => f.write_str(number.text()),
            Self::Bool(bool) => bool.fmt(f),
            Self::Null => f.write_str("null"),
        }
    }
}
