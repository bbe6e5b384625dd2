//! The client's side of adaptive sampling: which spans are anomalies, what is told of them, and which are exported
//! although nobody sampled them.

mod capture;
mod config;

pub use capture::{AnomalyCapture, AnomalySpan, Captured};
pub use config::{AnomalyCondition, AnomalyConfig, AnomalyConfigError, AnomalyUse};
