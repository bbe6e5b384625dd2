//! Why something is not a record, or cannot be taken as one.

use std::fmt;

use cupola_base::TimestampError;
use cupola_base::json::ScanError;

use crate::{Field, JsonKind, LooksLike};

/// Why a text is not a record, or a record cannot be taken in.
///
/// ```
/// use cupola_audit::{LooksLike, Record, RecordError};
///
/// let digest = r#"{"awsAccountId": "111122223333", "digestStartTime": "2026-05-04T06:00:00Z"}"#;
/// let error = Record::parse(digest).unwrap_err();
/// assert_eq!(error, RecordError::NotARecord(LooksLike::Digest));
/// assert_eq!(error.to_string(), "not a record but a digest file");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The text is not JSON. Offsets count from the beginning of the text that was read: the file,
    /// the line or the record.
    #[error(transparent)]
    Json(#[from] ScanError),
    /// The value is not an object.
    #[error("a record is an object, this is {0}")]
    NotAnObject(JsonKind),
    /// The object has none of the members by which a record is known.
    #[error("not a record but {0}")]
    NotARecord(LooksLike),
    /// A member that decides where the record goes is not there, or has no value.
    #[error("the record has no {0}")]
    Missing(Field),
    /// The time is not an instant.
    #[error("eventTime: {0}")]
    Time(#[from] TimestampError),
    /// The account or the region is not well formed, and the policy is to refuse that.
    #[error("the record's {field} `{text}` is not well formed")]
    Place {
        /// Which of the two.
        field: Field,
        /// What it says.
        text: String,
    },
    /// The record has faults, and the policy is to refuse those; this is the first.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What is wrong with one record of a file. The others can still be read, unless the file is not
/// JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("record at byte {offset}: {cause}")]
#[non_exhaustive]
pub struct ReadError {
    /// The byte of the text at which the record, or the line, begins.
    pub offset: usize,
    /// What is wrong.
    pub cause: RecordError,
}

/// What is wrong with a record that can be read all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {kind}")]
#[non_exhaustive]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// What.
    pub kind: FaultKind,
}

impl Fault {
    pub(crate) const fn new(field: Field, kind: FaultKind) -> Self {
        Self { field, kind }
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// Records of this version and type have the field.
    Missing,
    /// The value is of another kind than the schema's.
    WrongKind(JsonKind),
    /// The text has not the field's form: a time, a version, an account.
    Malformed(String),
    /// The value is larger than the service lets pass.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The largest that passes.
        most: usize,
    },
    /// An element of `resources` has both `ARN` and `ARNPrefix`.
    BothArns,
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("missing"),
            Self::WrongKind(kind) => write!(f, "must not be {kind}"),
            Self::Malformed(text) => write!(f, "`{text}` is not well formed"),
            Self::TooLarge { bytes, most } => write!(f, "{bytes} bytes, at most {most} pass"),
            Self::BothArns => f.write_str("an element has both ARN and ARNPrefix"),
        }
    }
}
