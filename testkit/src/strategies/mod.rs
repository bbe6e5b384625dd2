//! Proptest strategies for what comes in (feature `strategies`).

mod audit;

pub use audit::{AttackBurst, attack_burst, record, selectors, trail};
