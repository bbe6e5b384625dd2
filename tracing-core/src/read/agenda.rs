//! What is due when.

use cupola_base::{Datum, Deadline, Timestamp, Unit};

use crate::output::Lost;
use crate::{Engine, Output};

impl Engine {
    /// When something happens by itself.
    pub(crate) fn next_due(&self) -> Option<Deadline> {
        let read = &self.state.read;
        let resources = read.resources.next_due().map(|at| Deadline { at, why: "a change takes hold" });
        let minute = self.next_minute().map(|at| Deadline { at, why: "a minute of trace groups closes" });
        let expiry = self.next_expiry().map(|at| Deadline { at, why: "a trace expires" });
        Deadline::sooner(Deadline::sooner(resources, minute), expiry)
    }

    /// Does what is due at or before `now`, in order.
    pub(crate) fn run_due(&mut self, now: Timestamp) {
        while let Some(due) = self.next_due().filter(|due| due.at <= now) {
            self.state.now = self.state.now.max(due.at);
            self.state.read.resources.advance(due.at);
            if self.next_minute() == Some(due.at) {
                self.close_minute(due.at);
            }
            self.expire(due.at);
        }
    }

    fn next_minute(&self) -> Option<Timestamp> {
        self.state.read.minute
    }

    /// Tells of the minute that ends, and begins the next where there is anything to watch.
    fn close_minute(&mut self, end: Timestamp) {
        self.settle_groups();
        self.count_groups(end);
        self.watch_insights(end);
        let delay = i64::from(self.state.policies.insight_delay_seconds);
        self.keep_recent(end.plus_secs(-delay).floor_to(60_000));
        self.count_parts();
        let read = &mut self.state.read;
        let (next, goes_on) = (end.plus_secs(60), !read.recent.is_empty() || read.insights.needs_minutes());
        // The last minute of all has none after it.
        read.minute = (goes_on && next > end).then_some(next);
    }

    /// How many traces of each group got documents in the minute.
    fn count_groups(&mut self, end: Timestamp) {
        let start = end.plus_secs(-60);
        let read = &self.state.read;
        let touched = self.recent_traces(start);
        let counts: Vec<(String, usize)> = read
            .groups
            .iter()
            .map(|group| {
                let count = touched.iter().filter(|id| self.is_member(**id, group.serial)).count();
                (group.name.clone(), count)
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        for (name, count) in counts {
            self.emit(Output::Datum { at: end, datum: group_datum(&name, start, count) });
        }
    }

    pub(crate) fn emit(&mut self, output: Output) {
        let most = self.state.limits.outputs;
        self.state.read.outputs.push(output, most);
    }

    fn next_expiry(&self) -> Option<Timestamp> {
        let oldest = self.state.store.iter().next()?;
        Some(oldest.first_seen.plus_secs(self.retention_seconds()))
    }

    fn retention_seconds(&self) -> i64 {
        i64::from(self.state.limits.retention_days) * 24 * 60 * 60
    }

    /// Lets traces go that have been kept long enough.
    fn expire(&mut self, now: Timestamp) {
        while self.next_expiry().is_some_and(|at| at <= now)
            && let Some(gone) = self.state.store.pop_oldest()
        {
            self.forget(gone.id);
        }
    }

    /// Lets the oldest traces go, for want of room.
    pub(crate) fn evict(&mut self, now: Timestamp) -> bool {
        let Some(gone) = self.state.store.pop_oldest() else { return false };
        self.forget(gone.id);
        self.state.losses.add(now, Lost::Traces, 1);
        true
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of traces are small")]
fn group_datum(name: &str, at: Timestamp, count: usize) -> Datum {
    Datum::new("AWS/X-Ray", "ApproximateTraceCount", at, count as f64)
        .with_dimension("GroupName", name)
        .with_unit(Unit::Count)
}
