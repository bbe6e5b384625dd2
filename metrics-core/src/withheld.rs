//! Actions that wait.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::name::AlarmName;

/// Alarms that owe the actions of their present state, and what withholds them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(AlarmName, Withholder)>", into = "Vec<(AlarmName, Withholder)>")]
pub(crate) struct Withheld {
    by: BTreeMap<AlarmName, Withholder>,
    /// When to ask again whether an alarm is still muted.
    until: BTreeSet<(Timestamp, AlarmName)>,
}

/// What withholds actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Withholder {
    /// A composite alarm's suppressor, or its periods.
    Suppressor,
    /// A mute rule; its window ends then.
    Mute(Timestamp),
}

/// When actions run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// At the transition.
    Transition,
    /// When nothing suppresses them any more.
    Unsuppressed,
    /// When nothing mutes them any more.
    Unmuted,
}

impl Withheld {
    /// What withholds an alarm's actions, when something does.
    pub(crate) fn by(&self, alarm: &str) -> Option<Withholder> {
        self.by.get(alarm).copied()
    }

    pub(crate) fn hold(&mut self, alarm: &AlarmName, by: Withholder) {
        self.release(alarm.as_str());
        if let Withholder::Mute(until) = by {
            self.until.insert((until, alarm.clone()));
        }
        self.by.insert(alarm.clone(), by);
    }

    /// Nothing is owed any more; answers what withheld it.
    pub(crate) fn release(&mut self, alarm: &str) -> Option<Withholder> {
        let (name, by) = self.by.remove_entry(alarm)?;
        if let Withholder::Mute(until) = by {
            self.until.remove(&(until, name));
        }
        Some(by)
    }

    /// When the first alarm may be muted no more.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.until.first().map(|(at, _)| *at)
    }

    /// The first alarm that may be muted no more at or before `now`, and when; it is still held.
    pub(crate) fn first_due(&self, now: Timestamp) -> Option<(Timestamp, AlarmName)> {
        self.until.first().filter(|(at, _)| *at <= now).cloned()
    }
}

impl From<Vec<(AlarmName, Withholder)>> for Withheld {
    fn from(all: Vec<(AlarmName, Withholder)>) -> Self {
        let mut withheld = Self::default();
        for (alarm, by) in all {
            withheld.hold(&alarm, by);
        }
        withheld
    }
}

impl From<Withheld> for Vec<(AlarmName, Withholder)> {
    fn from(withheld: Withheld) -> Self {
        withheld.by.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_reason_counts() {
        let name = AlarmName::new("a").unwrap();
        let t = Timestamp::from_secs;
        let mut withheld = Withheld::default();
        withheld.hold(&name, Withholder::Mute(t(5)));
        withheld.hold(&name, Withholder::Mute(t(9)));
        assert_eq!((withheld.next(), withheld.first_due(t(8))), (Some(t(9)), None));
        assert_eq!(withheld.first_due(t(9)), Some((t(9), name.clone())));
        withheld.hold(&name, Withholder::Suppressor);
        assert_eq!((withheld.next(), withheld.by("a")), (None, Some(Withholder::Suppressor)));
        assert_eq!((withheld.release("a"), withheld.release("a")), (Some(Withholder::Suppressor), None));
    }
}
