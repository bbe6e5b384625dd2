//! The splitter: text in, batches out.

use std::collections::BTreeMap;

use cupola_base::{Deadline, Timestamp};

use super::batch::AgentBatch;
use super::configuration::{AgentLogFile, AgentLogsConfiguration};
use super::host::AgentHost;
use super::path;
use super::source::{Events, Source};

/// The logs part of an agent at work: files' text comes in in pieces, batches of events come out.
///
/// An event ends where the next begins, or five seconds after its last line. Its time is the first in it that has the
/// file's format; else that of the event before; else when it was read. Where an entry matches several files, the
/// agent reads the newest of them, or all with `publish_multi_logs`: feed what it would read. The rules of time are
/// those of the [`Engine`](crate::Engine). See the [module](super) for an example.
#[derive(Clone, Debug)]
pub struct AgentLogs {
    configuration: AgentLogsConfiguration,
    host: AgentHost,
    now: Timestamp,
    /// By path, and the entry's place in the list.
    sources: BTreeMap<(String, usize), Source>,
}

impl AgentLogs {
    /// An agent that has read nothing yet.
    #[must_use]
    pub fn new(configuration: AgentLogsConfiguration, host: AgentHost) -> Self {
        Self { configuration, host, now: Timestamp::MIN, sources: BTreeMap::new() }
    }

    /// What it collects.
    #[must_use]
    pub const fn configuration(&self) -> &AgentLogsConfiguration {
        &self.configuration
    }

    /// Takes the next piece of a file in, wherever it ends. Each entry whose path matches reads it; where none does,
    /// nothing happens.
    pub fn feed(&mut self, now: Timestamp, path: &str, chunk: &[u8]) -> Vec<AgentBatch> {
        let mut batches = self.advance(now);
        let Self { configuration, host, now, sources } = self;
        for (place, file) in configuration.files.iter().enumerate().filter(|(_, file)| file.reads(path)) {
            let mut events = Events::new();
            sources.entry((path.to_owned(), place)).or_default().feed(*now, chunk, file, host.zone, &mut events);
            batch(host, path, file, events).split(&mut batches);
        }
        batches
    }

    /// Says that a file has ended: all that waits of it comes out, and it is forgotten.
    pub fn close(&mut self, now: Timestamp, path: &str) -> Vec<AgentBatch> {
        let mut batches = self.advance(now);
        for (place, file) in self.configuration.files.iter().enumerate() {
            let Some(mut source) = self.sources.remove(&(path.to_owned(), place)) else { continue };
            let mut events = Events::new();
            source.close(self.now, file, self.host.zone, &mut events);
            batch(&self.host, path, file, events).split(&mut batches);
        }
        batches
    }

    /// Ends the events that have waited for further lines long enough.
    pub fn advance(&mut self, now: Timestamp) -> Vec<AgentBatch> {
        self.now = self.now.max(now);
        let mut batches = Vec::new();
        for ((path, place), source) in &mut self.sources {
            let Some(file) = self.configuration.files.get(*place) else { continue };
            let mut events = Events::new();
            source.expire(self.now, file, self.host.zone, &mut events);
            batch(&self.host, path, file, events).split(&mut batches);
        }
        batches
    }

    /// When an event will have waited long enough.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        let at = self.sources.values().filter_map(Source::expires).min()?;
        Some(Deadline { at, why: "event of a file has no further lines" })
    }
}

fn batch(host: &AgentHost, path: &str, file: &AgentLogFile, events: Events) -> AgentBatch {
    let (group, stream) = match (&file.group, file.each_of_its_own) {
        (Some(group), true) => (group.clone(), path::stream(path, &file.stream)),
        (Some(group), false) => (group.clone(), file.stream.clone()),
        (None, _) => (path::group(path), file.stream.clone()),
    };
    let (class, retention) = (file.class, file.retention);
    AgentBatch { group: host.fill(&group), stream: host.fill(&stream), class, retention, events }
}
