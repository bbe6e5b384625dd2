//! Recording segments in an application.

mod error;
mod recording;
mod stream;

use std::sync::Arc;

use cupola_base::{Rng, Timestamp};

pub use error::RecordError;
pub use recording::Recording;

use crate::{
    AnnotationKeys, Aws, Body, DecidingRule, IncomingDecision, SamplingDecision, Segment, SegmentId, SegmentName,
    Service, TraceHeader, TraceId, XRay,
};

/// Records the work of one service: a [`Recording`] for each request.
///
/// Clones share the source of ids; any number of threads may begin recordings.
///
/// ```
/// use cupola_traces::{LocalSampler, Recorder, SamplingRequest, Segment, SegmentName, Timestamp, TraceHeader};
///
/// let recorder = Recorder::new(SegmentName::parse("shop")?, 7);
/// let sampler = LocalSampler::standard(7);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let request = SamplingRequest::new("shop", "shop.example", "GET", "/cart");
///
/// let mut recording = recorder.begin(now, &TraceHeader::parse(""), || sampler.decide(now, &request));
/// let call = recording.subsegment(now.plus_millis(2), recording.root(), "rates.example")?;
/// recording.annotate(call, "currency", "EUR")?;
/// let goes_out = recording.header_for(call);
/// assert!(recording.end(now.plus_millis(9), call)?.is_empty());
///
/// let documents = recording.end(now.plus_millis(10), recording.root())?;
/// let segment = Segment::parse(&documents[0])?;
/// assert_eq!((segment.body.end_time, goes_out.parent()), (Some(now.plus_millis(10).into()), Some(call)));
/// assert_eq!(segment.body.subsegments[0].body.annotations.get("currency").unwrap().as_text(), Some("EUR"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// The X-Ray SDKs: when a segment is sent, and when its parts are sent before it.
#[derive(Clone, Debug)]
pub struct Recorder {
    name: SegmentName,
    origin: Option<String>,
    service: Option<Box<Service>>,
    aws: Aws,
    streaming_threshold: usize,
    keys: AnnotationKeys,
    rng: Arc<Rng>,
}

impl Recorder {
    /// How many subsegments a recording holds before it sends those that are done: as the Java and Node SDKs.
    pub const STREAMING_THRESHOLD: usize = 100;

    /// A recorder for a service of that name. The seed is that of all ids: see [`TraceId::generate`].
    #[must_use]
    pub fn new(name: SegmentName, seed: u64) -> Self {
        let xray =
            XRay { sdk: Some("cupola".into()), sdk_version: Some(env!("CARGO_PKG_VERSION").into()), ..XRay::default() };
        Self {
            name,
            origin: None,
            service: None,
            aws: Aws { xray: Some(xray), ..Aws::default() },
            streaming_threshold: Self::STREAMING_THRESHOLD,
            keys: AnnotationKeys::default(),
            rng: Arc::new(Rng::for_part(seed, "recorder")),
        }
    }

    /// Sets the type of the resource of AWS that runs the service, as `AWS::ECS::Container`.
    #[must_use]
    pub fn with_origin(self, origin: impl Into<String>) -> Self {
        Self { origin: Some(origin.into()), ..self }
    }

    /// Sets version and runtime.
    #[must_use]
    pub fn with_service(self, service: Service) -> Self {
        Self { service: Some(Box::new(service)), ..self }
    }

    /// Sets what segments tell of AWS. Where `xray` is not told, it is what it was.
    #[must_use]
    pub fn with_aws(self, aws: Aws) -> Self {
        let xray = aws.xray.or(self.aws.xray);
        Self { aws: Aws { xray, ..aws }, ..self }
    }

    /// Sets how many subsegments a recording holds before it sends those that are done. The Python SDK has 30, the
    /// Go SDK 20.
    #[must_use]
    pub fn with_streaming_threshold(self, subsegments: usize) -> Self {
        Self { streaming_threshold: subsegments, ..self }
    }

    /// Sets which keys annotations may have.
    #[must_use]
    pub fn with_annotation_keys(self, keys: AnnotationKeys) -> Self {
        Self { keys, ..self }
    }

    /// The service's name.
    #[must_use]
    pub const fn name(&self) -> &SegmentName {
        &self.name
    }

    /// Begins to record a request that came with this header; without one, with an empty one. `decide` is asked
    /// where the header leaves the decision to the service.
    #[must_use]
    pub fn begin<'a>(
        &self,
        now: Timestamp,
        header: &TraceHeader,
        decide: impl FnOnce() -> SamplingDecision<'a>,
    ) -> Recording {
        let incoming = header.incoming();
        let (sampled, rule) = match incoming.decision {
            IncomingDecision::Sampled => (true, None),
            IncomingDecision::NotSampled => (false, None),
            IncomingDecision::AskSampler => judge(&decide()),
        };
        let trace_id = incoming.trace_id.unwrap_or_else(|| TraceId::generate(now, &self.rng));
        let body = Body::new(SegmentId::generate(&self.rng), self.name.to_string(), now.into());
        let mut segment = Segment::new(trace_id, body);
        segment.parent_id = incoming.parent_id;
        if sampled {
            self.describe(&mut segment, rule);
        }
        Recording::new(self, segment, header.clone(), sampled)
    }

    fn describe(&self, segment: &mut Segment, rule: Option<String>) {
        segment.origin.clone_from(&self.origin);
        segment.service.clone_from(&self.service);
        let mut aws = self.aws.clone();
        if let Some(xray) = aws.xray.as_mut().filter(|_| rule.is_some()) {
            xray.sampling_rule_name = rule;
        }
        segment.body.aws = Some(Box::new(aws));
    }
}

/// Whether it is recorded, and by which central rule.
fn judge(decision: &SamplingDecision<'_>) -> (bool, Option<String>) {
    let rule = if let DecidingRule::Central { name } = decision.rule() { Some(name.to_owned()) } else { None };
    (decision.is_sampled(), rule)
}
