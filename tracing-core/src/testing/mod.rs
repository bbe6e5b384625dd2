//! Laws, generators and slow obvious twins (feature `testing`; exempt from stability).

pub mod laws;
#[cfg(test)]
mod prop;
#[cfg(test)]
mod sampling_prop;
#[cfg(test)]
mod segment_prop;
pub mod segments;
#[cfg(test)]
mod service_prop;
pub mod shop;
#[cfg(any(test, feature = "proptest"))]
pub mod strategies;
pub mod twins;
