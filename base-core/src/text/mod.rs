//! Tools for little languages: [`Cursor`], [`Span`], [`Diagnostic`], [`nearest`] word,
//! [`wildcard`] patterns, things filed by texts ([`Affixes`]), bytes of some kind found many at a time ([`block`]).

mod affixes;
pub mod block;
mod cursor;
mod diagnostic;
mod nearest;
#[cfg(test)]
mod prop;
mod run;
mod span;
pub mod wildcard;

pub use affixes::{Affix, Affixes};
pub use cursor::Cursor;
pub use diagnostic::Diagnostic;
pub use nearest::nearest;
pub use run::Run;
pub use span::Span;
