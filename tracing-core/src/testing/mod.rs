//! Laws, generators and slow obvious twins (feature `testing`; exempt from stability).

pub mod laws;
#[cfg(test)]
mod prop;
