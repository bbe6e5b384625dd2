//! Slow obvious twins, and the laws that hold fast and slow equal (feature `testing`; exempt from
//! stability).
//!
//! Property tests, fuzz targets and the replay of found inputs all call the functions in [`laws`].

pub mod calendar;
mod data;
pub mod laws;
pub mod policy;
pub mod twins;

pub use data::{real_data, real_text};
