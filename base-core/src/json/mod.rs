//! JSON without a tree: a pull [`Scanner`] over bytes, and checked JSON text ([`Json`]).

mod bytes;
mod document;
mod error;
mod head;
mod kind;
mod lex;
mod piece;
#[cfg(test)]
mod prop;
mod scan;
mod token;

pub use document::{Json, JsonTextError};
pub use error::{ScanError, ScanErrorKind};
pub use kind::Kind;
pub use scan::Scanner;
pub use token::{Num, Str, Token};
