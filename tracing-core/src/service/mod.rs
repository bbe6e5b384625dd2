//! The verbs of the sampling service.

mod boosts;
mod held;
mod quota;
mod reports;
mod rules;
mod targets;
mod telemetry;
mod windows;

pub(crate) use held::Held;
pub use reports::{BoostStatistics, SamplingStatistics, SamplingTargets, UnprocessedStatistics};
pub use rules::RuleSelector;
pub use targets::SamplingTargetsError;
pub use windows::StatisticSummary;
pub(crate) use windows::Windows;
