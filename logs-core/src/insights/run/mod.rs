//! Running a query: over columns as far as it goes, then row by row.

mod accumulate;
mod bins;
mod columns;
mod compare;
mod error;
mod inner;
mod join;
mod line;
mod lines;
mod lookup;
mod many;
mod parse;
mod patterns;
mod raw;
mod reading;
mod relevant;
mod results;
mod rows;
mod scope;
mod sessions;
mod source;
mod stats;
mod step;
mod totals;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

pub use columns::{Partial, PartialError};
pub use error::RunError;
use inner::{expressions, inner, members};
pub(super) use line::pointer;
pub use line::{Line, LineHome};
pub(super) use many::ChunkLines;
pub use many::Lines;
pub use raw::{EventStream, RawLines};
use reading::{Kept, Reading};
pub use results::{QueryResults, QueryStatistics, ResultRow, StepCount};
pub use scope::Scope;
pub use source::EventSource;
pub(super) use source::INDEXED;

use super::command::Command;
use super::discover::Discovery;
use super::evaluate::{Evaluator, Members, Surroundings};
use super::plan::{Plan, Step};
use super::row::Row;
use crate::limits::Limits;

type Done = Result<(), RunError>;
type Out<'a> = dyn FnMut(Row) -> Done + 'a;

/// One step at work: rows go in one by one, and come out at once or at the end.
trait Operator {
    fn push(&mut self, row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done;

    /// All rows are in.
    fn finish(&mut self, _run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        Ok(())
    }
}

/// What all steps share.
struct Run<'a> {
    scope: Scope,
    around: Surroundings,
    events: &'a dyn EventSource,
    limits: &'a Limits,
    /// The log groups of the query around this one.
    source: Option<&'a super::command::Source>,
    /// What queries in parentheses gave out.
    members: BTreeMap<String, Members>,
    /// How many rows have been made of others.
    made: Cell<usize>,
    /// Whether the row engine does it all.
    by_rows: bool,
    /// Who looks on.
    watch: Option<&'a Watch<'a>>,
}

/// Told now and then what was looked at, says whether to go on.
type Watch<'a> = dyn Fn(&QueryStatistics) -> ControlFlow<()> + 'a;

impl<'a> Run<'a> {
    fn new(
        scope: Scope,
        around: Surroundings,
        events: &'a dyn EventSource,
        limits: &'a Limits,
        source: Option<&'a super::command::Source>,
        members: BTreeMap<String, Members>,
    ) -> Self {
        Self { scope, around, events, limits, source, members, made: Cell::new(0), by_rows: false, watch: None }
    }
}

impl Run<'_> {
    /// Tells who looks on, and stops when they say so.
    fn look(&self, statistics: &QueryStatistics) -> Done {
        match self.watch.map(|watch| watch(statistics)) {
            Some(ControlFlow::Break(())) => Err(RunError::Cancelled),
            _ => Ok(()),
        }
    }

    /// Counts rows that are made of one, so that no query goes on without end.
    fn made(&self, rows: usize) -> Done {
        self.made.set(self.made.get().saturating_add(rows));
        let most = self.limits.query_made_rows;
        if self.made.get() > most { Err(RunError::TooManyRows(most)) } else { Ok(()) }
    }

    fn evaluator<'a>(&'a self, row: &'a Row) -> Evaluator<'a> {
        Evaluator { around: &self.around, row, members: &self.members, offset: 0 }
    }
}

