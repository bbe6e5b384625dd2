//! What other samplers would decide.

mod quirks;
mod reservoir;
mod sampler;

pub use quirks::{Compat, LocalWindow, Quirks};
pub use sampler::{CompatDecision, CompatSampler};
