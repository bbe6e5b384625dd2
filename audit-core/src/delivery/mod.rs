//! What trails deliver: files of five minutes, and events of log groups.

mod batch;
mod file;
mod log_event;

pub(crate) use batch::Batches;
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
        }
    }

    pub(crate) fn next_file(&self) -> Option<Deadline> {
        self.state.next_due().map(|at| Deadline { at, why: "log file of a trail" })
    }
}

impl State {
    fn next_due(&self) -> Option<Timestamp> {
        let (files, windows) = (self.batches.next_due(), self.aggregates.next_due());
        files.into_iter().chain(windows).min()
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
        let (actions, global) = (&self.policies.read_actions, &self.policies.global_services);
        let trails = self.trails.logging(record, place, actions, global);
        for arn in &trails {
            let Some(trail) = self.trails.by_arn(arn.as_str()).cloned() else { continue };
            self.batch(now, &trail, record, json, at, place);
            self.write(now, &trail, json, at, place);
            self.count(now, &trail, record, at, place);
        }
        trails.len()
    }

    fn batch(&mut self, now: Timestamp, trail: &Trail, record: &Record<'_>, json: &Json, at: Timestamp, place: &Place) {
        let most = self.limits.log_file_bytes;
        if self.batches.would_exceed(trail, place, record, json, most) {
            self.deliver(now, |batch| batch.is_of(trail, place, record));
        }
        let period = self.policies.delivery_period_millis();
        self.batches.push(now.floor_to(period).plus_millis(period), trail, place, record, json, at);
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
            if let Some(status) = self.trails.status_of(&batch.trail) {
                status.delivered = Some(now);
            }
            let file = batch.into_file(now, &self.rng);
            self.emit(Output::LogFile(file));
        }
    }

    fn written(&mut self, trail: &Arn, now: Timestamp) {
        if let Some(status) = self.trails.status_of(trail) {
            status.written = Some(now);
        }
    }
}
