//! What a canary is to do.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::{CanaryError, CanaryName, CanaryNameError};
use super::parts::{ArtifactEncryption, CanaryBrowser, CanaryCode, CanaryRunConfig, CanaryVpc, VisualReference};
use super::runtime;
use super::schedule::CanarySchedule;

/// What a canary is to do. [`Engine::create_canary`](crate::Engine::create_canary) checks it.
///
/// ```
/// use cupola_metrics::{CanaryCode, CanaryConfiguration, CanarySchedule};
///
/// let role = "arn:aws:iam::111122223333:role/canary";
/// let code = CanaryCode::in_bucket("scripts", "checkout.zip", "index.handler");
/// let schedule = CanarySchedule::parse("rate(5 minutes)")?;
/// let canary = CanaryConfiguration::new("checkout", code, role, schedule, "syn-nodejs-puppeteer-9.1")?;
/// assert_eq!(canary.success_retention_days, 31);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Synthetics API Reference, CreateCanary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CanaryConfiguration {
    /// The name.
    pub name: CanaryName,
    /// Where the script comes from.
    pub code: CanaryCode,
    /// The role in which it runs.
    pub role_arn: String,
    /// When it runs.
    pub schedule: CanarySchedule,
    /// What runs the script, e.g. `syn-nodejs-puppeteer-9.1`.
    pub runtime_version: String,
    /// Where artifacts go, e.g. `s3://results/checkout`.
    pub artifact_location: String,
    /// How they are encrypted.
    pub artifact_encryption: Option<ArtifactEncryption>,
    /// What a run has.
    pub run: CanaryRunConfig,
    /// For how many days runs that passed are kept: 1 to 1,024. Default 31.
    pub success_retention_days: u32,
    /// For how many days runs that failed are kept: 1 to 1,024. Default 31.
    pub failure_retention_days: u32,
    /// The network that runs are in.
    pub vpc: Option<CanaryVpc>,
    /// The browsers that each run is made with; one, the runtime's own, when there are none.
    pub browsers: Vec<CanaryBrowser>,
    /// The runs to compare screenshots with.
    pub visual_references: Vec<VisualReference>,
    /// `AUTOMATIC` or `OFF`: whether what the service made for the canary goes with it.
    pub cleanup: Option<String>,
}

/// Whether a text names a canary of some account and Region.
pub(super) fn is_canary_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(7, ':').collect();
    let [_, partition, service, region, account, kind, name] = parts[..] else { return false };
    let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    let is_place = text.starts_with("arn:") && (partition.is_empty() || partition.starts_with("aws"));
    is_place
        && service == "synthetics"
        && region.contains('-')
        && is_account
        && kind == "canary"
        && CanaryName::new(name).is_ok()
}

/// The longest run, in seconds.
const LONGEST_RUN: u32 = 840;
/// The largest script, in characters of base64 for 10,000,000 bytes.
const LARGEST_SCRIPT: usize = 13_333_336;

impl CanaryConfiguration {
    /// A canary whose artifacts go to the service's bucket, with the service's defaults.
    ///
    /// # Errors
    /// [`CanaryNameError`] when the name is none.
    pub fn new(
        name: &str,
        code: CanaryCode,
        role_arn: impl Into<String>,
        schedule: CanarySchedule,
        runtime_version: impl Into<String>,
    ) -> Result<Self, CanaryNameError> {
        Ok(Self {
            name: CanaryName::new(name)?,
            code,
            role_arn: role_arn.into(),
            schedule,
            runtime_version: runtime_version.into(),
            artifact_location: format!("s3://cw-syn-results/canary/{name}"),
            artifact_encryption: None,
            run: CanaryRunConfig::default(),
            success_retention_days: 31,
            failure_retention_days: 31,
            vpc: None,
            browsers: Vec::new(),
            visual_references: Vec::new(),
            cleanup: None,
        })
    }

    /// The most seconds that a run takes.
    #[must_use]
    pub fn timeout_seconds(&self) -> u32 {
        self.run.timeout_in_seconds.unwrap_or_else(|| self.longest_run())
    }

    /// Not more than from one run to the next.
    fn longest_run(&self) -> u32 {
        let interval = self.schedule.interval_seconds().and_then(|seconds| u32::try_from(seconds).ok());
        interval.map_or(LONGEST_RUN, |seconds| seconds.min(LONGEST_RUN))
    }

