//! Recording requests from any thread.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use cupola::traces::{Namespace, RecordError, Recorder, Recording, SamplingRequest, SegmentId, TraceHeader, TraceId};
use parking_lot::Mutex;

use crate::{Clock, Inbox, Input, Sampling};

/// Records requests: opens a segment for each, and sends what is done to an [`Inbox`].
///
/// ```
/// use cupola::traces::{LocalSampler, Recorder, SamplingRequest, SegmentName, TraceHeader};
/// use cupola::Timestamp;
/// use cupola_bridges::{Clock, Inbox, Sampling, TracePart, Tracer};
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let (recorder, sampling) = (Recorder::new(SegmentName::parse("shop")?, 7), Sampling::local(LocalSampler::standard(7)));
/// let (clock, inbox) = (Clock::new(move || now), Inbox::default());
/// let tracer = Tracer::new(recorder, sampling, clock, inbox.clone());
///
/// let request = tracer.begin(&TraceHeader::parse(""), &SamplingRequest::default().with_path("/cart"));
/// request.enter(|| {
///     let call = TracePart::current().expect("we are in it").call("rates.example")?;
///     assert_eq!(call.header().parent(), Some(call.id()));
///     call.end();
///     Ok::<_, Box<dyn std::error::Error>>(())
/// })?;
/// request.end();
/// assert_eq!(inbox.len(), 1, "one document, which holds both");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tracer {
    recorder: Recorder,
    sampling: Sampling,
    clock: Clock,
    inbox: Inbox,
}

impl Tracer {
    /// Joins what is needed.
    #[must_use]
    pub const fn new(recorder: Recorder, sampling: Sampling, clock: Clock, inbox: Inbox) -> Self {
        Self { recorder, sampling, clock, inbox }
    }

    /// Begins a segment for a request that came with this header; without one, with an empty one. The sampler is
    /// asked where the header leaves it open.
    #[must_use]
    pub fn begin(&self, header: &TraceHeader, request: &SamplingRequest<'_>) -> TracePart {
        let (now, sampler) = (self.clock.now(), self.sampling.current());
        let recording = self.recorder.begin(now, header, || {
            let own = request.with_service_name(request.service_name.unwrap_or_else(|| self.name()));
            sampler.decide(now, &own)
        });
        let (id, trace_id, is_sampled) = (recording.root(), recording.trace_id(), recording.is_sampled());
        let (clock, inbox) = (self.clock.clone(), self.inbox.clone());
        let live = Live { recording: Mutex::new(recording), trace_id, is_sampled, clock, inbox };
        TracePart { live: Arc::new(live), id }
    }

    /// The service's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.recorder.name().as_str()
    }

    /// The clock that it reads.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Where it sends what is done.
    #[must_use]
    pub const fn inbox(&self) -> &Inbox {
        &self.inbox
    }
}

/// One part of a request that is under way: its segment, or a subsegment.
///
/// A handle: clones are the same part, and any thread may use them. A segment that nobody [ends](Self::end) is never
/// sent. One that has ended is sent when all its parts have; parts that nobody ended end with it, once the last handle of the
/// request is gone.
#[derive(Clone)]
pub struct TracePart {
    live: Arc<Live>,
    id: SegmentId,
}

/// What all handles of a request share. Nobody's clock is asked while the recording is locked.
struct Live {
    recording: Mutex<Recording>,
    trace_id: TraceId,
    is_sampled: bool,
    clock: Clock,
    inbox: Inbox,
}

thread_local! {
    static CURRENT: RefCell<Option<TracePart>> = const { RefCell::new(None) };
}

impl TracePart {
    /// The part that this thread is in: see [`enter`](Self::enter). A thread that is ending, and has destroyed what is its
    /// own, is in none.
    #[must_use]
    pub fn current() -> Option<Self> {
        CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
    }

    /// Does something within this part: meanwhile it is the thread's [current](Self::current) one.
    pub fn enter<T>(&self, work: impl FnOnce() -> T) -> T {
        let _back = CURRENT.try_with(|current| current.replace(Some(self.clone()))).map(Back);
        work()
    }

    /// The part's id.
    #[must_use]
    pub const fn id(&self) -> SegmentId {
        self.id
    }

    /// The trace that it is a part of.
    #[must_use]
    pub fn trace_id(&self) -> TraceId {
        self.live.trace_id
    }

    /// Whether the request is recorded.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.live.is_sampled
    }

    /// The header of a request that is made on behalf of this part.
    #[must_use]
    pub fn header(&self) -> TraceHeader {
        self.live.recording.lock().header_for(self.id)
    }

    /// The header of the answer.
    #[must_use]
    pub fn response_header(&self) -> TraceHeader {
        self.live.recording.lock().response_header()
    }

    /// Begins a subsegment of this part.
    ///
    /// # Errors
    /// [`RecordError`] when this part has ended, or lies 128 deep.
    pub fn child(&self, name: &str) -> Result<Self, RecordError> {
        let now = self.live.clock.now();
        let id = self.live.recording.lock().subsegment(now, self.id, name)?;
        Ok(Self { live: Arc::clone(&self.live), id })
    }

    /// Begins a subsegment for a call of another service.
    ///
    /// # Errors
    /// As [`child`](Self::child).
    pub fn call(&self, name: &str) -> Result<Self, RecordError> {
        let now = self.live.clock.now();
        let id = self.live.recording.lock().call(now, self.id, Namespace::Remote, name)?;
        Ok(Self { live: Arc::clone(&self.live), id })
    }

    /// Tells more of this part: the recording is lent with the part's id, and locked meanwhile.
    pub fn tell<T>(&self, tell: impl FnOnce(&mut Recording, SegmentId) -> T) -> T {
        tell(&mut self.live.recording.lock(), self.id)
    }

    /// Ends this part; what is done is sent. Ending it again does nothing.
    pub fn end(&self) {
        let now = self.live.clock.now();
        let documents = self.live.recording.lock().end(now, self.id);
        self.live.send(documents.unwrap_or_default());
    }
}

impl Live {
    fn send(&self, documents: Vec<String>) {
        documents.into_iter().for_each(|document| self.inbox.send(Input::Segment(document)));
    }
}

impl Drop for Live {
    /// Nobody can end a part any more.
    fn drop(&mut self) {
        let documents = self.recording.get_mut().end_rest();
        self.send(documents);
    }
}

/// Puts back what was current before.
struct Back(Option<TracePart>);

impl Drop for Back {
    fn drop(&mut self) {
        // Dropped last: what goes with a part may ask for the current one.
        let inner = CURRENT.try_with(|current| current.replace(self.0.take()));
        drop(inner);
    }
}

impl fmt::Debug for TracePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TracePart({} of {})", self.id, self.live.trace_id)
    }
}

const _: () = {
    const fn send_sync<T: Send + Sync>() {}
    send_sync::<TracePart>();
};
