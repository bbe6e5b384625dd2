//! What trails deliver: files of five minutes, digests of an hour, and events of log groups.

mod batch;
mod chain;
mod chains;
mod file;
mod log_event;

pub(crate) use batch::Batches;
pub(crate) use chains::Chains;
pub use file::LogFileDelivery;
pub use log_event::TrailLogEvent;

use cupola_base::json::Json;
use cupola_base::{Arn, Deadline, Place, Timestamp};

use crate::engine::State;
use crate::{Engine, Output, Record, SizeClass, Trail};

impl Engine {
    /// Delivers everything due at or before `now`, in order of due time.
    pub(crate) fn deliver_due(&mut self, now: Timestamp) {
        while let Some(due) = self.state.next_due().filter(|due| *due <= now) {
            self.state.close_windows(due);
            self.state.deliver(due, |batch| batch.due <= due);
            self.state.digest(due);
        }
    }

    pub(crate) fn next_file(&self) -> Option<Deadline> {
        let digest = self.state.chains.next_due();
        let why = |at| if digest == Some(at) { "digest file of a trail" } else { "log file of a trail" };
        self.state.next_due().map(|at| Deadline { at, why: why(at) })
    }
}

impl State {
    fn next_due(&self) -> Option<Timestamp> {
        let (files, windows) = (self.batches.next_due(), self.aggregates.next_due());
        files.into_iter().chain(windows).chain(self.chains.next_due()).min()
    }

    /// When what is taken in now is delivered.
    pub(crate) fn delivery_after(&self, now: Timestamp) -> Timestamp {
        let period = self.policies.delivery_period_millis();
        now.floor_to(period).plus_millis(period)
    }

    /// Has trails log a record: it waits for its file, and goes to the log group at once.
    pub(crate) fn log(
        &mut self,
        now: Timestamp,
        record: &Record<'_>,
        json: &Json,
        at: Timestamp,
        place: &Place,
    ) -> usize {
        let trails = self.logging(record, place);
        trails.iter().for_each(|arn| self.log_to(now, arn, record, json, at, place));
        trails.len()
    }

    /// The trails that log a record.
    pub(crate) fn logging(&mut self, record: &Record<'_>, place: &Place) -> Vec<Arn> {
        let (actions, global) = (&self.policies.read_actions, &self.policies.global_services);
        self.trails.logging(record, place, actions, global)
    }

    /// Has one trail log a record.
    pub(crate) fn log_to(
        &mut self,
        now: Timestamp,
        arn: &Arn,
        record: &Record<'_>,
        json: &Json,
        at: Timestamp,
        place: &Place,
    ) {
        let Some(trail) = self.trails.by_arn(arn.as_str()).cloned() else { return };
        self.batch(now, &trail, record, json, at, place);
        self.write(now, &trail, json, at, place);
        self.count(now, &trail, record, at, place);
    }

    fn batch(&mut self, now: Timestamp, trail: &Trail, record: &Record<'_>, json: &Json, at: Timestamp, place: &Place) {
        let most = self.limits.log_file_bytes;
        if self.batches.would_exceed(trail, place, record, json, most) {
            self.deliver(now, |batch| batch.is_of(trail, place, record));
        }
        self.batches.push(self.delivery_after(now), trail, place, record, json, at);
        if self.batches.bytes() > self.limits.pending_bytes {
            self.deliver(now, |_| true);
        }
    }

    fn write(&mut self, now: Timestamp, trail: &Trail, json: &Json, at: Timestamp, place: &Place) {
        let Some((log_group, _)) = &trail.settings.log_group else { return };
        if json.as_str().len() > SizeClass::Standard.bytes() {
            return;
        }
        self.written(&trail.arn, now);
        let event = TrailLogEvent::new(now, trail, log_group.clone(), place, at, json.clone());
        self.emit(Output::LogEvent(event));
    }

    fn deliver(&mut self, now: Timestamp, which: impl Fn(&batch::Batch) -> bool) {
        for batch in self.batches.take(which) {
            if let Some(status) = self.trails.status_of(batch.trail.as_str()) {
                status.delivered = Some(now);
            }
            let place = batch.root.place.clone();
            let file = batch.into_file(now, &self.rng);
            self.chains.name(&file, &place, &self.limits);
            self.emit(Output::LogFile(file));
        }
    }

    fn written(&mut self, trail: &Arn, now: Timestamp) {
        if let Some(status) = self.trails.status_of(trail.as_str()) {
            status.written = Some(now);
        }
    }
}
