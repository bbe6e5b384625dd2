//! Insights: services that fail more than they used to.

mod book;
mod components;
mod event;
mod model;
mod verbs;
mod watch;

pub(crate) use book::Insights;
pub(crate) use model::RateModel;
pub use verbs::{ImpactGraph, ImpactService, InsightRefusal};

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ServiceId;

/// A time in which services of a group fail more than they used to.
///
/// Each minute, for each group with insights, the faults of each service are laid against what its past rate leads to
/// expect: an exponentially weighted mean with a half-life of 30 minutes, give or take three standard deviations. Two
/// minutes above it, with five faults at least, make an insight; five quiet ones close it.
///
/// # Source
/// X-Ray API Reference, Insight; the model is our decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Insight {
    /// Names it.
    pub id: String,
    /// The group's ARN.
    pub group_arn: Arn,
    /// The group's name.
    pub group_name: String,
    /// The service that is farthest from the clients of those that fail.
    pub root_cause: ServiceId,
    /// Whether it goes on.
    pub state: InsightState,
    /// The start of the first minute.
    pub start: Timestamp,
    /// The end of the last minute, when it is closed.
    pub end: Option<Timestamp>,
    /// What it is about, in a sentence.
    pub summary: String,
    /// What clients saw in its minutes.
    pub client_impact: ImpactStatistics,
    /// How the root cause answered in its minutes.
    pub root_cause_impact: ImpactStatistics,
    /// The services that fail: the root cause, then those with more faults first.
    pub top_anomalous_services: Vec<ServiceId>,
    /// When it last changed.
    pub updated: Timestamp,
    /// What happened to it, oldest first.
    pub events: Vec<InsightEvent>,
    /// Minutes in a row without anything unusual.
    pub(crate) quiet: u32,
}

/// Whether an insight goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum InsightState {
    /// It does.
    Active,
    /// It has ended.
    Closed,
}

impl InsightState {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Closed => "CLOSED",
        }
    }

    /// The state of the service's word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Active, Self::Closed].into_iter().find(|state| state.as_str() == word)
    }
}

/// How requests ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ImpactStatistics {
    /// With a fault.
    pub fault_count: u64,
    /// Well.
    pub ok_count: u64,
    /// All.
    pub total_count: u64,
}

/// Something that happened to an insight: it began, it ended, or other services fail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InsightEvent {
    /// When.
    pub at: Timestamp,
    /// What the insight was about then.
    pub summary: String,
    /// What clients had seen.
    pub client_impact: ImpactStatistics,
    /// How the root cause had answered.
    pub root_cause_impact: ImpactStatistics,
    /// The services that failed.
    pub top_anomalous_services: Vec<ServiceId>,
}
