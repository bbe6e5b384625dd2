//! Tables that queries look values up in.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A table that `lookup` looks values up in. Cheap to clone.
///
/// ```
/// use cupola_logs::insights::LookupTable;
///
/// let table = LookupTable::from_csv("dock,master\nnorth,\"Ana, chief\"\nsouth,Bo\n")?;
/// assert_eq!(table.columns().collect::<Vec<_>>(), ["dock", "master"]);
/// assert!(LookupTable::from_csv("dock\nnorth,extra").is_err());
/// # Ok::<(), cupola_logs::insights::LookupTableError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LookupTable(Arc<Cells>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Cells {
    /// The text that it was read from.
    text: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Why a text is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LookupTableError {
    /// It is larger than a table may be.
    #[error("a lookup table has at most 10 MB")]
    TooLarge,
    /// There is no header.
    #[error("a lookup table begins with the names of its columns")]
    NoHeader,
    /// A row has more values than there are columns.
    #[error("row {0} has more values than there are columns")]
    TooWide(usize),
}

impl LookupTable {
    /// How many bytes of text a table may have: 10 MB.
    pub const MOST_BYTES: usize = 10_485_760;

    /// Reads comma-separated values; the first row has the names of the columns.
    ///
    /// # Errors
    /// [`LookupTableError`].
    pub fn from_csv(text: &str) -> Result<Self, LookupTableError> {
        if text.len() > Self::MOST_BYTES {
            return Err(LookupTableError::TooLarge);
        }
        let mut rows = csv_rows(text).into_iter();
        let columns = rows.next().filter(|columns| !columns.is_empty()).ok_or(LookupTableError::NoHeader)?;
        let rows: Vec<Vec<String>> = rows.filter(|row| row.iter().any(|value| !value.is_empty())).collect();
        match rows.iter().position(|row| row.len() > columns.len()) {
            Some(wide) => Err(LookupTableError::TooWide(wide + 1)),
            None => Ok(Self(Arc::new(Cells { text: text.to_owned(), columns, rows }))),
        }
    }

    /// The comma-separated values that it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// How many rows it has, the names of the columns aside.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.rows.len()
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.rows.is_empty()
    }

    /// The names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.columns.iter().map(String::as_str)
    }

    pub(in crate::insights) fn column(&self, name: &str) -> Option<usize> {
        self.0.columns.iter().position(|column| column == name)
    }

    pub(in crate::insights) fn rows(&self) -> &[Vec<String>] {
        &self.0.rows
    }
}

impl TryFrom<String> for LookupTable {
    type Error = LookupTableError;

    fn try_from(text: String) -> Result<Self, LookupTableError> {
        Self::from_csv(&text)
    }
}

impl From<LookupTable> for String {
    fn from(table: LookupTable) -> Self {
        table.text().to_owned()
    }
}

/// Rows of comma-separated values. Quotes around a value hide commas and line ends; two of them stand for one.
///
/// # Source
/// RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files".
pub(in crate::insights) fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut value, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => value.extend(chars.next()),
            '"' if quoted => quoted = false,
            '"' if value.is_empty() => quoted = true,
            ',' if !quoted => row.push(std::mem::take(&mut value)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut value));
                rows.push(std::mem::take(&mut row));
            }
            c => value.push(c),
        }
    }
    if !row.is_empty() || !value.is_empty() {
        row.push(value);
        rows.push(row);
    }
    rows
}

/// Rows as comma-separated values; quotes stand around what needs them.
pub(crate) fn to_csv<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let value = |text: &&str| {
        let needs_quotes = text.contains([',', '"', '\n', '\r']);
        if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { (*text).to_owned() }
    };
    let line = |row: Vec<&str>| row.iter().map(value).collect::<Vec<_>>().join(",") + "\n";
    rows.into_iter().map(line).collect()
}
