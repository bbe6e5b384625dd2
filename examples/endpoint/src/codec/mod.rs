//! Between the services' JSON and what travels, driven by shape tables.
//!
//! The door of the library speaks JSON alone. [`cbor`] and [`form`] turn requests into that JSON;
//! [`cbor`] and [`xml`] turn its answers back. Which number is a time, which text is a blob and which
//! order the members have is read from the action's [`Shape`](cupola::base::shape::Shape), never
//! guessed from names.

pub mod cbor;
pub mod form;
pub mod laws;
mod member;
pub mod percent;
pub mod xml;

/// Containers may be nested this deep in a request.
pub const MOST_DEPTH: usize = 64;

/// Why a body cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DecodeError(pub(crate) String);

impl DecodeError {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}
