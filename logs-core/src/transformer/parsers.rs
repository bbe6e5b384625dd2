//! Parsers of JSON, of separated values and of keys with values.

use super::MAX_FIELDS;
use super::check::{length, path, paths};
use super::config;
use super::error::{TransformFailure, TransformerError};
use super::node::{Members, Node};
use super::path::Path;
use super::record::{Record, Source, Step};

/// `parseJSON`: the members of an object become fields.
#[derive(Debug)]
pub(super) struct Json {
    source: Source,
    destination: Option<Path>,
}

impl Json {
    pub(super) fn new(config: &config::ParseJson) -> Result<Self, TransformerError> {
        let destination = path(config.destination.as_deref())?;
        Ok(Self { source: Source::of(config.source.as_deref())?, destination })
    }
}

impl Step for Json {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let members = object("parseJSON", &self.source, record)?;
        record.merge(self.destination.as_ref(), members, true);
        Ok(())
    }
}

/// The object that a text holds.
pub(super) fn object(processor: &str, source: &Source, record: &Record<'_>) -> Result<Members, TransformFailure> {
    match serde_json::from_str(source.read(processor, record)?) {
        Ok(Node::Object(members)) => Ok(members),
        _ => Err(TransformFailure::NotJson { processor: processor.into(), field: source.name().into() }),
    }
}

/// `csv`: separated values become fields by their columns.
#[derive(Debug)]
pub(super) struct Csv {
    source: Source,
    destination: Option<Path>,
    delimiter: char,
    quote: char,
    columns: Vec<Path>,
}

const MOST_COLUMNS: usize = 100;

impl Csv {
    pub(super) fn new(config: &config::Csv) -> Result<Self, TransformerError> {
        let columns = config.columns.as_deref().unwrap_or_default();
        if columns.len() > MOST_COLUMNS {
            return Err(TransformerError::Entries { processor: "csv", given: columns.len(), most: MOST_COLUMNS });
        }
        let delimiter = match config.delimiter.as_deref() {
            None => ',',
            Some(r"\t" | "\t") => '\t',
            Some(r"\s" | " ") => ' ',
            Some(other) => single("delimiter", other)?,
        };
        let quote = config.quote_character.as_deref().map_or(Ok('"'), |quote| single("quoteCharacter", quote))?;
        let destination = path(config.destination.as_deref())?;
        let source = Source::of(config.source.as_deref())?;
        Ok(Self { source, destination, delimiter, quote, columns: paths(columns)? })
    }

    fn column(&self, index: usize) -> Path {
        self.columns.get(index).cloned().unwrap_or_else(|| Path::known(&format!("column_{}", index + 1)))
    }
}

fn single(member: &'static str, text: &str) -> Result<char, TransformerError> {
    length("csv", member, text, 1, 1)?;
    Ok(text.chars().next().unwrap_or(','))
}

impl Step for Csv {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let text = self.source.read("csv", record)?;
        let values = values(text, self.delimiter, self.quote).ok_or(TransformFailure::TooManyFields(MAX_FIELDS))?;
        let mut members = Members::default();
        for (index, value) in values.into_iter().enumerate() {
            self.column(index).set(&mut members, Node::Text(value));
        }
        record.merge(self.destination.as_ref(), members, true);
        Ok(())
    }
}

/// The values of one row; `None` when there are more than an event may have fields. Two quotes inside
/// quotes are one.
fn values(text: &str, delimiter: char, quote: char) -> Option<Vec<String>> {
    let (mut values, mut value, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            _ if c == quote && quoted && rest.peek() == Some(&quote) => value.extend(rest.next()),
            _ if c == quote && (quoted || value.is_empty()) => quoted = !quoted,
            _ if c == delimiter && !quoted => values.push(std::mem::take(&mut value)),
            _ => value.push(c),
        }
        if values.len() > MAX_FIELDS {
            return None;
        }
    }
    values.push(value);
    Some(values)
}

/// `parseKeyValue`: pairs become fields.
#[derive(Debug)]
pub(super) struct Pairs {
    source: Source,
    destination: Option<Path>,
    between_pairs: String,
    in_pairs: String,
    prefix: String,
    otherwise: Node,
    overwrite: bool,
}

impl Pairs {
    pub(super) fn new(config: &config::ParseKeyValue) -> Result<Self, TransformerError> {
        let text = |member, given: &Option<String>, least, default: &str| {
            let text = given.as_deref().unwrap_or(default);
            length("parseKeyValue", member, text, least, 128).map(|()| text.to_owned())
        };
        let otherwise = match &config.non_match_value {
            Some(value) => Node::Text(text("nonMatchValue", &Some(value.clone()), 0, "")?),
            None => Node::Null,
        };
        Ok(Self {
            source: Source::of(config.source.as_deref())?,
            destination: path(config.destination.as_deref())?,
            between_pairs: text("fieldDelimiter", &config.field_delimiter, 1, "&")?,
            in_pairs: text("keyValueDelimiter", &config.key_value_delimiter, 1, "=")?,
            prefix: text("keyPrefix", &config.key_prefix, 0, "")?,
            otherwise,
            overwrite: config.overwrite_if_exists.unwrap_or(false),
        })
    }
}

impl Step for Pairs {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let text = self.source.read("parseKeyValue", record)?;
        let mut members = Members::default();
        let mut count = 0;
        for pair in text.split(&self.between_pairs).filter(|pair| !pair.is_empty()) {
            let (key, value) = match pair.split_once(&self.in_pairs) {
                Some((key, value)) => (key, Node::text(value)),
                None => (pair, self.otherwise.clone()),
            };
            let name = format!("{}{key}", self.prefix);
            count += usize::from(members.get(&name).is_none());
            if count > MAX_FIELDS {
                return Err(TransformFailure::TooManyFields(MAX_FIELDS));
            }
            members.set(&name, value);
        }
        record.merge(self.destination.as_ref(), members, self.overwrite);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_cut_at_delimiters_outside_quotes() {
        for (text, delimiter, quote, expected) in [
            ("a,b", ',', '"', &["a", "b"][..]),
            ("'Akua Mansa':28:'New York: USA'", ':', '\'', &["Akua Mansa", "28", "New York: USA"]),
            (r#""say ""hi""",,x"y"#, ',', '"', &[r#"say "hi""#, "", "x\"y"]),
            ("", ',', '"', &[""]),
            ("é\té", '\t', '"', &["é", "é"]),
        ] {
            assert_eq!(values(text, delimiter, quote).unwrap(), expected, "{text}");
        }
        assert!(values(&",".repeat(1000), ',', '"').is_none());
    }
}
