//! Whole traces.

use cupola_base::{ApiError, Timestamp};

use super::MonitoringView;
use crate::trace::TraceDocument;
use crate::{Engine, OtelRefusal, OtelSpans, SegmentDocument, SegmentId, TraceId};

/// A trace as the service gives it back.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StoredTraceDocuments {
    /// Names the trace.
    pub id: TraceId,
    /// Seconds from the first start to the last end, in thousandths.
    pub duration: f64,
    /// Whether documents were refused because the trace has all the bytes it may have.
    pub limit_exceeded: bool,
    /// The segments by start and id, inferred ones among them.
    pub segments: Vec<TraceDocument>,
}

impl StoredTraceDocuments {
    /// The trace as documents of spans, each with its span's id: one for each segment that was sent, and one for each of
    /// its subsegments. See [`OtelSpan::to_document`](crate::OtelSpan::to_document).
    ///
    /// # Errors
    /// [`OtelRefusal`] for a time that spans have no number for.
    pub fn spans(&self) -> Result<Vec<(SegmentId, String)>, OtelRefusal> {
        let mut documents = Vec::new();
        for TraceDocument { segment, .. } in self.segments.iter().filter(|document| !document.segment.inferred) {
            let OtelSpans { resource, spans } = OtelSpans::of_document(&SegmentDocument::Segment(segment.clone()))?;
            documents.extend(spans.iter().map(|span| (span.span_id, span.to_document(&resource))));
        }
        Ok(documents)
    }
}

/// Traces that were asked for by their ids.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FoundTraces {
    /// Those that are there, in the order in which they were asked for.
    pub traces: Vec<StoredTraceDocuments>,
    /// Those that are not.
    pub unprocessed: Vec<TraceId>,
}

impl Engine {
    /// Whole traces, put together from their documents.
    ///
    /// ```
    /// use cupola_traces::{Engine, Place, Timestamp, TraceId};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:16:02Z")?;
    /// let text = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay",
    ///     "start_time": 1777875360, "end_time": 1777875362.5}"#;
    /// engine.put_trace_segments(now, &[text]);
    /// let found = engine.batch_get_traces(&[TraceId::parse("1-69f839a0-00112233445566778899aabb")?])?;
    /// assert_eq!((found.traces[0].duration, found.traces[0].segments.len()), (2.5, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`BatchGetTracesError`] for more ids than a call may have.
    ///
    /// # Source
    /// X-Ray API Reference, BatchGetTraces.
    #[doc(alias = "BatchGetTraces")]
    pub fn batch_get_traces(&self, ids: &[TraceId]) -> Result<FoundTraces, BatchGetTracesError> {
        MonitoringView::alone(self).batch_get_traces(ids)
    }

    pub(crate) fn whole_trace(&self, id: TraceId) -> Option<StoredTraceDocuments> {
        MonitoringView::alone(self).whole_trace(id)
    }

    /// When a trace's first segment began, where one did.
    pub(crate) fn trace_start(&self, id: TraceId) -> Option<Timestamp> {
        let stored = self.state.store.get(id)?;
        let segments = stored.documents.iter().filter(|document| !document.is_alone);
        segments.map(|document| document.start_time).min().map(crate::SegmentTime::timestamp)
    }
}

/// Too many ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given} trace ids: 1 to {most} are accepted")]
#[non_exhaustive]
pub struct BatchGetTracesError {
    /// How many were given.
    pub given: usize,
    /// How many may be.
    pub most: usize,
}

impl From<BatchGetTracesError> for ApiError {
    fn from(error: BatchGetTracesError) -> Self {
        Self::caller("InvalidRequestException", error.to_string())
    }
}
