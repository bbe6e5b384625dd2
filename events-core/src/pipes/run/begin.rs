//! Batches begin.

use cupola_base::{Rng, Timestamp, Unit};

use super::batch::Batch;
use super::log::Shown;
use super::stage::{Item, list};
use super::{Execution, Stage, Task, Waiting};
use crate::Engine;
use crate::pipes::{PipeName, PipeStep};

impl Engine {
    /// Begins all batches of a pipe that may begin.
    pub(super) fn pump_pipe(&mut self, now: Timestamp, name: &PipeName) {
        self.state.forget_records(now);
        self.state.feed_pipe(now, name);
        while let Some(batch) = self.state.next_batch(now, name) {
            let Batch { lane, records, expired } = batch;
            self.state.give_up_old(now, name, expired);
            match records.is_empty() {
                true => self.state.leave_lane(name, &lane),
                false => self.begin_execution(now, name, lane, records),
            }
            self.state.feed_pipe(now, name);
        }
        self.state.set_wake(now, name);
    }

    fn begin_execution(&mut self, now: Timestamp, name: &PipeName, lane: String, records: Vec<Waiting>) {
        let Some(entry) = self.state.pipes.entries.get(name) else { return };
        let pipe = entry.pipe.clone();
        let id = self.state.new_execution(name);
        let items: Vec<Item> = records.iter().map(|waiting| Item::record(&pipe, &waiting.record)).collect();
        let payload = list(items.iter().map(|item| &item.raw));
        let timeout = self.state.pipes.timers.set(now.plus_secs(EXECUTION_SECONDS), Task::Timeout(id.clone()));
        self.state.measure_pipe(now, name, "EventCount", records.len() as f64, Unit::Count);
        self.state.measure_pipe(now, name, "EventSize", payload.len() as f64, Unit::Bytes);
        let execution = Execution { pipe: name.clone(), lane, records, began: now, timeout, stage: Stage::Begun };
        self.state.pipes.executions.insert(id.clone(), execution);
        self.state.step(now, name, &id, PipeStep::ExecutionStarted, Shown::payload(&payload));
        match pipe.enrichment.clone() {
            Some(enrichment) => self.enrich(now, &id, &pipe, &enrichment, &items),
            None => self.aim(now, &id, &pipe, &items, true),
        }
    }
}

impl crate::engine::State {
    /// Ids depend on nothing but the seed, the pipe, and how many executions came before.
    pub(super) fn new_execution(&mut self, name: &PipeName) -> String {
        self.pipes.begun += 1;
        let text = format!("pipe {name} execution {}", self.pipes.begun);
        Rng::for_part(self.schedules.scheduler.seed(), &text).uuid()
    }
}

/// How long an execution may take.
///
/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes batching and concurrency".
const EXECUTION_SECONDS: i64 = 300;
