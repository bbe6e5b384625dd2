//! Which key a group had when.

use serde::{Deserialize, Serialize};

use super::{KmsKey, KmsKeyState, UnusableKmsKey};

/// The keys that a group has had: each from the event of a number on.
///
/// Events are numbered as they come in, so that the number alone tells the key, wherever an event
/// stands; only an empty history means that the default key was always there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct History(Vec<(u64, Option<KmsKey>)>);

impl History {
    pub(crate) fn of(key: Option<KmsKey>) -> Self {
        Self(key.into_iter().map(|key| (0, Some(key))).collect())
    }

    /// The key of events that come in now.
    pub(crate) fn current(&self) -> Option<&KmsKey> {
        self.0.last().and_then(|(_, key)| key.as_ref())
    }

    /// From the event of the number `from` on, this is the key.
    pub(crate) fn change(&mut self, from: u64, key: Option<KmsKey>) {
        if self.0.last().is_some_and(|(since, _)| *since >= from) {
            self.0.pop();
        }
        if self.current() != key.as_ref() {
            self.0.push((from, key));
        }
    }

    /// Whether it is long enough to look for what can be forgotten.
    pub(crate) const fn is_long(&self) -> bool {
        self.0.len() > 64
    }

    /// Forgets keys that no event has: there is none with a number less than `least`.
    pub(crate) fn forget_before(&mut self, least: u64) {
        let next = self.0.partition_point(|(from, _)| *from <= least);
        self.0.drain(..next.saturating_sub(1));
    }

    /// What keeps events from being read, as the states are.
    pub(crate) fn seals(&self, state: impl Fn(&KmsKey) -> KmsKeyState) -> Seals {
        let unusable = |key: &KmsKey| {
            let state = state(key);
            (state != KmsKeyState::Usable).then(|| UnusableKmsKey { key: key.clone(), state })
        };
        let seals: Vec<_> = self.0.iter().map(|(from, key)| (*from, key.as_ref().and_then(unusable))).collect();
        Seals(if seals.iter().any(|(_, seal)| seal.is_some()) { seals } else { Vec::new() })
    }
}

/// Which events cannot be read, by their numbers; empty when all can.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seals(Vec<(u64, Option<UnusableKmsKey>)>);

impl Seals {
    /// Whether every event can be read.
    pub(crate) fn are_all_open(&self) -> bool {
        self.0.iter().all(|(_, seal)| seal.is_none())
    }

    /// That the event of this number can be read.
    pub(crate) fn check(&self, sequence: u64) -> Result<(), UnusableKmsKey> {
        let next = self.0.partition_point(|(from, _)| *from <= sequence);
        let seal = next.checked_sub(1).and_then(|index| self.0.get(index));
        seal.and_then(|(_, seal)| seal.clone()).map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str) -> KmsKey {
        KmsKey::new(format!("arn:aws:kms:us-east-1:111122223333:key/{id}")).unwrap()
    }

    #[test]
    fn the_number_tells_the_key() {
        let mut history = History::of(None);
        history.change(5, Some(key("a")));
        history.change(9, Some(key("b")));
        history.change(9, Some(key("c")));
        history.change(12, None);
        let seals = history.seals(|key| match key.as_str().ends_with('a') {
            true => KmsKeyState::Disabled,
            false => KmsKeyState::Usable,
        });
        assert_eq!(
            [4, 5, 8, 9, 12, 99].map(|number| seals.check(number).is_ok()),
            [true, false, false, true, true, true]
        );
        assert_eq!(history.current(), None);
        history.forget_before(10);
        assert_eq!(history, History(vec![(9, Some(key("c"))), (12, None)]));
    }

    #[test]
    fn a_key_that_comes_back_before_an_event_leaves_no_trace() {
        let mut history = History::of(Some(key("a")));
        history.change(5, Some(key("b")));
        history.change(5, Some(key("a")));
        assert_eq!(history, History::of(Some(key("a"))));
        history.change(5, None);
        history.change(5, None);
        assert_eq!(history.current(), None);
    }
}
