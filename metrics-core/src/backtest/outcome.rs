//! What a setting would have done.

use std::time::Duration;

use cupola_base::Timestamp;

use super::setting::Setting;
use crate::alarm::StateValue;

/// The states of an alarm over a history: every transition, and what they add up to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// How the alarm is set.
    pub setting: Setting,
    /// When it was created, with the state `INSUFFICIENT_DATA`.
    pub from: Timestamp,
    /// Until when it was watched.
    pub until: Timestamp,
    /// How often it was evaluated.
    pub evaluations: u64,
    /// Its transitions, oldest first.
    pub transitions: Vec<Transition>,
}

/// A change of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an instant and two states are all there is")]
pub struct Transition {
    /// When.
    pub at: Timestamp,
    /// The state before.
    pub from: StateValue,
    /// The state after.
    pub to: StateValue,
}

/// A stretch of time for which two settings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a stretch and two states are all there is")]
pub struct Difference {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub until: Timestamp,
    /// The state of the one.
    pub one: StateValue,
    /// The state of the other.
    pub other: StateValue,
}

impl Outcome {
    /// How often the state became `ALARM`.
    #[must_use]
    pub fn alarms(&self) -> usize {
        self.transitions.iter().filter(|transition| transition.to == StateValue::Alarm).count()
    }

    /// How often `ALARM` came back at most `within` after it had been left.
    #[must_use]
    pub fn flaps(&self, within: Duration) -> usize {
        let within = i64::try_from(within.as_millis()).unwrap_or(i64::MAX);
        let (mut left, mut flaps) = (None, 0);
        for Transition { at, from, to } in &self.transitions {
            let back = *to == StateValue::Alarm && left.is_some_and(|left| at.millis_since(left) <= within);
            flaps += usize::from(back);
            left = if *from == StateValue::Alarm { Some(*at) } else { left };
        }
        flaps
    }

    /// For how long it was in a state.
    #[must_use]
    pub fn time_in(&self, state: StateValue) -> Duration {
        let spans = self.spans().filter(|span| span.2 == state);
        let millis: i64 = spans.map(|(from, until, _)| until.millis_since(from)).sum();
        Duration::from_millis(millis.unsigned_abs())
    }

    /// The state at an instant; a transition counts from its own instant on. `None` before the
    /// alarm was created.
    #[must_use]
    pub fn state_at(&self, at: Timestamp) -> Option<StateValue> {
        let done = self.transitions.partition_point(|transition| transition.at <= at);
        let last = done.checked_sub(1).and_then(|index| self.transitions.get(index));
        (at >= self.from).then(|| last.map_or(StateValue::InsufficientData, |transition| transition.to))
    }

    /// Each stretch of time with its state: from, until, state.
    pub fn spans(&self) -> impl Iterator<Item = (Timestamp, Timestamp, StateValue)> {
        let starts = self.transitions.iter().map(|transition| (transition.at, transition.to));
        let starts = [(self.from, StateValue::InsufficientData)].into_iter().chain(starts);
        let ends = self.transitions.iter().map(|transition| transition.at).chain([self.until]);
        starts.zip(ends).map(|((from, state), until)| (from, until, state))
    }

    /// Where two outcomes over the same history differ, from when to when; stretches that touch and
    /// show the same two states are one.
    ///
    /// Only the time for which both were watched is compared.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let mut cuts: Vec<Timestamp> = self.cuts().chain(other.cuts()).collect();
        let (from, until) = (self.from.max(other.from), self.until.min(other.until));
        cuts.retain(|cut| (from..=until).contains(cut));
        cuts.extend([from, until]);
        cuts.sort_unstable();
        cuts.dedup();
        let stretches = cuts.windows(2).filter_map(|ends| self.difference(other, ends[0], ends[1]));
        stretches.fold(Vec::new(), joined)
    }

    fn difference(&self, other: &Self, from: Timestamp, until: Timestamp) -> Option<Difference> {
        let (one, other) = (self.state_at(from)?, other.state_at(from)?);
        (one != other && from < until).then_some(Difference { from, until, one, other })
    }

    fn cuts(&self) -> impl Iterator<Item = Timestamp> {
        self.transitions.iter().map(|transition| transition.at)
    }
}

fn joined(mut all: Vec<Difference>, next: Difference) -> Vec<Difference> {
    match all.last_mut() {
        Some(last) if (last.until, last.one, last.other) == (next.from, next.one, next.other) => {
            last.until = next.until
        }
        _ => all.push(next),
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use StateValue::{Alarm, InsufficientData, Ok};

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_secs(1_777_874_400 + 60 * minute)
    }

    fn outcome(changes: &[(i64, StateValue)]) -> Outcome {
        let mut from = InsufficientData;
        let transition = |(minute, to): &(i64, StateValue)| Transition {
            at: at(*minute),
            from: std::mem::replace(&mut from, *to),
            to: *to,
        };
        let transitions = changes.iter().map(transition).collect();
        let setting = Setting::above(1.0);
        Outcome { setting, from: at(0), until: at(60), evaluations: 60, transitions }
    }

    #[test]
    fn times_add_up_to_the_whole() {
        let outcome = outcome(&[(2, Ok), (10, Alarm), (14, Ok), (15, Alarm), (40, InsufficientData)]);
        let minutes = |state| outcome.time_in(state).as_secs() / 60;
        assert_eq!((minutes(Ok), minutes(Alarm), minutes(InsufficientData)), (9, 29, 22));
        assert_eq!(outcome.alarms(), 2);
        assert_eq!(outcome.flaps(Duration::from_secs(59)), 0);
        assert_eq!(outcome.flaps(Duration::from_secs(60)), 1);
        assert_eq!(
            [-1, 0, 2, 14, 99].map(|minute| outcome.state_at(at(minute))),
            [None, Some(InsufficientData), Some(Ok), Some(Ok), Some(InsufficientData)]
        );
    }

    #[test]
    fn differences_are_stretches() {
        let one = outcome(&[(2, Ok), (10, Alarm), (14, Ok)]);
        let other = outcome(&[(2, Ok), (11, Alarm), (20, InsufficientData)]);
        let stretch = |from, until, one, other| Difference { from: at(from), until: at(until), one, other };
        let expected = [stretch(10, 11, Alarm, Ok), stretch(14, 20, Ok, Alarm), stretch(20, 60, Ok, InsufficientData)];
        assert_eq!(one.differences(&other), expected);
        assert_eq!(one.differences(&one), []);
    }
}
