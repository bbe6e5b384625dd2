//! Where events and tables come from.

use std::collections::BTreeSet;

use cupola_base::Timestamp;

use super::RunError;
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

    /// How many log groups these are.
    fn log_groups(&self, _source: Option<&Source>) -> u64 {
        1
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

impl<S: EventSource + ?Sized> EventSource for &S {
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

    fn log_groups(&self, source: Option<&Source>) -> u64 {
        let logs = self.iter().map(Event::log).filter(|log| source.is_none_or(|source| source.has(log)));
        logs.collect::<BTreeSet<_>>().len() as u64
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

    fn log_groups(&self, source: Option<&Source>) -> u64 {
        self.as_slice().log_groups(source)
    }
}
