//! Log events on their way to Contributor Insights rules.

use cupola_base::Timestamp;

use crate::logs::{TransformedText, WatchedEvent, WatchedEvents};
use crate::metrics;
use crate::metrics::RuleEvent;

/// Lays events that came in before the rules that watch their group.
pub(crate) fn count(at: Timestamp, seen: &WatchedEvents, metrics: &mut metrics::Engine) {
    metrics.count_contributors(at, &seen.log_group, seen.events.iter().map(as_rules_see));
}

fn as_rules_see(event: &WatchedEvent) -> RuleEvent<'_> {
    let transformed = match &event.transformed {
        TransformedText::NoTransformer => None,
        TransformedText::Failed => Some(None),
        TransformedText::Text(text) => Some(Some(text.as_str())),
    };
    RuleEvent { at: event.at, message: &event.message, transformed }
}
