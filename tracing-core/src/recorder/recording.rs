//! One request while it is recorded.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::json::Json;
use cupola_base::{Rng, Timestamp};

use super::{RecordError, Recorder};
use crate::segment::check;
use crate::{
    AnnotationKeys, AnnotationValue, Body, Cause, Causes, Exception, Http, HttpRequest, HttpResponse, Namespace,
    Segment, SegmentId, SegmentName, Subsegment, TraceHeader, TraceId,
};

/// One request while it is recorded: a segment and its subsegments, each named by its id.
///
/// Verbs that end something give the documents that are to be sent now: subsegments that are done, once there are
/// more of them than [`Recorder::with_streaming_threshold`] allows, and the segment when it has ended and none of its
/// subsegments is open. Of a request that is not sampled nothing is kept and nothing is sent, though ids and
/// headers go on as they must.
#[derive(Clone, Debug)]
pub struct Recording {
    pub(super) segment: Segment,
    pub(super) nodes: BTreeMap<SegmentId, Node>,
    /// Subsegments of the segment itself.
    pub(super) roots: Vec<SegmentId>,
    pub(super) open: usize,
    pub(super) threshold: usize,
    header: TraceHeader,
    sampled: bool,
    keys: AnnotationKeys,
    rng: Arc<Rng>,
}

/// A subsegment that is held; its parts stand in nodes of their own.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) subsegment: Subsegment,
    pub(super) children: Vec<SegmentId>,
    depth: usize,
}

impl Recording {
    pub(super) fn new(recorder: &Recorder, segment: Segment, header: TraceHeader, sampled: bool) -> Self {
        Self {
            segment,
            nodes: BTreeMap::new(),
            roots: Vec::new(),
            open: 0,
            threshold: recorder.streaming_threshold,
            header,
            sampled,
            keys: recorder.keys,
            rng: Arc::clone(&recorder.rng),
        }
    }

    /// The segment's id.
    #[must_use]
    pub const fn root(&self) -> SegmentId {
        self.segment.body.id
    }

    /// The trace that the segment is part of.
    #[must_use]
    pub const fn trace_id(&self) -> TraceId {
        self.segment.trace_id
    }

    /// Whether the request is recorded.
    #[must_use]
    pub const fn is_sampled(&self) -> bool {
        self.sampled
    }

    /// The header of a request that is made on behalf of a part: the segment or one of its subsegments.
    #[must_use]
    pub fn header_for(&self, part: SegmentId) -> TraceHeader {
        self.header.downstream(self.trace_id(), part, self.sampled)
    }

    /// The header of the answer.
    #[must_use]
    pub fn response_header(&self) -> TraceHeader {
        self.header.response(self.trace_id(), self.sampled)
    }

    /// Begins a subsegment of a part. A name that is none is made one: see [`SegmentName::sanitise`].
    ///
    /// # Errors
    /// [`RecordError`] when the part is not open, or lies 128 deep.
    pub fn subsegment(&mut self, now: Timestamp, parent: SegmentId, name: &str) -> Result<SegmentId, RecordError> {
        let id = SegmentId::generate(&self.rng);
        if !self.sampled {
            return Ok(id);
        }
        let depth = self.body(parent)?.1 + 1;
        if depth > check::NESTED {
            return Err(RecordError::TooDeep);
        }
        let body = Body::new(id, SegmentName::sanitise(name).to_string(), now.into());
        let node = Node { subsegment: Subsegment::new(body), children: Vec::new(), depth };
        self.nodes.insert(id, node);
        self.children(parent).push(id);
        self.open += 1;
        Ok(id)
    }

    /// As [`subsegment`](Self::subsegment), for a call of another service.
    ///
    /// # Errors
    /// As there.
    pub fn call(
        &mut self,
        now: Timestamp,
        parent: SegmentId,
        namespace: Namespace,
        name: &str,
    ) -> Result<SegmentId, RecordError> {
        let id = self.subsegment(now, parent, name)?;
        if let Some(node) = self.nodes.get_mut(&id) {
            node.subsegment.namespace = Some(namespace);
        }
        Ok(id)
    }

    /// Adds an annotation.
    ///
    /// # Errors
    /// [`RecordError`] for a key that is not allowed, a text of more than 1,000 characters, a number that is not
    /// finite, or a part that is not open.
    pub fn annotate(
        &mut self,
        part: SegmentId,
        key: &str,
        value: impl Into<AnnotationValue>,
    ) -> Result<(), RecordError> {
        let value = value.into();
        if !self.keys.allows(key) {
            return Err(RecordError::AnnotationKey { key: key.chars().take(80).collect() });
        }
        let fits = match &value {
            AnnotationValue::Text(text) => text.chars().count() <= AnnotationValue::MOST,
            AnnotationValue::Number(number) => number.is_finite(),
            AnnotationValue::Bool(_) => true,
        };
        if !fits {
            return Err(RecordError::AnnotationValue);
        }
        self.edit(part, |body| body.annotations.set(key, value))
    }

