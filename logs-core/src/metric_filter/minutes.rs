//! Which minutes are to give the default value.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// The minutes of a filter with a default value, by the times of the events.
///
/// A minute with events is open until it closes; a match decides it at once, closing decides it with
/// the default value. A decided minute gives no default value any more.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Minutes {
    /// Minutes with events and no match, with when they close.
    open: BTreeMap<Timestamp, Timestamp>,
    /// Runs of decided minutes: first minute, and the minute after the last.
    decided: BTreeMap<Timestamp, Timestamp>,
}

pub(crate) const MINUTE: i64 = 60_000;

impl Minutes {
    /// Events came into this minute, none of which matched. Tells whether the minute closes, then.
    pub(crate) fn saw_events(&mut self, minute: Timestamp, closes: Timestamp) -> bool {
        let undecided = !self.is_decided(minute);
        if undecided {
            self.open.entry(minute).or_insert(closes);
        }
        undecided
    }

    /// An event of this minute matched.
    pub(crate) fn saw_match(&mut self, minute: Timestamp) {
        self.open.remove(&minute);
        if !self.is_decided(minute) {
            self.decide(minute);
        }
    }

    /// Closes what is due, and gives the minutes that have had no match, in order.
    pub(crate) fn close(&mut self, now: Timestamp) -> Vec<Timestamp> {
        let due: Vec<_> = self.open.iter().filter(|(_, closes)| **closes <= now).map(|(minute, _)| *minute).collect();
        for minute in &due {
            self.open.remove(minute);
            self.decide(*minute);
        }
        due
    }

    /// When the open minutes close.
    pub(crate) fn closing(&self) -> impl Iterator<Item = Timestamp> {
        self.open.values().copied()
    }

    /// Forgets minutes of which no event can come in any more.
    pub(crate) fn forget_before(&mut self, oldest: Timestamp) {
        while let Some(run) = self.decided.first_entry().filter(|run| *run.get() <= oldest) {
            run.remove();
        }
    }

    /// Forgets what is open: those events came in before the filter was changed.
    pub(crate) fn forget_open(&mut self) {
        self.open.clear();
    }

    fn is_decided(&self, minute: Timestamp) -> bool {
        self.decided.range(..=minute).next_back().is_some_and(|(_, end)| minute < *end)
    }

    fn decide(&mut self, minute: Timestamp) {
        let mut end = minute.plus_millis(MINUTE);
        if let Some(joined) = self.decided.remove(&end) {
            end = joined;
        }
        match self.decided.range_mut(..minute).next_back().filter(|(_, end)| **end == minute) {
            Some((_, before)) => *before = end,
            None => {
                self.decided.insert(minute, end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn minute(number: i64) -> Timestamp {
        Timestamp::from_millis(number * MINUTE)
    }

    proptest! {
        /// Against a plain set of minutes.
        #[test]
        fn runs_are_a_set(minutes in prop::collection::vec(0i64..30, 0..40)) {
            let (mut runs, mut set) = (Minutes::default(), BTreeSet::new());
            for number in minutes {
                runs.saw_match(minute(number));
                set.insert(number);
                for asked in -1..31 {
                    prop_assert_eq!(runs.is_decided(minute(asked)), set.contains(&asked));
                }
                let joins = set.iter().filter(|number| !set.contains(&(**number + 1))).count();
                prop_assert_eq!(runs.decided.len(), joins, "runs are as long as they can be");
            }
        }
    }

    #[test]
    fn a_minute_gives_its_default_once() {
        let mut minutes = Minutes::default();
        assert!(minutes.saw_events(minute(3), minute(4)));
        assert!(minutes.saw_events(minute(3), minute(9)), "it closes when it was to close first");
        assert_eq!(minutes.close(minute(4)), [minute(3)]);
        assert!(!minutes.saw_events(minute(3), minute(9)));
        assert!(minutes.close(minute(9)).is_empty());
    }
}
