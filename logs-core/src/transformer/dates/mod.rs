//! `dateTimeConverter`: from one way of writing an instant to another.
//!
//! Decisions of ours: a text without a year is of 1970, without a month or a day of the first; a local
//! time that the zone's clocks skip is read with the offset before the change, one that they show twice
//! is the first of the two.

mod format;
mod names;
mod zone;

use cupola_base::Timestamp;

use super::check::length;
use super::config;
use super::error::{TransformFailure, TransformerError};
use super::node::Node;
use super::path::Path;
use super::record::{Record, Step};
use format::Format;
use names::Locale;
use zone::TimeZone;

/// `dateTimeConverter`.
#[derive(Debug)]
pub(super) struct Dates {
    source: Path,
    target: Path,
    read: Vec<Format>,
    write: Format,
    from: TimeZone,
    to: TimeZone,
    locale: &'static Locale,
}

const DEFAULT_FORMAT: &str = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
const MOST_PATTERNS: usize = 5;

impl Dates {
    pub(super) fn new(config: &config::DateTime) -> Result<Self, TransformerError> {
        let patterns = super::check::entries("dateTimeConverter", &config.match_patterns, MOST_PATTERNS)?;
        let target = config.target_format.as_deref().unwrap_or(DEFAULT_FORMAT);
        length("dateTimeConverter", "targetFormat", target, 1, 64)?;
        let zone = |name: &Option<String>| name.as_deref().map_or(Ok(TimeZone::UTC), TimeZone::parse);
        Ok(Self {
            source: Path::parse(&config.source)?,
            target: Path::parse(&config.target)?,
            read: patterns.iter().map(|pattern| Format::parse(pattern)).collect::<Result<_, _>>()?,
            write: Format::parse(target)?,
            from: zone(&config.source_timezone)?,
            to: zone(&config.target_timezone)?,
            locale: Locale::find(config.locale.as_deref().unwrap_or("en"))?,
        })
    }
}

impl Step for Dates {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let Some(node) = self.source.get(&record.fields) else { return Ok(()) };
        let refused =
            || TransformFailure::Value { processor: "dateTimeConverter".into(), field: self.source.to_string() };
        let text = node.to_plain();
        let read = |format: &Format| format.read(text.trim(), self.from, self.locale);
        let at = self.read.iter().find_map(read).ok_or_else(refused)?;
        let written = self.write.write(at, self.to, &names::ENGLISH);
        self.target.set(&mut record.fields, Node::Text(written));
        Ok(())
    }
}

/// `03/Aug/2023:12:34:56 +0000` as ISO 8601.
pub(super) fn web_server(text: &str) -> Option<String> {
    let format = Format::parse("d/MMM/yyyy:HH:mm:ss Z").ok()?;
    let at: Timestamp = format.read(text, TimeZone::UTC, &names::ENGLISH)?;
    Some(at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(text: &str, patterns: &[&str], change: impl Fn(&mut config::DateTime)) -> Option<String> {
        let mut config = config::DateTime {
            source: "at".into(),
            target: "out".into(),
            target_format: None,
            match_patterns: patterns.iter().map(|pattern| (*pattern).into()).collect(),
            source_timezone: None,
            target_timezone: None,
            locale: None,
        };
        change(&mut config);
        let step = Dates::new(&config).unwrap_or_else(|error| panic!("{error}"));
        let origin = super::super::TransformSource::default();
        let mut record = Record::new("", &origin);
        record.fields.set("at", Node::text(text));
        step.apply(&mut record).ok()?;
        Path::known("out").get(&record.fields).and_then(Node::as_text).cloned()
    }

    #[test]
    fn instants_are_written_anew() {
        for (text, pattern, expected) in [
            ("2024-02-29 23:05:09", "yyyy-MM-dd HH:mm:ss", Some("2024-02-29T23:05:09.000Z")),
            ("20240229230509123", "yyyyMMddHHmmssSSS", Some("2024-02-29T23:05:09.123Z")),
            ("29/Feb/2024:23:05:09 +0130", "dd/MMM/yyyy:HH:mm:ss Z", Some("2024-02-29T21:35:09.000Z")),
            ("2024-2-3T4:05 PM", "yyyy-M-d'T'h:mm a", Some("2024-02-03T16:05:00.000Z")),
            ("Sat, 3 Feb 24", "EEE, d MMM yy", Some("2024-02-03T00:00:00.000Z")),
            ("2024-02-03T04:05:06+02:00", "yyyy-MM-dd'T'HH:mm:ssXXX", Some("2024-02-03T02:05:06.000Z")),
            ("2023-02-29", "yyyy-MM-dd", None),
            ("2024-02-29x", "yyyy-MM-dd", None),
            ("24:00", "HH:mm", None),
        ] {
            assert_eq!(convert(text, &[pattern], |_| ()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn zones_and_languages_are_those_of_the_source() {
        let german = |config: &mut config::DateTime| {
            config.locale = Some("de".into());
            config.source_timezone = Some("Europe/Berlin".into());
            config.target_timezone = Some("America/New_York".into());
            config.target_format = Some("yyyy-MM-dd'T'HH:mm:ss z".into());
        };
        let found = convert("Samstag 05. Dezember 1998 11:00:00", &["HH:mm", "EEEE dd. MMMM yyyy HH:mm:ss"], german);
        assert_eq!(found.as_deref(), Some("1998-12-05T05:00:00 EST"));
        let berlin = |config: &mut config::DateTime| config.source_timezone = Some("Europe/Berlin".into());
        // Skipped and doubled hours.
        assert_eq!(
            convert("2026-03-29 02:30", &["yyyy-MM-dd HH:mm"], berlin).as_deref(),
            Some("2026-03-29T01:30:00.000Z")
        );
        assert_eq!(
            convert("2026-10-25 02:30", &["yyyy-MM-dd HH:mm"], berlin).as_deref(),
            Some("2026-10-25T00:30:00.000Z")
        );
    }
}
