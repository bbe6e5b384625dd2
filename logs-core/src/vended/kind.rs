//! What kinds of destinations there are, and in which formats they are written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What kind of thing a delivery writes to.
///
/// # Source
/// CloudWatch Logs API Reference, PutDeliveryDestination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DeliveryDestinationType {
    /// A bucket: files, each some minutes after its first record.
    S3,
    /// A log group: an event each record.
    Cwl,
    /// A Firehose delivery stream: lines.
    Fh,
    /// X-Ray: traces.
    XRay,
}

impl DeliveryDestinationType {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::S3, Self::Cwl, Self::Fh, Self::XRay];

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::S3 => "S3",
            Self::Cwl => "CWL",
            Self::Fh => "FH",
            Self::XRay => "XRAY",
        }
    }

    /// The formats in which something of this kind is written at all.
    #[must_use]
    pub const fn formats(self) -> &'static [OutputFormat] {
        match self {
            Self::S3 => &[OutputFormat::Json, OutputFormat::Plain, OutputFormat::W3c, OutputFormat::Parquet],
            Self::Cwl => &[OutputFormat::Json, OutputFormat::Plain],
            Self::Fh => &[OutputFormat::Json, OutputFormat::Plain, OutputFormat::Raw],
            Self::XRay => &[],
        }
    }
}

impl fmt::Display for DeliveryDestinationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// In which format records are written.
///
/// ```
/// use cupola_logs::OutputFormat;
/// assert_eq!("w3c".parse(), Ok(OutputFormat::W3c));
/// assert_eq!("csv".parse::<OutputFormat>().unwrap_err().to_string(),
///     "`csv` is not an output format: json, plain, w3c, raw or parquet is needed");
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutDeliveryDestination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum OutputFormat {
    /// An object with the fields as members.
    Json,
    /// Values with a delimiter between them, a blank unless told.
    Plain,
    /// As plain with a tab unless told; a file begins with the names of the fields.
    W3c,
    /// As plain with a tab unless told.
    Raw,
    /// Columns. Deliveries may be made; their records are told as failed, for this library writes no Parquet.
    Parquet,
}

impl OutputFormat {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Json, Self::Plain, Self::W3c, Self::Raw, Self::Parquet];

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Plain => "plain",
            Self::W3c => "w3c",
            Self::Raw => "raw",
            Self::Parquet => "parquet",
        }
    }

    /// What stands between two values unless told.
    pub(super) const fn delimiter(self) -> &'static str {
        match self {
            Self::Plain => " ",
            Self::Json | Self::W3c | Self::Raw | Self::Parquet => "\t",
        }
    }
}

impl fmt::Display for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for OutputFormat {
    type Err = UnknownOutputFormat;

    fn from_str(text: &str) -> Result<Self, UnknownOutputFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or_else(|| UnknownOutputFormat(text.into()))
    }
}

/// The text is not an output format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an output format: json, plain, w3c, raw or parquet is needed")]
pub struct UnknownOutputFormat(String);
