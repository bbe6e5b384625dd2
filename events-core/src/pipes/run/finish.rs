//! Batches end: records are done with, tried again, or given up.

use std::collections::BTreeSet;

use cupola_base::json::Json;
use cupola_base::{Draft, Payload, Timestamp, Unit};
use serde::Serialize;

use super::log::Shown;
use super::{Failure, Waiting};
use crate::delivery::{Origin, PipePart};
use crate::engine::State;
use crate::pipes::{GaveUp, Pipe, PipeName, PipeNews, PipeState, PipeStep, RecordName, SourceKind};

impl State {
    /// All of a batch has failed.
    pub(super) fn fail_all(&mut self, now: Timestamp, id: &str, failure: &Failure) {
        let all: Vec<usize> = match self.pipes.executions.get(id) {
            Some(execution) => (0..execution.records.len()).collect(),
            None => return,
        };
        self.finish(now, id, &all, Some(failure));
    }

    /// An execution ends; these records of it have failed.
    pub(super) fn finish(&mut self, now: Timestamp, id: &str, failed: &[usize], failure: Option<&Failure>) {
        let Some(execution) = self.pipes.executions.remove(id) else { return };
        self.pipes.timers.cancel(execution.timeout);
        let name = execution.pipe.clone();
        let step = match failed.len() {
            0 => PipeStep::ExecutionSucceeded,
            some if some < execution.records.len() => PipeStep::ExecutionPartiallyFailed,
            _ => PipeStep::ExecutionFailed,
        };
        let shown = failure.filter(|_| !failed.is_empty()).map_or_else(Shown::default, Shown::error);
        self.step(now, &name, id, step, shown);
        self.measure_pipe(now, &name, "Duration", now.millis_since(execution.began) as f64, Unit::Milliseconds);
        let Some(pipe) = self.pipes.entries.get(&name).map(|entry| entry.pipe.clone()) else { return };
        let failed: BTreeSet<usize> = failed.iter().copied().collect();
        let (mut failing, mut done) = (Vec::new(), Vec::new());
        for (at, record) in execution.records.into_iter().enumerate() {
            if failed.contains(&at) { failing.push(record) } else { done.push(record) }
        }
        if !done.is_empty() {
            self.tell_pipe(now, &name, PipeNews::Done(names(&done, pipe.source.kind)));
        }
        let unknown = Failure::new("UNKNOWN", "");
        self.leave_lane(&name, &execution.lane);
        self.go_on(now, &pipe, &execution.lane, failing, failure.unwrap_or(&unknown));
    }

    /// What becomes of records that have failed.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes error handling and troubleshooting"; how long a batch waits before
    /// it is tried again is our decision.
    fn go_on(&mut self, now: Timestamp, pipe: &Pipe, lane: &str, mut failed: Vec<Waiting>, failure: &Failure) {
        let kind = pipe.source.kind;
        if failed.is_empty() {
            return;
        }
        if kind == SourceKind::Sqs || kind.is_queue() && pipe.state == PipeState::Stopped {
            let why = format!("{}: {}", failure.code, failure.message);
            return self.tell_pipe(now, &pipe.name, PipeNews::Returned { records: names(&failed, kind), why });
        }
        let stream = &pipe.source.settings.stream;
        let halves = kind.has_retry_policy() && stream.bisects && failed.len() > 1;
        if failure.counts && !halves {
            failed.iter_mut().for_each(|record| record.tries += 1);
        }
        let most = stream.retries.filter(|_| kind.has_retry_policy());
        let (over, again): (Vec<_>, Vec<_>) =
            failed.into_iter().partition(|record| most.is_some_and(|most| record.tries > most));
        self.give_up(now, &pipe.name, over, GaveUp::RetryAttemptsExhausted);
        if !again.is_empty() {
            self.try_again(now, pipe, lane, again, halves);
        }
    }

