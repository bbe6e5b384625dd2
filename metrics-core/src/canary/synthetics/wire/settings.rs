//! What a canary is to be: requests to make one, to change one, and to try a change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::canary::configuration::CanaryConfiguration;
use crate::canary::error::CanaryError;
use crate::canary::parts::{
    ArtifactEncryption, CanaryBrowser, CanaryCode, CanaryRunConfig, CanaryVpc, VisualReference,
};
use crate::canary::schedule::CanarySchedule;
use crate::canary::update::CanaryUpdate;
use crate::wire::Whole;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateCanary {
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
pub(super) struct WireSchedule {
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
pub(super) struct WireBrowser {
    pub(super) browser_type: Option<CanaryBrowser>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireArtifacts {
    #[serde(rename = "S3Encryption")]
    pub(super) s3_encryption: Option<ArtifactEncryption>,
}

impl WireSchedule {
    fn read(self) -> Result<CanarySchedule, CanaryError> {
        let seconds = self.duration_in_seconds.map_or(0, |seconds| seconds.0);
        let mut schedule = CanarySchedule::parse(&self.expression)?.for_seconds(seconds);
        schedule.max_retries = self.retry_config.map(|retry| retry.max_retries);
        Ok(schedule)
    }

    pub(super) fn of(schedule: &CanarySchedule) -> Self {
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
    pub(crate) fn tags(&mut self) -> Vec<(String, String)> {
        self.tags.take().unwrap_or_default().into_iter().collect()
    }

    pub(crate) fn read(self) -> Result<CanaryConfiguration, CanaryError> {
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
pub(crate) struct UpdateCanary {
    pub(crate) name: String,
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
    pub(crate) dry_run_id: Option<String>,
    visual_references: Option<Vec<VisualReference>>,
    browser_configs: Option<Vec<WireBrowser>>,
}

impl UpdateCanary {
    pub(crate) fn read(self) -> Result<CanaryUpdate, CanaryError> {
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
