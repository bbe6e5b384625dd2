//! The store as a source of events.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use cupola_base::Timestamp;

use crate::engine::Engine;
use crate::group::{Group, Stream};
use crate::insights::LookupTable;
use crate::insights::command::Source;
use crate::insights::event::Event;
use crate::insights::run::{ChunkLines, EventSource, INDEXED, Line, LineHome, Lines, RunError, pointer};
use crate::kms::Seals;
use crate::store::{Cursor, Gap, Mark};

/// Some log groups of an engine at one instant.
pub(in crate::insights) struct StoreSource<'a> {
    pub(in crate::insights) engine: &'a Engine,
    pub(in crate::insights) now: Timestamp,
    pub(in crate::insights) groups: &'a [String],
    /// Whether `unmask` may show what is masked.
    pub(in crate::insights) unmask: bool,
}

impl StoreSource<'_> {
    fn groups(&self, source: Option<&Source>) -> Vec<String> {
        source.map_or_else(|| self.groups.to_vec(), |source| self.engine.groups_of(source))
    }
}

impl Engine {
    /// The log groups that a query names itself, by name.
    pub(super) fn groups_of(&self, source: &Source) -> Vec<String> {
        let account = self.place.account.as_str();
        let class = match source {
            Source::Names(names) => {
                return names
                    .iter()
                    .map(|name| self.group_name_of(name))
                    .filter(|name| self.group(name).is_ok())
                    .collect();
            }
            Source::Groups { class, .. } => class.as_deref().unwrap_or("STANDARD"),
        };
        let is_meant =
            |name: &str, group: &Group| source.has(&format!("{account}:{name}")) && group.class.as_str() == class;
        self.groups
            .iter()
            .filter(|(name, group)| is_meant(name.as_str(), group))
            .map(|(name, _)| name.to_string())
            .collect()
    }

    /// The name in an ARN of this place; any other text is a name itself.
    pub(super) fn group_name_of(&self, identifier: &str) -> String {
        let prefix = self.place.arn("logs", "log-group:").to_string();
        identifier.strip_prefix(&prefix).unwrap_or(identifier).into()
    }
}

