//! Parts of the events side by side, in threads (feature `rayon`).

use std::collections::BTreeSet;

use cupola_base::Timestamp;
use rayon::prelude::*;

use super::program::Program;
use super::worker::{Holding, Worker};
use crate::insights::command::Source;
use crate::insights::evaluate::Surroundings;
use crate::insights::event::Event;
use crate::insights::plan::Plan;
use crate::insights::row::Row;
use crate::insights::run::{
    Answered, EventSource, Kept, Lines, QueryResults, QueryStatistics, Run, RunError, Scope, Tally, discovery, feed,
    finish, matched, ready, step, step_counts,
};
use crate::insights::table::LookupTable;
use crate::limits::Limits;

impl Plan {
    /// Answers the query from parts of the events, each read by a thread of rayon's pool. The answer is that of
    /// [`run`](Plan::run) over all parts, one after the other, bit by bit. Queries that begin with `diff`, `logcompare`
    /// or what stands before them run in one thread.
    ///
    /// ```
    /// use cupola_logs::insights::{Event, Query, Scope};
    /// use cupola_logs::{Limits, Timestamp};
    ///
    /// let events: Vec<Event> = (0..5000).map(|n| Event::new(Timestamp::EPOCH, format!(r#"{{"n":{n}}}"#))).collect();
    /// let (scope, limits) = (Scope::new(Timestamp::EPOCH, Timestamp::EPOCH), Limits::default());
    /// let plan = Query::parse("stats sum(n) / 7 as share by n % 3 as rest")?.plan();
    /// let parts: Vec<&[Event]> = events.chunks(1024).collect();
    /// assert_eq!(plan.run_parallel(&scope, &parts, &limits)?, plan.run(&scope, &events, &limits)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RunError`]; each part is kept within the budget, and so is all of it together.
    pub fn run_parallel<S: EventSource + Sync>(
        &self,
        scope: &Scope,
        parts: &[S],
        limits: &Limits,
    ) -> Result<QueryResults, RunError> {
        let all = All(parts);
        let most = scope.limit.unwrap_or(limits.query_rows);
        let program = Program::of_part(&self.steps, Some(most));
        if program.done == 0 {
            return self.run(scope, &all, limits);
        }
        let run = ready(self, *scope, &all, limits, self.source.as_ref())?;
        let members = run.members.clone();
        let part = |(number, part): (usize, &S)| -> Result<Read, RunError> {
            let program = Program::of_part(&self.steps, Some(most));
            let around = Surroundings::new(scope.now.as_millis(), scope.start.as_millis(), scope.end.as_millis());
            let run = Run::new(*scope, around, part, limits, self.source.as_ref(), members.clone());
            let (mut worker, mut kept) =
                (Worker::new(&program, &self.steps, &run).part(number as u64), Kept::default());
            part.lines(self.source.as_ref(), scope.start, scope.end, &mut |lines| {
                worker.take(lines, &mut |row| kept.keep(row, &run))
            })?;
            let (counts, statistics) = worker.counts();
            Ok(Read { counts, statistics, held: worker.into_held(), rows: kept.rows })
        };
        let read: Vec<Read> = parts.par_iter().enumerate().map(part).collect::<Result<_, _>>()?;
        self.join(read, &program, &run, most)
    }

    /// What the parts came to, as one.
    fn join(&self, read: Vec<Read>, program: &Program, run: &Run<'_>, most: usize) -> Result<QueryResults, RunError> {
        let mut worker = Worker::new(program, &self.steps, run);
        let mut operators = step::operators(&self.steps[program.done..], run)?;
        let (mut later, mut kept) = (vec![Tally::default(); operators.len()], Kept::default());
        let mut discovery = discovery(run);
        let mut go_on = |row: Row| -> Result<(), RunError> {
            let row = super::found(row, &mut discovery);
            feed(&mut operators, &mut later, row, run, &mut |row| kept.keep(row, run))
        };
        for part in read {
            worker.merge(&part.counts, &part.statistics, part.held)?;
            part.rows.into_iter().try_for_each(&mut go_on)?;
        }
        let (mut counts, mut statistics) = worker.counts();
        worker.finish().into_iter().try_for_each(&mut go_on)?;
        finish(&mut operators, &mut later, run, &mut kept)?;
        counts.extend(later);
        super::count_turned_away(program, &mut counts);
        statistics.log_groups_scanned = run.events.log_groups(run.source);
        statistics.records_matched = matched(&self.steps, &counts, kept.rows.len(), statistics.records_scanned);
        let answered = Answered { rows: kept.rows, statistics, steps: step_counts(&self.steps, counts) };
        Ok(answered.into_results(self, most))
    }
}

/// What a thread found.
struct Read {
    counts: Vec<Tally>,
    statistics: QueryStatistics,
    held: Holding,
    rows: Vec<Row>,
}

/// All parts, one after the other.
struct All<'a, S>(&'a [S]);

impl<S: EventSource> EventSource for All<'_, S> {
    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError> {
        let parts: Vec<_> = self.0.iter().map(|part| part.events(source, from, until)).collect::<Result<_, _>>()?;
        Ok(Box::new(parts.into_iter().flatten()))
    }

    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: &mut dyn FnMut(Lines<'_>) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        self.0.iter().try_for_each(|part| part.lines(source, from, until, take))
    }

    fn log_groups(&self, source: Option<&Source>) -> u64 {
        let names: Option<Vec<_>> = self.0.iter().map(|part| part.log_names(source)).collect();
        match names {
            Some(names) => names.into_iter().flatten().collect::<BTreeSet<_>>().len() as u64,
            None => self.0.iter().map(|part| part.log_groups(source)).max().unwrap_or(0),
        }
    }

    fn is_indexed(&self, log: &str, field: &str) -> bool {
        self.0.first().is_none_or(|part| part.is_indexed(log, field))
    }

    fn lookup_table(&self, name: &str) -> Option<LookupTable> {
        self.0.iter().find_map(|part| part.lookup_table(name))
    }
}
