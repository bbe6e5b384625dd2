//! Laws, generators and slow obvious twins (feature `testing`; exempt from stability).

pub mod laws;
#[cfg(test)]
mod prop;
#[cfg(test)]
mod segment_prop;
pub mod segments;
#[cfg(test)]
mod service_prop;
pub mod twins;
