//! Putting documents together.

use std::collections::BTreeSet;

use super::part::place;
use super::{Part, Trace, What};
use crate::segment::{Body, IndependentSubsegment, Segment, Subsegment};
use crate::{SegmentDocument, SegmentId};

/// Fills a trace with the parts that its documents make.
pub(super) fn assemble<'a>(trace: &mut Trace<'a>, documents: impl IntoIterator<Item = &'a SegmentDocument>) {
    let (segments, mut alone) = sorted(trace, documents);
    drop_outdone(&segments, &mut alone);
    let mut builder = Builder::new(&segments, &alone);
    for segment in &segments {
        builder.segment(segment);
    }
    builder.orphans();
    builder.inferred();
    let callers = std::mem::take(&mut builder.caller_parts);
    trace.first_inferred = builder.first_inferred;
    trace.parts = builder.parts;
    link(trace, &callers);
}

/// How deep a subsegment that was sent alone may hang; a document's own pieces go on from there.
const MAX_DEPTH: usize = 128;

type Sorted<'a> = (Vec<&'a Segment>, Vec<&'a IndependentSubsegment>);

/// What counts of the documents: segments by start and id, subsegments that stand alone by parent, start and id.
fn sorted<'a>(trace: &Trace<'_>, documents: impl IntoIterator<Item = &'a SegmentDocument>) -> Sorted<'a> {
    let (mut segments, mut alone) = (Vec::new(), Vec::new());
    for document in documents.into_iter().filter(|document| document.trace_id() == trace.id) {
        match document {
            SegmentDocument::Segment(segment) if segment.inferred => {}
            SegmentDocument::Segment(segment) => segments.push(segment),
            SegmentDocument::Subsegment(subsegment) => alone.push(subsegment),
        }
    }
    let mut segments = latest(segments, |segment| (segment.body.id, segment.body.end_time.is_some()));
    let mut alone = latest(alone, |alone| (alone.subsegment.body.id, alone.subsegment.body.end_time.is_some()));
    segments.sort_by_key(|segment| (segment.body.start_time, segment.body.id));
    alone.sort_by_key(|alone| hung_order(alone));
    (segments, alone)
}

fn hung_order(alone: &IndependentSubsegment) -> (SegmentId, crate::SegmentTime, SegmentId) {
    (alone.parent_id, alone.subsegment.body.start_time, alone.subsegment.body.id)
}

/// Of those with one id the last complete one, or the last.
fn latest<T: Copy>(mut all: Vec<T>, key: impl Fn(&T) -> (SegmentId, bool)) -> Vec<T> {
    if all.len() < 2 {
        return all;
    }
    all.sort_by_key(&key);
    all.dedup_by(|later, kept| {
        let is_same = key(later).0 == key(kept).0;
        if is_same {
            *kept = *later;
        }
        is_same
    });
    all
}

/// Leaves out what was sent alone and in progress, and stands complete in a segment.
fn drop_outdone(segments: &[&Segment], alone: &mut Vec<&IndependentSubsegment>) {
    let open: BTreeSet<SegmentId> = alone
        .iter()
        .map(|alone| &alone.subsegment.body)
        .filter(|body| body.end_time.is_none())
        .map(|body| body.id)
        .collect();
    if open.is_empty() {
        return;
    }
    let mut outdone = BTreeSet::new();
    let mut rest: Vec<&Subsegment> = segments.iter().flat_map(|segment| &segment.body.subsegments).collect();
    while let Some(subsegment) = rest.pop() {
        if subsegment.body.end_time.is_some() && open.contains(&subsegment.body.id) {
            outdone.insert(subsegment.body.id);
        }
        rest.extend(&subsegment.body.subsegments);
    }
    alone.retain(|alone| !outdone.contains(&alone.subsegment.body.id));
}

struct Builder<'a, 's> {
    parts: Vec<Part<'a>>,
    /// By parent, start and id.
    alone: &'s [&'a IndependentSubsegment],
    /// Their places by id.
    by_id: Vec<(SegmentId, usize)>,
    placed: Vec<bool>,
    /// Who was called, and which of the segments it is; by caller.
    callers: Vec<(SegmentId, usize)>,
    /// The part that called each segment.
    caller_parts: Vec<Option<u32>>,
    /// Parts that call and that nobody answered.
    unanswered: Vec<u32>,
    first_inferred: usize,
}

