//! The JSON of CloudWatch Synthetics.

mod canary;
mod runs;
mod runtimes;
mod settings;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::canary::parts::CanaryBrowser;
use crate::wire::Whole;

pub(super) use canary::{DescribedCanaries, OneCanary, WireCanary};
pub(super) use runs::{DescribedLastRuns, GetRuns, GotRuns, LastRun, StartedDryRun, WireDryRun, WireRun};
pub(super) use runtimes::{DescribedRuntimes, WireRuntime};
pub(super) use settings::{CreateCanary, UpdateCanary};

/// For every action that names one canary.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) dry_run_id: Option<String>,
}

/// The members after `MaxResults` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Describe {
    #[serde(skip_serializing)]
    pub(super) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(super) max_results: Option<Whole>,
    pub(super) names: Option<Vec<String>>,
    pub(super) browser_type: Option<CanaryBrowser>,
}

/// For the actions on tags.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tagged {
    pub(super) resource_arn: String,
    pub(super) tags: Option<BTreeMap<String, String>>,
    pub(super) tag_keys: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagsOf<'a> {
    pub(super) tags: BTreeMap<&'a str, &'a str>,
}
