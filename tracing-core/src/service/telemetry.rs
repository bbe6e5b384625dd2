//! What daemons tell of themselves.

use cupola_base::Timestamp;

use crate::output::Lost;
use crate::{Engine, TelemetryRecord, TelemetryReport, TelemetrySource};

impl Engine {
    /// Takes records of a daemon's telemetry.
    ///
    /// # Source
    /// X-Ray API Reference, `PutTelemetryRecords`.
    pub fn put_telemetry_records(&mut self, now: Timestamp, source: &TelemetrySource, records: &[TelemetryRecord]) {
        let now = self.see(now);
        let report =
            |record: &TelemetryRecord| TelemetryReport { received_at: now, source: source.clone(), record: *record };
        self.state.telemetry.extend(records.iter().map(report));
        let most = self.state.limits.telemetry_records;
        while self.state.telemetry.len() > most && self.state.telemetry.pop_front().is_some() {
            self.state.losses.add(now, Lost::TelemetryRecords, 1);
        }
    }

    /// The records that daemons told, oldest first.
    pub fn telemetry_records(&self) -> impl Iterator<Item = &TelemetryReport> {
        self.state.telemetry.iter()
    }
}