    /// Checks everything but where the code is, and whether the runtime version is still to be had.
    pub(super) fn check(&self) -> Result<(), CanaryError> {
        self.check_run()?;
        let retention = |member, days: u32| within(member, days, 1, 1024, "1 to 1024 days");
        retention("SuccessRetentionPeriodInDays", self.success_retention_days)?;
        retention("FailureRetentionPeriodInDays", self.failure_retention_days)?;
        let seconds = self.schedule.duration_seconds;
        within("Schedule.DurationInSeconds", seconds, 0, CanarySchedule::LONGEST, "0 to 31622400 seconds")?;
        let retries = u32::from(self.schedule.max_retries.unwrap_or(0));
        within("Schedule.RetryConfig.MaxRetries", retries, 0, 2, "0 to 2")?;
        must(self.role_arn.starts_with("arn:"), "ExecutionRoleArn", &self.role_arn, "an ARN of a role")?;
        must(!self.artifact_location.is_empty(), "ArtifactS3Location", "", "a place in a bucket")?;
        let is_cleanup = self.cleanup.as_ref().is_none_or(|word| ["AUTOMATIC", "OFF"].contains(&word.as_str()));
        must(is_cleanup, "ProvisionedResourceCleanup", &self.cleanup, "AUTOMATIC or OFF")?;
        must(self.browsers.len() <= 2, "BrowserConfigs", self.browsers.len(), "1 or 2 browsers")?;
        self.check_encryption()
    }

    /// Checks where the code is. Of a script that was handed in nothing is kept, so only new code is checked.
    pub(super) fn check_code(&self) -> Result<(), CanaryError> {
        let CanaryCode { s3_bucket, s3_key, zip_file, blueprint_types, .. } = &self.code;
        let sources = [s3_bucket.is_some() || s3_key.is_some(), zip_file.is_some(), !blueprint_types.is_empty()];
        let given = sources.iter().filter(|is_given| **is_given).count();
        must(given == 1, "Code", given, "one of S3Bucket with S3Key, ZipFile and BlueprintTypes")?;
        must(s3_bucket.is_some() == s3_key.is_some(), "Code", "a part", "S3Bucket and S3Key together")?;
        let size = zip_file.as_ref().map_or(0, String::len);
        must(size <= LARGEST_SCRIPT, "Code.ZipFile", size, "up to 10000000 bytes")
    }

    fn check_run(&self) -> Result<(), CanaryError> {
        let CanaryRunConfig { timeout_in_seconds, memory_in_mb, ephemeral_storage, .. } = &self.run;
        let timeout = timeout_in_seconds.unwrap_or(LONGEST_RUN.min(self.longest_run()));
        within("RunConfig.TimeoutInSeconds", timeout, 3, LONGEST_RUN, "3 to 840 seconds")?;
        let fits = timeout <= self.longest_run();
        must(fits, "RunConfig.TimeoutInSeconds", timeout, "not more than from one run to the next")?;
        let memory = memory_in_mb.unwrap_or(960);
        within("RunConfig.MemoryInMB", memory, 960, 3008, "960 to 3008")?;
        must(memory.is_multiple_of(64), "RunConfig.MemoryInMB", memory, "a multiple of 64")?;
        let storage = ephemeral_storage.unwrap_or(1024);
        within("RunConfig.EphemeralStorage", storage, 1024, 10_240, "1024 to 10240")
    }

    fn check_encryption(&self) -> Result<(), CanaryError> {
        let Some(ArtifactEncryption { encryption_mode, kms_key_arn }) = &self.artifact_encryption else {
            return Ok(());
        };
        let mode = encryption_mode.as_deref();
        let is_mode = mode.is_none_or(|mode| ["SSE_S3", "SSE_KMS"].contains(&mode));
        must(is_mode, "ArtifactConfig.S3Encryption.EncryptionMode", mode.unwrap_or_default(), "SSE_S3 or SSE_KMS")?;
        let fits = kms_key_arn.is_none() || mode == Some("SSE_KMS");
        must(fits, "ArtifactConfig.S3Encryption.KmsKeyArn", "a key", "no key, or the mode SSE_KMS")
    }

    /// Whether canaries may be made with this runtime version.
    pub(super) fn check_runtime(&self, now: Timestamp) -> Result<(), CanaryError> {
        let needed = "a runtime version that is known and not deprecated";
        must(runtime::is_supported(&self.runtime_version, now), "RuntimeVersion", &self.runtime_version, needed)
    }
}

fn within(member: &'static str, value: u32, least: u32, most: u32, needed: &'static str) -> Result<(), CanaryError> {
    must((least..=most).contains(&value), member, value, needed)
}

fn must(
    holds: bool,
    member: &'static str,
    value: impl std::fmt::Debug,
    needed: &'static str,
) -> Result<(), CanaryError> {
    if holds { Ok(()) } else { Err(CanaryError::Value { member, value: format!("{value:?}"), needed }) }
}
