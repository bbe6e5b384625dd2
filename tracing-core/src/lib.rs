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
mod service;
mod shapes;
mod snapshot;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod wire;

pub use cupola_base::{Place, PlaceError, Timestamp, TimestampError};
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
pub use service::{
    BoostStatistics, RuleSelector, SamplingStatistics, SamplingTargets, SamplingTargetsError, StatisticSummary,
    UnprocessedStatistics,
};
pub use shapes::OPERATIONS;
pub use snapshot::{RestoreError, Snapshot};
