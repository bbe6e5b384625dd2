//! Where events and tables come from.

use std::collections::BTreeSet;

use cupola_base::Timestamp;

use super::{Line, Lines, RunError};
use crate::insights::command::Source;
use crate::insights::event::Event;
use crate::insights::table::LookupTable;

/// Fields that every log group has an index of.
pub(in crate::insights) const INDEXED: [&str; 5] =
    ["@logStream", "@aws.region", "@aws.account", "@source.log", "traceId"];

/// Where a query finds events. Slices and vectors of [`Event`] are sources.
pub trait EventSource {
    /// The events from one instant to another, both included, in any order; of the log groups that
    /// the query names with `SOURCE`, or of those that it is asked of.
    ///
    /// # Errors
    /// [`RunError::Source`] when the events are not to be had.
    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError>;

    /// The same events as lines, some at a time: for sources that need not make an event of each.
    ///
    /// # Errors
    /// [`RunError::Source`] when the events are not to be had, and what `take` answers.
    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        each_batch(self.events(source, from, until)?, take)
    }

    /// Whether lines come in the same order as events. Where they do not, they do so as the chunks of a store lie,
    /// and what depends on the order reads events.
    fn lines_are_in_order(&self) -> bool {
        true
    }

    /// How many log groups these are.
    fn log_groups(&self, _source: Option<&Source>) -> u64 {
        1
    }

    /// The names of these log groups, where the source can tell.
    fn log_names(&self, _source: Option<&Source>) -> Option<BTreeSet<String>> {
        None
    }

    /// Whether a log group has an index of a field, so that `filterIndex` does not pass it over.
    fn is_indexed(&self, _log: &str, field: &str) -> bool {
        INDEXED.contains(&field)
    }

    /// The table of `lookup` and `cidrlookup` with this name.
    fn lookup_table(&self, _name: &str) -> Option<LookupTable> {
        None
    }
}

/// Reads events as lines, some at a time.
pub(super) fn each_batch(
    mut events: Box<dyn Iterator<Item = Event> + '_>,
    take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let mut position = 0..;
    loop {
        let some: Vec<Event> = events.by_ref().take(LINES).collect();
        if some.is_empty() {
            return Ok(());
        }
        let lines = some.iter().zip(&mut position).map(|(event, at)| Line::of(event).numbered(at));
        take(Lines::new(&lines.collect::<Vec<_>>()))?;
    }
}

/// How many events are read together.
const LINES: usize = 1024;

impl<S: EventSource + ?Sized> EventSource for &S {
    fn lines_are_in_order(&self) -> bool {
        (**self).lines_are_in_order()
    }

    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        (**self).lines(source, from, until, take)
    }

    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError> {
        (**self).events(source, from, until)
    }

    fn log_groups(&self, source: Option<&Source>) -> u64 {
        (**self).log_groups(source)
    }

    fn log_names(&self, source: Option<&Source>) -> Option<BTreeSet<String>> {
        (**self).log_names(source)
    }

    fn is_indexed(&self, log: &str, field: &str) -> bool {
        (**self).is_indexed(log, field)
    }

    fn lookup_table(&self, name: &str) -> Option<LookupTable> {
        (**self).lookup_table(name)
    }
}

impl EventSource for [Event] {
    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError> {
        let source = source.cloned();
        let is_wanted = move |event: &&Event| {
            (from..=until).contains(&event.at()) && source.as_ref().is_none_or(|source| source.has(event.log()))
        };
        Ok(Box::new(self.iter().filter(is_wanted).cloned()))
    }

    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        let is_wanted =
            |event: &Event| (from..=until).contains(&event.at()) && source.is_none_or(|source| source.has(event.log()));
        let mut lines = Vec::with_capacity(LINES.min(self.len()));
        for (position, event) in (0_u64..).zip(self) {
            if is_wanted(event) {
                lines.push(Line::of(event).numbered(position));
            }
            if lines.len() == LINES {
                take(Lines::new(&lines))?;
                lines.clear();
            }
        }
        if lines.is_empty() { Ok(()) } else { take(Lines::new(&lines)) }
    }

    fn log_groups(&self, source: Option<&Source>) -> u64 {
        let logs = self.iter().map(Event::log).filter(|log| source.is_none_or(|source| source.has(log)));
        logs.collect::<BTreeSet<_>>().len() as u64
    }

    fn log_names(&self, source: Option<&Source>) -> Option<BTreeSet<String>> {
        let logs = self.iter().map(Event::log).filter(|log| source.is_none_or(|source| source.has(log)));
        Some(logs.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect())
    }
}

impl EventSource for Vec<Event> {
    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError> {
        self.as_slice().events(source, from, until)
    }

    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        self.as_slice().lines(source, from, until, take)
    }

    fn log_groups(&self, source: Option<&Source>) -> u64 {
        self.as_slice().log_groups(source)
    }

    fn log_names(&self, source: Option<&Source>) -> Option<BTreeSet<String>> {
        self.as_slice().log_names(source)
    }
}
