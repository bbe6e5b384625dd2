//! JSON without a tree: a pull [`Scanner`] over bytes, a [`Runner`] for who knows what is open, documents that are
//! alike ([`Skeleton`]) or of few kinds ([`Paths`]), and checked JSON text ([`Json`]).

mod bytes;
mod document;
mod error;
mod head;
mod keys;
mod kind;
mod lex;
mod paths;
mod piece;
#[cfg(test)]
mod prop;
mod runner;
mod scalars;
mod scan;
mod skeleton;
mod token;

pub use document::{Json, JsonTextError};
pub use error::{ScanError, ScanErrorKind};
pub use keys::Keys;
pub use kind::Kind;
pub use paths::{Paths, Step};
pub use runner::{NotJson, Runner};
pub use scan::Scanner;
pub use skeleton::{Scalar, Skeleton};
pub use token::{Num, Str, Token};
