//! Insights, asserted.

use cupola::audit::{Insight, InsightState};

/// Asserts that an insight of an API started, and gives its record: of the unusual rates found, by service and action.
///
/// ```
/// use cupola::Timestamp;
/// use cupola::audit::{InsightCall, InsightDetector, InsightModel, InsightSelector, InsightType};
/// use cupola::base::Rng;
/// use cupola_test::assert_insight;
///
/// let mut detector = InsightDetector::new(InsightModel::default());
/// let t0 = Timestamp::parse("2026-05-01T00:00:00Z")?;
/// detector.watch(t0, &[InsightSelector::new(InsightType::ApiCallRate)]);
/// let burst = t0.plus_secs(48 * 3600);
/// for _ in 0..20 {
///     detector.count(&InsightCall::new(burst, "iam.amazonaws.com", "CreateAccessKey"));
/// }
/// let insights = detector.advance(burst.plus_secs(3600), &Rng::new(0));
/// let start = assert_insight!(insights, "iam.amazonaws.com", "CreateAccessKey");
/// assert_eq!(start.at, burst);
/// # Ok::<(), cupola::base::TimestampError>(())
/// ```
///
/// # Panics
/// When none did; the message lists those that were found.
#[macro_export]
macro_rules! assert_insight {
    ($insights:expr, $source:expr, $name:expr $(,)?) => {
        match $crate::insight::started(&$insights, $source, $name) {
            Ok(insight) => insight,
            Err(found) => panic!("no insight of {} {} started; found: {found}", $source, $name),
        }
    };
}

/// The start of an API's insight, or all that were found; what [`assert_insight!`](crate::assert_insight) asks.
///
/// # Errors
/// What was found instead, in words.
pub fn started<'i>(insights: &'i [Insight], source: &str, name: &str) -> Result<&'i Insight, String> {
    let is = |i: &&Insight| i.state == InsightState::Start && i.event_source == source && i.event_name == name;
    insights.iter().find(is).ok_or_else(|| found(insights))
}

fn found(insights: &[Insight]) -> String {
    if insights.is_empty() {
        return "none".into();
    }
    let one = |i: &Insight| format!("{:?} of {} {} at {}", i.state, i.event_source, i.event_name, i.at);
    insights.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "no insight of iam.amazonaws.com CreateUser started; found: none")]
    fn what_was_found_instead_is_told() {
        let none: Vec<Insight> = Vec::new();
        let _ = assert_insight!(none, "iam.amazonaws.com", "CreateUser");
    }
}
