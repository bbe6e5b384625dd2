//! How an event is read: flattened to the fields that somebody wants.

mod fields;
mod paths;
mod scan;
mod value;

pub(crate) use fields::{ElementId, Field, Fields, NOWHERE};
pub(crate) use paths::{PathId, Paths};
pub use scan::EventError;
pub(crate) use scan::Reader;
pub(crate) use value::Value;
