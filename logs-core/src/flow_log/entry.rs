//! A record that is being written.

use std::collections::BTreeMap;

use super::error::{FlowLogError, FlowLogErrorKind};
use super::field::FlowLogField;
use super::format::FlowLogFormat;
use super::record::value;

/// A record that is being written: values by column, for any format.
///
/// ```
/// use cupola_logs::flow_log::{FlowLogEntry, FlowLogField, FlowLogFormat};
///
/// let entry = FlowLogEntry::new()
///     .with(FlowLogField::SrcAddr, "10.8.0.4")
///     .with(FlowLogField::Bytes, 77)
///     .with(FlowLogField::Action, "REJECT");
/// let format = FlowLogFormat::parse("version srcaddr dstaddr bytes action")?;
/// assert_eq!(entry.to_line(&format)?, "2 10.8.0.4 - 77 REJECT");
/// assert!(entry.with(FlowLogField::Bytes, "many").to_line(&format).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowLogEntry(BTreeMap<FlowLogField, String>);

impl FlowLogEntry {
    /// An entry without any value.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a column; `-` is none.
    #[must_use]
    pub fn with(mut self, field: FlowLogField, value: impl ToString) -> Self {
        self.0.insert(field, value.to_string());
        self
    }

    /// The record in a format: columns without a value are `-`, the version is the format's unless it was set.
    /// Values of columns that the format does not have are left out.
    ///
    /// # Errors
    /// [`FlowLogError`] when a value has blanks, is empty, or is no number where one must stand: the line could not
    /// be read back.
    pub fn to_line(&self, format: &FlowLogFormat) -> Result<String, FlowLogError> {
        let mut line = String::new();
        for field in format.fields() {
            if !line.is_empty() {
                line.push(' ');
            }
            match self.0.get(field) {
                Some(text) => line.push_str(checked(*field, text)?),
                None if *field == FlowLogField::Version => line.push_str(&format.version().to_string()),
                None => line.push('-'),
            }
        }
        Ok(line)
    }
}

fn checked(field: FlowLogField, text: &str) -> Result<&str, FlowLogError> {
    if text.is_empty() || text.contains(char::is_whitespace) {
        let message = format!("{field} must be a text without blanks, not `{text}`");
        return Err(FlowLogError::new(FlowLogErrorKind::BadText, Some(field), message));
    }
    value(field, text).map(|_| text)
}
