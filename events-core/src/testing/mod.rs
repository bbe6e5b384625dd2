//! Slow obvious twins, and the laws that hold fast and slow equal (feature `testing`; exempt from
//! stability).
//!
//! Property tests, fuzz targets and the replay of found inputs all call the functions in [`laws`].

mod accept;
#[cfg(test)]
mod asked;
pub mod laws;
pub mod pipes;
#[cfg(test)]
mod prop;
pub mod rule_sets;
pub mod schema;
#[cfg(test)]
mod schema_prop;
#[cfg(any(test, feature = "proptest"))]
pub mod strategies;
pub mod templates;
mod tree;
pub mod twins;
