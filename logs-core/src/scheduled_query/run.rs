//! Runs of scheduled queries, as time goes on.

use std::sync::Arc;

use cupola_base::Timestamp;

use super::{DeliveredResult, Execution, ExecutionStatus, Running};
use crate::agenda::Due;
use crate::engine::Engine;
use crate::insights::{QueryResults, QueryStatus, StartQueryError};

/// What came of a query.
pub(super) struct Ended {
    pub(super) status: ExecutionStatus,
    error: Option<String>,
    pub(super) results: Arc<QueryResults>,
}

impl Engine {
    /// Sets when a query runs next, after `at`.
    pub(super) fn plan_scheduled(&mut self, at: Timestamp, name: &str) {
        let Some(kept) = self.scheduled_queries.kept.get_mut(name) else { return };
        let next = kept.settings.next_after(kept.created, at);
        let old = std::mem::replace(&mut kept.next, next);
        let is_waited_for = |old: &Timestamp| kept.running.iter().any(|run| run.ends == *old);
        if let Some(old) = old.filter(|old| !is_waited_for(old)) {
            self.agenda.unset(old, Due::ScheduledQuery(name.into()));
        }
        next.into_iter().for_each(|next| self.agenda.set(next, Due::ScheduledQuery(name.into())));
    }

    /// Puts what all queries wait for into the agenda.
    pub(crate) fn plan_all_scheduled(&mut self) {
        for (at, name) in self.scheduled_queries.due() {
            self.agenda.set(at, Due::ScheduledQuery(name.into()));
        }
    }

    /// Ends the runs of a query that end now, and begins the one that is due.
    pub(crate) fn step_scheduled(&mut self, at: Timestamp, name: &str) {
        self.end_runs(at, name);
        if self.scheduled_queries.kept.get(name).is_some_and(|kept| kept.next == Some(at)) {
            self.trigger(at, name);
            self.plan_scheduled(at, name);
            self.end_runs(at, name);
        }
    }

    fn trigger(&mut self, at: Timestamp, name: &str) {
        let Some(kept) = self.scheduled_queries.kept.get(name) else { return };
        let settings = &kept.settings;
        let mut run = Running {
            query: self.scheduled_queries.rng.uuid(),
            triggered: at,
            ends: at,
            text: settings.text.clone(),
            log_groups: settings.log_groups.clone(),
            destination: settings.destination.clone(),
        };
        let request = self.scheduled_request(settings, at);
        match self.begin_query(at, &request, run.query.clone()) {
            Ok(ends) => {
                run.ends = ends;
                self.agenda.set(ends, Due::ScheduledQuery(name.into()));
                self.note_execution(name, Execution::running(&run));
                if let Some(kept) = self.scheduled_queries.kept.get_mut(name) {
                    kept.running.push(run);
                }
            }
            Err(error) => self.refuse_run(name, &run, error),
        }
    }

    /// Notes a run that could not begin.
    fn refuse_run(&mut self, name: &str, run: &Running, error: StartQueryError) {
        let status = match error {
            StartQueryError::UnknownGroup { .. } | StartQueryError::TooMany(_) => ExecutionStatus::Failed,
            _ => ExecutionStatus::InvalidQuery,
        };
        let why = cupola_base::ApiError::from(error).message;
        self.note_execution(name, Execution::refused(run.triggered, status, why));
        self.tell_completed(run.triggered, name, run, None, status);
    }

    fn note_execution(&mut self, name: &str, execution: Execution) {
        let most = self.limits.scheduled_query_executions;
        if let Some(kept) = self.scheduled_queries.kept.get_mut(name) {
            kept.note(execution, most);
        }
    }

    fn end_runs(&mut self, at: Timestamp, name: &str) {
        let Some(kept) = self.scheduled_queries.kept.get_mut(name) else { return };
        let ended: Vec<Running> = kept.running.extract_if(.., |run| run.ends <= at).collect();
        ended.into_iter().for_each(|run| self.end_run(at, name, &run));
    }

    fn end_run(&mut self, at: Timestamp, name: &str, run: &Running) {
        let ended = self.ended(at, &run.query);
        let delivered = match (ended.status, &run.destination) {
            (ExecutionStatus::Complete, Some(destination)) => {
                Some(self.deliver_result(at, &run.query, destination, &ended.results))
            }
            _ => None,
        };
        self.note_end(name, &run.query, &ended, delivered);
        self.tell_completed(at, name, run, Some(&ended.results), ended.status);
    }

    fn note_end(&mut self, name: &str, query: &str, ended: &Ended, delivered: Option<DeliveredResult>) {
        let history = self.scheduled_queries.kept.get_mut(name).map(|kept| &mut kept.history);
        let found = history.into_iter().flatten().rev().find(|run| run.query.as_deref() == Some(query));
        if let Some(run) = found {
            (run.status, run.error, run.delivered) = (ended.status, ended.error.clone(), delivered);
        }
    }

    /// What came of a query whose time is over.
    fn ended(&self, at: Timestamp, query: &str) -> Ended {
        let failed =
            |why: &str| Ended { status: ExecutionStatus::Failed, error: Some(why.into()), results: Arc::default() };
        let Some(info) = self.queries.at(query, at) else { return failed("The answer of the query was forgotten.") };
        match info.status {
            QueryStatus::Complete => Ended { status: ExecutionStatus::Complete, error: None, results: info.results },
            QueryStatus::Timeout => {
                let error = Some("The query took longer than 60 minutes.".into());
                Ended { status: ExecutionStatus::Timeout, error, results: Arc::default() }
            }
            QueryStatus::Cancelled => failed("The query was cancelled."),
            _ => failed(info.failure.as_deref().unwrap_or("The query failed.")),
        }
    }
}
