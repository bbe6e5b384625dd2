//! Slow obvious twins, generated requests, and laws that hold whatever the input (feature
//! `testing`; exempt from stability).
//!
//! Property tests, fuzz targets and the replay of found inputs all call the functions in [`laws`], [`math_laws`],
//! [`rule_laws`] and [`insight_laws`].

pub mod bands;
mod generate;
pub mod insight_laws;
pub mod laws;
pub mod math_laws;
pub mod mathematics;
pub mod rule_laws;
#[cfg(any(test, feature = "proptest"))]
pub mod strategies;
pub mod twins;
pub mod words;

pub use generate::{Choices, request};
