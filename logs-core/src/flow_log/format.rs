//! Which columns records have.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use cupola_base::text::Span;
use serde::{Deserialize, Serialize};

use super::error::{FlowLogError, FlowLogFormatError, FlowLogFormatErrorKind as Kind};
use super::field::FlowLogField;
use super::record::FlowLogRecord;

/// The columns of a flow log's records, in order; by default those of version 2.
///
/// ```
/// use cupola_logs::flow_log::FlowLogFormat;
///
/// let declared = FlowLogFormat::parse("${version} ${vpc-id} ${srcaddr} ${flow-direction}")?;
/// assert_eq!(declared.version(), 5);
/// assert_eq!(declared, FlowLogFormat::parse("version vpc-id srcaddr flow-direction")?);
/// assert!(FlowLogFormat::default().to_string().starts_with("${version} ${account-id} ${interface-id}"));
/// # Ok::<(), cupola_logs::flow_log::FlowLogFormatError>(())
/// ```
///
/// # Source
/// Amazon VPC User Guide, "Flow log records".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FlowLogFormat {
    fields: Vec<FlowLogField>,
    /// By field: its column, counted from 1; 0 where there is none.
    columns: Vec<u8>,
}

impl FlowLogFormat {
    /// Reads a declaration, `${version} ${vpc-id}`, or a header line, `version vpc-id`.
    ///
    /// # Errors
    /// [`FlowLogFormatError`], which points into the text.
    pub fn parse(text: &str) -> Result<Self, FlowLogFormatError> {
        let declared = text.contains("${");
        let (mut fields, mut seen) = (Vec::new(), BTreeSet::new());
        for (start, word) in words(text) {
            let refuse = |kind, from, to| FlowLogFormatError::new(kind, text, Span::new(from, to));
            let end = start + word.len();
            let (start, end, name) = match (declared, word.strip_prefix("${").and_then(|word| word.strip_suffix('}'))) {
                (false, _) => (start, end, word),
                (true, Some(name)) => (start + 2, end - 1, name),
                (true, None) => return Err(refuse(Kind::Unclosed, start, end)),
            };
            let field: FlowLogField = name.parse().map_err(|_| refuse(Kind::UnknownField, start, end))?;
            if !seen.insert(field) {
                return Err(refuse(Kind::Duplicate, start, end));
            }
            fields.push(field);
        }
        match fields.is_empty() {
            true => Err(FlowLogFormatError::new(Kind::Empty, text, Span::new(0, text.len()))),
            false => Ok(Self::of(fields)),
        }
    }

    fn of(fields: Vec<FlowLogField>) -> Self {
        let mut columns = vec![0; FlowLogField::ALL.len()];
        for (column, field) in (1..).zip(&fields) {
            columns[*field as usize] = column;
        }
        Self { fields, columns }
    }

    /// The columns, in order.
    #[must_use]
    pub fn fields(&self) -> &[FlowLogField] {
        &self.fields
    }

    /// Where a column stands, counted from 0.
    #[must_use]
    pub fn column(&self, field: FlowLogField) -> Option<usize> {
        usize::from(self.columns[field as usize]).checked_sub(1)
    }

    /// The highest version among the columns, which is that of the records.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.fields.iter().map(|field| field.version()).max().unwrap_or(2)
    }

    /// The line that files begin with: the bare names.
    #[must_use]
    pub fn header(&self) -> String {
        let names: Vec<_> = self.fields.iter().map(|field| field.as_str()).collect();
        names.join(" ")
    }

    /// Whether a line is the header of this format, or of another.
    #[must_use]
    pub fn is_header(line: &str) -> bool {
        Self::parse(line).is_ok()
    }

    /// Reads a line. Several spaces between columns, and white space around the line, are passed over.
    ///
    /// # Errors
    /// [`FlowLogError`] with the column that is wrong.
    pub fn read<'a>(&'a self, line: &'a str) -> Result<FlowLogRecord<'a>, FlowLogError> {
        FlowLogRecord::read(self, line)
    }

    /// Reads the lines of a file: a header sets the format of those after it, empty lines are passed over. Each
    /// record is handed to `each` with the number of its line from 1.
    ///
    /// ```
    /// use cupola_logs::flow_log::{FlowLogField, FlowLogFormat};
    ///
    /// let file = "version srcaddr bytes\n2 10.8.0.4 77\n2 10.8.0.5 x\n";
    /// let (mut bytes, mut wrong) = (0, Vec::new());
    /// FlowLogFormat::default().read_file(file, |line, record| match record {
    ///     Ok(record) => bytes += record.number(FlowLogField::Bytes).unwrap_or(0),
    ///     Err(error) => wrong.push((line, error.column())),
    /// });
    /// assert_eq!((bytes, wrong), (77, vec![(3, Some(FlowLogField::Bytes))]));
    /// ```
    pub fn read_file(&self, text: &str, mut each: impl FnMut(usize, Result<FlowLogRecord<'_>, FlowLogError>)) {
        let mut header = None;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            // Records hold digits or dashes where headers hold names: most lines are told apart by one byte.
            match line.trim_start().starts_with(|first: char| first.is_ascii_lowercase()).then(|| Self::parse(line)) {
                Some(Ok(format)) => header = Some(format),
                _ => each(number + 1, header.as_ref().unwrap_or(self).read(line)),
            }
        }
    }
}

/// The words of a text, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end();
        (!word.is_empty()).then_some((start, word))
    })
}

impl Default for FlowLogFormat {
    fn default() -> Self {
        Self::of(FlowLogField::ALL.iter().copied().filter(|field| field.version() == 2).collect())
    }
}

/// Prints the declaration.
impl fmt::Display for FlowLogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, field) in self.fields.iter().enumerate() {
            let blank = if index == 0 { "" } else { " " };
            write!(f, "{blank}${{{field}}}")?;
        }
        Ok(())
    }
}

impl FromStr for FlowLogFormat {
    type Err = FlowLogFormatError;

    fn from_str(text: &str) -> Result<Self, FlowLogFormatError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for FlowLogFormat {
    type Error = FlowLogFormatError;

    fn try_from(text: String) -> Result<Self, FlowLogFormatError> {
        Self::parse(&text)
    }
}

impl From<FlowLogFormat> for String {
    fn from(format: FlowLogFormat) -> Self {
        format.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_pointed_at() {
        for (text, kind, place) in [
            ("", Kind::Empty, (0, 0)),
            ("version  versio", Kind::UnknownField, (9, 15)),
            ("version version", Kind::Duplicate, (8, 15)),
            ("${version} bytes", Kind::Unclosed, (11, 16)),
            ("${version ${bytes}", Kind::Unclosed, (0, 9)),
            ("${version}${bytes}", Kind::UnknownField, (2, 17)),
        ] {
            let error = FlowLogFormat::parse(text).unwrap_err();
            assert_eq!((error.kind(), (error.span().start, error.span().end)), (kind, place), "{error}");
        }
    }

    #[test]
    fn every_field_can_be_declared_and_printed() {
        let all: Vec<_> = FlowLogField::ALL.iter().map(|field| field.as_str()).collect();
        let format = FlowLogFormat::parse(&all.join(" ")).unwrap();
        assert_eq!((format.version(), format.fields().len()), (10, 60));
        assert_eq!(format.to_string().parse(), Ok(format.clone()));
        for (column, field) in FlowLogField::ALL.iter().enumerate() {
            assert_eq!((format.column(*field), *field as usize), (Some(column), column));
        }
    }
}
