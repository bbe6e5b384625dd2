//! Lines that the Lambda service writes in its JSON format.

use std::collections::BTreeMap;
use std::fmt;

use cupola_base::Timestamp;
use cupola_base::text::Span;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::FormatError;
use super::lambda::KIND;

/// An event of the Lambda service as JSON: `{"time": ..., "type": "platform.report", "record": {...}}`.
///
/// ```
/// use cupola_logs::format::LambdaPlatformEvent;
///
/// let line = r#"{"time":"2026-05-04T06:00:00.250Z","type":"platform.report","record":{"requestId":"9f3c",
///     "metrics":{"durationMs":1.23,"billedDurationMs":2,"memorySizeMB":128,"maxMemoryUsedMB":64},"status":"success"}}"#;
/// let event = LambdaPlatformEvent::parse(line)?;
/// assert_eq!((event.kind.as_str(), event.record.metrics.and_then(|m| m.duration_ms)), ("platform.report", Some(1.23)));
/// # Ok::<(), cupola_logs::format::FormatError>(())
/// ```
///
/// # Source
/// Lambda Developer Guide, "Lambda Telemetry API Event schema reference".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LambdaPlatformEvent {
    /// When.
    #[serde(with = "text")]
    pub time: Timestamp,
    /// What happened: `platform.start`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The rest.
    #[serde(default)]
    pub record: LambdaPlatformRecord,
}

/// What an event of the Lambda service tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LambdaPlatformRecord {
    /// The request's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The function's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The runtime's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_version: Option<String>,
    /// The ARN of the runtime's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_version_arn: Option<String>,
    /// How it ended: `success`, `timeout`, `error`, `failure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The type of its error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
    /// What it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<LambdaMetrics>,
    /// The trace that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracing: Option<LambdaTracing>,
    /// Whatever else stands there.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// What an invocation took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LambdaMetrics {
    /// Milliseconds that the handler ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<f64>,
    /// Milliseconds that are billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billed_duration_ms: Option<f64>,
    /// Megabytes that the function has.
    #[serde(rename = "memorySizeMB", skip_serializing_if = "Option::is_none")]
    pub memory_mb: Option<u32>,
    /// The most megabytes that it used.
    #[serde(rename = "maxMemoryUsedMB", skip_serializing_if = "Option::is_none")]
    pub memory_used_mb: Option<u32>,
    /// Milliseconds that the environment took to be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_duration_ms: Option<f64>,
    /// Milliseconds that a snapshot took to be restored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restore_duration_ms: Option<f64>,
    /// Bytes that the handler answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_bytes: Option<u64>,
    /// Whatever else stands there.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// The trace that an invocation belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LambdaTracing {
    /// The span's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span_id: Option<String>,
    /// The header's name: `X-Amzn-Trace-Id`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The header: `Root=...;Parent=...;Sampled=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl LambdaPlatformEvent {
    /// Reads a line.
    ///
    /// # Errors
    /// [`FormatError`] when it is no JSON object with a time and a type, or a known member is of another type.
    pub fn parse(line: &str) -> Result<Self, FormatError> {
        serde_json::from_str(line).map_err(|error| {
            let (row, column) = (error.line().saturating_sub(1), error.column().saturating_sub(1));
            let before: usize = line.split_inclusive('\n').take(row).map(str::len).sum();
            let at = before.saturating_add(column).min(line.len());
            let at = (0..=at).rev().find(|at| line.is_char_boundary(*at)).unwrap_or_default();
            FormatError::new(KIND, line, Span::empty(at), error.to_string())
        })
    }
}

/// Prints the line.
impl fmt::Display for LambdaPlatformEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// Instants as RFC 3339 in milliseconds.
mod text {
    use cupola_base::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&at.to_millis_text())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse(&text).map_err(de::Error::custom)
    }
}
