//! The rule against its twin, the documents' cases, and traffic in which nothing is unusual.

mod cases;
mod laws;
mod quiet;
mod twin;

use cupola_base::{Rng, Timestamp};

use super::math::{Minute, instant, minute_of};
use super::*;
use crate::Access;

/// A detector that has watched both types since that instant.
fn watching(since: &str) -> InsightDetector {
    let mut detector = InsightDetector::new(InsightModel::default());
    detector.watch(at(since), &InsightType::ALL.map(InsightSelector::new));
    detector
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// So many calls in the minute.
fn calls(detector: &mut InsightDetector, minute: Timestamp, count: u64, call: &InsightCall<'_>) {
    for _ in 0..count {
        detector.count(&InsightCall { at: minute, ..call.clone() });
    }
}

/// State, time, the insight's average and its minutes.
fn told(insights: &[Insight]) -> Vec<(InsightState, String, f64, u64)> {
    let told = |i: &Insight| {
        (i.state, i.at.to_seconds_text(), i.statistics.insight.average, i.statistics.insight_duration.unwrap())
    };
    insights.iter().map(told).collect()
}
