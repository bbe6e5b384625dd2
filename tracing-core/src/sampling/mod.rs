//! Sampling: which requests are recorded.

mod atomic;
mod boost;
mod central;
mod central_sampler;
mod checks;
mod counters;
mod decision;
mod explain;
mod gate;
mod local;
#[cfg(all(loom, test))]
mod loom;
mod manifest;
mod matching;
mod pattern;
mod quota;
mod rate;
mod reports;
mod request;
mod sampler;
mod second;
mod statistics;
mod support;
mod target;

pub use central::CentralReservoir;
pub use central_sampler::{CentralSampler, NoRules};
pub use decision::{DecidingRule, SamplingDecision, Verdict};
pub use explain::{ClauseExplanation, RuleExplanation, SamplingExplanation};
pub use local::{LocalReservoir, Smoothing};
pub use manifest::{
    Allowance, ManifestFault, ManifestOptions, ManifestRule, ManifestVersion, SamplingManifest, SamplingManifestError,
};
pub use matching::{CaseRule, MissingField, wildcard_matches};
pub use rate::{Rate, RateError};
pub use reports::LoadedTargets;
pub use request::SamplingRequest;
pub use sampler::LocalSampler;
pub use second::MOST_PER_SECOND;
pub use statistics::{SampledCount, Statistics};
pub(crate) use support::Matching;
pub use support::RuleSupport;
pub use target::{SamplingBoost, SamplingTarget};
