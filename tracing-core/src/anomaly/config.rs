//! What counts as an anomaly.

use regex::Regex;
use serde::Deserialize;

use super::AnomalySpan;

/// What counts as an anomaly, and how many traces of them are exported a second.
///
/// Without conditions, every status from 500 on is one, and every failed span without a status. With an empty list,
/// nothing is.
///
/// ```
/// use cupola_traces::{AnomalyConfig, AnomalySpan, AnomalyUse};
///
/// let config = AnomalyConfig::parse(r#"{"version": 1.0, "anomalyConditions": [
///     {"errorCodeRegex": "^5\\d\\d$", "highLatencyMs": 300, "operations": ["GET /cart"], "usage": "sampling-boost"}]}"#)?;
/// let span = AnomalySpan { status: Some(503), latency_ms: 300.0, operation: "GET /cart", ..AnomalySpan::default() };
/// assert_eq!(config.judge(&span), AnomalyUse { boost: true, capture: false });
/// assert_eq!(config.judge(&AnomalySpan { latency_ms: 299.0, ..span }), AnomalyUse::default());
/// # Ok::<(), cupola_traces::AnomalyConfigError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Configuring adaptive sampling"; the X-Ray sampler of OpenTelemetry Java.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AnomalyConfig {
    /// The conditions, of which one must hold; none: the default.
    pub conditions: Option<Vec<AnomalyCondition>>,
    /// Traces with anomalies that are exported each second. Default 1.
    pub traces_per_second: u32,
}

/// What makes a span an anomaly: all that is told must hold.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AnomalyCondition {
    /// Operations that it is about; all where none is told.
    pub operations: Vec<String>,
    /// Matches the whole text of the status.
    pub error_code: Option<Regex>,
    /// The least latency in milliseconds.
    pub high_latency_ms: Option<f64>,
    /// What it is for.
    pub usage: AnomalyUse,
}

/// What an anomaly is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "there are these two uses")]
pub struct AnomalyUse {
    /// It is told to the service, which may raise a rate.
    pub boost: bool,
    /// Its spans may be exported although nobody sampled them.
    pub capture: bool,
}

impl AnomalyUse {
    const BOTH: Self = Self { boost: true, capture: true };
}

impl Default for AnomalyConfig {
    fn default() -> Self {
        Self { conditions: None, traces_per_second: 1 }
    }
}

impl AnomalyConfig {
    /// Reads a configuration.
    ///
    /// # Errors
    /// [`AnomalyConfigError`] for what is not one: unknown members, too, and a condition with neither regex nor latency.
    pub fn parse(json: &str) -> Result<Self, AnomalyConfigError> {
        let file: File = serde_json::from_str(json).map_err(|error| AnomalyConfigError::Json(error.to_string()))?;
        if file.version.is_none_or(|version| !(1.0..2.0).contains(&version)) {
            return Err(AnomalyConfigError::Version);
        }
        let read = |all: Vec<Condition>| all.into_iter().enumerate().map(|(index, one)| one.read(index)).collect();
        let conditions = file.anomaly_conditions.map(read).transpose()?;
        let traces_per_second = file.anomaly_capture_limit.map_or(1, |limit| limit.anomaly_traces_per_second);
        Ok(Self { conditions, traces_per_second })
    }

    /// What a span is an anomaly for: the uses of all conditions that hold.
    #[must_use]
    pub fn judge(&self, span: &AnomalySpan<'_>) -> AnomalyUse {
        let Some(conditions) = &self.conditions else {
            let failed = span.status.map_or(span.failed, |status| status > 499);
            return if failed { AnomalyUse::BOTH } else { AnomalyUse::default() };
        };
        let hold = conditions.iter().filter(|condition| condition.holds(span));
        hold.fold(AnomalyUse::default(), |all, condition| AnomalyUse {
            boost: all.boost || condition.usage.boost,
            capture: all.capture || condition.usage.capture,
        })
    }
}

impl AnomalyCondition {
    fn holds(&self, span: &AnomalySpan<'_>) -> bool {
        let is_meant =
            self.operations.is_empty() || self.operations.iter().any(|operation| operation == span.operation);
        let code = |regex: &Regex| span.status.is_some_and(|status| regex.is_match(&status.to_string()));
        is_meant
            && self.error_code.as_ref().is_none_or(code)
            && self.high_latency_ms.is_none_or(|least| span.latency_ms >= least)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    version: Option<f64>,
    anomaly_conditions: Option<Vec<Condition>>,
    anomaly_capture_limit: Option<Limit>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Limit {
    anomaly_traces_per_second: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Condition {
    error_code_regex: Option<String>,
    operations: Option<Vec<String>>,
    high_latency_ms: Option<f64>,
    usage: Option<String>,
}

impl Condition {
    fn read(self, index: usize) -> Result<AnomalyCondition, AnomalyConfigError> {
        if self.error_code_regex.is_none() && self.high_latency_ms.is_none() {
            return Err(AnomalyConfigError::Empty { index });
        }
        let whole =
            |regex: String| Regex::new(&format!(r"\A(?:{regex})\z")).map_err(|_| AnomalyConfigError::Regex { regex });
        let usage = match self.usage.as_deref() {
            None | Some("both") => AnomalyUse::BOTH,
            Some("sampling-boost") => AnomalyUse { boost: true, capture: false },
            Some("anomaly-trace-capture") => AnomalyUse { boost: false, capture: true },
            Some(other) => return Err(AnomalyConfigError::Usage { usage: other.to_owned() }),
        };
        Ok(AnomalyCondition {
            operations: self.operations.unwrap_or_default(),
            error_code: self.error_code_regex.map(whole).transpose()?,
            high_latency_ms: self.high_latency_ms,
            usage,
        })
    }
}

/// Why a text is no configuration of anomalies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnomalyConfigError {
    /// It is not JSON, or has members that are not known or of another type.
    #[error("{0}")]
    Json(String),
    /// The version is missing, or another one.
    #[error("`version` must be 1")]
    Version,
    /// A condition asks for nothing.
    #[error("condition {index} has neither errorCodeRegex nor highLatencyMs")]
    Empty {
        /// Which, from 0.
        index: usize,
    },
    /// A regex is none.
    #[error("`{regex}` is no regular expression")]
    Regex {
        /// The text.
        regex: String,
    },
    /// A use is none.
    #[error("usage `{usage}` is not known: accepted are both, sampling-boost and anomaly-trace-capture")]
    Usage {
        /// The text.
        usage: String,
    },
}