impl EventSource for StoreSource<'_> {
    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError> {
        let region: Arc<str> = self.engine.place.region.as_str().into();
        let mut readers = Vec::new();
        for name in self.groups(source) {
            let Some((name, group)) = self.engine.groups.get_key_value(name.as_str()) else { continue };
            let log: Arc<str> = format!("{}:{name}", self.engine.place.account.as_str()).into();
            let (from, seals) = (Gap::at(from.max(group.cutoff(self.now))), self.engine.seals(group));
            for (stream_name, stream) in &group.streams {
                let cursor = Cursor::forward(&stream.strand, from);
                let (log, stream_name, seals) = (log.clone(), Arc::from(stream_name.as_str()), seals.clone());
                readers.push(Reader { group: name.as_str(), log, stream_name, stream, seals, cursor });
            }
        }
        Ok(Box::new(Merged::new(readers, until, region, self.unmask)))
    }

    fn lines_are_in_order(&self) -> bool {
        false
    }

    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        let region: Arc<str> = self.engine.place.region.as_str().into();
        let budget = (&self.engine.warm, self.engine.limits.query_column_bytes);
        for name in self.groups(source) {
            let Some((name, group)) = self.engine.groups.get_key_value(name.as_str()) else { continue };
            let log: Arc<str> = format!("{}:{name}", self.engine.place.account.as_str()).into();
            let (from, seals) = (Gap::at(from.max(group.cutoff(self.now))), self.engine.seals(group));
            for (stream_name, stream) in &group.streams {
                let home = LineHome {
                    log: log.clone(),
                    stream: stream_name.as_str().into(),
                    region: region.clone(),
                    group: Some(name.as_str().into()),
                };
                for (chunk, first, count) in stream.strand.views(from, until) {
                    let text = chunk.text();
                    let lines = ChunkLines { chunk, home: &home, first, count, budget, text: &text };
                    if seals.are_all_open() && stream.margin.is_empty() {
                        take(Lines::of_chunk(lines))?;
                    } else {
                        self.shown(&lines, stream, &seals, take)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn log_groups(&self, source: Option<&Source>) -> u64 {
        self.groups(source).len() as u64
    }

    fn is_indexed(&self, log: &str, field: &str) -> bool {
        let name = log.split_once(':').map_or(log, |(_, name)| name);
        let policy = self.engine.index_policy(name).ok().flatten();
        INDEXED.contains(&field) || policy.is_some_and(|of| of.policy.fields().any(|indexed| indexed == field))
    }

    fn lookup_table(&self, name: &str) -> Option<LookupTable> {
        self.engine.lookup_tables.get(name).map(|kept| kept.table.clone())
    }
}

impl StoreSource<'_> {
    /// The lines of a chunk that can be read, as they are shown.
    fn shown(
        &self,
        lines: &ChunkLines<'_>,
        stream: &Stream,
        seals: &Seals,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        let indices = lines.first..lines.first + lines.count;
        let readable = indices.filter_map(|index| {
            let mark = lines.chunk.mark(index)?;
            // Events under a key that cannot be used are not read.
            seals.check(mark.sequence).ok()?;
            let message = lines.chunk.message(lines.text, index);
            let shown = stream.margin.shown(mark, message, false);
            let line = Line::new(mark.at, &shown, lines.home).came_in(mark.received).numbered(mark.sequence);
            let event = line.to_event();
            let is_masked = self.unmask && matches!(shown, Cow::Owned(_));
            Some((mark.sequence, if is_masked { event.masked_from(message) } else { event }))
        });
        let readable: Vec<(u64, Event)> = readable.collect();
        let all: Vec<Line<'_>> =
            readable.iter().map(|(sequence, event)| Line::of(event).numbered(*sequence).by_time()).collect();
        take(Lines::new(&all))
    }
}

struct Reader<'a> {
    group: &'a str,
    log: Arc<str>,
    stream_name: Arc<str>,
    stream: &'a Stream,
    seals: Seals,
    cursor: Cursor<'a>,
}

/// Streams as one, in order of time, then of arrival.
struct Merged<'a> {
    readers: Vec<Reader<'a>>,
    heads: BinaryHeap<Reverse<(Mark, usize)>>,
    until: Timestamp,
    region: Arc<str>,
    unmask: bool,
}

impl<'a> Merged<'a> {
    fn new(readers: Vec<Reader<'a>>, until: Timestamp, region: Arc<str>, unmask: bool) -> Self {
        let head = |(index, reader): (usize, &Reader<'a>)| Some(Reverse((reader.cursor.peek()?, index)));
        let heads = readers.iter().enumerate().filter_map(head).collect();
        Self { readers, heads, until, region, unmask }
    }
}

impl Iterator for Merged<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        loop {
            let Reverse((mark, index)) = self.heads.pop()?;
            if mark.at > self.until {
                return None;
            }
            let reader = self.readers.get_mut(index)?;
            reader.cursor.step();
            if let Some(next) = reader.cursor.peek() {
                self.heads.push(Reverse((next, index)));
            }
            // Events under a key that cannot be used are not read.
            if reader.seals.check(mark.sequence).is_err() {
                continue;
            }
            let message = reader.cursor.message();
            let shown = reader.stream.margin.shown(mark, message, false);
            let pointer = pointer(mark.at, mark.sequence, reader.group, &reader.stream_name);
            let mut event = Event::new(mark.at, &*shown).received(mark.received).with_pointer(pointer);
            if self.unmask && matches!(shown, Cow::Owned(_)) {
                event = event.masked_from(message);
            }
            return Some(
                event.in_stream(reader.log.clone(), reader.stream_name.clone()).in_region(self.region.clone()),
            );
        }
    }
}
