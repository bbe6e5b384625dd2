//! What the benchmarks share: documents made from a seed, and ratios against a yardstick.
//!
//! Speed is asked in ratios: ours and a yardstick alternate in one process on the same bytes, and
//! the fastest rounds are compared. Run one with `cargo bench -p cupola-benches --bench scanner`.

pub mod bus;
pub mod documents;
pub mod lines;
pub mod ratio;
pub mod records;
pub mod yardstick;
