//! The bridges as an application uses them: what comes out is read from an observatory.
#![expect(clippy::unwrap_used, clippy::float_cmp, reason = "helpers of tests; numbers that a double holds as they are")]

mod inbox;
mod lines;
mod meters;
mod spans;
mod tracer;
mod web;
mod world;
