//! Lines of a file, and events of any iterator, as sources.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use cupola_base::Timestamp;

use super::{EventSource, Line, LineHome, Lines, RunError};
use crate::insights::command::Source;
use crate::insights::event::Event;

/// The lines of a text: each is an event, read where it stands. Empty lines are none.
///
/// Bytes that are not UTF-8 stand for `U+FFFD`. All lines are of the epoch unless [`at`](Self::at) tells times.
///
/// ```
/// use cupola_logs::insights::{Query, RawLines, Scope};
/// use cupola_logs::{Limits, Timestamp};
///
/// let lines = RawLines::new(b"{\"status\":200}\n{\"status\":500}\r\nplain\n");
/// let plan = Query::parse("stats count(*) as n by status")?.plan();
/// let results = plan.run(&Scope::new(Timestamp::EPOCH, Timestamp::EPOCH), &lines, &Limits::default())?;
/// let rows: Vec<String> = results.rows.iter().map(ToString::to_string).collect();
/// assert_eq!(rows, ["n=1", "status=200 n=1", "status=500 n=1"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RawLines<'a> {
    bytes: &'a [u8],
    home: LineHome,
    time: Option<Box<TimeOf<'a>>>,
    /// The number of the first line.
    first: u64,
}

type TimeOf<'a> = dyn Fn(u64, &str) -> Timestamp + Send + Sync + 'a;

/// How many lines are read together.
const LINES: usize = 1024;

impl<'a> RawLines<'a> {
    /// The lines of a text, which end in `\n` or `\r\n`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, home: LineHome::default(), time: None, first: 0 }
    }

    /// The log group and the stream that the lines count to.
    #[must_use]
    pub fn of(self, home: LineHome) -> Self {
        Self { home, ..self }
    }

    /// Tells the time of a line, by its number, counted from 0, and its text.
    #[must_use]
    pub fn at(self, time: impl Fn(u64, &str) -> Timestamp + Send + Sync + 'a) -> Self {
        Self { time: Some(Box::new(time)), ..self }
    }

    /// Counts lines from this number on: for a later part of a text.
    #[must_use]
    pub fn from_number(self, first: u64) -> Self {
        Self { first, ..self }
    }
}

impl fmt::Debug for RawLines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawLines").field("bytes", &self.bytes.len()).field("home", &self.home).finish_non_exhaustive()
    }
}

impl EventSource for RawLines<'_> {
    fn events<'s>(
        &'s self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 's>, RunError> {
        let mut events = Vec::new();
        self.lines(source, from, until, &mut |lines| {
            events.extend(lines.iter().map(Line::to_event));
            Ok(())
        })?;
        Ok(Box::new(events.into_iter()))
    }

    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        if source.is_some_and(|source| !source.has(&self.home.log)) {
            return Ok(());
        }
        let (mut rest, mut number, mut ends) = (self.bytes, self.first, Vec::new());
        while !rest.is_empty() {
            ends.clear();
            ends.extend(memchr::memchr_iter(b'\n', rest).take(LINES));
            let all = ends.last().copied().filter(|_| ends.len() == LINES).unwrap_or(rest.len());
            let text = text_of(&rest[..all]);
            if matches!(text, Cow::Owned(_)) {
                // What was replaced moved the ends.
                ends.clear();
                ends.extend(memchr::memchr_iter(b'\n', text.as_bytes()));
            }
            if ends.last() != Some(&text.len()) {
                ends.push(text.len());
            }
            let mut start = 0;
            let lines = ends.iter().zip(number..).filter_map(|(end, number)| {
                let line = text.get(std::mem::replace(&mut start, end + 1)..*end)?;
                let line = line.strip_suffix('\r').unwrap_or(line);
                let at = self.time.as_ref().map_or(Timestamp::EPOCH, |time| time(number, line));
                let is_wanted = !line.is_empty() && (from..=until).contains(&at);
                is_wanted.then(|| Line::new(at, line, &self.home).numbered(number))
            });
            let lines: Vec<Line<'_>> = lines.collect();
            take(Lines::new(&lines))?;
            number += ends.len() as u64;
            rest = rest.get(all + 1..).unwrap_or_default();
        }
        Ok(())
    }
}

/// What bytes stand for. Checked as a whole first, which takes a fifth of the time of looking for what is broken.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The events of any iterator, to be read once.
///
/// ```
/// use cupola_logs::insights::{Event, EventStream, Query, Scope};
/// use cupola_logs::{Limits, Timestamp};
///
/// let events = (0..10_000).map(|n| Event::new(Timestamp::EPOCH, format!("line {n}")));
/// let plan = Query::parse("filter @message like /7$/ | stats count(*) as n")?.plan();
/// let scope = Scope::new(Timestamp::EPOCH, Timestamp::EPOCH);
/// let results = plan.run(&scope, &EventStream::new(events), &Limits::default())?;
/// assert_eq!(results.rows[0].get("n"), Some("1000"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct EventStream<I>(RefCell<Option<I>>);

impl<I: Iterator<Item = Event>> EventStream<I> {
    /// A source that gives these events to the first who asks. Queries that read twice (`diff`, a query in
    /// parentheses) fail with [`RunError::Source`].
    #[must_use]
    pub const fn new(events: I) -> Self {
        Self(RefCell::new(Some(events)))
    }
}

impl<I> fmt::Debug for EventStream<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_read = self.0.borrow().is_none();
        f.debug_struct("EventStream").field("is_read", &is_read).finish()
    }
}

impl<I: Iterator<Item = Event>> EventSource for EventStream<I> {
    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError> {
        let events = self.0.borrow_mut().take();
        let events = events.ok_or_else(|| RunError::Source("the events of a stream are read once".to_owned()))?;
        let source = source.cloned();
        let is_wanted = move |event: &Event| {
            (from..=until).contains(&event.at()) && source.as_ref().is_none_or(|source| source.has(event.log()))
        };
        Ok(Box::new(events.filter(is_wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers and texts of the lines, read as they come.
    fn read(bytes: &[u8]) -> Vec<(u64, String)> {
        let mut found = Vec::new();
        let source = RawLines::new(bytes).from_number(7);
        let mut take = |lines: Lines<'_>| {
            found.extend(lines.iter().map(|line| (line.position, line.message().to_owned())));
            Ok(())
        };
        source.lines(None, Timestamp::EPOCH, Timestamp::EPOCH, &mut take).unwrap();
        found
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_text(parts in prop::collection::vec("[a\u{e9}\r\n]{0,6}", 0..2000), broken in any::<bool>()) {
            let mut bytes = parts.concat().into_bytes();
            if broken {
                bytes.extend(b"\xff\nlast");
            }
            let text = String::from_utf8_lossy(&bytes);
            let lines = (7..).zip(text.split('\n')).map(|(number, line)| (number, line.strip_suffix('\r').unwrap_or(line)));
            let lines: Vec<(u64, String)> =
                lines.filter(|(_, line)| !line.is_empty()).map(|(number, line)| (number, line.to_owned())).collect();
            prop_assert_eq!(read(&bytes), lines);
        }
    }
}
