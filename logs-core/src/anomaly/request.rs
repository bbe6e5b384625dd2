//! What is asked of detectors and anomalies.

use crate::filter::{FilterPattern, FilterPatternError, Semantics};
use crate::kms::KmsKey;
use crate::metric_filter::Parsed;

use super::frequency::EvaluationFrequency;

/// A log anomaly detector that is to be made.
///
/// ```
/// use cupola_logs::{Engine, EvaluationFrequency, NewLogAnomalyDetector, Place, Timestamp};
///
/// let detector = NewLogAnomalyDetector::of("arn:aws:logs:us-east-1:111122223333:log-group:app")
///     .named("app")
///     .every(EvaluationFrequency::TenMinutes)
///     .matching("-healthcheck")?;
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// engine.create_log_group(Timestamp::EPOCH, "app")?;
/// let arn = engine.create_log_anomaly_detector(Timestamp::EPOCH, detector)?;
/// let made = engine.log_anomaly_detector(Timestamp::EPOCH, &arn)?;
/// assert_eq!((made.name.as_str(), made.visibility_days), ("app", 7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, CreateLogAnomalyDetector.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLogAnomalyDetector {
    pub(super) group_arn: String,
    pub(super) name: Option<String>,
    pub(super) frequency: EvaluationFrequency,
    pub(super) pattern: Option<Parsed>,
    pub(super) kms_key: Option<KmsKey>,
    pub(super) visibility_days: Option<u32>,
    pub(super) tags: Vec<(String, String)>,
}

impl NewLogAnomalyDetector {
    /// A detector of the group of this ARN, with or without `:*` at its end.
    #[must_use]
    pub fn of(group_arn: impl Into<String>) -> Self {
        Self {
            group_arn: group_arn.into(),
            name: None,
            frequency: EvaluationFrequency::default(),
            pattern: None,
            kms_key: None,
            visibility_days: None,
            tags: Vec::new(),
        }
    }

    /// Sets the name, by which its metric is found. Default: that of the group (ours).
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Sets how often it looks at what came in. Default: every 5 minutes.
    #[must_use]
    pub fn every(self, frequency: EvaluationFrequency) -> Self {
        Self { frequency, ..self }
    }

    /// Lets it look only at events that match a filter pattern.
    ///
    /// # Errors
    /// [`FilterPatternError`] when that is no pattern.
    pub fn matching(self, pattern: &str) -> Result<Self, FilterPatternError> {
        self.matching_with(pattern, &Semantics::default())
    }

    /// As [`matching`](Self::matching), with decisions of one's own where the service is silent about patterns.
    ///
    /// # Errors
    /// As [`matching`](Self::matching).
    pub fn matching_with(self, pattern: &str, semantics: &Semantics) -> Result<Self, FilterPatternError> {
        Ok(Self { pattern: Some(Parsed::new(pattern, semantics)?), ..self })
    }

    /// Encrypts its anomalies and what it learned with a key. Nothing is encrypted here, but without the key it fails.
    #[must_use]
    pub fn encrypted_with(self, key: KmsKey) -> Self {
        Self { kms_key: Some(key), ..self }
    }

    /// Sets for how many days an anomaly is visible, 7 to 90; then it counts as usual. Default:
    /// [`AnomalyRules::visibility_days`](crate::AnomalyRules::visibility_days).
    #[must_use]
    pub fn visible_for_days(self, days: u32) -> Self {
        Self { visibility_days: Some(days), ..self }
    }

    /// Gives it tags.
    #[must_use]
    pub fn tagged<K: Into<String>, V: Into<String>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { tags: tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect(), ..self }
    }
}

/// What is to change of a log anomaly detector; what is `None` stays. With another frequency or another pattern it trains
/// anew.
///
/// # Source
/// CloudWatch Logs API Reference, UpdateLogAnomalyDetector.
#[derive(Clone, Debug, PartialEq)]
pub struct LogAnomalyDetectorChange {
    pub(super) is_enabled: bool,
    pub(super) frequency: Option<EvaluationFrequency>,
    pub(super) pattern: Option<Parsed>,
    pub(super) visibility_days: Option<u32>,
}

impl LogAnomalyDetectorChange {
    /// It works, or pauses. One that had failed trains anew when it is to work.
    #[must_use]
    pub const fn enabled(is_enabled: bool) -> Self {
        Self { is_enabled, frequency: None, pattern: None, visibility_days: None }
    }

    /// Sets how often it looks at what came in.
    #[must_use]
    pub fn every(self, frequency: EvaluationFrequency) -> Self {
        Self { frequency: Some(frequency), ..self }
    }

    /// Sets which events it looks at; the empty pattern matches all.
    ///
    /// # Errors
    /// [`FilterPatternError`] when that is no pattern.
    pub fn matching(self, pattern: &str) -> Result<Self, FilterPatternError> {
        self.matching_with(pattern, &Semantics::default())
    }

    /// As [`matching`](Self::matching), with decisions of one's own where the service is silent about patterns.
    ///
    /// # Errors
    /// As [`matching`](Self::matching).
    pub fn matching_with(self, pattern: &str, semantics: &Semantics) -> Result<Self, FilterPatternError> {
        Ok(Self { pattern: Some(Parsed::new(pattern, semantics)?), ..self })
    }

    /// Sets for how many days an anomaly is visible, 7 to 90.
    #[must_use]
    pub fn visible_for_days(self, days: u32) -> Self {
        Self { visibility_days: Some(days), ..self }
    }

    /// The text of the pattern, if there is to be another.
    #[must_use]
    pub fn pattern(&self) -> Option<&FilterPattern> {
        self.pattern.as_ref().map(Parsed::pattern)
    }
}

/// Which anomalies are asked for; the default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct LogAnomalyQuery {
    /// The ARN of the only detector.
    pub detector: Option<String>,
    /// Whether they are suppressed.
    pub is_suppressed: Option<bool>,
}

/// What is to be suppressed, or accepted as usual.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these two")]
pub enum LogAnomalyTarget {
    /// The anomaly of this id.
    Anomaly(String),
    /// All anomalies of the pattern of this id.
    Pattern(String),
}

/// What is to become of an anomaly or a pattern.
///
/// # Source
/// CloudWatch Logs API Reference, UpdateAnomaly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum LogAnomalyUpdate {
    /// It is not told for so long.
    Suppress(SuppressFor),
    /// It is told again.
    Unsuppress,
    /// It counts as usual. What is more severe is told.
    Baseline,
    /// It counts as usual, and is not told for so long.
    BaselineAndSuppress(SuppressFor),
}

/// For how long something is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these two")]
pub enum SuppressFor {
    /// So many seconds, more than none.
    Seconds(u64),
    /// For ever.
    Ever,
}
