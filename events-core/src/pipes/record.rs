//! Records of sources, as they are inside a pipe.

use cupola_base::json::Json;
use cupola_base::{Timestamp, base64};
use serde::{Deserialize, Serialize};

use super::members::Members;
use super::{PipeSource, SourceKind};

/// A record that a source has for its pipes: a message of a queue or a record of a stream, in the JSON in which the
/// service shows it inside a pipe.
///
/// Members that the service's reader adds (`eventSource`, `eventSourceARN`, `awsRegion`, ...) may be left out: the pipe
/// adds them.
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_events::pipes::PipeRecord;
///
/// let message = PipeRecord::message("m-1", "handle-1", r#"{"n": 1}"#);
/// assert_eq!(message.as_str(), r#"{"messageId":"m-1","receiptHandle":"handle-1","body":"{\"n\": 1}"}"#);
/// let record = PipeRecord::stream_record("shardId-000000000000", "17", "dock-7", b"hello", Timestamp::from_secs(1));
/// assert!(record.as_str().contains(r#""data":"aGVsbG8=""#));
/// assert!(PipeRecord::parse("[]").is_err());
/// # Ok::<(), cupola_events::pipes::PipeRecordError>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes sources": the example events of each source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipeRecord {
    json: Json,
    shard: Option<String>,
}

/// A record is no JSON object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record of a source is a JSON object: {0}")]
pub struct PipeRecordError(String);

impl PipeRecord {
    /// Takes a record in.
    ///
    /// # Errors
    /// [`PipeRecordError`] when the text is no JSON object.
    pub fn parse(text: &str) -> Result<Self, PipeRecordError> {
        let json = Json::parse(text).map_err(|error| PipeRecordError(error.to_string()))?;
        match json.as_str().starts_with('{') {
            true => Ok(Self { json, shard: None }),
            false => Err(PipeRecordError("it is another value".into())),
        }
    }

    /// A message of an SQS queue.
    #[must_use]
    pub fn message(id: &str, receipt_handle: &str, body: &str) -> Self {
        let texts = [("messageId", id), ("receiptHandle", receipt_handle), ("body", body)];
        Self::of(Members(texts.map(|(name, text)| (name.to_owned(), Json::of(text))).into()))
    }

    /// A record of a Kinesis stream, and when the stream got it.
    #[must_use]
    pub fn stream_record(shard: &str, sequence: &str, partition_key: &str, data: &[u8], at: Timestamp) -> Self {
        let members = [
            ("kinesisSchemaVersion", Json::of("1.0")),
            ("partitionKey", Json::of(partition_key)),
            ("sequenceNumber", Json::of(sequence)),
            ("data", Json::of(&base64::encode(data))),
            ("approximateArrivalTimestamp", Json::of(&at.as_secs_f64())),
            ("eventSource", Json::of("aws:kinesis")),
            ("eventVersion", Json::of("1.0")),
            ("eventID", Json::of(&format!("{shard}:{sequence}"))),
            ("eventName", Json::of("aws:kinesis:record")),
        ];
        Self::of(Members(members.map(|(name, value)| (name.to_owned(), value)).into()))
    }

    /// Says of which shard it is, where the record itself does not: those of DynamoDB.
    #[must_use]
    pub fn in_shard(self, shard: impl Into<String>) -> Self {
        Self { shard: Some(shard.into()), ..self }
    }

    /// The record's JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.json.as_str()
    }

    fn of(members: Members) -> Self {
        Self { json: members.json(), shard: None }
    }

    pub(super) const fn json(&self) -> &Json {
        &self.json
    }

    pub(super) fn bytes(&self) -> u64 {
        self.json.as_str().len() as u64
    }

    /// The name that its source gives it; of brokers and Kafka what comes nearest.
    pub(super) fn id(&self, kind: SourceKind) -> String {
        Members::of(&self.json).plain(kind.id())
    }

    pub(super) fn receipt_handle(&self) -> Option<String> {
        Members::of(&self.json).text("receiptHandle")
    }

    /// When the source got it, if it says so.
    pub(super) fn arrived(&self, kind: SourceKind) -> Option<Timestamp> {
        #[derive(Deserialize)]
        struct Change {
            #[serde(rename = "ApproximateCreationDateTime")]
            at: f64,
        }
        let member = |name: &str| Members::of(&self.json).get(name).cloned();
        let seconds = match kind {
            SourceKind::Kinesis => member("approximateArrivalTimestamp")?.read().ok(),
            SourceKind::DynamoDb => member("dynamodb")?.read::<Change>().ok().map(|change| change.at),
            _ => None,
        };
        Timestamp::from_secs_f64(seconds?)
    }

    /// Records with one lane stay in order.
    pub(super) fn lane(&self, source: &PipeSource) -> String {
        let members = Members::of(&self.json);
        match source.kind {
            SourceKind::Sqs if source.is_fifo() => group(&members),
            SourceKind::Sqs | SourceKind::ActiveMq | SourceKind::RabbitMq => String::new(),
            SourceKind::Msk | SourceKind::Kafka => partition(&members),
            SourceKind::Kinesis | SourceKind::DynamoDb => {
                let shard = self.shard(source.kind);
                match source.settings.stream.parallelization {
                    0 | 1 => shard,
                    slots => format!("{shard}#{}", hash(&key(&members)) % u64::from(slots)),
                }
            }
        }
    }

    /// The shard of a stream that it is of.
    pub(super) fn shard(&self, kind: SourceKind) -> String {
        let told = || Members::of(&self.json).text("eventID");
        let of_id = || Some(told()?.split_once(':')?.0.to_owned()).filter(|_| kind == SourceKind::Kinesis);
        self.shard.clone().or_else(of_id).unwrap_or_default()
    }

    /// Its number in its shard.
    pub(super) fn sequence(&self, kind: SourceKind) -> Option<String> {
        let members = Members::of(&self.json);
        match kind {
            SourceKind::DynamoDb => Members::of(members.get("dynamodb")?).text("SequenceNumber"),
            _ => members.text("sequenceNumber"),
        }
    }

    /// The record with what the service's reader adds to it.
    pub(super) fn completed(self, source: &PipeSource, region: &str, role: &str) -> Self {
        let kind = source.kind;
        let mut members = Members::of(&self.json);
        let text = |text: &str| Some(Json::of(text));
        members.complete("eventSource", || text(kind.event_source()));
        match kind {
            SourceKind::Sqs | SourceKind::Kinesis | SourceKind::DynamoDb => {
                members.complete("eventSourceARN", || text(&source.arn));
                members.complete("awsRegion", || text(region));
            }
            SourceKind::Kafka => members.complete("bootstrapServers", || text(source.arn.trim_start_matches("smk://"))),
            _ => members.complete("eventSourceArn", || text(&source.arn)),
        }
        if kind == SourceKind::Kinesis {
            members.complete("invokeIdentityArn", || text(role));
        }
        if matches!(kind, SourceKind::Msk | SourceKind::Kafka) {
            let key = partition(&members);
            members.complete("eventSourceKey", || text(&key));
        }
        Self { json: members.json(), ..self }
    }
}

fn group(members: &Members) -> String {
    members.get("attributes").and_then(|attributes| Members::of(attributes).text("MessageGroupId")).unwrap_or_default()
}

fn partition(members: &Members) -> String {
    format!("{}-{}", members.plain("topic"), members.plain("partition"))
}

/// What keeps records of a stream in order among themselves.
fn key(members: &Members) -> String {
    let keys = || Some(Members::of(members.get("dynamodb")?).get("Keys")?.as_str().to_owned());
    members.text("partitionKey").or_else(keys).unwrap_or_default()
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
