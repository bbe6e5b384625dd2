//! Records come in.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::{Kept, Waiting};
use crate::engine::State;
use crate::output::Lost;
use crate::pipes::filter::admits;
use crate::pipes::{PipeName, PipeNews, PipeRecord, PipeState, RecordName, SourceKind, StartingPosition};
use crate::{Engine, Output};

/// What became of records that a source has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PipeIntake {
    /// Records that a pipe has taken, or that are kept for those that read the stream.
    pub taken: usize,
    /// Messages of a queue that are done with, because no filter let them in.
    pub filtered: usize,
    /// Records that stay where they are: no pipe of their queue runs, too many wait already, or pipes do not read such a
    /// source.
    pub left: usize,
}

impl Engine {
    /// Hands in records that a source has, in their order: the source by its ARN, or by `smk://` and a Kafka server.
    ///
    /// A message of a queue goes to one running pipe of that queue, to that with the fewest messages waiting, by name
    /// where that is equal; without one it is left in the queue. Records of streams are kept for a day, within
    /// [`Limits::pipe_records`](crate::Limits::pipe_records): each pipe of the stream reads them all from its starting
    /// position, and goes on where it was when it was stopped.
    ///
    /// What happens to them comes out as [`Output::Pipe`], and what is called as [`Output::Delivery`].
    ///
    /// ```
    /// use cupola_base::{Arn, Place, Timestamp};
    /// use cupola_events::pipes::{CreatePipe, PipeName, PipeRecord, PipeSource};
    /// use cupola_events::{Engine, Output};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let queue = "arn:aws:sqs:us-east-1:111122223333:orders";
    /// let source = PipeSource::new(queue)?.with_filter(r#"{"body": {"n": [{"numeric": [">", 1]}]}}"#);
    /// let target = Arn::parse("arn:aws:lambda:us-east-1:111122223333:function:bill")?;
    /// let role = Arn::parse("arn:aws:iam::111122223333:role/pipe")?;
    /// engine.create_pipe(now, CreatePipe::new(PipeName::new("bills")?, source, target, role))?;
    ///
    /// let records = vec![PipeRecord::message("a", "h1", r#"{"n": 1}"#), PipeRecord::message("b", "h2", r#"{"n": 2}"#)];
    /// let intake = engine.pipe_records(now, queue, records);
    /// assert_eq!((intake.taken, intake.filtered, intake.left), (1, 1, 0));
    /// let outputs = engine.drain();
    /// let Some(Output::Delivery(call)) = outputs.last() else { panic!() };
    /// assert!(call.payload.as_str().starts_with(r#"[{"messageId":"b","receiptHandle":"h2""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes sources". Which of several pipes gets a message, and how long
    /// records are kept, is our decision.
    pub fn pipe_records(&mut self, now: Timestamp, source: &str, records: Vec<PipeRecord>) -> PipeIntake {
        let now = self.see(now);
        let intake = match SourceKind::of(source) {
            None => return PipeIntake { left: records.len(), ..PipeIntake::default() },
            Some(kind) if kind.is_queue() => self.state.take_messages(now, source, records),
            Some(_) => self.state.keep_records(now, source, records),
        };
        self.state.pipes.names_of(source).into_iter().for_each(|name| self.pump_pipe(now, &name));
        intake
    }
}

impl State {
    fn take_messages(&mut self, now: Timestamp, source: &str, records: Vec<PipeRecord>) -> PipeIntake {
        let mut intake = PipeIntake::default();
        let mut room = self.limits.pipe_records.saturating_sub(self.pipes.waiting());
        let mut pipes = self.pipes.running_of(source);
        let mut filtered: BTreeMap<PipeName, Vec<RecordName>> = BTreeMap::new();
        for record in records {
            let Some((waiting, name)) = pipes.iter_mut().min().filter(|_| room > 0) else {
                intake.left += 1;
                continue;
            };
            match self.take_record(now, name, record) {
                Ok(()) => {
                    (*waiting, room) = (*waiting + 1, room - 1);
                    intake.taken += 1;
                }
                Err(out) => {
                    filtered.entry(name.clone()).or_default().push(out);
                    intake.filtered += 1;
                }
            }
        }
        filtered.into_iter().for_each(|(name, records)| self.tell_filtered(now, &name, records));
        intake
    }

