//! Values of an event's fields.

use std::borrow::Cow;
use std::fmt;

use crate::pattern::{Number, Quoted};

/// A scalar of an event.
#[derive(Clone, Debug)]
pub(crate) enum Value<'e> {
    Text(Cow<'e, str>),
    Number(Number<'e>),
    Bool(bool),
    Null,
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
