//! Log files: bytes in, records out.

mod documents;
mod list;
mod records;
mod stream;
mod window;

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::GzDecoder;

use documents::Documents;
pub use records::{Records, records_in};
pub use stream::LogStream;

/// The text of a log file, inflated where it was compressed.
///
/// Forms that are read: the delivered file `{"Records": [...]}`, an array of records, one record, an event
/// of a bus that carries a record as its `detail`, an answer of LookupEvents (`Events` with
/// `CloudTrailEvent` texts), and JSON Lines with any of these in each line.
///
/// ```
/// use cupola_audit::LogFile;
///
/// let file = LogFile::read(br#"{"Records": [{"eventName": "CreateRole"}, {"n": 1}, {"eventName": "DeleteRole"}]}"#)?;
/// let (records, errors): (Vec<_>, Vec<_>) = file.records().partition(Result::is_ok);
/// assert_eq!((records.len(), errors.len()), (2, 1));
/// assert_eq!(
///     errors[0].as_ref().unwrap_err().to_string(),
///     "record at byte 42: not a record but an object with the members n",
/// );
/// # Ok::<(), cupola_audit::FileError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail log file examples".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFile<'a> {
    text: Cow<'a, str>,
}

impl<'a> LogFile<'a> {
    /// The most bytes that a compressed file may inflate to unless told otherwise: 1 GiB. Delivered
    /// files have at most 50 MB compressed.
    pub const INFLATED_LIMIT: usize = 1 << 30;

    /// Takes the bytes of a file, gzip or plain.
    ///
    /// # Errors
    /// [`FileError`]: not UTF-8, a broken gzip stream, or more than
    /// [`INFLATED_LIMIT`](Self::INFLATED_LIMIT).
    pub fn read(bytes: &'a [u8]) -> Result<Self, FileError> {
        Self::read_within(bytes, Self::INFLATED_LIMIT)
    }

    /// As [`read`](Self::read), with a limit of one's own. It binds compressed files only: the others are
    /// borrowed.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_within(bytes: &'a [u8], inflated_limit: usize) -> Result<Self, FileError> {
        if bytes.starts_with(&GZIP) {
            let inflated = inflate(bytes, inflated_limit)?;
            let text =
                String::from_utf8(inflated).map_err(|error| FileError::Utf8(error.utf8_error().valid_up_to()))?;
            return Ok(Self { text: Cow::Owned(text) });
        }
        let text = std::str::from_utf8(bytes).map_err(|error| FileError::Utf8(error.valid_up_to()))?;
        Ok(Self { text: Cow::Borrowed(text) })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The records in the order of the file. What is no record comes out as an error in its place.
    #[must_use]
    pub fn records(&self) -> Records<'_> {
        records_in(&self.text)
    }
}

impl<'a> From<&'a str> for LogFile<'a> {
    fn from(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text) }
    }
}

const GZIP: [u8; 2] = [0x1f, 0x8b];

fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>, FileError> {
    let mut inflated = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut stream = GzDecoder::new(bytes).take(most);
    stream.read_to_end(&mut inflated).map_err(|error| FileError::Gzip(error.to_string()))?;
    if inflated.len() > limit {
        return Err(FileError::TooLarge(limit));
    }
    if stream.into_inner().into_inner().is_empty() { Ok(inflated) } else { Err(FileError::DataAfterEnd) }
}

/// Why a file as a whole cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The text is not UTF-8 from this byte on.
    #[error("the file is not UTF-8 at byte {0}")]
    Utf8(usize),
    /// The compressed stream is broken or cut short.
    #[error("not gzip: {0}")]
    Gzip(String),
    /// Something follows the compressed stream.
    #[error("unexpected data after end of compressed stream")]
    DataAfterEnd,
    /// The reader failed.
    #[error("reading failed: {0}")]
    Reader(String),
    /// A record, or a document that is no list, has more than this many bytes.
    #[error("a record has more than {0} bytes")]
    RecordTooLarge(usize),
    /// The file inflates to more than this many bytes.
    #[error("the file inflates to more than {0} bytes")]
    TooLarge(usize),
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_delivered_file_is_inflated_up_to_the_limit() {
        let text = r#"{"Records":[{"eventName":"A"},{"eventName":"B"}]}"#;
        let bytes = gzip(text);
        assert_eq!(LogFile::read(&bytes).unwrap().records().filter(Result::is_ok).count(), 2);
        assert!(LogFile::read_within(&bytes, text.len()).is_ok());
        assert_eq!(LogFile::read_within(&bytes, text.len() - 1), Err(FileError::TooLarge(text.len() - 1)));
        assert!(matches!(LogFile::read(&bytes[..bytes.len() - 3]), Err(FileError::Gzip(_))));
        assert_eq!(LogFile::read(&[bytes.as_slice(), b"x"].concat()), Err(FileError::DataAfterEnd));
        assert_eq!(LogFile::read(&[bytes.as_slice(), &bytes].concat()), Err(FileError::DataAfterEnd));
        assert_eq!(LogFile::read(b"{\"a\xff"), Err(FileError::Utf8(3)));
        assert_eq!(LogFile::read(&gzip("")).unwrap().records().count(), 1, "an empty text is an error of its own");
    }
}
