//! Trace ids, headers and sampling decisions with the semantics of AWS X-Ray.
//!
//! ```
//! use cupola_traces::{IncomingDecision, LocalSampler, SamplingRequest, Timestamp, TraceHeader};
//!
//! let sampler = LocalSampler::standard(7);
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let header = TraceHeader::parse("Root=1-5759e988-bd862e3fe1be46a994272793; Sampled=?");
//!
//! assert_eq!(header.incoming().decision, IncomingDecision::AskSampler);
//! let decision = sampler.decide(now, &SamplingRequest::new("shop", "shop.example", "GET", "/cart"));
//! assert_eq!(decision.to_string(), "sampled by the default rule: its reservoir takes 1 per second");
//!
//! let answer = header.response(header.root().unwrap(), decision.is_sampled());
//! assert_eq!(answer.to_string(), "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`TraceHeader`]: reads `X-Amzn-Trace-Id` as any SDK writes it; [`incoming`](TraceHeader::incoming),
//!   [`response`](TraceHeader::response) and [`downstream`](TraceHeader::downstream) say how a trace goes on.
//! - [`LocalSampler`]: decides by a local rule file, or by the default of one a second and a twentieth.
//! - [`CentralSampler`]: decides by the service's rules; [`CentralReservoir`] is one rule of them.
//! - [`Segment`]: what one service tells of one request, read from its document and written to it.
//! - [`Engine`]: the service side: it keeps rules, shares reservoirs out, takes segments in, and answers the service's own JSON by
//!   [`call`](Engine::call).
//!
//! Ids are [`TraceId`], [`SegmentId`] and [`ClientId`]; [`TraceParent`] is W3C's form.
//!
//! # How it behaves
//!
//! Samplers decide through a shared reference from any number of threads, without a lock: in no interleaving does a
//! second grant more than it holds, save that a clock which is set back by more than a minute begins anew; and every
//! reading of the statistics has borrowed <= sampled <= requests. With one seed and one order of requests the decisions are the same on every machine. A decision says
//! [which rule and why](SamplingDecision); [`LocalSampler::explain`] and [`CentralSampler::explain`] say why a rule is
//! the one.
//!
//! # What is not modelled
//!
//! Traces, summaries, filter expressions, groups, the service graph, insights, the daemon's datagrams,
//! the mapping of OpenTelemetry spans, and the client's side of anomaly capture. Their actions are answered with
//! `UnknownOperationException`. Tags of sampling rules are kept; the actions on tags are not answered yet. Requests
//! are never throttled.
//!
//! # Features
//!
//! - `testing`: laws and slow twins for property tests and fuzz targets; exempt from stability.

mod api;
mod engine;
mod header;
mod id;
mod limits;
mod output;
mod policies;
mod propagation;
mod rule;
mod sampling;
mod segment;
mod service;
mod shapes;
mod snapshot;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod wire;

pub use cupola_base::{Place, PlaceError, RestoreError, Timestamp, TimestampError};
pub use engine::Engine;
pub use header::{Sampled, TraceHeader, TraceHeaderError, TraceHeaderFault, UserDataError};
pub use id::{
    ClientId, IdError, IdKind, SegmentId, TraceId, TraceIdTime, TraceIdTimeError, TraceParent, TraceParentError,
};
pub use limits::Limits;
pub use output::{Lost, Output, Overflow};
pub use policies::Policies;
pub use propagation::{Incoming, IncomingDecision};
pub use rule::{
    RateBoost, RuleName, RuleNameError, SamplingRule, SamplingRuleError, SamplingRuleRecord, SamplingRuleRefusal,
    SamplingRuleUpdate,
};
pub use sampling::{
    Allowance, CaseRule, CentralReservoir, CentralSampler, ClauseExplanation, DecidingRule, LoadedTargets,
    LocalReservoir, LocalSampler, MOST_PER_SECOND, ManifestFault, ManifestOptions, ManifestRule, ManifestVersion,
    MissingField, NoRules, Rate, RateError, RuleExplanation, RuleSupport, SampledCount, SamplingBoost,
    SamplingDecision, SamplingExplanation, SamplingManifest, SamplingManifestError, SamplingRequest, SamplingTarget,
    Smoothing, Statistics, Verdict, wildcard_matches,
};
pub use segment::{
    AnnotationKeys, AnnotationValue, Annotations, Aws, Body, Cause, Causes, ContentLength, Ec2, Ecs, Eks,
    ElasticBeanstalk, Exception, Extra, Http, HttpRequest, HttpResponse, IndependentSubsegment, Link, LinkAttributes,
    LogGroup, Metadata, Namespace, NotFinite, ReferenceType, Segment, SegmentDocument, SegmentErrorCode, SegmentName,
    SegmentNameError, SegmentRefusal, SegmentTime, Service, Sql, StackFrame, Subsegment, XRay,
};
pub use service::{
    BoostStatistics, RuleSelector, SamplingStatistics, SamplingTargets, SamplingTargetsError, StatisticSummary,
    UnprocessedStatistics,
};
pub use shapes::OPERATIONS;
pub use snapshot::Snapshot;
