//! What is due when.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{Deadline, Timestamp};

use crate::group::Group;
use crate::name::{FilterName, LogGroupName};

/// What is due when, in order: by time, minutes before expiry, then by names.
///
/// Not part of snapshots: it follows from the groups.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda(BTreeSet<(Timestamp, Due)>);

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// Minutes of a filter with a default value close.
    CloseMinutes(LogGroupName, FilterName),
    /// Expired events of a group go from memory.
    Sweep(LogGroupName),
    /// What subscriptions sent is tried again.
    Retry,
    /// A second of a live tail session ends.
    Tail(String),
    /// An export task goes on.
    Export(String),
    /// Files of a delivery are written.
    VendedFiles(u64),
    /// A scheduled query begins or ends a run.
    ScheduledQuery(String),
    /// A window of a log anomaly detector ends.
    Detector(u64),
}

impl Due {
    const fn why(&self) -> &'static str {
        match self {
            Self::CloseMinutes(..) => "minute of a metric filter closes",
            Self::Sweep(_) => "log events expire",
            Self::Retry => "delivery is tried again",
            Self::Tail(_) => "second of a live tail session ends",
            Self::Export(_) => "export task goes on",
            Self::VendedFiles(_) => "files of a log delivery are written",
            Self::ScheduledQuery(_) => "scheduled query runs",
            Self::Detector(_) => "window of a log anomaly detector ends",
        }
    }
}

impl Agenda {
    /// What the groups wait for.
    pub(crate) fn of(groups: &BTreeMap<LogGroupName, Group>) -> Self {
        let mut agenda = Self::default();
        for (name, group) in groups {
            group.sweep.into_iter().for_each(|at| agenda.set(at, Due::Sweep(name.clone())));
            for (filter, watch) in &group.filters {
                let due = || Due::CloseMinutes(name.clone(), filter.clone());
                watch.closing().for_each(|at| agenda.set(at, due()));
            }
        }
        agenda
    }

    pub(crate) fn set(&mut self, at: Timestamp, due: Due) {
        self.0.insert((at, due));
    }

    pub(crate) fn unset(&mut self, at: Timestamp, due: Due) {
        self.0.remove(&(at, due));
    }

    /// The first thing that is due at or before `now`.
    pub(crate) fn pop(&mut self, now: Timestamp) -> Option<(Timestamp, Due)> {
        if self.0.first()?.0 > now { None } else { self.0.pop_first() }
    }

    pub(crate) fn next(&self) -> Option<Deadline> {
        self.0.first().map(|(at, due)| Deadline { at: *at, why: due.why() })
    }

    /// Forgets all of a group.
    pub(crate) fn forget_group(&mut self, group: &str) {
        self.0.retain(|(_, due)| match due {
            Due::CloseMinutes(name, _) | Due::Sweep(name) => name.as_str() != group,
            Due::Retry
            | Due::Tail(_)
            | Due::Export(_)
            | Due::VendedFiles(_)
            | Due::ScheduledQuery(_)
            | Due::Detector(_) => true,
        });
    }

    /// Forgets all of a filter.
    pub(crate) fn forget_filter(&mut self, group: &str, filter: &str) {
        self.0.retain(|(_, due)| match due {
            Due::CloseMinutes(name, of) => (name.as_str(), of.as_str()) != (group, filter),
            Due::Sweep(_)
            | Due::Retry
            | Due::Tail(_)
            | Due::Export(_)
            | Due::VendedFiles(_)
            | Due::ScheduledQuery(_)
            | Due::Detector(_) => true,
        });
    }
}
