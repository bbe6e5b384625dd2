//! How an event is read: flattened to the fields that somebody wants.

mod fields;
mod paths;
mod scan;
mod value;
mod words;

pub(crate) use fields::{ElementId, Field, FieldId, Fields, NOWHERE, Store};
pub(crate) use paths::{Leaf, Node, PathId, Paths};
pub use scan::EventError;
pub(crate) use scan::{Sink, read};
pub(crate) use value::Value;
