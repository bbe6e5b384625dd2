//! Naming what is not a record.

use std::fmt;

use crate::Raw;

/// What an object that is no record looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LooksLike {
    /// A digest file, which names log files and holds no record.
    Digest,
    /// A log file where a record was expected.
    LogFile,
    /// An answer of LookupEvents where a record was expected.
    LookupAnswer,
    /// An event of a bus whose detail is no record.
    BusEvent,
    /// A notification of another service (S3, SNS, ...), whose members have the same names.
    Notification,
    /// A batch of log events from a subscription.
    LogEvents,
    /// Some other object; its first members' names.
    Object(Vec<String>),
}

impl LooksLike {
    pub(crate) fn of(object: Raw<'_>) -> Self {
        let has = |name: &str| object.get(name).is_present();
        match () {
            () if has("digestStartTime") || has("digestS3Object") => Self::Digest,
            () if has("eventSource") || (has("Type") && has("TopicArn")) => Self::Notification,
            () if has("detail-type") => Self::BusEvent,
            () if has("Records") => Self::LogFile,
            () if has("Events") => Self::LookupAnswer,
            () if has("logEvents") => Self::LogEvents,
            () => Self::Object(object.members().take(SHOWN).map(|(key, _)| shortened(&key.unescape())).collect()),
        }
    }
}

const SHOWN: usize = 4;
const NAME_LENGTH: usize = 40;

fn shortened(name: &str) -> String {
    name.chars().take(NAME_LENGTH).collect()
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest => f.write_str("a digest file"),
            Self::LogFile => f.write_str("a log file"),
            Self::LookupAnswer => f.write_str("an answer of LookupEvents"),
            Self::BusEvent => f.write_str("an event of a bus that carries no record"),
            Self::Notification => f.write_str("a notification of another service"),
            Self::LogEvents => f.write_str("a batch of log events"),
            Self::Object(names) if names.is_empty() => f.write_str("an object without members"),
            Self::Object(names) => write!(f, "an object with the members {}", names.join(", ")),
        }
    }
}
