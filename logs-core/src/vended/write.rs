//! Records as lines.

use cupola_base::json::Json;
use serde::Serialize;
use serde::ser::SerializeMap;

use super::kind::OutputFormat;
use super::record::{RecordValue, VendedRecord};

/// How the records of a delivery are written.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    pub(super) format: OutputFormat,
    /// In order; none: all that a record has.
    pub(super) fields: Vec<String>,
    /// Empty: what the format has by itself.
    pub(super) delimiter: String,
}

impl Writer {
    /// The record as one line, without its end.
    ///
    /// In JSON a field that the record does not have is left out. In lines it is `-`, as is an empty value; ends of lines
    /// within values are written as `\n` and `\r`, so that a record is one line.
    pub(super) fn line(&self, record: &VendedRecord) -> String {
        match self.format {
            OutputFormat::Json => Json::of(&Object { writer: self, record }).as_str().to_owned(),
            _ => self.values(record),
        }
    }

    /// What a file begins with.
    pub(super) fn head(&self) -> String {
        match self.format {
            OutputFormat::W3c if self.fields.is_empty() => "#Version: 1.0\n".into(),
            OutputFormat::W3c => format!("#Version: 1.0\n#Fields: {}\n", self.fields.join(" ")),
            _ => String::new(),
        }
    }

    fn values(&self, record: &VendedRecord) -> String {
        let delimiter = if self.delimiter.is_empty() { self.format.delimiter() } else { &self.delimiter };
        let values: Vec<String> = if self.fields.is_empty() {
            record.fields().map(|(_, value)| one_line(Some(value))).collect()
        } else {
            self.fields.iter().map(|name| one_line(record.get(name))).collect()
        };
        values.join(delimiter)
    }
}

fn one_line(value: Option<&RecordValue>) -> String {
    match value.map(RecordValue::as_text) {
        None | Some("") => "-".into(),
        Some(text) => text.replace('\n', "\\n").replace('\r', "\\r"),
    }
}

/// The fields of a record that a delivery has.
struct Object<'a> {
    writer: &'a Writer,
    record: &'a VendedRecord,
}

impl Serialize for Object<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let Self { writer, record } = self;
        if writer.fields.is_empty() {
            record.fields().try_for_each(|(name, value)| map.serialize_entry(name, &value.to_json()))?;
        }
        for name in &writer.fields {
            if let Some(value) = record.get(name) {
                map.serialize_entry(name, &value.to_json())?;
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::Timestamp;

    use super::*;

    fn writer(format: OutputFormat, fields: &[&str]) -> Writer {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Writer { format, fields, delimiter: String::new() }
    }

    fn record() -> VendedRecord {
        let text = r#"{"b": "two words", "a": 1.50, "c": {"x": [1]}, "d": "", "e": "one\ntwo"}"#;
        VendedRecord::parse(Timestamp::EPOCH, text).unwrap()
    }

    #[test]
    fn json_has_the_fields_that_are_there_in_the_order_asked_for() {
        let line = writer(OutputFormat::Json, &["a", "missing", "b"]).line(&record());
        assert_eq!(line, r#"{"a":1.50,"b":"two words"}"#);
        let all = r#"{"b":"two words","a":1.50,"c":{"x": [1]},"d":"","e":"one\ntwo"}"#;
        assert_eq!(writer(OutputFormat::Json, &[]).line(&record()), all);
    }

    #[test]
    fn lines_have_a_value_for_each_field() {
        let fields = ["a", "missing", "b", "d", "e"];
        assert_eq!(writer(OutputFormat::Plain, &fields).line(&record()), r"1.50 - two words - one\ntwo");
        let tabs = "1.50\t-\ttwo words\t-\tone\\ntwo";
        assert_eq!(writer(OutputFormat::W3c, &fields).line(&record()), tabs);
        assert_eq!(writer(OutputFormat::Raw, &fields).line(&record()), tabs);
        let commas = Writer { delimiter: ",".into(), ..writer(OutputFormat::W3c, &["a", "b"]) };
        assert_eq!(commas.line(&record()), "1.50,two words");
        assert_eq!(commas.head(), "#Version: 1.0\n#Fields: a b\n");
        assert_eq!(writer(OutputFormat::Raw, &fields).head(), "");
    }
}
