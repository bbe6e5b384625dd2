//! Which fields a log group has.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::source::StoreSource;
use crate::engine::Engine;
use crate::error::UnknownLog;
use crate::insights::discover;
use crate::insights::run::{EventSource, RunError};

/// Of which events the fields are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFieldsQuery {
    group: String,
    middle: Option<Timestamp>,
}

impl LogFieldsQuery {
    /// Of the last 15 minutes of a group.
    #[must_use]
    pub fn of(group: impl Into<String>) -> Self {
        Self { group: group.into(), middle: None }
    }

    /// Of the 8 minutes before and after an instant.
    #[must_use]
    pub fn around(self, middle: Timestamp) -> Self {
        Self { middle: Some(middle), ..self }
    }
}

/// A field, and how many events have it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogField {
    /// The name.
    pub name: String,
    /// In how many of a hundred events it is, rounded.
    pub percent: u32,
}

/// The fields that every event has.
const ALWAYS: [&str; 5] = ["@ingestionTime", "@log", "@logStream", "@message", "@timestamp"];

/// How many events are looked at: the first of the window.
const SAMPLE: usize = 10_000;

impl Engine {
    /// The fields of a group's events, those of most events first.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetLogGroupFields.
    #[doc(alias = "GetLogGroupFields")]
    pub fn log_group_fields(&mut self, now: Timestamp, query: &LogFieldsQuery) -> Result<Vec<LogField>, UnknownLog> {
        let now = self.at(now);
        self.group(&query.group)?;
        let minutes = |at: Timestamp, minutes: i64| at.plus_secs(minutes * 60);
        let (from, until) = match query.middle {
            Some(at) => (minutes(at, -8), minutes(at, 8)),
            None => (minutes(now, -15), now),
        };
        let groups = [query.group.clone()];
        let source = StoreSource { engine: self, now, groups: &groups, unmask: false };
        let counted = count(&source, (from, until), self.limits.discovered_fields_per_event);
        let (events, counts) = counted.unwrap_or_default();
        let mut fields: Vec<LogField> =
            counts.into_iter().map(|(name, count)| LogField { name, percent: percent(count, events) }).collect();
        fields.sort_by(|a, b| b.percent.cmp(&a.percent).then_with(|| a.name.cmp(&b.name)));
        Ok(fields)
    }
}

type Counts = (usize, BTreeMap<String, usize>);

fn count(source: &StoreSource<'_>, (from, until): (Timestamp, Timestamp), most: usize) -> Result<Counts, RunError> {
    let (mut events, mut counts) = (0, BTreeMap::new());
    for event in source.events(None, from, until)?.take(SAMPLE) {
        events += 1;
        let found = discover::fields(event.message(), most);
        let names = found.iter().map(|(name, _)| name.to_string()).chain(ALWAYS.map(str::to_owned));
        names.for_each(|name| *counts.entry(name).or_default() += 1);
    }
    Ok((events, counts))
}

fn percent(count: usize, events: usize) -> u32 {
    let rounded = (count.min(events) * 200 + events) / (2 * events.max(1));
    u32::try_from(rounded).unwrap_or(100)
}
