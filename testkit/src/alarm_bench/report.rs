//! What happened on the bench.

use cupola::Timestamp;
use cupola::metrics::{StateValue, Window};

use super::expectation::Expectation;

/// What happened on a bench, alarm by alarm; printed, a drawing with a line for each step.
///
/// A line of a metric alarm shows the newest datapoint and whether it breaches (`X`), does not (`0`) or
/// is missing (`-`); a line of a composite alarm shows the states of the alarms that its rule names: `A`
/// for `ALARM`, `O` for `OK`, `I` for `INSUFFICIENT_DATA`.
#[derive(Clone, Debug)]
pub struct Report {
    pub(super) start: Timestamp,
    pub(super) step: u32,
    pub(super) tracks: Vec<Track>,
}

/// One alarm's course.
#[derive(Clone, Debug)]
pub(super) struct Track {
    pub(super) name: String,
    /// The alarms that its rule looks at, where it is a composite alarm.
    pub(super) children: Vec<String>,
    pub(super) lines: Vec<Line>,
    pub(super) changes: Vec<Change>,
    pub(super) expected: Vec<Expectation>,
    /// All transitions that are expected, where it was asked for all.
    pub(super) exactly: Option<Vec<Expectation>>,
}

/// What the alarm saw at one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Seconds after the start.
    pub(super) at: u32,
    /// The newest window: its datapoint and what it shows.
    pub(super) window: Option<(Option<f64>, Window)>,
}

/// A transition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// The state before.
    pub from: StateValue,
    /// The state after.
    pub to: StateValue,
    /// Why, in the service's words.
    pub reason: String,
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The alarm.
    pub alarm: String,
    /// When.
    pub at: Timestamp,
    /// The state that was expected; `None` where no transition was.
    pub expected: Option<StateValue>,
    /// The state that it was in.
    pub found: StateValue,
}

impl Report {
    /// Whether every expectation was met.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        self.failures().is_empty()
    }

    /// The expectations that were not met: for each the first time at which it was not.
    #[must_use]
    pub fn failures(&self) -> Vec<Failure> {
        self.tracks.iter().flat_map(|track| track.failures(self.start)).collect()
    }

    /// The transitions of an alarm, oldest first; none for an unknown one.
    #[must_use]
    pub fn changes(&self, alarm: &str) -> &[Change] {
        self.track(alarm).map_or(&[], |track| track.changes.as_slice())
    }

    /// The state of an alarm so many minutes after the start; `None` for an unknown one.
    #[must_use]
    pub fn state_at(&self, alarm: &str, minute: u32) -> Option<StateValue> {
        let at = self.start.plus_secs(60 * i64::from(minute));
        self.track(alarm).map(|track| track.state_at(at))
    }

    /// Fails the test when an expectation was not met.
    ///
    /// # Panics
    /// Then; the message is the drawing.
    #[track_caller]
    pub fn assert(&self) {
        assert!(self.is_as_expected(), "the alarm did not do what was expected of it\n{self}");
    }

    pub(super) fn track(&self, alarm: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.name == alarm)
    }
}

impl Track {
    pub(super) const fn new(name: String, children: Vec<String>) -> Self {
        Self { name, children, lines: Vec::new(), changes: Vec::new(), expected: Vec::new(), exactly: None }
    }

    pub(super) fn state_at(&self, at: Timestamp) -> StateValue {
        let done = self.changes.partition_point(|change| change.at <= at);
        let last = done.checked_sub(1).and_then(|index| self.changes.get(index));
        last.map_or(StateValue::InsufficientData, |change| change.to)
    }

    pub(super) fn failures(&self, start: Timestamp) -> Vec<Failure> {
        let states = self.expected.iter().filter_map(|expectation| self.unmet(expectation, start));
        states.chain(self.unmet_transition(start)).collect()
    }

    /// Where the state is first another than the one expected.
    fn unmet(&self, expectation: &Expectation, start: Timestamp) -> Option<Failure> {
        let [from, to] = [expectation.from, expectation.to].map(|seconds| start.plus_secs(i64::from(seconds)));
        let later = self.changes.iter().map(|change| change.at).filter(|at| (from..=to).contains(at));
        let at = [from].into_iter().chain(later).find(|at| self.state_at(*at) != expectation.state)?;
        Some(self.failure(at, Some(expectation.state)))
    }

    /// The first transition that is not the one expected, or is missing.
    fn unmet_transition(&self, start: Timestamp) -> Option<Failure> {
        let expected = self.exactly.as_ref()?;
        let expected = expected.iter().map(|e| (start.plus_secs(i64::from(e.from)), e.state)).collect::<Vec<_>>();
        let found = self.changes.iter().map(|change| (change.at, change.to)).collect::<Vec<_>>();
        let alike = expected.iter().zip(&found).take_while(|(one, other)| one == other).count();
        match (expected.get(alike), found.get(alike)) {
            (None, None) => None,
            (Some((at, state)), None) => Some(self.failure(*at, Some(*state))),
            (None, Some((at, _))) => Some(self.failure(*at, None)),
            (Some((wanted, state)), Some((at, _))) if wanted <= at => Some(self.failure(*wanted, Some(*state))),
            (Some(_), Some((at, _))) => Some(self.failure(*at, None)),
        }
    }

    fn failure(&self, at: Timestamp, expected: Option<StateValue>) -> Failure {
        Failure { alarm: self.name.clone(), at, expected, found: self.state_at(at) }
    }
}
