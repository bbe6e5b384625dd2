//! JSON without a tree: a pull scanner over bytes, and checked JSON text.

mod document;

pub use document::{Json, JsonTextError};
