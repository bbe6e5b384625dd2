//! Calls of the audit trail.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use cupola_audit::{Predicate, Query, QueryField, QueryRow};
use cupola_report::{CallCount, Overview};

use super::ReportPage;
use crate::Observatory;

impl ReportPage {
    pub(super) fn calls(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        // Not by looking up, which the service allows so often in a second: those lookups are the user's.
        let counted = sky.audit(now).query(&self.counted());
        let mut counts: BTreeMap<[String; 3], (u64, u64)> = BTreeMap::new();
        for QueryRow { values, count, .. } in counted.rows {
            let [service, action, caller, code] = values.try_into().unwrap_or_default();
            let key = [service, action, caller].map(Option::unwrap_or_default);
            let (calls, failed) = counts.entry(key).or_default();
            *calls += count;
            *failed += code.map_or(0, |_| count);
        }
        let mut rows: Vec<CallCount> = counts.into_iter().map(row).collect();
        rows.sort_by_key(|row| Reverse(row.calls));
        rows.into_iter().fold(page, Overview::with_calls)
    }

    /// Calls in the page's time, by service, action, caller and error.
    fn counted(&self) -> Query {
        let member = QueryField::member;
        Query::new()
            .filter(Predicate::is(QueryField::Category, ["Management"]))
            .filter(Predicate::between(self.from, self.until.plus_millis(1)))
            .count_by([member("eventSource"), member("eventName"), QueryField::User, member("errorCode")])
    }
}

fn row(([source, action, caller], (calls, failed)): ([String; 3], (u64, u64))) -> CallCount {
    CallCount { source, action, caller, calls, failed }
}
