//! The parts of a canary's configuration, as the service writes them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where a canary's script comes from. Its bytes are not kept: nothing runs it here.
///
/// # Source
/// CloudWatch Synthetics API Reference, CanaryCodeInput.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::exhaustive_structs, reason = "parts are written with a struct update, which needs an open struct")]
pub struct CanaryCode {
    /// The bucket that holds the script.
    #[serde(rename = "S3Bucket", skip_serializing_if = "Option::is_none")]
    pub s3_bucket: Option<String>,
    /// The object within it.
    #[serde(rename = "S3Key", skip_serializing_if = "Option::is_none")]
    pub s3_key: Option<String>,
    /// The version of the object.
    #[serde(rename = "S3Version", skip_serializing_if = "Option::is_none")]
    pub s3_version: Option<String>,
    /// The script itself, as an archive in base64, up to 10,000,000 bytes; forgotten once it was looked at.
    #[serde(skip_serializing)]
    pub zip_file: Option<String>,
    /// Where the script begins: up to 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<String>,
    /// The blueprint, in place of a script.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blueprint_types: Vec<String>,
    /// What is put beside the script.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<CanaryDependency>,
}

impl CanaryCode {
    /// A script in a bucket.
    #[must_use]
    pub fn in_bucket(bucket: impl Into<String>, key: impl Into<String>, handler: impl Into<String>) -> Self {
        Self {
            s3_bucket: Some(bucket.into()),
            s3_key: Some(key.into()),
            handler: Some(handler.into()),
            ..Self::default()
        }
    }
}

/// A layer that is put beside a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CanaryDependency {
    /// What it is: `LambdaLayer`.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its ARN.
    pub reference: String,
}

/// What a run has. Everything that was not told has the service's default.
///
/// # Source
/// CloudWatch Synthetics API Reference, CanaryRunConfigInput.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::exhaustive_structs, reason = "parts are written with a struct update, which needs an open struct")]
pub struct CanaryRunConfig {
    /// The most seconds that a run takes: 3 to 840, not more than from one run to the next, which is the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_in_seconds: Option<u32>,
    /// Memory in megabytes: 960 to 3,008, a multiple of 64.
    #[serde(rename = "MemoryInMB", skip_serializing_if = "Option::is_none")]
    pub memory_in_mb: Option<u32>,
    /// Whether runs are traced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_tracing: Option<bool>,
    /// What the script finds in its environment. The service never tells it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub environment_variables: BTreeMap<String, String>,
    /// Room for files in megabytes: 1,024 to 10,240.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral_storage: Option<u32>,
}

/// The network that runs are in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::exhaustive_structs, reason = "parts are written with a struct update, which needs an open struct")]
pub struct CanaryVpc {
    /// Up to 16 subnets.
    pub subnet_ids: Vec<String>,
    /// Up to 5 security groups.
    pub security_group_ids: Vec<String>,
    /// Whether runs may use version 6 of the protocol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6_allowed_for_dual_stack: Option<bool>,
}

/// How artifacts are encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::exhaustive_structs, reason = "parts are written with a struct update, which needs an open struct")]
pub struct ArtifactEncryption {
    /// `SSE_S3` or `SSE_KMS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_mode: Option<String>,
    /// The key, for `SSE_KMS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_arn: Option<String>,
}

/// A browser that runs use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum CanaryBrowser {
    /// Google Chrome.
    Chrome,
    /// Mozilla Firefox.
    Firefox,
}

/// The run whose screenshots are those to compare with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct VisualReference {
    /// The screenshots, and where they are not looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub base_screenshots: Vec<ScreenshotBaseline>,
    /// A run's id, `nextrun` or `lastrun`.
    pub base_canary_run_id: String,
    /// The browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_type: Option<CanaryBrowser>,
}

/// A screenshot to compare with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ScreenshotBaseline {
    /// Its name.
    pub screenshot_name: String,
    /// Up to 20 areas that are not compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore_coordinates: Vec<String>,
}
