//! The read side: what the engine keeps to answer questions about traces.

mod agenda;
mod graphs;
mod membership;
mod monitoring;
pub(crate) mod pages;
mod parts;
mod retrieved;
mod series;
mod summaries;
mod traces;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::outputs::Outputs;
use cupola_base::{Place, Rng, Timestamp};
use serde::{Deserialize, Serialize};

pub use graphs::{GraphRefusal, GroupGraph};
pub use monitoring::{MonitoringLinkError, MonitoringLinks};
pub use pages::PageRefusal;
pub(crate) use parts::GraphParts;
pub use series::{FaultForecast, SeriesQuery, SeriesWindow, TimeSeries};
pub use summaries::{SummariesRefusal, SummaryQuery, SummarySampling, TimeRangeType, TraceSummaries};
pub use traces::{BatchGetTracesError, FoundTraces, StoredTraceDocuments};
pub use view::MonitoringView;

use crate::group::Groups;
use crate::resource::Resources;
use crate::{Output, TraceId};

/// All that the read side keeps beside the documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ReadSide {
    pub(crate) groups: Groups,
    pub(crate) resources: Resources,
    pub(crate) rng: Rng,
    /// Which groups beside the default a trace belongs to, by serial number; those that belong to any.
    members: BTreeMap<TraceId, BTreeSet<u32>>,
    /// Traces of which documents came since they were last laid against the groups; some may be gone.
    unsettled: Vec<TraceId>,
    /// Traces that minutes under way are about; some may be gone, or told twice.
    recent: Vec<TraceId>,
    /// The end of the minute that is under way, where something came in it.
    minute: Option<Timestamp>,
    pub(crate) insights: crate::insight::Insights,
    pub(crate) outputs: Outputs<Output>,
}

impl ReadSide {
    pub(crate) fn new(place: &Place, seed: u64) -> Self {
        Self {
            groups: Groups::new(place),
            resources: Resources::default(),
            rng: Rng::for_part(seed, "traces"),
            members: BTreeMap::new(),
            unsettled: Vec::new(),
            recent: Vec::new(),
            minute: None,
            insights: crate::insight::Insights::default(),
            outputs: Outputs::default(),
        }
    }
}
