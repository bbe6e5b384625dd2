//! Runs of canaries, and dry runs.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use crate::canary::dry_run::CanaryDryRun;
use crate::canary::kept::{CanaryRunState, KeptCanaryRun};
use crate::canary::parts::CanaryBrowser;
use crate::canary::run::CanaryFailureKind;
use crate::wire::Whole;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StartedDryRun<'a> {
    pub(crate) dry_run_config: WireDryRun<'a>,
}

/// A dry run, and how it stands; of a run its id alone.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireDryRun<'a> {
    dry_run_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_dry_run_execution_status: Option<&'static str>,
}

impl<'a> WireDryRun<'a> {
    pub(crate) fn of(dry: &'a CanaryDryRun) -> Self {
        Self { dry_run_id: &dry.id, last_dry_run_execution_status: Some(dry.state().as_str()) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribedLastRuns<'a> {
    pub(crate) canaries_last_run: Vec<LastRun<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LastRun<'a> {
    pub(crate) canary_name: &'a str,
    pub(crate) last_run: WireRun<'a>,
}

/// The members after `MaxResults` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetRuns {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) max_results: Option<Whole>,
    pub(crate) name: String,
    pub(crate) dry_run_id: Option<String>,
    pub(crate) run_type: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GotRuns<'a> {
    pub(crate) canary_runs: Vec<WireRun<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireRun<'a> {
    id: &'a str,
    scheduled_run_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_attempt: Option<u8>,
    name: &'a str,
    status: WireRunStatus<'a>,
    timeline: WireRunTimeline,
    artifact_s3_location: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dry_run_config: Option<WireDryRun<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser_type: Option<CanaryBrowser>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireRunStatus<'a> {
    state: CanaryRunState,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason_code: Option<CanaryFailureKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_result: Option<CanaryRunState>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireRunTimeline {
    started: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<WireTime>,
    metric_timestamp_for_run_and_retries: WireTime,
}

impl<'a> From<&'a KeptCanaryRun> for WireRun<'a> {
    fn from(run: &'a KeptCanaryRun) -> Self {
        let due = &run.due;
        Self {
            id: &due.run,
            scheduled_run_id: &due.first_try,
            retry_attempt: Some(due.attempt).filter(|attempt| *attempt > 0),
            name: due.canary.as_str(),
            status: WireRunStatus {
                state: run.state,
                state_reason: run.failure.as_ref().map(|failure| failure.reason.as_str()),
                state_reason_code: run.failure.as_ref().map(|failure| failure.kind),
                test_result: Some(run.state).filter(|state| *state != CanaryRunState::Running),
            },
            timeline: WireRunTimeline {
                started: run.started.into(),
                completed: run.completed.map(WireTime),
                metric_timestamp_for_run_and_retries: due.scheduled.into(),
            },
            artifact_s3_location: &run.artifacts,
            dry_run_config: due
                .dry_run
                .as_deref()
                .map(|dry_run_id| WireDryRun { dry_run_id, last_dry_run_execution_status: None }),
            browser_type: due.browser,
        }
    }
}
