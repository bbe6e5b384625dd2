//! What is to change about a canary.

use cupola_base::Timestamp;

use super::configuration::CanaryConfiguration;
use super::error::CanaryError;
use super::parts::{ArtifactEncryption, CanaryBrowser, CanaryCode, CanaryRunConfig, CanaryVpc, VisualReference};
use super::schedule::CanarySchedule;

/// What is to change about a canary; what is not told stays.
///
/// ```
/// use cupola_metrics::{CanarySchedule, CanaryUpdate};
///
/// let slower = CanaryUpdate { schedule: Some(CanarySchedule::parse("rate(30 minutes)")?), ..CanaryUpdate::default() };
/// assert_eq!((slower.role_arn, slower.browsers), (None, None));
/// # Ok::<(), cupola_metrics::CanaryScheduleError>(())
/// ```
///
/// # Source
/// CloudWatch Synthetics API Reference, UpdateCanary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "updates are written with a struct update, which needs an open struct")]
pub struct CanaryUpdate {
    /// Where the script comes from.
    pub code: Option<CanaryCode>,
    /// The role in which it runs.
    pub role_arn: Option<String>,
    /// When it runs.
    pub schedule: Option<CanarySchedule>,
    /// What runs the script.
    pub runtime_version: Option<String>,
    /// Where artifacts go.
    pub artifact_location: Option<String>,
    /// How they are encrypted.
    pub artifact_encryption: Option<ArtifactEncryption>,
    /// What a run has.
    pub run: Option<CanaryRunConfig>,
    /// For how many days runs that passed are kept.
    pub success_retention_days: Option<u32>,
    /// For how many days runs that failed are kept.
    pub failure_retention_days: Option<u32>,
    /// The network that runs are in; one without subnets and groups takes it away.
    pub vpc: Option<CanaryVpc>,
    /// The browsers that each run is made with.
    pub browsers: Option<Vec<CanaryBrowser>>,
    /// The runs to compare screenshots with.
    pub visual_references: Option<Vec<VisualReference>>,
    /// Whether what the service made for the canary goes with it.
    pub cleanup: Option<String>,
}

impl CanaryUpdate {
    /// The configuration with what is to change, when that is acceptable. Of a script that is handed in nothing is kept.
    pub(super) fn checked(self, now: Timestamp, to: &CanaryConfiguration) -> Result<CanaryConfiguration, CanaryError> {
        let (has_code, has_runtime) = (self.code.is_some(), self.runtime_version.is_some());
        let mut configuration = self.applied(to);
        if has_code {
            configuration.check_code()?;
        }
        configuration.check()?;
        if has_runtime {
            configuration.check_runtime(now)?;
        }
        configuration.code.zip_file = None;
        Ok(configuration)
    }

    /// The schedule, when nothing else is to change.
    pub(super) fn schedule_alone(self) -> Result<Option<CanarySchedule>, CanaryError> {
        let Self { schedule, .. } = self;
        let alone = Self { schedule: None, ..self } == Self::default();
        if alone { Ok(schedule) } else { Err(CanaryError::Together("DryRunId", "anything but Schedule")) }
    }

    /// The configuration with what is to change.
    fn applied(self, to: &CanaryConfiguration) -> CanaryConfiguration {
        let vpc = self.vpc.map(|vpc| Some(vpc).filter(|vpc| *vpc != CanaryVpc::default()));
        let old = to.clone();
        CanaryConfiguration {
            name: old.name,
            code: self.code.unwrap_or(old.code),
            role_arn: self.role_arn.unwrap_or(old.role_arn),
            schedule: self.schedule.unwrap_or(old.schedule),
            runtime_version: self.runtime_version.unwrap_or(old.runtime_version),
            artifact_location: self.artifact_location.unwrap_or(old.artifact_location),
            artifact_encryption: self.artifact_encryption.or(old.artifact_encryption),
            run: self.run.unwrap_or(old.run),
            success_retention_days: self.success_retention_days.unwrap_or(old.success_retention_days),
            failure_retention_days: self.failure_retention_days.unwrap_or(old.failure_retention_days),
            vpc: vpc.unwrap_or(old.vpc),
            browsers: self.browsers.unwrap_or(old.browsers),
            visual_references: self.visual_references.unwrap_or(old.visual_references),
            cleanup: self.cleanup.or(old.cleanup),
        }
    }
}
