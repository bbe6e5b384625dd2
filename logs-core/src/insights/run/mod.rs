//! Running a query: over columns as far as it goes, then row by row.

mod accumulate;
mod bins;
mod columns;
mod compare;
mod join;
mod line;
mod lines;
mod lookup;
mod many;
mod parse;
mod patterns;
mod raw;
mod relevant;
mod results;
mod rows;
mod sessions;
mod source;
mod stats;
mod step;
mod totals;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

pub use columns::{Partial, PartialError};
pub(super) use line::pointer;
pub use line::{Line, LineHome};
pub(super) use many::ChunkLines;
pub use many::Lines;
pub use raw::{EventStream, RawLines};
pub use results::{QueryResults, QueryStatistics, ResultRow, StepCount};
pub use source::EventSource;
pub(super) use source::INDEXED;

use super::ast::{Node, Pipeline};
use super::command::Command;
use super::discover::Discovery;
use super::evaluate::{Evaluator, Members, Surroundings};
use super::event::Event;
use super::plan::{self, Plan, Step};
use super::row::Row;
use crate::limits::Limits;

/// Which events a query reads, and when it is asked.
///
/// ```
/// use cupola_logs::Timestamp;
/// use cupola_logs::insights::Scope;
///
/// let noon = Timestamp::parse("2026-05-04T12:00:00Z")?;
/// let scope = Scope::new(noon.plus_secs(-3600), noon).limit(100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    pub(super) now: Timestamp,
    pub(super) limit: Option<usize>,
}

impl Scope {
    /// Events from one instant to another, both included; asked at the second.
    #[must_use]
    pub const fn new(start: Timestamp, end: Timestamp) -> Self {
        Self { start, end, now: end, limit: None }
    }

    /// Asked at another instant.
    #[must_use]
    pub const fn asked_at(self, now: Timestamp) -> Self {
        Self { now, ..self }
    }

    /// At most so many rows.
    #[must_use]
    pub const fn limit(self, rows: usize) -> Self {
        Self { limit: Some(rows), ..self }
    }

    /// The same, so many milliseconds earlier.
    const fn earlier(self, millis: i64) -> Self {
        Self { start: self.start.plus_millis(-millis), end: self.end.plus_millis(-millis), ..self }
    }

    const fn millis(&self) -> i64 {
        self.end.millis_since(self.start)
    }
}

/// Why a query did not come to an end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// It would hold more in memory than it may.
    #[error("the query holds more than {0} bytes in memory")]
    TooLarge(u64),
    /// It would make more rows of others than it may.
    #[error("the query makes more than {0} rows of others")]
    TooManyRows(usize),
    /// Who looked on stopped it.
    #[error("the query was cancelled")]
    Cancelled,
    /// There is no such lookup table.
    #[error("there is no lookup table `{0}`")]
    UnknownTable(String),
    /// A lookup table has no such column.
    #[error("the lookup table `{table}` has no column `{column}`")]
    UnknownColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The events are not to be had.
    #[error("{0}")]
    Source(String),
}

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

/// Makes rows of events.
struct Reading<'a, 'r> {
    discovery: Discovery,
    /// Fields of `filterIndex`.
    indexed: Vec<&'a str>,
    /// Log groups that have no index of one of them, or have all.
    left_out: BTreeMap<String, bool>,
    run: &'r Run<'r>,
}

impl<'a, 'r> Reading<'a, 'r> {
    fn new(steps: &'a [Step], run: &'r Run<'r>) -> Self {
        Self { discovery: discovery(run), indexed: indexed(steps), left_out: BTreeMap::new(), run }
    }

    fn is_left_out(&mut self, log: &str) -> bool {
        if self.indexed.is_empty() {
            return false;
        }
        if let Some(known) = self.left_out.get(log) {
            return *known;
        }
        let is_left_out = self.indexed.iter().any(|field| !self.run.events.is_indexed(log, field));
        self.left_out.insert(log.to_owned(), is_left_out);
        is_left_out
    }

    fn row(&mut self, event: Event, statistics: &mut QueryStatistics) -> Option<Row> {
        let bytes = event.message().len() as u64;
        if self.is_left_out(event.log()) {
            statistics.records_skipped += 1;
            statistics.bytes_skipped += bytes;
            return None;
        }
        statistics.records_scanned += 1;
        statistics.bytes_scanned += bytes;
        Some(Row::of(self.discovery.look(event)))
    }
}

/// Rows that wait, as many as fit.
#[derive(Default)]
struct Kept {
    rows: Vec<Row>,
    bytes: u64,
}

impl Kept {
    fn keep(&mut self, row: Row, run: &Run<'_>) -> Done {
        self.bytes += row.size();
        if self.bytes > run.limits.query_bytes {
            return Err(RunError::TooLarge(run.limits.query_bytes));
        }
        self.rows.push(row);
        Ok(())
    }
}

/// Runs a query in parentheses.
fn inner(query: &Pipeline, run: &Run<'_>) -> Result<(Plan, Vec<Row>), RunError> {
    let plan = plan::build(query);
    let source = plan.source.as_ref().or(run.source);
    let within =
        Run { by_rows: run.by_rows, watch: run.watch, ..ready(&plan, run.scope, run.events, run.limits, source)? };
    let rows = answer(&plan.steps, None, &within)?.rows;
    Ok((plan, rows))
}

/// What all queries after `in` give out.
fn members(steps: &[Step], run: &Run<'_>) -> Result<BTreeMap<String, Members>, RunError> {
    let mut found = BTreeMap::new();
    let mut wanted: Vec<(String, String, Box<Pipeline>)> = Vec::new();
    for step in steps {
        if let Step::Compare { before, .. } = step {
            found.extend(members(before, run)?);
        }
        expressions(step).into_iter().for_each(|expr| {
            expr.any(&mut |part| {
                if let Node::InQuery { value, query, .. } = &part.node {
                    wanted.push((query.to_string(), value.to_string(), query.clone()));
                }
                false
            });
        });
    }
    for (text, field, query) in wanted {
        let (_, rows) = inner(&query, run)?;
        let mut members = Members::default();
        rows.iter().for_each(|row| members.add(&row.get(field.trim_matches('`'))));
        found.insert(text, members);
    }
    Ok(found)
}

fn expressions(step: &Step) -> Vec<&super::ast::Expr> {
    match step {
        Step::Run(Command::Filter(expr) | Command::Pattern(expr) | Command::Unnest { list: expr, .. }) => vec![expr],
        Step::Run(Command::RelevantFields { condition, .. }) => vec![condition],
        Step::Run(Command::Fields(columns)) => columns.iter().map(|column| &column.expr).collect(),
        Step::Run(Command::Sort(keys)) => keys.iter().map(|key| &key.expr).collect(),
        Step::Run(Command::Stats(stats)) => {
            stats.keys.iter().chain(&stats.aggregates).map(|column| &column.expr).collect()
        }
        Step::Compare { what: plan::Compared::Patterns(expr), .. } => vec![expr],
        _ => Vec::new(),
    }
}
