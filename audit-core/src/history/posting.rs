//! The events that have one value.

use std::collections::VecDeque;

use super::LookupKey;

/// The slots of events that have one value, oldest first. Most values that are in one event alone, ids, take no room
/// besides.
#[derive(Clone, Debug, Default)]
#[expect(clippy::box_collection, reason = "most values are in one event alone, and the index has as many slots")]
pub(super) enum Posting {
    #[default]
    None,
    One(u32),
    Many(Box<VecDeque<u32>>),
}

impl Posting {
    /// Puts a slot in its place. At either end that costs nothing; in between as much as there is to the nearer end.
    pub(super) fn insert<P: Ord>(&mut self, slot: u32, position: impl Fn(u32) -> P) {
        match self {
            Self::None => *self = Self::One(slot),
            Self::One(other) => {
                let (a, b) = if position(*other) <= position(slot) { (*other, slot) } else { (slot, *other) };
                *self = Self::Many(Box::new(VecDeque::from([a, b])));
            }
            Self::Many(slots) => {
                let own = position(slot);
                let place = slots.partition_point(|other| position(*other) < own);
                slots.insert(place, slot);
            }
        }
    }

    /// Takes a slot out, which is the oldest of all; whether nothing is left.
    pub(super) fn remove_oldest(&mut self, slot: u32) -> bool {
        match self {
            Self::None => true,
            Self::One(only) => *only == slot,
            Self::Many(slots) => {
                if slots.front() == Some(&slot) {
                    slots.pop_front();
                }
                slots.is_empty()
            }
        }
    }

    pub(super) fn slot(&self, place: usize) -> u32 {
        match self {
            Self::None => u32::MAX,
            Self::One(slot) => *slot,
            Self::Many(slots) => slots.get(place).copied().unwrap_or(u32::MAX),
        }
    }

    /// How many slots, from the oldest on, obey.
    pub(super) fn partition_point(&self, obeys: impl Fn(u32) -> bool) -> usize {
        match self {
            Self::None => 0,
            Self::One(slot) => usize::from(obeys(*slot)),
            Self::Many(slots) => slots.partition_point(|slot| obeys(*slot)),
        }
    }
}

/// The key of a value in the index; without one that of all events of a kind. FNV-1a: two values may share a key,
/// which costs time and changes no answer.
pub(super) fn key_of(is_insight: bool, attribute: Option<(LookupKey, &str)>) -> u64 {
    let tag = attribute.map_or(0, |(key, _)| key as u8 + 1);
    let head = [tag, u8::from(is_insight)];
    let bytes = head.iter().chain(attribute.map_or(&[][..], |(_, value)| value.as_bytes()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