    /// A record comes into a pipe, unless its filters keep it out: then it is named.
    fn take_record(&mut self, now: Timestamp, name: &PipeName, record: PipeRecord) -> Result<(), RecordName> {
        let Some(entry) = self.pipes.entries.get_mut(name) else { return Ok(()) };
        let pipe = &entry.pipe;
        let record = record.completed(&pipe.source, self.place.region.as_str(), pipe.role_arn.as_str());
        let kind = pipe.source.kind;
        if !admits(&pipe.filters, kind, &record) {
            return Err(RecordName::of(&record, kind));
        }
        let lane = record.lane(&pipe.source);
        entry.lanes.entry(lane).or_default().waiting.push_back(Waiting { record, at: now, tries: 0, batch: None });
        Ok(())
    }

    fn tell_filtered(&mut self, now: Timestamp, name: &PipeName, records: Vec<RecordName>) {
        if !records.is_empty() {
            self.tell_pipe(now, name, PipeNews::Filtered(records));
        }
    }

    fn keep_records(&mut self, now: Timestamp, source: &str, records: Vec<PipeRecord>) -> PipeIntake {
        let taken = records.len();
        let kept = self.pipes.streams.entry(source.to_owned()).or_default();
        records.into_iter().for_each(|record| kept.add(now, record));
        self.forget_records(now);
        PipeIntake { taken, ..PipeIntake::default() }
    }

    /// Records older than a day go, and the oldest of those that are too many.
    pub(super) fn forget_records(&mut self, now: Timestamp) {
        let oldest = now.plus_secs(-i64::from(RETENTION_SECONDS));
        for kept in self.pipes.streams.values_mut() {
            while kept.oldest().is_some_and(|at| at < oldest) {
                kept.drop_first();
            }
        }
        let lost = self.pipes.fit_kept(self.limits.pipe_records, self.limits.pipe_record_bytes);
        self.pipes.forget_streams();
        if lost > 0 {
            self.lose(now, Lost::StreamRecords, lost);
        }
    }

    /// A running pipe of a stream reads on.
    pub(super) fn feed_pipe(&mut self, now: Timestamp, name: &PipeName) {
        let mut filtered = Vec::new();
        while let Some((at, record)) = self.next_kept(name) {
            let Some(entry) = self.pipes.entries.get_mut(name) else { return };
            entry.cursor = entry.cursor.map(|cursor| cursor + 1);
            let source = &entry.pipe.source;
            let arrived = || record.arrived(source.kind).unwrap_or(at);
            if !matches!(source.settings.stream.position, Some(StartingPosition::At(from)) if arrived() < from) {
                filtered.extend(self.take_record(now, name, record).err());
            }
        }
        self.tell_filtered(now, name, filtered);
    }

    fn next_kept(&mut self, name: &PipeName) -> Option<(Timestamp, PipeRecord)> {
        let room = self.limits.pipe_records;
        let entry = self.pipes.entries.get_mut(name)?;
        if entry.pipe.state != PipeState::Running || entry.pipe.source.kind.is_queue() || entry.waiting() >= room {
            return None;
        }
        let kept = self.pipes.streams.get(&entry.pipe.source.arn)?;
        let cursor = entry.cursor?.max(kept.first);
        entry.cursor = Some(cursor);
        kept.get(cursor).cloned()
    }

    /// A pipe that runs for the first time takes its position in its stream.
    pub(super) fn place_cursor(&mut self, now: Timestamp, name: &PipeName) {
        self.forget_records(now);
        let Some(entry) = self.pipes.entries.get_mut(name).filter(|entry| entry.cursor.is_none()) else { return };
        let kept = self.pipes.streams.get(&entry.pipe.source.arn);
        entry.cursor = Some(match entry.pipe.source.settings.stream.position {
            Some(StartingPosition::Latest) => kept.map_or(0, Kept::next),
            _ => kept.map_or(0, |kept| kept.first),
        });
    }

    pub(in crate::pipes) fn tell_pipe(&mut self, at: Timestamp, name: &PipeName, news: PipeNews) {
        if let Some(entry) = self.pipes.entries.get(name) {
            let source = entry.pipe.source.arn.clone();
            self.emit(Output::Pipe(crate::pipes::PipeNotice { at, pipe: name.clone(), source, news }));
        }
    }
}

/// How long records of streams are kept: Kinesis keeps them a day unless told, DynamoDB always.
const RETENTION_SECONDS: u32 = 86_400;
