//! One trace as it was received.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::segment::check::Head;
use crate::{SegmentDocument, SegmentId, SegmentTime, TraceId};

/// What was received of one trace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredTrace {
    pub(crate) id: TraceId,
    /// When its first document came.
    pub(crate) first_seen: Timestamp,
    /// When its last document came.
    pub(crate) last_seen: Timestamp,
    /// Bytes of its documents.
    pub(crate) bytes: usize,
    /// Whether a document was refused because the trace has all the bytes it may have.
    pub(crate) limit_exceeded: bool,
    /// Whether documents came since it was last laid against the groups.
    pub(crate) is_unsettled: bool,
    /// Whether it is among the recent ones.
    pub(crate) is_recent: bool,
    /// Its documents in the order in which they came: repeated ids, too.
    pub(crate) documents: Vec<Stored>,
}

impl StoredTrace {
    /// What a trace is counted to weigh besides its documents.
    pub(super) const OVERHEAD: usize = 160;

    pub(super) const fn new(id: TraceId, now: Timestamp) -> Self {
        Self {
            id,
            first_seen: now,
            last_seen: now,
            bytes: 0,
            limit_exceeded: false,
            is_unsettled: false,
            is_recent: false,
            documents: Vec::new(),
        }
    }

    pub(super) fn weight(&self) -> usize {
        Self::OVERHEAD + self.bytes + self.documents.len() * Stored::OVERHEAD
    }
}

/// One accepted document: its text, and what the checks read of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    /// When it came.
    pub(crate) at: Timestamp,
    pub(crate) id: SegmentId,
    pub(crate) parent_id: Option<SegmentId>,
    /// Whether it is a subsegment that was sent alone.
    pub(crate) is_alone: bool,
    pub(crate) start_time: SegmentTime,
    /// None while it is in progress.
    pub(crate) end_time: Option<SegmentTime>,
    /// The object as it was written.
    pub(crate) text: Box<str>,
}

impl Stored {
    /// What a document is counted to weigh besides its text.
    pub(super) const OVERHEAD: usize = 96;

    pub(super) fn new(at: Timestamp, head: &Head, text: &str) -> Self {
        let Head { id, parent_id, is_alone, start_time, end_time, .. } = *head;
        Self { at, id, parent_id, is_alone, start_time, end_time, text: text.into() }
    }

    /// The whole document. It was checked when it came, so that it can be read.
    pub(crate) fn document(&self) -> Option<SegmentDocument> {
        SegmentDocument::read_as(&self.text, self.is_alone)
    }
}
