//! Tests through the public API, in one program: it links once.

mod policy;
mod schedule;
mod sketch;
