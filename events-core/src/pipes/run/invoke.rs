//! What came of calls.

use std::collections::BTreeMap;

use cupola_base::outbox::Reported;
use cupola_base::{DeliveryId, Outcome, Timestamp};

use super::log::Shown;
use super::{Calls, Failure, Stage};
use crate::Engine;
use crate::delivery::{Origin, PipePart};
use crate::engine::State;
use crate::pipes::target::TargetKind;
use crate::pipes::{PipeName, PipeStep};

impl Engine {
    /// A call of a pipe has ended, if it is one and has: with an answer, or without.
    pub(crate) fn pipe_call_ended(
        &mut self,
        now: Timestamp,
        delivery: DeliveryId,
        origin: &Origin,
        (reported, outcome): (Reported, &Outcome),
        answer: Option<&str>,
    ) {
        let Origin::Pipe { pipe, execution, part } = origin else { return };
        let result = match reported {
            Reported::Done => Ok(answer),
            Reported::Dropped => Err(Failure::of(outcome)),
            _ => return,
        };
        match part {
            PipePart::Enrichment => self.enrichment_ended(now, execution, result),
            PipePart::Target(_) => self.state.target_ended(now, execution, delivery, result),
            PipePart::DeadLetter => return,
        }
        self.pump_with_waiters(now, pipe);
    }

    /// Goes on with a pipe, and with those that could not begin because there was too much under way.
    pub(super) fn pump_with_waiters(&mut self, now: Timestamp, pipe: &PipeName) {
        let waiters = self.state.pipes.throttled.clone();
        self.pump_pipe(now, pipe);
        waiters.iter().filter(|name| *name != pipe).for_each(|name| self.pump_pipe(now, name));
    }

    fn enrichment_ended(&mut self, now: Timestamp, id: &str, result: Result<Option<&str>, Failure>) {
        let Some(execution) = self.state.pipes.executions.get(id) else { return };
        let Stage::Enrichment { request } = &execution.stage else { return };
        let Some(entry) = self.state.pipes.entries.get(&execution.pipe) else { return };
        let (pipe, request) = (entry.pipe.clone(), request.clone());
        match result {
            Ok(answer) => self.enriched(now, id, &pipe, &request, answer.unwrap_or_default()),
            Err(failure) => {
                let kind = pipe.enrichment.as_ref().and_then(TargetKind::of).unwrap_or(TargetKind::Function);
                self.end_enrichment_call(now, id, &pipe, kind, &request, &failure);
            }
        }
    }
}

impl State {
    fn target_ended(&mut self, now: Timestamp, id: &str, delivery: DeliveryId, result: Result<Option<&str>, Failure>) {
        let Some(execution) = self.pipes.executions.get_mut(id) else { return };
        let Stage::Target(calls) = &mut execution.stage else { return };
        let Some(at) = calls.open.remove(&delivery) else { return };
        match result {
            Err(failure) => calls.fail(at, failure),
            Ok(Some(answer)) => calls.heed(answer),
            Ok(None) => {}
        }
        self.conclude(now, id);
    }

    /// Ends the target stage when no call is open any more.
    pub(super) fn conclude(&mut self, now: Timestamp, id: &str) {
        let Some(execution) = self.pipes.executions.get_mut(id) else { return };
        if !matches!(&execution.stage, Stage::Target(calls) if calls.open.is_empty()) {
            return;
        }
        let Stage::Target(calls) = std::mem::replace(&mut execution.stage, Stage::Begun) else { return };
        let pipe = execution.pipe.clone();
        let service = self.pipes.entries.get(&pipe).map_or("", |entry| entry.pipe.target_kind().service());
        self.tell_target(now, &pipe, id, &calls, service);
        let failed = self.failed_records(id, &calls);
        self.finish(now, id, &failed, calls.error.as_ref());
    }