impl Plan {
    /// Answers the query from the events of a source.
    ///
    /// The same events give the same rows, in whatever order they come, as long as no two of them have the
    /// same time.
    ///
    /// ```
    /// use cupola_logs::insights::{Event, Query, Scope};
    /// use cupola_logs::{Limits, Timestamp};
    ///
    /// let noon = Timestamp::parse("2026-05-04T12:00:00Z")?;
    /// let lines = [r#"{"dock": "north", "kg": 4}"#, r#"{"dock": "south", "kg": 6.5}"#, r#"{"dock": "north", "kg": 3}"#];
    /// let events = lines.map(|line| Event::new(noon, line));
    /// let plan = Query::parse("stats sum(kg) as total by dock | sort total desc")?.plan();
    /// let results = plan.run(&Scope::new(noon, noon), &events[..], &Limits::default())?;
    /// let rows: Vec<String> = results.rows.iter().map(|row| row.to_string()).collect();
    /// assert_eq!(rows, ["dock=north total=7", "dock=south total=6.5"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RunError`].
    pub fn run<S: EventSource + ?Sized>(
        &self,
        scope: &Scope,
        events: &S,
        limits: &Limits,
    ) -> Result<QueryResults, RunError> {
        let most = scope.limit.unwrap_or(limits.query_rows);
        let run = ready(self, *scope, &events, limits, self.source.as_ref())?;
        let answered = answer(&self.steps, Some(most), &run)?;
        Ok(answered.into_results(self, most))
    }

    /// The same, while somebody looks on: they are told what was read after every batch of at most 1024 events, and
    /// may stop the query.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use cupola_logs::insights::{Event, Query, RunError, Scope};
    /// use cupola_logs::{Limits, Timestamp};
    ///
    /// let events = vec![Event::new(Timestamp::EPOCH, "a line"); 5000];
    /// let scope = Scope::new(Timestamp::EPOCH, Timestamp::EPOCH);
    /// let plan = Query::parse("stats count(*)")?.plan();
    /// let stopped = plan.run_watched(&scope, &events, &Limits::default(), &|so_far| match so_far.records_scanned {
    ///     0..3000 => ControlFlow::Continue(()),
    ///     _ => ControlFlow::Break(()),
    /// });
    /// assert_eq!(stopped, Err(RunError::Cancelled));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RunError`]; [`RunError::Cancelled`] when it was stopped.
    pub fn run_watched<S: EventSource + ?Sized>(
        &self,
        scope: &Scope,
        events: &S,
        limits: &Limits,
        watch: &dyn Fn(&QueryStatistics) -> ControlFlow<()>,
    ) -> Result<QueryResults, RunError> {
        let most = scope.limit.unwrap_or(limits.query_rows);
        let run = Run { watch: Some(watch), ..ready(self, *scope, &events, limits, self.source.as_ref())? };
        let answered = answer(&self.steps, Some(most), &run)?;
        Ok(answered.into_results(self, most))
    }

    /// The same, the slow and obvious way: every event becomes a row with all its fields, and each step takes
    /// one row after the other.
    ///
    /// # Errors
    /// [`RunError`].
    #[cfg(any(test, feature = "testing"))]
    #[doc(hidden)]
    pub fn run_by_rows<S: EventSource + ?Sized>(
        &self,
        scope: &Scope,
        events: &S,
        limits: &Limits,
    ) -> Result<QueryResults, RunError> {
        let run = Run { by_rows: true, ..ready(self, *scope, &events, limits, self.source.as_ref())? };
        let answered = answer(&self.steps, None, &run)?;
        Ok(answered.into_results(self, scope.limit.unwrap_or(limits.query_rows)))
    }
}

/// How many rows went into a step, and the bytes of the events that they still are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Tally {
    rows: u64,
    bytes: u64,
}

impl Tally {
    const fn merge(&mut self, other: Self) {
        self.rows = self.rows.saturating_add(other.rows);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// The rows of a plan, and what was looked at for them.
struct Answered {
    rows: Vec<Row>,
    statistics: QueryStatistics,
    steps: Vec<StepCount>,
}

/// What the steps of a plan share, with what its queries in parentheses gave out.
fn ready<'a>(
    plan: &Plan,
    scope: Scope,
    events: &'a dyn EventSource,
    limits: &'a Limits,
    source: Option<&'a super::command::Source>,
) -> Result<Run<'a>, RunError> {
    let (start, end) = (scope.start.as_millis(), scope.end.as_millis());
    let around = Surroundings::new(scope.now.as_millis(), start, end);
    let mut run = Run::new(scope, around, events, limits, source, BTreeMap::new());
    run.members = members(&plan.steps, &run)?;
    Ok(run)
}

