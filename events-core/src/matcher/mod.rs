//! Thousands of patterns at once.
//!
//! Every pattern is taken apart into the plain conjunctions that it stands for, its *ways*. A way waits at one
//! of its paths, the one where fewest others wait: there stands an index from values to the ways that wait for
//! them. An event is read once; each wanted field wakes the ways that wait for its value, and only those are
//! judged, against the fields that were read.
//!
//! | file | what stands there |
//! |---|---|
//! | `shared.rs` | [`Matcher`], the handle: readers and one writer |
//! | `view.rs` | [`MatcherView`] and [`Scratch`]: asking |
//! | `table.rs` | what readers look at: paths, indexes, ways |
//! | `writer.rs` | what only changes need: which rule has which ways, what is shared among them |
//! | `access.rs` | where a way should wait |
//! | `index.rs`, `key.rs` | from a value to the ways that wait for it |
//! | `exceptions.rs` | ways that wait for every value but some |
//! | `crowd.rs`, `intervals.rs` | sets of ways, by number and by range |
//!
//! Everything that readers look at is persistent: a change copies the few parts on its way and shares the
//! rest, whatever the number of rules.

mod access;
mod crowd;
mod exceptions;
mod index;
mod intervals;
mod key;
#[cfg(test)]
mod laws;
mod shared;
mod table;
mod view;
mod writer;

pub use shared::Matcher;
pub use view::{MatcherView, Scratch};
