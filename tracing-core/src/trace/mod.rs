//! Traces: what documents make when they are put together.

mod annotations;
mod assemble;
mod cause;
mod document;
mod node;
mod part;
mod summary;

use std::sync::OnceLock;

pub(crate) use annotations::Indexed;
pub use cause::{CauseEntity, CauseException, CauseService, RootCause, RootCauses};
pub use document::TraceDocument;
pub(crate) use node::{Kind, Node};
pub(crate) use part::{Part, Standing, What};
pub(crate) use summary::thousandths;
pub use summary::{
    AnnotationWithServices, HttpSummary, InstanceId, ResourceArn, ServiceId, TraceSummary, TraceUser, ZoneName,
};

use crate::segment::AnnotationKeys;
use crate::{SegmentDocument, TraceId};

/// A trace, put together from its documents: subsegments hang where they belong, and calls that nobody answered have
/// inferred segments.
///
/// The order in which documents came does not matter, and the same document twice is the same document once. Of two
/// documents with the same id, the complete one counts; of two complete ones the later. A subsegment that was sent alone
/// takes the place of an embedded one with its id, unless that is complete and the other is not. Those whose parent is
/// nowhere count for the duration and the summary, and stand in no segment.
///
/// ```
/// use cupola_traces::{SegmentDocument, Trace};
///
/// let document = SegmentDocument::parse(
///     r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay", "start_time": 1777875360,
///         "end_time": 1777875362.5, "subsegments": [{"id": "00112233445566ac", "name": "rates.example.org",
///         "namespace": "remote", "start_time": 1777875360.5, "end_time": 1777875361, "error": true}]}"#,
/// )?;
/// let trace = Trace::assemble(document.trace_id(), [&document]);
/// assert_eq!((trace.duration(), trace.documents().len()), (2.5, 2));
/// let inferred = &trace.documents()[1].segment;
/// assert_eq!((inferred.inferred, inferred.origin.as_deref()), (true, Some("remote")));
/// # Ok::<(), cupola_traces::SegmentRefusal>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Segment documents", "Inferred segments". What is done about repeated and orphaned documents is
/// our decision.
#[derive(Debug)]
pub struct Trace<'a> {
    id: TraceId,
    /// Segments by start and id, each with its subsegments behind it; then subsegments whose parent is nowhere; then
    /// inferred segments.
    parts: Vec<Part<'a>>,
    /// Who called whom: the calling part and the answering segment, by caller.
    calls: Vec<(u32, u32)>,
    root: Option<u32>,
    first_inferred: usize,
    keys: AnnotationKeys,
    most_indexed: usize,
    indexed: OnceLock<Vec<Indexed<'a>>>,
    causes: OnceLock<RootCauses>,
}

impl<'a> Trace<'a> {
    /// Puts documents together, given in the order in which they came. Those of other traces are left out.
    #[must_use]
    pub fn assemble(id: TraceId, documents: impl IntoIterator<Item = &'a SegmentDocument>) -> Self {
        let mut trace = Self {
            id,
            parts: Vec::new(),
            calls: Vec::new(),
            root: None,
            first_inferred: 0,
            keys: AnnotationKeys::default(),
            most_indexed: crate::Limits::default().indexed_annotations,
            indexed: OnceLock::new(),
            causes: OnceLock::new(),
        };
        assemble::assemble(&mut trace, documents);
        trace
    }

    /// Sets which keys of annotations are indexed, and how many different annotations.
    #[must_use]
    pub fn with_index(mut self, keys: AnnotationKeys, most: usize) -> Self {
        (self.keys, self.most_indexed, self.indexed) = (keys, most, OnceLock::new());
        self
    }

    /// Names the trace.
    #[must_use]
    pub const fn id(&self) -> TraceId {
        self.id
    }

    /// Seconds from the first start to the last end; 0 when nothing has ended.
    #[must_use]
    pub fn duration(&self) -> f64 {
        let first = self.start();
        let last = self.parts.iter().filter_map(Part::end_time).reduce(f64::max);
        first.zip(last).map_or(0.0, |(first, last)| (last - first).max(0.0))
    }

    /// When it began, in seconds since the epoch; `None` for a trace without documents.
    #[must_use]
    pub fn start(&self) -> Option<f64> {
        self.parts.iter().map(Part::start_time).reduce(f64::min)
    }

    /// How many segments it has, inferred ones included.
    #[must_use]
    pub fn segment_count(&self) -> usize {
        self.segments().count()
    }

    pub(crate) fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }

    pub(crate) fn part(&self, at: u32) -> &Part<'a> {
        &self.parts[at as usize]
    }

    /// All segments, inferred ones last, with their places among the parts.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (u32, &Part<'a>)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(part) = self.parts.get(at) {
                let here = at;
                at = part.subtree_end as usize;
                if part.is_segment() {
                    return Some((part::place(here), part));
                }
            }
            None
        })
    }

    /// The first segment that nobody of the trace called.
    pub(crate) const fn root(&self) -> Option<u32> {
        self.root
    }

    /// Who called whom: the calling part and the answering segment.
    pub(crate) fn calls(&self) -> &[(u32, u32)] {
        &self.calls
    }

    /// The segments that answered a part.
    pub(crate) fn answers(&self, part: u32) -> impl Iterator<Item = u32> {
        let from = self.calls.partition_point(|(caller, _)| *caller < part);
        self.calls[from..].iter().take_while(move |(caller, _)| *caller == part).map(|(_, answer)| *answer)
    }

    /// Annotations that are indexed.
    pub(crate) fn indexed(&self) -> &[Indexed<'a>] {
        self.indexed.get_or_init(|| annotations::index(self, self.keys, self.most_indexed))
    }

    /// Why it failed or took long.
    #[must_use]
    pub fn root_causes(&self) -> &RootCauses {
        self.causes.get_or_init(|| cause::find(self))
    }
}

const _: () = {
    const fn send_sync<T: Send + Sync>() {}
    send_sync::<Trace<'_>>();
};
