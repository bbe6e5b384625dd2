//! What left.

use std::collections::BTreeMap;

use cupola_base::{Delivery, Timestamp};
use cupola_report::DeliveryCount;

use crate::Output;

/// Deliveries of a time, counted by target and cause; most first.
pub(super) fn counts<'a>(
    outputs: impl IntoIterator<Item = &'a Output>,
    from: Timestamp,
    until: Timestamp,
) -> Vec<DeliveryCount> {
    let mut counts: BTreeMap<(&str, &str), DeliveryCount> = BTreeMap::new();
    for output in outputs {
        let Output::Delivery(delivery) = output else { continue };
        if (from..=until).contains(&delivery.at) {
            let key = (delivery.target.as_str(), delivery.cause.as_str());
            let count = counts.entry(key).or_insert_with(|| none_yet(delivery));
            count.deliveries += 1;
            count.first = count.first.min(delivery.at);
            count.last = count.last.max(delivery.at);
        }
    }
    let mut counts: Vec<DeliveryCount> = counts.into_values().collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.deliveries));
    counts
}

fn none_yet(delivery: &Delivery) -> DeliveryCount {
    let (target, cause) = (delivery.target.clone(), delivery.cause.clone());
    DeliveryCount { target, cause, deliveries: 0, first: delivery.at, last: delivery.at }
}