    /// Adds metadata.
    ///
    /// # Errors
    /// [`RecordError`] for a namespace that begins with `AWS.`, or a part that is not open.
    pub fn metadata(&mut self, part: SegmentId, namespace: &str, key: &str, value: Json) -> Result<(), RecordError> {
        if namespace.starts_with("AWS.") {
            return Err(RecordError::ReservedNamespace);
        }
        self.edit(part, |body| body.metadata.set(namespace, key, value))
    }

    /// Tells who asked.
    pub fn user(&mut self, user: impl Into<String>) {
        if self.sampled {
            self.segment.user = Some(user.into());
        }
    }

    /// Tells what was asked of a part.
    ///
    /// # Errors
    /// [`RecordError`] for a part that is not open.
    pub fn http_request(&mut self, part: SegmentId, request: HttpRequest) -> Result<(), RecordError> {
        self.edit(part, |body| body.http.get_or_insert_with(Box::<Http>::default).request = Some(request))
    }

    /// Tells what a part answered, and sets the flags that the status means.
    ///
    /// # Errors
    /// [`RecordError`] for a part that is not open.
    pub fn http_response(&mut self, part: SegmentId, response: HttpResponse) -> Result<(), RecordError> {
        self.edit(part, |body| {
            response.status.into_iter().for_each(|status| body.flag_status(status));
            body.http.get_or_insert_with(Box::<Http>::default).response = Some(response);
        })
    }

    /// A new id, for exceptions that name each other as causes.
    #[must_use]
    pub fn new_id(&self) -> SegmentId {
        SegmentId::generate(&self.rng)
    }

    /// Tells of an exception that nobody caught: the part is at fault. An id is made where there is none.
    ///
    /// # Errors
    /// [`RecordError`] for a part that is not open.
    pub fn exception(&mut self, part: SegmentId, mut exception: Exception) -> Result<(), RecordError> {
        exception.id = exception.id.or_else(|| Some(SegmentId::generate(&self.rng)));
        self.edit(part, |body| {
            body.fault = true;
            let cause = body.cause.get_or_insert_with(|| Box::new(Cause::Told(Causes::default())));
            match &mut **cause {
                Cause::Told(causes) => causes.exceptions.push(exception),
                elsewhere => *elsewhere = Cause::Told(Causes { exceptions: vec![exception], ..Causes::default() }),
            }
        })
    }

    /// Changes anything else of a part. What it has of `subsegments`, id and times is not looked at.
    ///
    /// # Errors
    /// [`RecordError`] for a part that is not open.
    pub fn edit(&mut self, part: SegmentId, change: impl FnOnce(&mut Body)) -> Result<(), RecordError> {
        if !self.sampled {
            return Ok(());
        }
        let body = self.body(part)?.0;
        let (id, start_time, end_time) = (body.id, body.start_time, body.end_time);
        change(body);
        body.subsegments.clear();
        (body.id, body.start_time, body.end_time) = (id, start_time, end_time);
        Ok(())
    }

    /// Ends a part, and gives the documents that are to be sent now. An end before the start counts as the start.
    ///
    /// # Errors
    /// [`RecordError`] for a part that is not open.
    pub fn end(&mut self, now: Timestamp, part: SegmentId) -> Result<Vec<String>, RecordError> {
        if !self.sampled {
            return Ok(Vec::new());
        }
        let body = self.body(part)?.0;
        body.end_time = Some(body.start_time.max(now.into()));
        if part != self.root() {
            self.open -= 1;
        }
        Ok(self.take_ready())
    }

    /// The segment as it stands, to be sent while it is in progress; `None` once it has ended, and where the request
    /// is not sampled. Its subsegments come with later documents.
    #[must_use]
    pub fn in_progress(&self) -> Option<String> {
        (self.sampled && self.segment.body.is_in_progress()).then(|| self.segment.to_string())
    }

    fn take_ready(&mut self) -> Vec<String> {
        if !self.segment.body.is_in_progress() && self.open == 0 {
            return self.whole();
        }
        if self.nodes.len() > self.threshold { self.done() } else { Vec::new() }
    }

    /// A part that is open, and how deep it lies.
    fn body(&mut self, part: SegmentId) -> Result<(&mut Body, usize), RecordError> {
        let missing = RecordError::NotOpen { id: part };
        let (body, depth) = if part == self.segment.body.id {
            (&mut self.segment.body, 0)
        } else {
            let node = self.nodes.get_mut(&part).ok_or_else(|| missing.clone())?;
            (&mut node.subsegment.body, node.depth)
        };
        if body.is_in_progress() { Ok((body, depth)) } else { Err(missing) }
    }

    pub(super) fn children(&mut self, part: SegmentId) -> &mut Vec<SegmentId> {
        match self.nodes.get_mut(&part) {
            Some(node) => &mut node.children,
            None => &mut self.roots,
        }
    }
}
