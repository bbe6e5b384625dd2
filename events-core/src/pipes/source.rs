//! Where a pipe's records come from.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::{PipeProblem, SourceKind};

/// A pipe's source, and how it is read.
///
/// ```
/// use cupola_events::pipes::{PipeSource, SourceKind};
///
/// let source = PipeSource::new("arn:aws:sqs:us-east-1:111122223333:orders")?.with_batch(5).with_filter(r#"{"body": {"n": [1]}}"#);
/// assert_eq!((source.kind, source.settings.batch_size), (SourceKind::Sqs, Some(5)));
/// assert!(PipeSource::new("arn:aws:s3:::bucket").is_err());
/// # Ok::<(), cupola_events::pipes::PipeProblem>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PipeSource {
    /// The ARN, or `smk://` and a Kafka server.
    pub arn: String,
    /// What it is.
    pub kind: SourceKind,
    /// Patterns, of which a record must match one; none: all records. Up to five.
    pub filters: Vec<String>,
    /// How it is read.
    pub settings: SourceSettings,
}

/// How a source is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceSettings {
    /// How many records a batch has at most: 1 to 10,000. Unless told, 10 for SQS and 100 for all others, or what the
    /// enrichment and the target take.
    pub batch_size: Option<u32>,
    /// How many seconds records wait until there are enough for a batch: 0 to 300. Default 0.
    pub batching_window: u32,
    /// What only streams have.
    pub stream: StreamSettings,
    /// What says how the source is reached, by its name in the API, e.g. `TopicName` or `Credentials`; kept and shown.
    pub parameters: BTreeMap<String, Json>,
}

/// How a stream is read. All but the position are for Kinesis and DynamoDB alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StreamSettings {
    /// Where reading begins. Needed for Kinesis and DynamoDB; Kafka begins with what is there
    /// ([`TrimHorizon`](StartingPosition::TrimHorizon)) unless told.
    pub position: Option<StartingPosition>,
    /// Seconds after which a record is given up, counted from when the stream got it: 60 to 604,800. None: never.
    pub record_age: Option<u32>,
    /// How often a record is tried again after the customer's failure: 0 to 10,000. None: until its age ends it.
    pub retries: Option<u32>,
    /// How many batches of one shard are under way at once: 1 to 10. Records with one partition key stay in order.
    pub parallelization: u32,
    /// Whether a batch that failed is halved before it is tried again.
    pub bisects: bool,
    /// The queue or topic that is told of records that are given up.
    pub dead_letter: Option<Arn>,
}

impl Default for StreamSettings {
    fn default() -> Self {
        Self { position: None, record_age: None, retries: None, parallelization: 1, bisects: false, dead_letter: None }
    }
}

/// Where reading of a stream begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three positions")]
pub enum StartingPosition {
    /// With the oldest record that is kept.
    TrimHorizon,
    /// With the first record after the pipe began to run.
    Latest,
    /// With the first record that the stream got at this instant or later. Kinesis alone.
    At(Timestamp),
}

impl StartingPosition {
    /// The position's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TrimHorizon => "TRIM_HORIZON",
            Self::Latest => "LATEST",
            Self::At(_) => "AT_TIMESTAMP",
        }
    }
}

impl PipeSource {
    /// A source of all its records.
    ///
    /// # Errors
    /// [`PipeProblem::Source`] when pipes do not read it.
    pub fn new(arn: impl Into<String>) -> Result<Self, PipeProblem> {
        let arn = arn.into();
        let kind = SourceKind::of(&arn).ok_or_else(|| PipeProblem::Source(arn.clone()))?;
        Ok(Self { arn, kind, filters: Vec::new(), settings: SourceSettings::default() })
    }

    /// The broker runs RabbitMQ.
    #[must_use]
    pub fn on_rabbit_mq(self) -> Self {
        Self { kind: SourceKind::RabbitMq, ..self }
    }

    /// Adds a pattern: a record must match one of them.
    #[must_use]
    pub fn with_filter(mut self, pattern: impl Into<String>) -> Self {
        self.filters.push(pattern.into());
        self
    }

    /// Sets how many records a batch has at most.
    #[must_use]
    pub fn with_batch(mut self, records: u32) -> Self {
        self.settings.batch_size = Some(records);
        self
    }

    /// Sets how many seconds records wait until there are enough for a batch.
    #[must_use]
    pub fn with_window(mut self, seconds: u32) -> Self {
        self.settings.batching_window = seconds;
        self
    }

    /// Sets how a stream is read.
    #[must_use]
    pub fn with_stream(mut self, stream: StreamSettings) -> Self {
        self.settings.stream = stream;
        self
    }

    /// Sets a parameter that says how the source is reached.
    #[must_use]
    pub fn with_parameter(mut self, name: impl Into<String>, value: Json) -> Self {
        self.settings.parameters.insert(name.into(), value);
        self
    }

    /// Whether it is a FIFO queue.
    pub(super) fn is_fifo(&self) -> bool {
        self.kind == SourceKind::Sqs && self.arn.ends_with(".fifo")
    }
}

impl StreamSettings {
    /// A stream that is read from here.
    #[must_use]
    pub fn from(position: StartingPosition) -> Self {
        Self { position: Some(position), ..Self::default() }
    }

    /// Sets how often a record is tried again.
    #[must_use]
    pub fn with_retries(self, retries: u32) -> Self {
        Self { retries: Some(retries), ..self }
    }

    /// Sets after how many seconds a record is given up.
    #[must_use]
    pub fn with_record_age(self, seconds: u32) -> Self {
        Self { record_age: Some(seconds), ..self }
    }

    /// Sets how many batches of one shard are under way at once.
    #[must_use]
    pub fn with_parallelization(self, parallelization: u32) -> Self {
        Self { parallelization, ..self }
    }

    /// A batch that failed is halved before it is tried again.
    #[must_use]
    pub fn bisecting(self) -> Self {
        Self { bisects: true, ..self }
    }

    /// Sets the queue or topic that is told of records that are given up.
    #[must_use]
    pub fn with_dead_letter(self, arn: Arn) -> Self {
        Self { dead_letter: Some(arn), ..self }
    }
}
