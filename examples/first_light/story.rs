//! The run: lines and records in, everything that follows out, on the lines' own clock.

use std::collections::VecDeque;
use std::error::Error;
use std::path::Path;

use cupola::audit::Policies;
use cupola::metrics::{Metric, Period, StateChange, StateValue, Statistic, StatisticsQuery};
use cupola::{Observatory, Output, Place, Timestamp};

use crate::batch::Batch;
use crate::line::Line;
use crate::outcome::{Change, Outcome, RecordSeen};
use crate::sampling::Sampling;
use crate::setup::{ALARM, GROUP, METRIC, NAMESPACE, STREAM, WORDS, set_up};
use crate::trail::{self, Record, Trail};

/// An observatory that hears lines and records in the order of their times.
pub(crate) struct Story {
    sky: Observatory,
    batch: Batch,
    records: VecDeque<Record>,
    sampling: Sampling,
    /// Up to when the metric's minutes have been read.
    read_until: Timestamp,
    outcome: Outcome,
}

impl Story {
    /// Sets everything up at the time of the first line.
    pub(crate) fn begin(seed: u64, first: Timestamp, trail: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let place = Place::parse("111122223333", "us-east-1")?;
        let Trail { records, unreadable } = trail.map_or_else(|| Ok(trail::sample(&place, first)), trail::read)?;
        // The records come from a trail's files: they were logged already.
        let logged = Policies::default().with_every_record_is_logged(true);
        let mut sky = Observatory::new(place, seed).with_audit(|engine| engine.with_policies(logged));
        set_up(&mut sky, first)?;
        Ok(Self {
            sky,
            batch: Batch::default(),
            records: records.into(),
            sampling: Sampling::new(seed)?,
            read_until: first.floor_to(MINUTE),
            outcome: Outcome { first, last: first, unreadable_records: unreadable, ..Outcome::default() },
        })
    }

    /// Takes the next line.
    pub(crate) fn tell(&mut self, line: Line) -> Result<(), Box<dyn Error>> {
        self.outcome.lines += 1;
        self.outcome.matching += u64::from(line.text.contains(WORDS));
        self.outcome.last = line.at;
        self.sampling.see(&line);
        match self.batch.push(line) {
            Some(full) => self.put(full),
            None => Ok(()),
        }
    }

    /// Hands in what is left, waits until the alarm has calmed down, and gives the outcome.
    pub(crate) fn end(mut self) -> Result<Outcome, Box<dyn Error>> {
        if let Some(rest) = self.batch.take() {
            self.put(rest)?;
        }
        let end = self.sky.now().plus_millis(10 * MINUTE);
        self.hear_records(end);
        self.advance(end);
        self.read_minutes(end)?;
        self.hear_records(Timestamp::MAX);
        (self.outcome.sampling, self.outcome.trace_header) = self.sampling.end();
        Ok(self.outcome)
    }

    /// Puts a batch in at the time of its newest line.
    fn put(&mut self, lines: Vec<Line>) -> Result<(), Box<dyn Error>> {
        let Some(now) = lines.last().map(|line| line.at) else { return Ok(()) };
        self.hear_records(now);
        self.advance(now);
        let events = lines.into_iter().map(|line| (line.at, line.text));
        let answer = self.sky.logs(now).put_log_events(now, GROUP, STREAM, events)?;
        assert!(answer.rejected.is_none(), "each line is taken: {answer:?}");
        self.outcome.batches += 1;
        if now >= self.read_until.plus_millis(DAY + HOUR) {
            self.read_minutes(self.read_until.plus_millis(DAY))?;
        }
        Ok(())
    }

    /// Hands in the records up to `until`, each at its own time, or now when it is older. What is refused is
    /// counted.
    fn hear_records(&mut self, until: Timestamp) {
        while self.records.front().is_some_and(|record| record.at <= until)
            && let Some(record) = self.records.pop_front()
        {
            self.advance(record.at);
            let now = self.sky.now();
            let (root_sign_in, deletes_trail) = (record.is_root_sign_in(), record.deletes_trail());
            let Record { at, name, by, json, .. } = record;
            if self.sky.audit(now).record(now, json).is_err() {
                self.outcome.unreadable_records += 1;
                continue;
            }
            self.collect();
            self.outcome.records.push(RecordSeen { at, received: now, name, by, root_sign_in, deletes_trail });
        }
    }

    /// Goes from one deadline to the next, so that each change can be asked about while it is the last.
    fn advance(&mut self, now: Timestamp) {
        while let Some(due) = self.sky.next_deadline().filter(|due| due.at <= now) {
            self.sky.advance(due.at);
            self.collect();
        }
        self.sky.advance(now);
        self.collect();
    }

    fn collect(&mut self) {
        for output in self.sky.drain() {
            match output {
                Output::Delivery(delivery) => self.outcome.deliveries.push(delivery),
                Output::StateChange(change) => self.note(change),
                _ => self.outcome.losses += 1,
            }
        }
    }

    fn note(&mut self, change: StateChange) {
        let StateChange { at, from, to, reason, .. } = change;
        let first_time = self.outcome.changes.iter().all(|before| before.to != to.as_str());
        if self.outcome.changes.is_empty() || (first_time && to == StateValue::Alarm) {
            let now = self.sky.now();
            let why = self.sky.metrics(now).last_transition(ALARM).map(|why| why.to_string());
            self.outcome.explanations.extend(why);
        }
        self.outcome.changes.push(Change { at, from: from.to_string(), to: to.to_string(), reason });
    }

    /// Reads the sums of the minutes, a day at a time: that many a question may ask for.
    fn read_minutes(&mut self, until: Timestamp) -> Result<(), Box<dyn Error>> {
        let now = self.sky.now();
        while self.read_until < until {
            let day = self.read_until.plus_millis(DAY).min(until.ceil_to(MINUTE));
            let metric = Metric::new(NAMESPACE, METRIC)?;
            let query = StatisticsQuery::new(metric, self.read_until, day, Period::MINUTE).with(Statistic::Sum);
            let points = self.sky.metrics(now).metric_statistics(now, &query)?;
            self.outcome.minutes.extend(points.iter().map(|point| (point.at, point.summary.sum)));
            self.read_until = day;
        }
        Ok(())
    }
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
