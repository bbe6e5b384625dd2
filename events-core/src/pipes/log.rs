//! Log records of pipes.

use std::fmt;

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::error::PipeProblem;
use super::{PipeStep, PipesError};

/// Which log records a pipe writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows four levels")]
pub enum PipeLogLevel {
    /// None.
    Off,
    /// What went wrong.
    Error,
    /// That, and how executions and their stages begin and end.
    Info,
    /// All steps.
    Trace,
}

impl PipeLogLevel {
    /// The level's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "OFF",
            Self::Error => "ERROR",
            Self::Info => "INFO",
            Self::Trace => "TRACE",
        }
    }
}

/// Which log records a pipe writes, and where.
///
/// ```
/// use cupola_base::Arn;
/// use cupola_events::pipes::{PipeLogConfig, PipeLogLevel};
///
/// let group = Arn::parse("arn:aws:logs:us-east-1:111122223333:log-group:/pipes/orders")?;
/// let config = PipeLogConfig::new(PipeLogLevel::Info).to_log_group(group).with_data();
/// assert!(config.include_data && config.bucket.is_none());
/// # Ok::<(), cupola_base::ArnError>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Logging Amazon EventBridge Pipes performance".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PipeLogConfig {
    /// Which records.
    pub level: PipeLogLevel,
    /// Whether they hold what was sent and answered.
    pub include_data: bool,
    /// A log group.
    pub log_group: Option<Arn>,
    /// A delivery stream of Data Firehose.
    pub delivery_stream: Option<Arn>,
    /// A bucket.
    pub bucket: Option<PipeLogBucket>,
}

/// A bucket for log records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::exhaustive_structs, reason = "the service knows four members")]
pub struct PipeLogBucket {
    /// Its name.
    #[serde(rename = "BucketName")]
    pub name: String,
    /// The account that owns it.
    #[serde(rename = "BucketOwner")]
    pub owner: String,
    /// `json`, `plain` or `w3c`; kept and shown, all records are JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_format: Option<String>,
    /// What the objects' keys begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

impl PipeLogConfig {
    /// Records of a level, to nowhere yet.
    #[must_use]
    pub const fn new(level: PipeLogLevel) -> Self {
        Self { level, include_data: false, log_group: None, delivery_stream: None, bucket: None }
    }

    /// Adds a log group.
    #[must_use]
    pub fn to_log_group(self, group: Arn) -> Self {
        Self { log_group: Some(group), ..self }
    }

    /// Adds a delivery stream.
    #[must_use]
    pub fn to_delivery_stream(self, stream: Arn) -> Self {
        Self { delivery_stream: Some(stream), ..self }
    }

    /// Adds a bucket.
    #[must_use]
    pub fn to_bucket(self, bucket: PipeLogBucket) -> Self {
        Self { bucket: Some(bucket), ..self }
    }

    /// Puts what was sent and answered into the records.
    #[must_use]
    pub fn with_data(self) -> Self {
        Self { include_data: true, ..self }
    }

    pub(super) fn check(&self) -> Result<(), PipesError> {
        let has_one = self.log_group.is_some() || self.delivery_stream.is_some() || self.bucket.is_some();
        match has_one || self.level == PipeLogLevel::Off {
            true => Ok(()),
            false => Err(PipeProblem::NoLogDestination.into()),
        }
    }

    /// Whether a step is written down.
    pub(super) fn takes(&self, step: PipeStep) -> bool {
        self.level >= step.level()
    }
}

/// One log record: a step of a pipe's execution.
///
/// [`to_json`](Self::to_json) is the record as it is written, fields in the order of the service's reference.
///
/// # Source
/// EventBridge User Guide, "EventBridge Pipes log schema reference".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PipeLogRecord {
    /// When.
    pub at: Timestamp,
    /// The pipe's ARN.
    pub pipe: Arn,
    /// The execution's id, a UUID.
    pub execution: String,
    /// The step.
    pub step: PipeStep,
    /// The batch, where the step may have changed it and the pipe includes data.
    pub payload: Option<String>,
    /// What was sent, where the pipe includes data.
    pub request: Option<String>,
    /// What was answered, where the pipe includes data.
    pub response: Option<String>,
    /// Fields that were cut, as the service calls them.
    pub truncated: Vec<String>,
    /// What went wrong.
    pub error: Option<PipeLogError>,
    /// Where it is written.
    pub to: PipeLogConfig,
}