/// Runs steps. `most`: how many rows are looked at in the end.
fn answer(steps: &[Step], most: Option<usize>, run: &Run<'_>) -> Result<Answered, RunError> {
    match steps.first() {
        Some(Step::Compare { .. }) => run_steps(steps, run),
        _ if run.by_rows => run_steps(steps, run),
        _ => columns::answer(steps, most, run),
    }
}

/// Reads the events, and sends them through the steps.
fn run_steps(steps: &[Step], run: &Run<'_>) -> Result<Answered, RunError> {
    let mut operators = step::operators(steps, run)?;
    let mut counts = vec![Tally::default(); steps.len()];
    let mut kept = Kept::default();
    let mut statistics = QueryStatistics::default();
    let compares = matches!(steps.first(), Some(Step::Compare { .. }));
    if !compares {
        let mut reading = Reading::new(steps, run);
        let events = run.events.events(run.source, run.scope.start, run.scope.end)?;
        for event in events {
            let Some(row) = reading.row(event, &mut statistics) else { continue };
            feed(&mut operators, &mut counts, row, run, &mut |row| kept.keep(row, run))?;
        }
        statistics.log_groups_scanned = run.events.log_groups(run.source);
    }
    finish(&mut operators, &mut counts, run, &mut kept)?;
    let rows = kept.rows;
    statistics.records_matched = matched(steps, &counts, rows.len(), statistics.records_scanned);
    Ok(Answered { rows, statistics, steps: step_counts(steps, counts) })
}

fn step_counts(steps: &[Step], counts: Vec<Tally>) -> Vec<StepCount> {
    let count = |(step, Tally { rows, bytes }): (&Step, Tally)| StepCount { step: step.to_string(), rows, bytes };
    steps.iter().zip(counts).map(count).collect()
}

type Operators = [Box<dyn Operator>];

/// All rows are in: each step gives out what it kept.
fn finish(operators: &mut Operators, counts: &mut [Tally], run: &Run<'_>, kept: &mut Kept) -> Done {
    for index in 0..operators.len() {
        let (before, rest) = operators.split_at_mut(index + 1);
        let (_, counts) = counts.split_at_mut(index + 1);
        before[index].finish(run, &mut |row| feed(rest, counts, row, run, &mut |row| kept.keep(row, run)))?;
    }
    Ok(())
}

fn feed(operators: &mut Operators, counts: &mut [Tally], row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done {
    match (operators.split_first_mut(), counts.split_first_mut()) {
        (Some((first, rest)), Some((count, counts))) => {
            count.rows += 1;
            count.bytes += row.event.as_ref().map_or(0, |event| event.message().len() as u64);
            first.push(row, run, &mut |row| feed(rest, counts, row, run, out))
        }
        _ => out(row),
    }
}

/// How many events passed all filters that stand before anything else than fields are made of them.
fn matched(steps: &[Step], counts: &[Tally], rows: usize, scanned: u64) -> u64 {
    let is_filter = |step: &Step| matches!(step, Step::Run(Command::Filter(_) | Command::FilterIndex { .. }));
    let keeps = |step: &Step| {
        is_filter(step) || matches!(step, Step::Run(Command::Fields(_) | Command::Parse(_) | Command::Json { .. }))
    };
    let leading = steps.iter().take_while(|step| keeps(step)).count();
    match steps[..leading].iter().rposition(is_filter) {
        None => scanned,
        Some(last) => counts.get(last + 1).map_or(rows as u64, |tally| tally.rows),
    }
}

/// The fields of `filterIndex`.
fn indexed(steps: &[Step]) -> Vec<&str> {
    steps
        .iter()
        .filter_map(|step| match step {
            Step::Run(Command::FilterIndex { field, .. }) => Some(field.text.as_str()),
            _ => None,
        })
        .collect()
}

fn discovery(run: &Run<'_>) -> Discovery {
    Discovery::new(run.limits.discovered_fields_per_event, run.limits.discovered_fields_per_group)
}
