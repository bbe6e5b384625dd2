//! Which groups a trace belongs to.

use std::collections::BTreeSet;

use cupola_base::Timestamp;

use crate::filter::Evaluation;
use crate::store::StoredTrace;
use crate::{Engine, SegmentDocument, Trace, TraceId};

impl Engine {
    /// Remembers that documents of a trace came: for the groups, and for the minutes under way, where it is new to them.
    pub(crate) fn note(&mut self, now: Timestamp, id: TraceId, is_new: (bool, bool)) {
        let most = 2 * self.state.store.len() + SLACK;
        let (read, store) = (&mut self.state.read, &self.state.store);
        for (list, is_new) in [(&mut read.unsettled, is_new.0), (&mut read.recent, is_new.1)] {
            if is_new {
                list.push(id);
            }
            if list.len() > most {
                list.retain(|id| store.get(*id).is_some());
            }
        }
        if is_new.1 {
            self.parts.loosen(id);
        }
        if read.minute.is_none() {
            read.minute = Some(now.floor_to(60_000).plus_secs(60));
        }
    }

    /// Forgets a trace that is gone.
    pub(crate) fn forget(&mut self, id: TraceId) {
        self.state.read.members.remove(&id);
        self.parts.forget(id);
    }

    /// Lays traces of which documents came against the groups as they are now.
    pub(crate) fn settle_groups(&mut self) {
        for id in std::mem::take(&mut self.state.read.unsettled) {
            let groups = self.groups_of(id);
            let Some(stored) = self.state.store.get_mut(id) else { continue };
            stored.is_unsettled = false;
            if groups.is_empty() {
                self.state.read.members.remove(&id);
            } else {
                self.state.read.members.insert(id, groups);
            }
        }
    }

    /// Whether a trace belongs to a group; all belong to the default.
    pub(crate) fn is_member(&self, id: TraceId, serial: u32) -> bool {
        if serial == 0 {
            return true;
        }
        if self.state.store.get(id).is_some_and(|stored| stored.is_unsettled) {
            return self.groups_of(id).contains(&serial);
        }
        self.state.read.members.get(&id).is_some_and(|groups| groups.contains(&serial))
    }

    /// The groups beside the default, by what they say now. One whose expression cannot be judged, because it names a group
    /// that is gone, has no traces.
    fn groups_of(&self, id: TraceId) -> BTreeSet<u32> {
        let groups = &self.state.read.groups;
        let Some(stored) = self.state.store.get(id).filter(|_| groups.own() > 0) else { return BTreeSet::new() };
        let documents = documents(stored);
        let trace = self.assembled(id, &documents);
        let evaluation = Evaluation::new(&trace, Some(groups));
        groups
            .iter()
            .filter(|group| !group.is_default() && groups.check(&group.expression).is_ok())
            .filter(|group| evaluation.holds(&group.expression))
            .map(|group| group.serial)
            .collect()
    }

    /// Traces of which documents came since an instant, in the order of their ids.
    pub(crate) fn recent_traces(&self, since: Timestamp) -> Vec<TraceId> {
        let came_since = |id: &&TraceId| self.state.store.get(**id).is_some_and(|stored| stored.last_seen >= since);
        let all: BTreeSet<TraceId> = self.state.read.recent.iter().filter(came_since).copied().collect();
        all.into_iter().collect()
    }

    /// Forgets what no minute under way is about.
    pub(crate) fn keep_recent(&mut self, oldest: Timestamp) {
        let kept = self.recent_traces(oldest);
        for id in std::mem::replace(&mut self.state.read.recent, kept) {
            if let Some(stored) = self.state.store.get_mut(id) {
                stored.is_recent = stored.last_seen >= oldest;
            }
        }
    }

    /// Looks at a trace, where it is there.
    pub(crate) fn with_trace(&self, id: TraceId, look: impl FnOnce(&Trace<'_>)) {
        if let Some(stored) = self.state.store.get(id) {
            let documents = documents(stored);
            look(&self.assembled(id, &documents));
        }
    }

    pub(crate) fn assembled<'a>(&self, id: TraceId, documents: &'a [SegmentDocument]) -> Trace<'a> {
        let most = self.state.limits.indexed_annotations;
        Trace::assemble(id, documents).with_index(self.state.policies.annotation_keys, most)
    }
}

/// The documents of a trace in the order in which they came.
pub(super) fn documents(stored: &StoredTrace) -> Vec<SegmentDocument> {
    stored.documents.iter().filter_map(crate::store::Stored::document).collect()
}

/// Traces that are gone and still in a list, beside as many as there are traces.
const SLACK: usize = 1024;