impl<'a, 's> Builder<'a, 's> {
    fn new(segments: &[&'a Segment], alone: &'s [&'a IndependentSubsegment]) -> Self {
        let mut by_id: Vec<_> = alone.iter().enumerate().map(|(at, alone)| (alone.subsegment.body.id, at)).collect();
        by_id.sort_unstable();
        let called = |(at, segment): (usize, &&'a Segment)| {
            let parent = segment.parent_id.filter(|parent| *parent != segment.body.id)?;
            Some((parent, at))
        };
        let mut callers: Vec<_> = segments.iter().enumerate().filter_map(called).collect();
        callers.sort_unstable();
        // Each piece may be a call that nobody answered.
        let pieces = |body: &Body| 1 + 2 * body.subsegments.len();
        let parts = segments.iter().map(|segment| pieces(&segment.body)).sum::<usize>() + 2 * alone.len();
        Self {
            parts: Vec::with_capacity(parts),
            alone,
            by_id,
            placed: vec![false; alone.len()],
            callers,
            caller_parts: vec![None; segments.len()],
            unanswered: Vec::new(),
            first_inferred: 0,
        }
    }

    fn segment(&mut self, segment: &'a Segment) {
        let at = self.push(What::Segment(segment), None, None);
        self.parts[at as usize].segment = Some(at);
        self.pieces(at, Some(at), 0);
    }

    /// A new part at the end.
    fn push(&mut self, what: What<'a>, segment: Option<u32>, parent: Option<u32>) -> u32 {
        let at = place(self.parts.len());
        let part = Part::new(what, segment, parent, at);
        let is_answered = self.called(part.body.id, at);
        if part.is_remote() && !is_answered {
            self.unanswered.push(at);
        }
        self.parts.push(part);
        at
    }

    /// Tells the segments that this part called them; whether there are any.
    fn called(&mut self, id: SegmentId, at: u32) -> bool {
        let from = self.callers.partition_point(|(caller, _)| *caller < id);
        let called = self.callers[from..].iter().take_while(|(caller, _)| *caller == id);
        let mut is_answered = false;
        for (_, index) in called {
            self.caller_parts[*index].get_or_insert(at);
            is_answered = true;
        }
        is_answered
    }

    /// The pieces of a part: those embedded, and those that hang there.
    fn pieces(&mut self, at: u32, segment: Option<u32>, depth: usize) {
        let body = self.parts[at as usize].body;
        let hung = self.hung(body.id);
        if hung.is_empty() || depth >= MAX_DEPTH {
            for subsegment in &body.subsegments {
                self.piece(subsegment, segment, at, depth);
            }
        } else {
            let hung = self.alone[hung].iter().map(|alone| &alone.subsegment);
            let mut all: Vec<&'a Subsegment> = body.subsegments.iter().chain(hung).collect();
            all.sort_by_key(|subsegment| (subsegment.body.start_time, subsegment.body.id));
            for subsegment in all {
                self.piece(subsegment, segment, at, depth);
            }
        }
        self.parts[at as usize].subtree_end = place(self.parts.len());
    }

    fn hung(&self, parent: SegmentId) -> std::ops::Range<usize> {
        if self.alone.is_empty() {
            return 0..0;
        }
        let from = self.alone.partition_point(|alone| alone.parent_id < parent);
        let to = self.alone.partition_point(|alone| alone.parent_id <= parent);
        from..to
    }

    /// One piece; what was sent alone and does not stand too deep takes the place of what is embedded, and stands in one place only.
    fn piece(&mut self, subsegment: &'a Subsegment, segment: Option<u32>, parent: u32, depth: usize) {
        let index = self.index_of(subsegment.body.id).filter(|_| depth < MAX_DEPTH);
        let Some(index) = index else {
            return self.stand(subsegment, segment, Some(parent), depth);
        };
        if !std::mem::replace(&mut self.placed[index], true) {
            self.stand(&self.alone[index].subsegment, segment, Some(parent), depth);
        }
    }

    fn index_of(&self, id: SegmentId) -> Option<usize> {
        let found = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.by_id[found].1)
    }

    fn stand(&mut self, subsegment: &'a Subsegment, segment: Option<u32>, parent: Option<u32>, depth: usize) {
        let at = self.push(What::Subsegment(subsegment), segment, parent);
        self.pieces(at, segment, depth + 1);
    }

    /// What hangs nowhere: first what others hang on, then what hangs on itself.
    fn orphans(&mut self) {
        let mut inside = BTreeSet::new();
        for (alone, _) in self.alone.iter().zip(&self.placed).filter(|(_, placed)| !**placed) {
            let mut rest = vec![&alone.subsegment];
            while let Some(subsegment) = rest.pop() {
                inside.insert(subsegment.body.id);
                rest.extend(&subsegment.body.subsegments);
            }
        }
        let mut order: Vec<usize> = (0..self.alone.len()).filter(|index| !self.placed[*index]).collect();
        order.sort_by_key(|index| {
            let alone = self.alone[*index];
            let body = &alone.subsegment.body;
            (inside.contains(&alone.parent_id), body.start_time, body.id)
        });
        for index in order {
            if !std::mem::replace(&mut self.placed[index], true) {
                self.stand(&self.alone[index].subsegment, None, None, 0);
            }
        }
    }

    /// A segment for each call that nobody answered.
    fn inferred(&mut self) {
        self.first_inferred = self.parts.len();
        for caller in std::mem::take(&mut self.unanswered) {
            let What::Subsegment(subsegment) = self.parts[caller as usize].what else { continue };
            let at = place(self.parts.len());
            self.parts.push(Part::new(What::Inferred(subsegment), Some(at), Some(caller), at));
        }
    }
}

/// Tells who called whom, and which segment is the root.
fn link(trace: &mut Trace<'_>, callers: &[Option<u32>]) {
    let mut callers = callers.iter();
    let mut at = 0;
    while at < trace.parts.len() {
        let here = at;
        let part = &mut trace.parts[here];
        at = part.subtree_end as usize;
        if let What::Segment(_) = part.what {
            part.parent = callers.next().copied().flatten();
            if part.parent.is_none() && trace.root.is_none() {
                trace.root = Some(place(here));
            }
        }
        if part.is_segment()
            && let Some(caller) = part.parent
        {
            trace.calls.push((caller, place(here)));
        }
    }
    trace.calls.sort_unstable();
}
