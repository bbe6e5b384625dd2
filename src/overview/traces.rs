//! The traces that are worth a look.

use cupola_report::{Overview, Waterfall};
use cupola_traces::{Engine, SegmentDocument, Trace, TraceId};

use super::{ReportPage, note};
use crate::{Observatory, Timestamp, draw_trace};

impl ReportPage {
    /// Those with faults first, then the slowest.
    pub(super) fn traces(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        let traces = sky.traces(now);
        let mut known = self.known_traces(&traces);
        known.sort_by(|a, b| {
            b.is_faulty.cmp(&a.is_faulty).then(b.duration.total_cmp(&a.duration)).then(a.id.cmp(&b.id))
        });
        let left_out = known.len().saturating_sub(self.most.traces);
        let shown = known.iter().take(self.most.traces).map(|known| {
            let documents: Vec<SegmentDocument> = traces.received(known.id).collect();
            draw_trace(&Trace::assemble(known.id, &documents))
        });
        let shown: Vec<Waterfall> = shown.collect();
        note(shown.into_iter().fold(page, Overview::with_trace), left_out, "traces")
    }

    /// The traces that began in the page's time.
    pub(super) fn known_traces(&self, traces: &Engine) -> Vec<Known> {
        let known = traces.trace_ids().filter_map(|id| {
            let documents: Vec<SegmentDocument> = traces.received(id).collect();
            let trace = Trace::assemble(id, &documents);
            let began = trace.start().and_then(Timestamp::from_secs_f64)?;
            let is_faulty = documents.iter().any(|document| document.body().fault);
            self.covers(began).then(|| Known { id, is_faulty, duration: trace.duration() })
        });
        known.collect()
    }
}

pub(super) struct Known {
    id: TraceId,
    is_faulty: bool,
    duration: f64,
}
