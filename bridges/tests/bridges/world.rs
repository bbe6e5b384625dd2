//! A world with a clock that is set, for the tests of all bridges.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use cupola::traces::{LocalSampler, Recorder, Segment, SegmentDocument, SegmentName};
use cupola::{Observatory, Place, Timestamp};
use cupola_bridges::{Clock, Inbox, Sampling, Tracer};

pub(crate) struct World {
    pub(crate) inbox: Inbox,
    millis: Arc<AtomicI64>,
    tracer: Tracer,
}

/// Takes all but what is asked for under /health.
const RULES: &str = r#"{"version": 2, "rules": [{"host": "*", "http_method": "*", "url_path": "/health", "fixed_target": 0,
    "rate": 0}], "default": {"fixed_target": 1, "rate": 1}}"#;

impl World {
    pub(crate) fn new() -> Self {
        let millis = Arc::new(AtomicI64::new(1_777_874_400_000));
        let shared = Arc::clone(&millis);
        let clock = Clock::new(move || Timestamp::from_millis(shared.load(Ordering::Relaxed)));
        let recorder = Recorder::new(SegmentName::parse("shop").unwrap(), 7);
        let sampling = Sampling::local(LocalSampler::parse(RULES, 7).unwrap());
        let inbox = Inbox::default();
        Self { tracer: Tracer::new(recorder, sampling, clock, inbox.clone()), inbox, millis }
    }

    pub(crate) fn tracer(&self) -> Tracer {
        self.tracer.clone()
    }

    pub(crate) fn clock(&self) -> Clock {
        self.tracer.clock().clone()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.tracer.clock().now()
    }

    pub(crate) fn pass(&self, millis: i64) {
        self.millis.fetch_add(millis, Ordering::Relaxed);
    }

    pub(crate) fn sky(&self) -> Observatory {
        Observatory::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
    }

    /// All documents that wait, by way of an observatory; none may be refused.
    pub(crate) fn documents(&self) -> Vec<SegmentDocument> {
        let mut sky = self.sky();
        let poured = self.inbox.pour(self.now(), &mut sky);
        assert!(poured.refused.is_empty(), "{:?}", poured.refused);
        let traces = sky.traces(self.now());
        let ids: Vec<_> = traces.trace_ids().collect();
        ids.into_iter().flat_map(|id| traces.received(id).collect::<Vec<_>>()).collect()
    }
}

/// The segments that wait.
pub(crate) fn segments(world: &World) -> Vec<Segment> {
    let segment = |document| if let SegmentDocument::Segment(segment) = document { Some(segment) } else { None };
    world.documents().into_iter().filter_map(segment).collect()
}
