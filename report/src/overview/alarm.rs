//! What an alarm did.

use cupola_base::Timestamp;

use crate::{State, StateRow};

/// What an alarm did: its states over time, what it watches, and why it is as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmStory {
    pub(super) name: String,
    changes: Vec<(Timestamp, State)>,
    pub(super) watches: String,
    pub(super) because: String,
}

impl AlarmStory {
    /// An alarm and its changes, which are put in order of time.
    #[must_use]
    pub fn new(name: impl Into<String>, changes: impl IntoIterator<Item = (Timestamp, State)>) -> Self {
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_by_key(|(at, _)| *at);
        Self { name: name.into(), changes, watches: String::new(), because: String::new() }
    }

    /// Sets what it watches, in words.
    #[must_use]
    pub fn watches(self, what: impl Into<String>) -> Self {
        Self { watches: what.into(), ..self }
    }

    /// Sets why it is in its state, in words.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { because: why.into(), ..self }
    }

    pub(super) fn row(&self) -> StateRow {
        StateRow::new(&self.name, self.changes.iter().copied())
    }

    /// The last state, and since when it holds.
    pub(super) fn now(&self) -> Option<(State, Timestamp)> {
        let last = self.changes.last()?.1;
        let run = self.changes.rsplit(|(_, state)| *state != last).next()?;
        run.first().map(|(since, state)| (*state, *since))
    }

    pub(super) fn is_ringing(&self) -> bool {
        matches!(self.now(), Some((State::Alarm, _)))
    }

    /// How often it began to ring in a range.
    pub(super) fn times_rung(&self, from: Timestamp, until: Timestamp) -> usize {
        let before = std::iter::once(None).chain(self.changes.iter().map(|(_, state)| Some(*state)));
        let pairs = before.zip(&self.changes);
        let rings = pairs.filter(|(before, (_, state))| *state == State::Alarm && *before != Some(State::Alarm));
        rings.filter(|(_, (at, _))| (from..=until).contains(at)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_that_is_told_again_has_not_rung_again() {
        let at = Timestamp::from_secs;
        let changes = [(5, State::Alarm), (1, State::Alarm), (2, State::Ok), (6, State::Alarm), (7, State::Alarm)];
        let story = AlarmStory::new("a", changes.map(|(second, state)| (at(second), state)));
        assert_eq!(story.now(), Some((State::Alarm, at(5))));
        assert_eq!(story.times_rung(at(0), at(10)), 2);
        assert_eq!(story.times_rung(at(3), at(10)), 1);
        assert_eq!(AlarmStory::new("b", []).now(), None);
    }
}
