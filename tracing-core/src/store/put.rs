//! Taking documents in.

use cupola_base::Timestamp;

use super::{Stored, StoredTrace};
use crate::segment::check::{self, Checked, Head, Rules, Taken};
use crate::{Engine, SegmentDocument, SegmentErrorCode, SegmentRefusal, TraceId};

impl Engine {
    /// Takes documents in, each on its own: segments, subsegments alone, or arrays of subsegments. What is not taken
    /// is told; a bad one never stops the others.
    ///
    /// ```
    /// use cupola_traces::{Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let good = r#"{"trace_id":"1-69f839a0-00112233445566778899aabb","id":"70de5b6f19ff9a0a","name":"shop","start_time":1777875360,"end_time":1777875361}"#;
    /// let bad = r#"{"trace_id":"1-69f839a0-00112233445566778899aabb","id":"70de5b6f19ff9a0b","name":"shop"}"#;
    ///
    /// let refused = engine.put_trace_segments(now, &[good, bad, "?"]);
    /// let told: Vec<_> = refused.iter().map(|one| (one.id(), one.to_string())).collect();
    /// assert_eq!(told, [
    ///     (Some("70de5b6f19ff9a0b"), "Invalid segment. ErrorCode: MissingStartTime".to_owned()),
    ///     (None, "Invalid segment. ErrorCode: ParseError".to_owned()),
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// X-Ray API Reference, `PutTraceSegments`.
    pub fn put_trace_segments(&mut self, now: Timestamp, documents: &[impl AsRef<str>]) -> Vec<SegmentRefusal> {
        let now = self.see(now);
        let mut refused = Vec::new();
        for document in documents {
            self.put_document(now, document.as_ref(), &mut refused);
        }
        self.shrink_store(now);
        refused
    }

    /// The documents that were taken of a trace, in the order in which they came; none of a trace that is not there.
    pub fn received(&self, trace: TraceId) -> impl Iterator<Item = SegmentDocument> {
        self.state.store.get(trace).into_iter().flat_map(|trace| &trace.documents).filter_map(Stored::document)
    }

    /// The traces of which documents are kept, in the order in which they came first.
    pub fn trace_ids(&self) -> impl Iterator<Item = TraceId> {
        self.state.store.iter().map(|trace| trace.id)
    }

    fn put_document(&mut self, now: Timestamp, text: &str, refused: &mut Vec<SegmentRefusal>) {
        let rules = Rules {
            now,
            most_bytes: self.state.limits.document_bytes,
            trace_id_time: self.state.policies.trace_id_time,
        };
        match check::check(text, &rules) {
            Checked::One(taken) => refused.extend(self.put_taken(now, taken).err()),
            Checked::Several(several) => {
                refused.extend(several.into_iter().filter_map(|taken| self.put_taken(now, taken).err()));
            }
        }
    }

    fn put_taken(&mut self, now: Timestamp, taken: Taken<'_>) -> Result<(), SegmentRefusal> {
        let (head, text) = taken?;
        let (most, days) = (self.state.limits.trace_bytes, i64::from(self.state.limits.change_days));
        let trace = self.state.store.entry(head.trace_id, || StoredTrace::new(head.trace_id, now));
        if now > trace.first_seen.plus_secs(days * 24 * 60 * 60) {
            return Err(full(&head));
        }
        if trace.bytes.saturating_add(text.len()) > most {
            trace.limit_exceeded = true;
            return Err(full(&head));
        }
        trace.bytes += text.len();
        trace.last_seen = now;
        trace.documents.push(Stored::new(now, &head, text));
        let is_new = (!trace.is_unsettled, !trace.is_recent);
        (trace.is_unsettled, trace.is_recent) = (true, true);
        self.state.store.bytes += text.len() + Stored::OVERHEAD;
        self.note(now, head.trace_id, is_new);
        Ok(())
    }

    /// Lets traces go that there is no room for.
    fn shrink_store(&mut self, now: Timestamp) {
        while self.state.store.bytes() > self.state.limits.store_bytes && self.evict(now) {}
    }
}

/// A trace takes no more: it has all the bytes it may have, or came too long ago.
fn full(head: &Head) -> SegmentRefusal {
    SegmentRefusal::new(SegmentErrorCode::InvalidSegment, Some(head.id.to_string()), head.is_alone)
}
