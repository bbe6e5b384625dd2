//! What pipes tell about records.

use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PipeName, PipeRecord, SourceKind};

/// What became of records of a pipe's source: for whoever keeps the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PipeNotice {
    /// When.
    pub at: Timestamp,
    /// The pipe.
    pub pipe: PipeName,
    /// Its source.
    pub source: String,
    /// What became of which.
    pub news: PipeNews,
}

/// What became of records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PipeNews {
    /// They are done with: messages are to be deleted from their queue, streams are read on.
    Done(Vec<RecordName>),
    /// No filter let them in: as if done.
    Filtered(Vec<RecordName>),
    /// Messages stay in their queue and are seen there again, for the reason given.
    Returned {
        /// Which.
        records: Vec<RecordName>,
        /// Why.
        why: String,
    },
    /// Records of a stream are not tried again.
    GivenUp {
        /// Which.
        records: Vec<RecordName>,
        /// Why.
        why: GaveUp,
        /// Whether the pipe's dead-letter queue or topic is told.
        dead_letter: bool,
    },
}

impl PipeNews {
    /// The records that it is about.
    #[must_use]
    pub fn records(&self) -> &[RecordName] {
        match self {
            Self::Done(records) | Self::Filtered(records) => records,
            Self::Returned { records, .. } | Self::GivenUp { records, .. } => records,
        }
    }
}

/// Why records of a stream are given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "a pipe's retry policy has two bounds")]
pub enum GaveUp {
    /// They were tried as often as they may be.
    RetryAttemptsExhausted,
    /// They are too old.
    RecordAgeExceeded,
}

impl GaveUp {
    /// The condition's name in a dead letter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RetryAttemptsExhausted => "RetryAttemptsExhausted",
            Self::RecordAgeExceeded => "RecordAgeExceeded",
        }
    }
}

/// Names a record in its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordName {
    /// `messageId` of SQS, `eventID` of Kinesis and DynamoDB, `messageID` of ActiveMQ, `offset` of Kafka; empty where
    /// there is none.
    pub id: String,
    /// The handle with which a message of SQS is deleted.
    pub receipt_handle: Option<String>,
}

impl RecordName {
    pub(super) fn of(record: &PipeRecord, kind: SourceKind) -> Self {
        Self { id: record.id(kind), receipt_handle: record.receipt_handle() }
    }
}

impl fmt::Display for PipeNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pipe, source, .. } = self;
        let records = self.news.records().len();
        match &self.news {
            PipeNews::Done(_) => write!(f, "pipe {pipe}: {records} records of {source} are done"),
            PipeNews::Filtered(_) => write!(f, "pipe {pipe}: no filter lets {records} records of {source} in"),
            PipeNews::Returned { why, .. } => write!(f, "pipe {pipe}: {records} messages stay in {source}: {why}"),
            PipeNews::GivenUp { why, .. } => {
                write!(f, "pipe {pipe}: {records} records of {source} are given up: {}", why.as_str())
            }
        }
    }
}
