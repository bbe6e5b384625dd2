//! The atomics that decisions stand on: the standard library's, or those of the model checker.

#[cfg(all(loom, test))]
pub(super) use loom::sync::atomic::{AtomicU64, Ordering};
#[cfg(not(all(loom, test)))]
pub(super) use std::sync::atomic::{AtomicU64, Ordering};
