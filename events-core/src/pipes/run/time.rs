//! What pipes do by themselves.

use cupola_base::Timestamp;
use cupola_base::outbox::Phase;
use serde::{Deserialize, Serialize};

use super::log::Shown;
use super::{Failure, Stage};
use crate::Engine;
use crate::delivery::{Origin, PipePart};
use crate::engine::State;
use crate::pipes::{PipeName, PipeNews, PipeState, PipeStep, RecordName};

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pipes) enum Task {
    /// A pipe comes to its state, or goes.
    Settle(PipeName),
    /// A lane has waited long enough.
    Wake(PipeName),
    /// An execution has taken too long.
    Timeout(String),
}

impl Engine {
    /// Does what is due first, at its instant.
    pub(crate) fn run_pipe_task(&mut self, now: Timestamp) {
        match self.state.pipes.timers.pop_due(now) {
            Some((at, Task::Settle(name))) => self.settle_pipe(at, &name),
            Some((at, Task::Wake(name))) => {
                self.state.pipes.woken(&name);
                self.pump_pipe(at, &name);
            }
            Some((at, Task::Timeout(id))) => self.time_out(at, &id),
            None => {}
        }
    }

    fn settle_pipe(&mut self, at: Timestamp, name: &PipeName) {
        let Some(entry) = self.state.pipes.entries.get_mut(name) else { return };
        let Some(state) = entry.pipe.desired.settled() else {
            self.state.remove_pipe(at, name);
            return self.pump_with_waiters(at, name);
        };
        entry.pipe.state = state;
        if state == PipeState::Running {
            self.state.place_cursor(at, name);
            self.pump_pipe(at, name);
        } else {
            self.state.return_messages(at, name, "the pipe is stopped");
            self.state.set_wake(at, name);
        }
    }

    /// An execution has taken too long: what was called and never told of counts as
    /// [`Policies::untold_pipe_calls_succeed`](crate::Policies::untold_pipe_calls_succeed) says.
    fn time_out(&mut self, at: Timestamp, id: &str) {
        let Some(execution) = self.state.pipes.executions.get(id) else { return };
        let pipe = execution.pipe.clone();
        match &execution.stage {
            Stage::Target(_) => self.state.close_calls(at, id),
            _ => self.state.end_late(at, &pipe, id),
        }
        self.pump_with_waiters(at, &pipe);
    }
}

impl State {
    /// Calls whose outcome nobody told are closed; those that failed and wait for another try, or were let go
    /// while they did, have failed.
    fn close_calls(&mut self, at: Timestamp, id: &str) {
        let succeed = self.policies.untold_pipe_calls_succeed;
        let Some(execution) = self.pipes.executions.get_mut(id) else { return };
        let Stage::Target(calls) = &mut execution.stage else { return };
        let has_failed = |delivery| {
            let standing = self.deliveries.standing(delivery);
            standing.is_some_and(|standing| matches!(standing.phase, Phase::Waiting(_) | Phase::Ended))
        };
        let open = std::mem::take(&mut calls.open);
        let late: Vec<usize> =
            open.into_iter().filter(|(delivery, _)| !succeed || has_failed(*delivery)).map(|(_, at)| at).collect();
        let is_late = !late.is_empty();
        late.into_iter().for_each(|at| calls.fail(at, Failure::timeout()));
        let pipe = execution.pipe.clone();
        if is_late {
            self.end_calls(at, id);
            self.step(at, &pipe, id, PipeStep::ExecutionTimeout, Shown::error(&Failure::timeout()));
        }
        self.conclude(at, id);
    }

    /// An enrichment that has not answered in time has failed.
    fn end_late(&mut self, at: Timestamp, pipe: &PipeName, id: &str) {
        self.end_calls(at, id);
        let failure = Failure::timeout();
        self.step(at, pipe, id, PipeStep::ExecutionTimeout, Shown::error(&failure));
        self.fail_all(at, id, &failure);
    }

    fn end_calls(&mut self, at: Timestamp, id: &str) {
        self.end_deliveries(at, |origin| matches!(origin, Origin::Pipe { execution, .. } if execution == id));
    }

    /// A pipe is on its way to the state that is desired.
    pub(in crate::pipes) fn pass_pipe(&mut self, now: Timestamp, name: &PipeName, through: PipeState) {
        let until = now.plus_secs(i64::from(self.policies.pipe_transition_seconds));
        self.pipes.timers.set(until, Task::Settle(name.clone()));
        if let Some(entry) = self.pipes.entries.get_mut(name) {
            entry.pipe.state = through;
            entry.pipe.modified = now;
        }
        self.set_wake(now, name);
    }

    /// The timer for what the pipe's lanes wait for.
    pub(super) fn set_wake(&mut self, now: Timestamp, name: &PipeName) {
        let Some(entry) = self.pipes.entries.get_mut(name) else { return };
        let wakes = entry.wakes(now);
        if entry.wake.map(|(at, _)| at) == wakes {
            return;
        }
        if let Some((_, timer)) = entry.wake.take() {
            self.pipes.timers.cancel(timer);
        }
        entry.wake = wakes.map(|at| (at, self.pipes.timers.set(at, Task::Wake(name.clone()))));
    }

    /// Messages that wait go back to their queue.
    fn return_messages(&mut self, at: Timestamp, name: &PipeName, why: &str) {
        let Some(entry) = self.pipes.entries.get_mut(name) else { return };
        let kind = entry.pipe.source.kind;
        if !kind.is_queue() {
            return;
        }
        let waiting = entry.lanes.values_mut().flat_map(|lane| {
            lane.pause = None;
            lane.waiting.drain(..)
        });
        let records: Vec<RecordName> = waiting.map(|waiting| RecordName::of(&waiting.record, kind)).collect();
        entry.lanes.retain(|_, lane| lane.running > 0);
        if !records.is_empty() {
            self.tell_pipe(at, name, PipeNews::Returned { records, why: why.into() });
        }
    }

    fn remove_pipe(&mut self, at: Timestamp, name: &PipeName) {
        let ending = self.pipes.executions.iter().filter(|(_, execution)| execution.pipe == *name);
        let ending: Vec<String> = ending.map(|(id, _)| id.clone()).collect();
        self.end_deliveries(at, |origin| match origin {
            Origin::Pipe { pipe, part, .. } => pipe == name && *part != PipePart::DeadLetter,
            _ => false,
        });
        ending.iter().for_each(|id| self.drop_execution(at, name, id));
        self.return_messages(at, name, "the pipe is deleted");
        if let Some(entry) = self.pipes.entries.remove(name)
            && let Some((_, timer)) = entry.wake
        {
            self.pipes.timers.cancel(timer);
        }
        self.pipes.throttled.remove(name);
    }

    /// Messages of a batch that is under way go back to their queue.
    fn drop_execution(&mut self, at: Timestamp, name: &PipeName, id: &str) {
        let Some(execution) = self.pipes.executions.remove(id) else { return };
        self.pipes.timers.cancel(execution.timeout);
        let Some(kind) = self.pipes.entries.get(name).map(|entry| entry.pipe.source.kind) else { return };
        if kind.is_queue() {
            let records = execution.records.iter().map(|waiting| RecordName::of(&waiting.record, kind)).collect();
            self.tell_pipe(at, name, PipeNews::Returned { records, why: "the pipe is deleted".into() });
        }
    }
}

impl Failure {
    fn timeout() -> Self {
        Self::new("TIMEOUT", "the execution has taken more than 5 minutes")
    }
}