    fn tell_target(&mut self, now: Timestamp, pipe: &PipeName, id: &str, calls: &Calls, service: &'static str) {
        let shown = Shown::call(&calls.request, calls.response.as_deref());
        let (invocation, stage) = match &calls.error {
            None => (PipeStep::TargetInvocationSucceeded, PipeStep::TargetStageSucceeded),
            Some(_) if calls.failed.len() < calls.items.len() => {
                (PipeStep::TargetInvocationPartiallyFailed, PipeStep::TargetStagePartiallyFailed)
            }
            Some(_) => (PipeStep::TargetInvocationFailed, PipeStep::TargetStageFailed),
        };
        match &calls.error {
            None => {
                self.step(now, pipe, id, invocation, shown);
                self.step(now, pipe, id, stage, Shown::payload(&calls.request));
            }
            Some(failure) => {
                self.step(now, pipe, id, invocation, shown.failing(failure, service));
                self.step(now, pipe, id, stage, Shown::error(failure));
            }
        }
    }

    /// The records whose items failed: by their names, or by their places where there are as many items as records. All
    /// of them, where neither tells, or where the source knows no parts of batches.
    fn failed_records(&self, id: &str, calls: &Calls) -> Vec<usize> {
        let Some(execution) = self.pipes.executions.get(id) else { return Vec::new() };
        let Some(entry) = self.pipes.entries.get(&execution.pipe) else { return Vec::new() };
        let kind = entry.pipe.source.kind;
        let all: Vec<usize> = (0..execution.records.len()).collect();
        if calls.failed.is_empty() {
            return Vec::new();
        }
        if !kind.fails_in_part() || calls.failed.len() >= calls.items.len() {
            return all;
        }
        let same = calls.items.len() == execution.records.len();
        let named = execution.records.iter().enumerate().rev();
        let places: BTreeMap<String, usize> = named.map(|(at, one)| (one.record.id(kind), at)).collect();
        let place = |item: &usize| {
            let by_name = calls.items.get(*item)?.as_ref().and_then(|name| places.get(name).copied());
            by_name.or_else(|| same.then_some(*item))
        };
        calls.failed.iter().map(place).collect::<Option<Vec<usize>>>().unwrap_or(all)
    }
}

impl Calls {
    /// Takes in what the target says about single items.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes batching and concurrency", on partial batch failure; "Amazon Simple
    /// Queue Service as a source", on success and failure conditions.
    fn heed(&mut self, answer: &str) {
        self.response = Some(answer.to_owned());
        if !self.heeds_answer {
            return;
        }
        let told = match serde_json::from_str::<serde_json::Value>(answer) {
            Ok(answer) => told(&answer),
            // An API may answer anything; a function answers JSON.
            Err(_) if answer.trim().is_empty() || !self.whole => return,
            Err(_) => Some(vec![None]),
        };
        let Some(told) = told else { return };
        let named = self.items.iter().enumerate().rev();
        let places: BTreeMap<&str, usize> = named.filter_map(|(at, item)| Some((item.as_deref()?, at))).collect();
        let places: Option<Vec<usize>> = told.iter().map(|id| places.get(id.as_deref()?).copied()).collect();
        let failed = places.unwrap_or_else(|| (0..self.items.len()).collect());
        if !failed.is_empty() {
            self.failed.extend(failed);
            self.error.get_or_insert_with(|| Failure::new("ERROR_FROM_TARGET", "the target names items that failed"));
        }
    }
}

/// The names that an answer tells; none when it is about something else.
fn told(answer: &serde_json::Value) -> Option<Vec<Option<String>>> {
    let name = |item: &serde_json::Value| Some(item.get("itemIdentifier")?.as_str()?.to_owned());
    Some(answer.get("batchItemFailures")?.as_array()?.iter().map(name).collect())
}

impl Failure {
    /// What failed for now, until there was no time left, is not the customer's fault.
    fn of(outcome: &Outcome) -> Self {
        let counts = matches!(outcome, Outcome::Failed { .. });
        match outcome.failure() {
            Some((code, message)) => Self { counts, ..Self::new(code.as_str(), message) },
            None => Self { counts, ..Self::new("UNKNOWN", "") },
        }
    }
}
