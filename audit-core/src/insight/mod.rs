//! Insights: unusual rates of calls and of errors.

mod budget;
mod call;
mod days;
mod detector;
mod gap;
mod hook;
mod kind;
mod math;
mod model;
mod names;
mod poisson;
mod reading;
mod record;
mod series;
mod series_key;
#[cfg(test)]
mod tests;
mod values;

pub use budget::{InsightBudget, InsightLosses};
pub use call::InsightCall;
pub use detector::InsightDetector;
pub use kind::{InsightSelector, InsightType, SourceCategory, UnknownInsightWord};
pub use math::{insight_average, insight_baseline_minutes};
pub use model::{GapModel, InsightModel};
pub use reading::{InsightReading, InsightVerdict};
pub use record::{AttributedValue, Attribution, Average, Insight, InsightState, InsightStatistics};
pub use series_key::InsightSeries;
