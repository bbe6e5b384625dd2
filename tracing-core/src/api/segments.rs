//! Answers about segments.

use cupola_base::{Timestamp, wire};

use super::Answer;
use crate::Engine;
use crate::wire::{PutTelemetryRecords, PutTraceSegments, WireUnprocessed};

impl Engine {
    pub(super) fn answer_put_segments(&mut self, now: Timestamp, request: &PutTraceSegments) -> Answer {
        let refused = self.put_trace_segments(now, &request.trace_segment_documents);
        Ok(wire::answer(&WireUnprocessed::from(refused)))
    }

    pub(super) fn answer_put_telemetry(&mut self, now: Timestamp, request: PutTelemetryRecords) -> Answer {
        let (source, records) = request.told();
        self.put_telemetry_records(now, &source, &records);
        Ok("{}".to_owned())
    }
}