    fn try_again(&mut self, now: Timestamp, pipe: &Pipe, lane: &str, mut records: Vec<Waiting>, halves: bool) {
        let half = if halves { records.len().div_ceil(2) } else { records.len() };
        for part in records.chunks_mut(half.max(1)) {
            self.pipes.batches += 1;
            let batch = self.pipes.batches;
            part.iter_mut().for_each(|record| record.batch = Some(batch));
        }
        let tries = records.iter().map(|record| record.tries).max().unwrap_or_default();
        let seconds = 1_i64 << tries.saturating_sub(1).min(6);
        self.put_back(&pipe.name, lane, records, now.plus_secs(seconds.min(MOST_PAUSE_SECONDS)));
    }

    pub(super) fn give_up_old(&mut self, now: Timestamp, name: &PipeName, records: Vec<Waiting>) {
        self.give_up(now, name, records, GaveUp::RecordAgeExceeded);
    }

    /// Records of a stream are not tried again: the pipe's dead-letter queue or topic is told.
    fn give_up(&mut self, now: Timestamp, name: &PipeName, records: Vec<Waiting>, why: GaveUp) {
        let Some(entry) = self.pipes.entries.get(name).filter(|_| !records.is_empty()) else { return };
        let pipe = entry.pipe.clone();
        let target = pipe.source.settings.stream.dead_letter.clone();
        let names = names(&records, pipe.source.kind);
        let dead_letter = target.is_some();
        self.tell_pipe(now, name, PipeNews::GivenUp { records: names, why, dead_letter });
        if let Some(target) = target {
            let arn = name.arn(&self.place);
            let letter = letter(now, arn.as_str(), &pipe, &records, why);
            let draft = Draft::new(now, arn.as_str(), target.as_str(), Payload::Json(letter));
            let origin = Origin::Pipe { pipe: name.clone(), execution: String::new(), part: PipePart::DeadLetter };
            self.deliver(draft, origin);
        }
    }
}

fn names(records: &[Waiting], kind: SourceKind) -> Vec<RecordName> {
    records.iter().map(|waiting| RecordName::of(&waiting.record, kind)).collect()
}

/// What a dead-letter queue or topic is told: not the records, but where they are in their stream.
///
/// # Source
/// Dead letters of pipes as their users show them; they have the form of those of Lambda's event source mappings.
fn letter(now: Timestamp, arn: &str, pipe: &Pipe, records: &[Waiting], why: GaveUp) -> Json {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Context<'a> {
        partner_resource_arn: &'a str,
        condition: &'a str,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Batch<'a> {
        shard_id: String,
        start_sequence_number: Option<String>,
        end_sequence_number: Option<String>,
        approximate_arrival_of_first_record: String,
        approximate_arrival_of_last_record: String,
        batch_size: usize,
        stream_arn: &'a str,
    }
    #[derive(Serialize)]
    struct Letter<'a> {
        context: Context<'a>,
        version: &'a str,
        timestamp: String,
        #[serde(rename = "KinesisBatchInfo", skip_serializing_if = "Option::is_none")]
        kinesis: Option<&'a Batch<'a>>,
        #[serde(rename = "DDBStreamBatchInfo", skip_serializing_if = "Option::is_none")]
        dynamo_db: Option<&'a Batch<'a>>,
    }
    let kind = pipe.source.kind;
    let arrived = |waiting: Option<&Waiting>| {
        waiting.map_or(now, |waiting| waiting.record.arrived(kind).unwrap_or(waiting.at)).to_millis_text()
    };
    let batch = Batch {
        shard_id: records.first().map(|waiting| waiting.record.shard(kind)).unwrap_or_default(),
        start_sequence_number: records.first().and_then(|waiting| waiting.record.sequence(kind)),
        end_sequence_number: records.last().and_then(|waiting| waiting.record.sequence(kind)),
        approximate_arrival_of_first_record: arrived(records.first()),
        approximate_arrival_of_last_record: arrived(records.last()),
        batch_size: records.len(),
        stream_arn: &pipe.source.arn,
    };
    let is_kinesis = kind == SourceKind::Kinesis;
    Json::of(&Letter {
        context: Context { partner_resource_arn: arn, condition: why.as_str() },
        version: "1.0",
        timestamp: now.to_millis_text(),
        kinesis: is_kinesis.then_some(&batch),
        dynamo_db: (!is_kinesis).then_some(&batch),
    })
}

/// A batch that fails again and again waits twice as long each time, up to this.
const MOST_PAUSE_SECONDS: i64 = 60;
