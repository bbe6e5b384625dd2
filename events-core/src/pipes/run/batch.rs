//! From records that wait to batches.

use cupola_base::Timestamp;

use super::log::Shown;
use super::{Entry, Lane, Waiting};
use crate::engine::State;
use crate::pipes::{Pipe, PipeName, PipeState, PipeStep, SourceKind};

/// A batch that may begin.
pub(super) struct Batch {
    pub(super) lane: String,
    pub(super) records: Vec<Waiting>,
    /// Records that are too old to be tried.
    pub(super) expired: Vec<Waiting>,
}

impl State {
    /// The next batch of a pipe that may begin.
    pub(super) fn next_batch(&mut self, now: Timestamp, name: &PipeName) -> Option<Batch> {
        let is_full = self.pipes.executions.len() >= self.limits.pipe_executions;
        let entry = self.pipes.entries.get_mut(name)?;
        let rule = Rule::of(&entry.pipe);
        let is_running = entry.pipe.state == PipeState::Running;
        let ready = entry.lanes.iter().find(|(_, lane)| is_running && lane.is_ready(now, rule));
        let Some(lane) = ready.map(|(lane, _)| lane.clone()) else {
            self.pipes.throttled.remove(name);
            return None;
        };
        if is_full {
            self.throttle(now, name);
            return None;
        }
        let taken = entry.lanes.get_mut(&lane)?.take(rule);
        let (kind, age) = (entry.pipe.source.kind, entry.pipe.source.settings.stream.record_age);
        let arrived = |waiting: &Waiting| waiting.record.arrived(kind).unwrap_or(waiting.at);
        let is_old = |waiting: &Waiting| age.is_some_and(|age| now > arrived(waiting).plus_secs(i64::from(age)));
        let (expired, records) = taken.into_iter().partition(is_old);
        self.pipes.throttled.remove(name);
        Some(Batch { lane, records, expired })
    }

    /// A batch could begin, if there were not too many under way: told once, until it does.
    fn throttle(&mut self, now: Timestamp, name: &PipeName) {
        if self.pipes.throttled.insert(name.clone()) {
            let id = self.new_execution(name);
            self.step(now, name, &id, PipeStep::ExecutionThrottled, Shown::default());
        }
    }

    /// A batch is no longer under way.
    pub(super) fn leave_lane(&mut self, name: &PipeName, lane: &str) {
        let Some(entry) = self.pipes.entries.get_mut(name) else { return };
        let Some(found) = entry.lanes.get_mut(lane) else { return };
        found.running = found.running.saturating_sub(1);
        if found.running == 0 && found.waiting.is_empty() {
            entry.lanes.remove(lane);
        }
    }

    /// Records come back to the front of their lane, and wait there.
    pub(super) fn put_back(&mut self, name: &PipeName, lane: &str, records: Vec<Waiting>, until: Timestamp) {
        let Some(entry) = self.pipes.entries.get_mut(name) else { return };
        let lane = entry.lanes.entry(lane.to_owned()).or_default();
        records.into_iter().rev().for_each(|record| lane.waiting.push_front(record));
        lane.pause = Some(until);
    }
}

/// What makes a batch.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    size: usize,
    window_seconds: u32,
    /// How many batches of one lane are under way at once.
    at_once: usize,
}

impl Rule {
    pub(super) fn of(pipe: &Pipe) -> Self {
        let source = &pipe.source;
        Self {
            size: pipe.batch_size() as usize,
            window_seconds: source.settings.batching_window,
            at_once: match source.kind {
                SourceKind::Sqs if !source.is_fifo() => 1250,
                SourceKind::ActiveMq | SourceKind::RabbitMq => 5,
                _ => 1,
            },
        }
    }
}

impl Entry {
    /// When the first lane has something to do that waits for time.
    pub(super) fn wakes(&self, now: Timestamp) -> Option<Timestamp> {
        let rule = Rule::of(&self.pipe);
        let running = self.pipe.state == PipeState::Running;
        let times = self.lanes.values().filter_map(|lane| lane.wakes(rule));
        times.filter(|at| *at > now && running).min()
    }
}

impl Lane {
    /// Whether a batch may begin.
    fn is_ready(&self, now: Timestamp, rule: Rule) -> bool {
        let Some(first) = self.waiting.front() else { return false };
        let is_held = self.running >= rule.at_once || self.pause.is_some_and(|until| until > now);
        let has_waited = first.batch.is_some() || first.at.plus_secs(i64::from(rule.window_seconds)) <= now;
        !is_held && (has_waited || self.is_full(rule))
    }

    /// Whether there are enough for a batch.
    fn is_full(&self, rule: Rule) -> bool {
        let fits = self.fitting(rule);
        fits >= rule.size || fits < self.waiting.len()
    }

    /// How many of the first records go into one batch: at least one.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes sources": the batch size, or a payload of 6 MB.
    fn fitting(&self, rule: Rule) -> usize {
        let batch = self.waiting.front().and_then(|first| first.batch);
        let mut bytes = 0;
        let fits = |waiting: &&Waiting| {
            bytes += waiting.record.bytes();
            waiting.batch == batch && bytes <= MOST_BYTES
        };
        let most = if batch.is_some() { usize::MAX } else { rule.size };
        self.waiting.iter().take(most).take_while(fits).count().max(1)
    }

    fn take(&mut self, rule: Rule) -> Vec<Waiting> {
        let fits = self.fitting(rule);
        self.running += 1;
        self.pause = None;
        self.waiting.drain(..fits).collect()
    }

    /// Only a batch that is to be tried again pauses; it waits for no window.
    fn wakes(&self, rule: Rule) -> Option<Timestamp> {
        let first = self.waiting.front().filter(|_| self.running < rule.at_once)?;
        Some(self.pause.unwrap_or_else(|| first.at.plus_secs(i64::from(rule.window_seconds))))
    }
}

/// The greatest payload of a batch.
pub(super) const MOST_BYTES: u64 = 6 * 1024 * 1024;
