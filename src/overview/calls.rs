//! Calls of the audit trail.

use std::collections::BTreeMap;

use cupola_audit::{FoundEvent, Lookup};
use cupola_report::{CallCount, Overview};

use super::{ReportPage, note, split};
use crate::Observatory;

impl ReportPage {
    pub(super) fn calls(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let mut counts: BTreeMap<[String; 3], (u64, u64)> = BTreeMap::new();
        for event in self.recorded(sky) {
            let failed = u64::from(has_failed(&event));
            let key = [event.event_source, event.event_name, event.username].map(Option::unwrap_or_default);
            let count = counts.entry(key).or_default();
            *count = (count.0 + 1, count.1 + failed);
        }
        let mut rows: Vec<CallCount> = counts.into_iter().map(row).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.calls));
        let (shown, left_out) = split(&rows, self.most.rows);
        note(shown.iter().cloned().fold(page, Overview::with_calls), left_out, "kinds of calls")
    }

    /// What the event history has of the page's time.
    fn recorded(&self, sky: &mut Observatory) -> Vec<FoundEvent> {
        let now = sky.now();
        let mut audit = sky.audit(now);
        let lookup = Lookup::new().from(self.from).to(self.until);
        let (mut events, mut token) = (Vec::new(), None);
        while let Ok(page) = audit.lookup_events(now, &lookup, token.as_deref()) {
            events.extend(page.events);
            token = page.next_token;
            if token.is_none() {
                break;
            }
        }
        events
    }
}

fn row(([source, action, caller], (calls, failed)): ([String; 3], (u64, u64))) -> CallCount {
    CallCount { source, action, caller, calls, failed }
}

fn has_failed(event: &FoundEvent) -> bool {
    let record: serde_json::Value = serde_json::from_str(event.record.as_str()).unwrap_or_default();
    record.get("errorCode").is_some_and(|code| !code.is_null())
}
