//! Slow obvious twins, generated requests, and laws that hold whatever the input (feature
//! `testing`; exempt from stability).
//!
//! Property tests, fuzz targets and the replay of found inputs all call the functions in [`laws`].

mod generate;
pub mod laws;
pub mod twins;

pub use generate::{Choices, request};
