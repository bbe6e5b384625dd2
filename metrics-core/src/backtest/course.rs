//! An alarm's life, 64 evaluations at a time.

use cupola_base::Timestamp;

use super::lanes::Lanes;
use super::outcome::Transition;
use crate::alarm::StateValue;

/// The state that an alarm has come to, and how.
#[derive(Clone, Debug)]
pub(super) struct Course {
    state: StateValue,
    pub(super) transitions: Vec<Transition>,
    pub(super) evaluations: u64,
}

impl Course {
    /// That of an alarm that is new.
    pub(super) const fn new() -> Self {
        Self { state: StateValue::InsufficientData, transitions: Vec::new(), evaluations: 0 }
    }

    /// Takes the decisions of the lanes at which the alarm is evaluated; `at` tells when a lane is.
    #[inline]
    pub(super) fn follow(&mut self, lanes: Lanes, ticks: u64, at: impl Fn(u32) -> Timestamp) {
        let lanes = lanes.at(ticks);
        let (before, last) = lanes.states_before(self.state);
        let mut changes = lanes.changes(before);
        while changes != 0 {
            let lane = changes.trailing_zeros();
            self.transitions.push(Transition { at: at(lane), from: before.state(lane), to: lanes.state(lane) });
            changes &= changes - 1;
        }
        self.state = last;
        self.evaluations += u64::from(ticks.count_ones());
    }
}
