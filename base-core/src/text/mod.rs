//! Tools for little languages: [`Cursor`], [`Span`], [`Diagnostic`], [`nearest`] word,
//! [`wildcard`] patterns.

mod cursor;
mod diagnostic;
mod nearest;
#[cfg(test)]
mod prop;
mod span;
pub mod wildcard;

pub use cursor::Cursor;
pub use diagnostic::Diagnostic;
pub use nearest::nearest;
pub use span::Span;
