//! A detector as it is told.

use std::fmt;

use cupola_base::{Arn, Timestamp};

use super::frequency::EvaluationFrequency;
use super::kept::{Detector, Phase};
use crate::filter::FilterPattern;
use crate::kms::KmsKey;

/// A log anomaly detector.
///
/// # Source
/// CloudWatch Logs API Reference, AnomalyDetector.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LogAnomalyDetector {
    /// Its ARN.
    pub arn: Arn,
    /// Its name.
    pub name: String,
    /// The ARN of its log group, as it was given.
    pub log_group: Arn,
    /// How often it looks at what came in.
    pub frequency: EvaluationFrequency,
    /// Which events it looks at; `None` for all.
    pub pattern: Option<FilterPattern>,
    /// Where it stands.
    pub status: LogAnomalyDetectorStatus,
    /// Its key.
    pub kms_key: Option<KmsKey>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub modified: Timestamp,
    /// For how many days an anomaly is visible.
    pub visibility_days: u32,
}

/// Where a log anomaly detector stands.
///
/// # Source
/// CloudWatch Logs API Reference, AnomalyDetector. The service knows two more, which are not seen here:
/// `INITIALIZING`, because training begins at once, and `DELETED`, because one that is deleted is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LogAnomalyDetectorStatus {
    /// It learns what is usual.
    Training,
    /// It looks for what is not.
    Analyzing,
    /// It can do neither: its group is gone or its key cannot be used.
    Failed,
    /// It was told to pause.
    Paused,
}

impl LogAnomalyDetectorStatus {
    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Training => "TRAINING",
            Self::Analyzing => "ANALYZING",
            Self::Failed => "FAILED",
            Self::Paused => "PAUSED",
        }
    }
}

impl fmt::Display for LogAnomalyDetectorStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Detector {
    const fn status(&self) -> LogAnomalyDetectorStatus {
        match self.phase {
            _ if self.is_paused => LogAnomalyDetectorStatus::Paused,
            Phase::Training { .. } => LogAnomalyDetectorStatus::Training,
            Phase::Analyzing => LogAnomalyDetectorStatus::Analyzing,
            Phase::Failed => LogAnomalyDetectorStatus::Failed,
        }
    }

    pub(super) fn describe(&self) -> LogAnomalyDetector {
        LogAnomalyDetector {
            arn: self.arn.clone(),
            name: self.name.clone(),
            log_group: self.group_arn.clone(),
            frequency: self.frequency,
            pattern: self.pattern.as_ref().map(|parsed| parsed.pattern().clone()),
            status: self.status(),
            kms_key: self.kms_key.clone(),
            created: self.created,
            modified: self.modified,
            visibility_days: self.visibility_days,
        }
    }
}
