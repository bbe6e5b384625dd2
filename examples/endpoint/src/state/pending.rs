//! What was handed out and not told of, within bounds.

use std::collections::BTreeMap;

use cupola::{Delivery, DeliveryId, Place};

use crate::ledger::weight;

/// Deliveries on their way, in the order in which they left. Each has a number that is given once.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    by_number: BTreeMap<u64, (Place, Delivery)>,
    numbers: BTreeMap<(Place, DeliveryId), u64>,
    next: u64,
    bytes: usize,
}

/// As many deliveries may be on their way; the library, too, remembers no more.
const MOST: usize = 10_000;
/// And as many bytes.
const MOST_BYTES: usize = 64 << 20;

impl Pending {
    /// Nothing, whose numbers go on where those of another end.
    pub(super) fn after(other: &Self) -> Self {
        Self { next: other.next, ..Self::default() }
    }

    pub(super) fn insert(&mut self, place: Place, delivery: Delivery) {
        self.remove(&place, delivery.id);
        self.numbers.insert((place.clone(), delivery.id), self.next);
        self.bytes += weight(&delivery);
        self.by_number.insert(self.next, (place, delivery));
        self.next += 1;
    }

    pub(super) fn remove(&mut self, place: &Place, id: DeliveryId) {
        if let Some(number) = self.numbers.remove(&(place.clone(), id)) {
            let removed = self.by_number.remove(&number);
            self.bytes -= removed.map_or(0, |(_, delivery)| weight(&delivery));
        }
    }

    /// Takes the oldest one out, where there is more than there may be.
    pub(super) fn pop_over(&mut self) -> Option<(Place, Delivery)> {
        if self.by_number.len() <= MOST && self.bytes <= MOST_BYTES {
            return None;
        }
        let (place, delivery) = self.by_number.first_key_value()?.1.clone();
        self.remove(&place, delivery.id);
        Some((place, delivery))
    }

    /// The oldest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Place, Delivery)> {
        self.by_number.values()
    }

    pub(crate) fn get(&self, number: u64) -> Option<&(Place, Delivery)> {
        self.by_number.get(&number)
    }

    /// The numbers from this one on.
    pub(crate) fn since(&self, number: u64) -> impl Iterator<Item = u64> {
        self.by_number.range(number..).map(|(number, _)| *number)
    }

    /// The number that the next one gets.
    pub(crate) const fn next_number(&self) -> u64 {
        self.next
    }
}

impl FromIterator<(Place, Delivery)> for Pending {
    fn from_iter<I: IntoIterator<Item = (Place, Delivery)>>(all: I) -> Self {
        let mut pending = Self::default();
        all.into_iter().for_each(|(place, delivery)| pending.insert(place, delivery));
        pending
    }
}

#[cfg(test)]
mod tests {
    use cupola::{Payload, Timestamp};
    use serde_json::json;

    use super::*;

    /// A delivery with a text.
    fn delivery(sequence: u64, text: &str) -> Delivery {
        let delivery = json!({"id": DeliveryId::new(1, sequence).number(), "at": Timestamp::EPOCH, "cause": "rule",
            "target": "here", "payload": {"Json": {}}, "call": "Plain", "attributes": {}, "attempt": 1});
        let mut delivery: Delivery = serde_json::from_value(delivery).unwrap();
        delivery.payload = Payload::Text(text.into());
        delivery
    }

    fn place(region: &str) -> Place {
        Place::parse("123456789012", region).unwrap()
    }

    #[test]
    fn the_oldest_go_first_wherever_they_are_from() {
        let mut pending = Pending::default();
        pending.insert(place("us-east-1"), delivery(7, ""));
        (1..MOST as u64).for_each(|number| pending.insert(place("ap-south-1"), delivery(number, "")));
        assert_eq!(pending.pop_over(), None);
        pending.insert(place("ap-south-1"), delivery(MOST as u64, ""));
        assert_eq!(pending.pop_over(), Some((place("us-east-1"), delivery(7, ""))));
        assert_eq!(pending.pop_over(), None);
    }

    #[test]
    fn bytes_are_bounded() {
        let (mut pending, text) = (Pending::default(), "x".repeat(MOST_BYTES / 4));
        (1..=3).for_each(|number| pending.insert(place("us-east-1"), delivery(number, &text)));
        assert_eq!(pending.pop_over(), None);
        pending.insert(place("us-east-1"), delivery(4, &text));
        assert_eq!(pending.pop_over().map(|(_, dropped)| dropped.id), Some(DeliveryId::new(1, 1)));
        assert_eq!(pending.pop_over(), None);
        (2..=4).for_each(|number| pending.remove(&place("us-east-1"), DeliveryId::new(1, number)));
        assert_eq!((pending.bytes, pending.iter().count()), (0, 0));
    }

    #[test]
    fn numbers_are_given_once() {
        let mut pending = Pending::default();
        (1..=3).for_each(|number| pending.insert(place("us-east-1"), delivery(number, "")));
        pending.remove(&place("us-east-1"), DeliveryId::new(1, 2));
        pending.insert(place("us-east-1"), delivery(2, "again"));
        assert_eq!(pending.since(1).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(pending.get(3).map(|(_, delivery)| delivery.payload.as_str()), Some("again"));
        let mut after = Pending::after(&pending);
        after.insert(place("us-east-1"), delivery(1, ""));
        assert_eq!(after.since(0).collect::<Vec<_>>(), [4]);
    }
}
