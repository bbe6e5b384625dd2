//! What came out of a world.

use cupola::audit::{DigestDue, LogFileDelivery};
use cupola::logs::ExportedObject;
use cupola::metrics::{CanaryRunDue, StateChange};
use cupola::{Delivery, Output};

use super::World;

/// What came out so far, kind by kind, oldest first.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) deliveries: Vec<Delivery>,
    pub(super) changes: Vec<StateChange>,
    pub(super) losses: Vec<Output>,
    files: Vec<LogFileDelivery>,
    digests: Vec<DigestDue>,
    objects: Vec<ExportedObject>,
    runs: Vec<CanaryRunDue>,
}

impl World {
    /// What was delivered so far, oldest first.
    pub fn deliveries(&mut self) -> &[Delivery] {
        self.collect();
        &self.seen.deliveries
    }

    /// The changes of alarms' states so far, oldest first.
    pub fn state_changes(&mut self) -> &[StateChange] {
        self.collect();
        &self.seen.changes
    }

    /// The log files that trails delivered so far, oldest first.
    pub fn trail_files(&mut self) -> &[LogFileDelivery] {
        self.collect();
        &self.seen.files
    }

    /// The digests that trails had due so far, oldest first; [`DigestWriters`](cupola::audit::DigestWriters) make the files.
    pub fn digests_due(&mut self) -> &[DigestDue] {
        self.collect();
        &self.seen.digests
    }

    /// The files that export tasks and log deliveries wrote so far, oldest first.
    pub fn exported_objects(&mut self) -> &[ExportedObject] {
        self.collect();
        &self.seen.objects
    }

    /// The runs of canaries that were due so far, oldest first. How one went is told to the metrics area
    /// ([`report_canary_run`](cupola::metrics::Engine::report_canary_run)).
    pub fn canary_runs(&mut self) -> &[CanaryRunDue] {
        self.collect();
        &self.seen.runs
    }

    /// What was lost so far because a bound was reached, oldest first: [`Output::Lost`] and [`Output::Overflow`].
    pub fn losses(&mut self) -> &[Output] {
        self.collect();
        &self.seen.losses
    }

    /// Forgets what came out so far, so that assertions are about what comes now.
    pub fn forget(&mut self) -> &mut Self {
        self.collect();
        self.seen = Seen::default();
        self
    }

    /// Takes in what came out.
    pub(super) fn collect(&mut self) {
        for output in self.observatory.drain() {
            match output {
                Output::Delivery(delivery) => {
                    self.timeline
                        .add(delivery.at, format!("delivery to {} because of {}", delivery.target, delivery.cause));
                    self.seen.deliveries.push(delivery);
                }
                Output::StateChange(change) => {
                    let StateChange { alarm, from, to, reason, .. } = &change;
                    self.timeline.add(change.at, format!("alarm {alarm}: {from} -> {to}: {reason}"));
                    self.seen.changes.push(change);
                }
                Output::TrailFile(file) => self.seen.files.push(file),
                Output::TrailDigest(due) => self.seen.digests.push(due),
                Output::Object(object) => self.seen.objects.push(object),
                Output::CanaryRun(run) => self.seen.runs.push(run),
                Output::Pipe(notice) => self.timeline.add(notice.at, notice.to_string()),
                loss @ (Output::Lost(_) | Output::Overflow(_)) => self.seen.losses.push(loss),
                // Whatever kinds come later are no losses.
                _ => {}
            }
        }
    }
}