/// What went wrong in a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PipeLogError {
    /// In words.
    pub message: String,
    /// The error's code.
    pub details: String,
    /// The service that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_service: Option<String>,
}

impl PipeLogError {
    pub(super) fn new(message: impl Into<String>, details: impl Into<String>) -> Self {
        Self { message: message.into(), details: details.into(), aws_service: None }
    }

    pub(super) fn of_service(self, service: &str) -> Self {
        Self { aws_service: Some(service.into()), ..self }
    }
}

impl PipeLogRecord {
    /// The record in JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Written<'a> {
            execution_id: &'a str,
            timestamp: i64,
            message_type: &'a str,
            resource_arn: &'a str,
            log_level: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            payload: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            aws_request: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            aws_response: Option<&'a str>,
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            truncated_fields: &'a [String],
            #[serde(skip_serializing_if = "Option::is_none")]
            error: Option<&'a PipeLogError>,
        }
        cupola_base::wire::answer(&Written {
            execution_id: &self.execution,
            timestamp: self.at.as_millis(),
            message_type: self.step.as_str(),
            resource_arn: self.pipe.as_str(),
            log_level: self.step.level().as_str(),
            payload: self.payload.as_deref(),
            aws_request: self.request.as_deref(),
            aws_response: self.response.as_deref(),
            truncated_fields: &self.truncated,
            error: self.error.as_ref(),
        })
    }

    /// Cuts payload, request and response, in this order, until the record is no longer than the service's bound.
    pub(super) fn cut(mut self) -> Self {
        type Field = fn(&mut PipeLogRecord) -> &mut Option<String>;
        let fields: [(&str, Field); 3] = [
            ("payload", |record| &mut record.payload),
            ("awsRequest", |record| &mut record.request),
            ("awsResponse", |record| &mut record.response),
        ];
        for (name, field) in fields {
            let over = self.to_json().len().saturating_sub(MOST_BYTES);
            if over == 0 {
                break;
            }
            if let Some(text) = field(&mut self) {
                // What the name of the cut field adds to the record.
                shorten(text, over + 64);
                self.truncated.push(name.into());
            }
        }
        self
    }
}

/// Takes at least so many bytes away from the end, and all of them when there are no more.
fn shorten(text: &mut String, bytes: usize) {
    let mut end = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

/// The greatest record. Quotes that are escaped count twice, so that a record can be cut further than it need be.
const MOST_BYTES: usize = 256 * 1024;

impl fmt::Display for PipeLogRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pipe {}, execution {}: {}", self.pipe, self.execution, self.step.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(payload: usize, request: usize) -> PipeLogRecord {
        let pipe = Arn::parse("arn:aws:pipes:us-east-1:111122223333:pipe/p").unwrap();
        let text = |bytes: usize| Some("x".repeat(bytes));
        PipeLogRecord {
            at: Timestamp::EPOCH,
            pipe,
            execution: "e".into(),
            step: PipeStep::ExecutionStarted,
            payload: text(payload),
            request: text(request),
            response: None,
            truncated: Vec::new(),
            error: None,
            to: PipeLogConfig::new(PipeLogLevel::Trace),
        }
    }

    /// EventBridge User Guide, "Logging Amazon EventBridge Pipes performance": 256 KB, and the order in which fields are cut.
    #[test]
    fn long_records_are_cut_field_by_field() {
        let most = 256 * 1024;
        for (payload, request, truncated) in [
            (10, 10, &[][..]),
            (most, 10, &["payload"]),
            (10, most, &["payload", "awsRequest"]),
            (most, most, &["payload", "awsRequest"]),
        ] {
            let cut = record(payload, request).cut();
            assert_eq!(cut.truncated, truncated, "{payload} {request}");
            assert!(cut.to_json().len() <= most, "{payload} {request}: {}", cut.to_json().len());
        }
    }
}
