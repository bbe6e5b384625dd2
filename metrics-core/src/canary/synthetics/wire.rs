//! The JSON of CloudWatch Synthetics.

use std::collections::BTreeMap;

use cupola_base::Place;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use crate::canary::configuration::CanaryConfiguration;
use crate::canary::dry_run::CanaryDryRun;
use crate::canary::error::CanaryError;
use crate::canary::kept::{CanaryRunState, KeptCanaryRun};
use crate::canary::parts::{
    ArtifactEncryption, CanaryBrowser, CanaryCode, CanaryDependency, CanaryRunConfig, CanaryVpc, VisualReference,
};
use crate::canary::run::CanaryFailureKind;
use crate::canary::runtime::{RuntimeVersion, day};
use crate::canary::schedule::CanarySchedule;
use crate::canary::state::Canary;
use crate::canary::update::CanaryUpdate;
use crate::wire::Whole;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateCanary {
    name: String,
    code: CanaryCode,
    artifact_s3_location: String,
    execution_role_arn: String,
    schedule: WireSchedule,
    run_config: Option<CanaryRunConfig>,
    success_retention_period_in_days: Option<Whole>,
    failure_retention_period_in_days: Option<Whole>,
    runtime_version: String,
    vpc_config: Option<CanaryVpc>,
    provisioned_resource_cleanup: Option<String>,
    browser_configs: Option<Vec<WireBrowser>>,
    tags: Option<BTreeMap<String, String>>,
    artifact_config: Option<WireArtifacts>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireSchedule {
    expression: String,
    duration_in_seconds: Option<Whole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_config: Option<WireRetry>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireRetry {
    max_retries: u8,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireBrowser {
    browser_type: Option<CanaryBrowser>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireArtifacts {
    #[serde(rename = "S3Encryption")]
    s3_encryption: Option<ArtifactEncryption>,
}

impl WireSchedule {
    fn read(self) -> Result<CanarySchedule, CanaryError> {
        let seconds = self.duration_in_seconds.map_or(0, |seconds| seconds.0);
        let mut schedule = CanarySchedule::parse(&self.expression)?.for_seconds(seconds);
        schedule.max_retries = self.retry_config.map(|retry| retry.max_retries);
        Ok(schedule)
    }

    fn of(schedule: &CanarySchedule) -> Self {
        Self {
            expression: schedule.to_string(),
            duration_in_seconds: Some(Whole(schedule.duration_seconds)),
            retry_config: schedule.max_retries.map(|max_retries| WireRetry { max_retries }),
        }
    }
}

fn browsers(given: Vec<WireBrowser>) -> Vec<CanaryBrowser> {
    given.into_iter().map(|browser| browser.browser_type.unwrap_or(CanaryBrowser::Chrome)).collect()
}

impl CreateCanary {
    pub(super) fn tags(&mut self) -> Vec<(String, String)> {
        self.tags.take().unwrap_or_default().into_iter().collect()
    }

    pub(super) fn read(self) -> Result<CanaryConfiguration, CanaryError> {
        let schedule = self.schedule.read()?;
        let plain =
            CanaryConfiguration::new(&self.name, self.code, self.execution_role_arn, schedule, self.runtime_version)?;
        let days = |given: Option<Whole>| given.map_or(31, |days| days.0);
        Ok(CanaryConfiguration {
            artifact_location: self.artifact_s3_location,
            artifact_encryption: self.artifact_config.and_then(|artifacts| artifacts.s3_encryption),
            run: self.run_config.unwrap_or_default(),
            success_retention_days: days(self.success_retention_period_in_days),
            failure_retention_days: days(self.failure_retention_period_in_days),
            vpc: self.vpc_config,
            browsers: browsers(self.browser_configs.unwrap_or_default()),
            cleanup: self.provisioned_resource_cleanup,
            ..plain
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UpdateCanary {
    pub(super) name: String,
    code: Option<CanaryCode>,
    execution_role_arn: Option<String>,
    runtime_version: Option<String>,
    schedule: Option<WireSchedule>,
    run_config: Option<CanaryRunConfig>,
    success_retention_period_in_days: Option<Whole>,
    failure_retention_period_in_days: Option<Whole>,
    vpc_config: Option<CanaryVpc>,
    visual_reference: Option<VisualReference>,
    artifact_s3_location: Option<String>,
    artifact_config: Option<WireArtifacts>,
    provisioned_resource_cleanup: Option<String>,
    pub(super) dry_run_id: Option<String>,
    visual_references: Option<Vec<VisualReference>>,
    browser_configs: Option<Vec<WireBrowser>>,
}

impl UpdateCanary {
    pub(super) fn read(self) -> Result<CanaryUpdate, CanaryError> {
        Ok(CanaryUpdate {
            code: self.code,
            role_arn: self.execution_role_arn,
            schedule: self.schedule.map(WireSchedule::read).transpose()?,
            runtime_version: self.runtime_version,
            artifact_location: self.artifact_s3_location,
            artifact_encryption: self.artifact_config.and_then(|artifacts| artifacts.s3_encryption),
            run: self.run_config,
            success_retention_days: self.success_retention_period_in_days.map(|days| days.0),
            failure_retention_days: self.failure_retention_period_in_days.map(|days| days.0),
            vpc: self.vpc_config,
            browsers: self.browser_configs.map(browsers),
            visual_references: self.visual_references.or_else(|| self.visual_reference.map(|one| vec![one])),
            cleanup: self.provisioned_resource_cleanup,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct StartedDryRun<'a> {
    pub(super) dry_run_config: WireDryRun<'a>,
}

/// A dry run, and how it stands; of a run its id alone.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireDryRun<'a> {
    dry_run_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_dry_run_execution_status: Option<&'static str>,
}

impl<'a> WireDryRun<'a> {
    pub(super) fn of(dry: &'a CanaryDryRun) -> Self {
        Self { dry_run_id: &dry.id, last_dry_run_execution_status: Some(dry.state().as_str()) }
    }
}

/// For every action that names one canary.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) dry_run_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OneCanary<'a> {
    pub(super) canary: WireCanary<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireCanary<'a> {
    id: &'a str,
    name: &'a str,
    code: WireCode<'a>,
    execution_role_arn: &'a str,
    schedule: WireSchedule,
    run_config: WireRunConfig,
    success_retention_period_in_days: u32,
    failure_retention_period_in_days: u32,
    status: WireStatus,
    timeline: WireTimeline,
    artifact_s3_location: &'a str,
    engine_arn: String,
    runtime_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<&'a CanaryVpc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visual_reference: Option<&'a VisualReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provisioned_resource_cleanup: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    browser_configs: Vec<WireBrowser>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    engine_configs: Vec<WireEngine>,
    #[serde(skip_serializing_if = "<[VisualReference]>::is_empty")]
    visual_references: &'a [VisualReference],
    tags: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    artifact_config: Option<WireArtifacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dry_run_config: Option<WireDryRun<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireCode<'a> {
    source_location_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    handler: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    blueprint_types: &'a [String],
    #[serde(skip_serializing_if = "<[CanaryDependency]>::is_empty")]
    dependencies: &'a [CanaryDependency],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireRunConfig {
    timeout_in_seconds: u32,
    #[serde(rename = "MemoryInMB")]
    memory_in_mb: u32,
    active_tracing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ephemeral_storage: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireStatus {
    state: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireTimeline {
    created: WireTime,
    last_modified: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_started: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_stopped: Option<WireTime>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireEngine {
    engine_arn: String,
    browser_type: CanaryBrowser,
}

impl<'a> WireCanary<'a> {
    pub(super) fn of(canary: &'a Canary, place: &Place) -> Self {
        let configuration = &canary.configuration;
        let CanaryConfiguration { code, run, browsers, visual_references, .. } = configuration;
        let engine_arn = canary.engine_arn(place);
        let engine = |browser: &CanaryBrowser| WireEngine { engine_arn: engine_arn.clone(), browser_type: *browser };
        Self {
            id: &canary.id,
            name: configuration.name.as_str(),
            code: WireCode {
                source_location_arn: canary.source_location(place),
                handler: code.handler.as_deref(),
                blueprint_types: &code.blueprint_types,
                dependencies: &code.dependencies,
            },
            execution_role_arn: &configuration.role_arn,
            schedule: WireSchedule::of(&configuration.schedule),
            run_config: WireRunConfig {
                timeout_in_seconds: configuration.timeout_seconds(),
                memory_in_mb: run.memory_in_mb.unwrap_or(1000),
                active_tracing: run.active_tracing.unwrap_or(false),
                ephemeral_storage: run.ephemeral_storage,
            },
            success_retention_period_in_days: configuration.success_retention_days,
            failure_retention_period_in_days: configuration.failure_retention_days,
            status: WireStatus { state: canary.state.as_str() },
            timeline: WireTimeline {
                created: canary.created.into(),
                last_modified: canary.modified.into(),
                last_started: canary.started.map(WireTime),
                last_stopped: canary.stopped.map(WireTime),
            },
            artifact_s3_location: configuration.artifact_location.trim_start_matches("s3://"),
            runtime_version: &configuration.runtime_version,
            vpc_config: configuration.vpc.as_ref(),
            visual_reference: visual_references.first(),
            provisioned_resource_cleanup: configuration.cleanup.as_deref(),
            browser_configs: browsers.iter().map(|browser| WireBrowser { browser_type: Some(*browser) }).collect(),
            engine_configs: browsers.iter().map(engine).collect(),
            engine_arn: engine_arn.clone(),
            visual_references,
            tags: canary.tags.iter().collect(),
            artifact_config: configuration
                .artifact_encryption
                .clone()
                .map(|encryption| WireArtifacts { s3_encryption: Some(encryption) }),
            dry_run_config: None,
        }
    }

    pub(super) fn with_dry_run(self, dry: &'a CanaryDryRun) -> Self {
        Self { dry_run_config: Some(WireDryRun::of(dry)), ..self }
    }
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

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribedCanaries<'a> {
    pub(super) canaries: Vec<WireCanary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribedLastRuns<'a> {
    pub(super) canaries_last_run: Vec<LastRun<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LastRun<'a> {
    pub(super) canary_name: &'a str,
    pub(super) last_run: WireRun<'a>,
}

/// The members after `MaxResults` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetRuns {
    #[serde(skip_serializing)]
    pub(super) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(super) max_results: Option<Whole>,
    pub(super) name: String,
    pub(super) dry_run_id: Option<String>,
    pub(super) run_type: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GotRuns<'a> {
    pub(super) canary_runs: Vec<WireRun<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireRun<'a> {
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

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribedRuntimes {
    pub(super) runtime_versions: Vec<WireRuntime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireRuntime {
    version_name: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_date: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deprecation_date: Option<WireTime>,
}

impl From<&RuntimeVersion> for WireRuntime {
    fn from(version: &RuntimeVersion) -> Self {
        let date = |date: Option<&str>| date.and_then(day).map(WireTime);
        Self {
            version_name: version.name,
            description: version.description,
            release_date: date(version.released),
            deprecation_date: date(version.deprecated),
        }
    }
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
