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
//! - [`Recorder`]: makes segments of an application's work, and says when which document is to be sent.
//! - [`Batches`]: gathers documents as the daemon does; [`Datagram`] and [`DaemonAddress`] are its packets and its place.
//! - [`Segment`]: what one service tells of one request, read from its document and written to it.
//! - [`Trace`]: documents put together, with inferred segments, a [summary](Trace::summary) and [root causes](RootCauses).
//! - [`FilterExpression`]: which traces are meant, with lints and [`explain`](FilterExpression::explain).
//! - [`GraphBuilder`]: the [service graph](ServiceGraph) of traces, which can be merged.
//! - [`Engine`]: the service side: it keeps rules, shares reservoirs out, takes segments in, keeps groups and insights, and answers
//!   the service's own JSON by [`call`](Engine::call).
//! - [`MonitoringView`]: the traces of several accounts, as a monitoring account sees them.
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
//! Encryption, resource policies, indexing rules and the destination of segments are state: nothing is
//! encrypted, nobody is refused, all traces are indexed and stay here. Requests are never throttled.
//!
//! # Features
//!
//! - `testing`: laws and slow twins for property tests and fuzz targets; exempt from stability.
//! - `proptest`: strategies for property tests in `testing::strategies`: rules, and requests. Brings the package proptest.

mod anomaly;
mod api;
mod compat;
mod daemon;
mod engine;
mod filter;
mod graph;
mod group;
mod header;
mod id;
mod insight;
mod limits;
mod missing;
mod otel;
mod output;
mod policies;
mod propagation;
mod read;
mod recorder;
mod resource;
mod rule;
mod sampling;
mod segment;
mod service;
mod shapes;
mod simulation;
mod snapshot;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod trace;
mod wire;

pub use anomaly::{
    AnomalyCapture, AnomalyCondition, AnomalyConfig, AnomalyConfigError, AnomalySpan, AnomalyUse, Captured,
};
pub use compat::{Compat, CompatDecision, CompatSampler, LocalWindow, Quirks};
pub use cupola_base::{Place, PlaceError, RestoreError, Tags, Timestamp, TimestampError};
pub use daemon::{
    BackendConnectionErrors, Batch, BatchLimits, Batches, DATAGRAM_HEADER, DaemonAddress, DaemonAddressError, Datagram,
    DatagramError, Endpoint, SendOutcome, Telemetry, TelemetryRecord, TelemetryReport, TelemetrySource, TransportFault,
};
pub use engine::Engine;
pub use filter::{
    FilterError, FilterErrorKind, FilterExplanation, FilterExpression, FilterLint, FilterLintKind, TermExplanation,
};
pub use graph::{
    EdgeAlias, ErrorStatistics, FaultStatistics, GraphBuilder, GraphEdge, GraphService, HistogramEntry, ServiceGraph,
    SummaryStatistics, Within,
};
pub use group::{Group, GroupRefusal, GroupSelector, InsightsConfiguration};
pub use header::{Sampled, TraceHeader, TraceHeaderError, TraceHeaderFault, UserDataError};
pub use id::{
    ClientId, IdError, IdKind, SegmentId, TraceId, TraceIdTime, TraceIdTimeError, TraceParent, TraceParentError,
};
pub use insight::{ImpactGraph, ImpactService, ImpactStatistics, Insight, InsightEvent, InsightRefusal, InsightState};
pub use limits::Limits;
pub use missing::{BeanstalkFault, EcsFault, MissingTrace, NoTrace, lint_beanstalk, lint_ecs};
pub use otel::{
    OtelAttributes, OtelEvent, OtelLink, OtelMapping, OtelRefusal, OtelSpan, OtelSpans, OtelValue, SpanKind,
    SpanStatus, StatusFlags, flags_of,
};
pub use output::{Lost, Output, Overflow};
pub use policies::Policies;
pub use propagation::{Incoming, IncomingDecision};
pub use read::{
    BatchGetTracesError, FaultForecast, FoundTraces, GraphRefusal, GroupGraph, MonitoringLinkError, MonitoringLinks,
    MonitoringView, PageRefusal, SeriesQuery, SeriesWindow, StoredTraceDocuments, SummariesRefusal, SummaryQuery,
    SummarySampling, TimeRangeType, TimeSeries, TraceSummaries,
};
pub use recorder::{RecordError, Recorder, Recording};
pub use resource::{
    DeleteResourcePolicyError, DestinationStatus, EncryptionConfig, EncryptionConfigError, EncryptionStatus,
    IndexingRule, PutResourcePolicyError, ResourcePolicy, RetrievalError, RetrievalStatus, RetrievedTraces,
    SegmentDestination, TagError, TraceFormat, TraceSegmentDestination, UpdateIndexingRuleError,
};
pub use rule::{
    RULE_STATE_KEY, RateBoost, RuleName, RuleNameError, SamplingRule, SamplingRuleError, SamplingRuleRecord,
    SamplingRuleRefusal, SamplingRuleUpdate, rule_state,
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
    LogGroup, Metadata, Namespace, NotFinite, ReferenceType, Segment, SegmentDocument, SegmentErrorCode, SegmentFault,
    SegmentName, SegmentNameError, SegmentRefusal, SegmentTime, Service, Sql, StackFrame, Subsegment, XRay,
};
pub use service::{
    BoostStatistics, RuleSelector, SamplingStatistics, SamplingTargets, SamplingTargetsError, StatisticSummary,
    UnprocessedStatistics,
};
pub use shapes::OPERATIONS;
pub use simulation::{HostReport, RuleReport, SamplingSimulation, SimulatedTraffic, SimulationReport};
pub use snapshot::Snapshot;
pub use trace::{
    AnnotationWithServices, CauseEntity, CauseException, CauseService, HttpSummary, InstanceId, ResourceArn, RootCause,
    RootCauses, ServiceId, Trace, TraceDocument, TraceSummary, TraceUser, ZoneName,
};
