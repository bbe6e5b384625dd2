//! A canary as it is told.

use std::collections::BTreeMap;

use cupola_base::Place;
use cupola_base::wire::WireTime;
use serde::Serialize;

use super::runs::WireDryRun;
use super::settings::{WireArtifacts, WireBrowser, WireSchedule};
use crate::canary::configuration::CanaryConfiguration;
use crate::canary::dry_run::CanaryDryRun;
use crate::canary::parts::{CanaryBrowser, CanaryDependency, CanaryVpc, VisualReference};
use crate::canary::state::Canary;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneCanary<'a> {
    pub(crate) canary: WireCanary<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireCanary<'a> {
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
    pub(crate) fn of(canary: &'a Canary, place: &Place) -> Self {
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

    pub(crate) fn with_dry_run(self, dry: &'a CanaryDryRun) -> Self {
        Self { dry_run_config: Some(WireDryRun::of(dry)), ..self }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribedCanaries<'a> {
    pub(crate) canaries: Vec<WireCanary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
