//! Events that pass are kept.

use cupola_base::json::Json;
use cupola_base::{EventEnvelope, Timestamp};

use super::store::Shelf;
use crate::engine::State;
use crate::output::Lost;
use crate::{BusName, RuleState};

impl State {
    /// Lets a bus's archives keep an event. What was replayed is never kept again, and a read-only management
    /// event is not kept: the archive's rule is a plain enabled one.
    pub(crate) fn archive(&mut self, now: Timestamp, bus: &BusName, event: &EventEnvelope, json: &Json) {
        if self.archives.is_empty() || event.replay_name.is_some() || !RuleState::Enabled.admits(event) {
            return;
        }
        let mut kept = false;
        let rules = &self.rules;
        let watches = |shelf: &Shelf| {
            shelf.archive.bus == *bus && rules.get(&shelf.rule).is_some_and(|rule| rule.state != RuleState::Disabled)
        };
        for shelf in self.archives.archives.values_mut().filter(|shelf| watches(shelf)) {
            kept |= shelf.take(now, event, json);
        }
        if kept {
            let gone = self.archives.fit(&self.limits);
            self.lose(now, Lost::ArchivedEvents, gone);
        }
    }
}

impl Shelf {
    fn take(&mut self, now: Timestamp, event: &EventEnvelope, json: &Json) -> bool {
        let horizon = self.archive.horizon(now);
        self.kept.expire(horizon);
        let takes = event.time >= horizon && self.wants(json);
        if takes {
            self.kept.add(event.clone(), json.as_str().len());
        }
        takes
    }

    /// An event that cannot be judged is not wanted.
    fn wants(&self, json: &Json) -> bool {
        let Some(pattern) = &self.archive.pattern else { return true };
        pattern.pattern().matches(json.as_str().as_bytes()).unwrap_or(false)
    }
}
