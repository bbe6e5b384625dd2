//! Answers to parts of the events, which merge into the answer to all.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::groups::Groups;
use super::ordered::Ordered;
use super::program::{Program, Sink};
use super::worker::{Holding, Worker};
use crate::insights::ast::{Expr, Node};
use crate::insights::command::Command;
use crate::insights::event::Event;
use crate::insights::plan::{Plan, Step};
use crate::insights::row::Row;
use crate::insights::run::stats::Shape;
use crate::insights::run::{
    Answered, EventSource, Kept, QueryResults, QueryStatistics, Run, RunError, Scope, Tally, discovery, expressions,
    feed, finish, matched, ready, step, step_counts,
};
use crate::limits::Limits;

/// What a query found in a part of the events: it can be written down, carried elsewhere, and merged with what the
/// same query found in other parts.
///
/// However the events are split, and in whatever order the parts are merged, the answer is the same, bit by bit:
/// sums are exact, percentiles and counts of distinct values become sketches at the same size, and rows of the same
/// time stand in the order of their contents.
///
/// ```
/// use cupola_logs::insights::{Event, Partial, Query, Scope};
/// use cupola_logs::{Limits, Timestamp};
///
/// let (scope, limits) = (Scope::new(Timestamp::EPOCH, Timestamp::EPOCH), Limits::default());
/// let event = |line: &str| Event::new(Timestamp::EPOCH, line);
/// let here = [event(r#"{"kg":0.1}"#), event(r#"{"kg":0.2}"#)];
/// let there = [event(r#"{"kg":0.3}"#)];
///
/// let plan = Query::parse("stats sum(kg) as total, count(*) as n")?.plan();
/// let mut all = plan.partial(&scope, &here[..], &limits)?;
/// let sent = serde_json::to_string(&plan.partial(&scope, &there[..], &limits)?)?;
/// all.merge(serde_json::from_str::<Partial>(&sent)?, &limits)?;
/// assert_eq!(plan.finish(all, &limits)?.rows[0].to_string(), "total=0.6 n=3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Partial {
    /// The plan, as text: parts of different queries do not merge.
    plan: String,
    scope: Scope,
    counts: Vec<Tally>,
    statistics: QueryStatistics,
    logs: BTreeSet<Arc<str>>,
    held: Held,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Held {
    Groups(Groups),
    Ordered(Ordered),
    Rows(Vec<Row>),
}

/// Why a query was not answered in parts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartialError {
    /// A command needs all events at once, or events besides those of its part.
    #[error("`{0}` needs more than a part of the events")]
    Undivided(String),
    /// The parts are those of different queries, or of other times.
    #[error("the parts belong to different queries")]
    Foreign,
    /// The query did not come to an end.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl Plan {
    /// What the query finds in a part of the events.
    ///
    /// # Errors
    /// [`PartialError`].
    pub fn partial<S: EventSource + ?Sized>(
        &self,
        scope: &Scope,
        events: &S,
        limits: &Limits,
    ) -> Result<Partial, PartialError> {
        if let Some(command) = self.undivided() {
            return Err(PartialError::Undivided(command.to_owned()));
        }
        let run = ready(self, *scope, &events, limits, self.source.as_ref())?;
        let program = self.program(scope, limits);
        let mut worker = Worker::new(&program, &self.steps, &run).by_content();
        let (mut kept, mut logs) = (Kept::default(), BTreeSet::new());
        events.lines(self.source.as_ref(), scope.start, scope.end, &mut |lines| {
            for line in lines.iter() {
                if !line.log().is_empty() && !logs.contains(line.log()) {
                    logs.insert(line.log().into());
                }
            }
            worker.take(lines, &mut |row| kept.keep(row, &run))
        })?;
        let (counts, statistics) = worker.counts();
        let held = match worker.into_held() {
            Holding::Groups(groups) => Held::Groups(groups),
            Holding::Ordered(rows) => Held::Ordered(rows),
            Holding::Patterns(_) | Holding::Nothing => Held::Rows(kept.rows),
        };
        Ok(Partial { plan: self.to_string(), scope: *scope, counts, statistics, logs, held })
    }

    /// The answer to all parts that were merged.
    ///
    /// # Errors
    /// [`PartialError`].
    pub fn finish(&self, partial: Partial, limits: &Limits) -> Result<QueryResults, PartialError> {
        let Partial { plan, scope, mut counts, mut statistics, logs, held } = partial;
        let program = self.program(&scope, limits);
        if plan != self.to_string() || counts.len() != program.done || !held.fits(&program.sink) {
            return Err(PartialError::Foreign);
        }
        let nothing: [Event; 0] = [];
        let nothing = &nothing[..];
        let run = ready(self, scope, &nothing, limits, self.source.as_ref())?;
        let mut operators = step::operators(&self.steps[program.done..], &run)?;
        let (mut later, mut kept) = (vec![Tally::default(); operators.len()], Kept::default());
        let mut discovery = discovery(&run);
        for row in held.rows(self, &program, &run) {
            let row = super::found(row, &mut discovery);
            feed(&mut operators, &mut later, row, &run, &mut |row| kept.keep(row, &run))?;
        }
        finish(&mut operators, &mut later, &run, &mut kept)?;
        counts.extend(later);
        super::count_turned_away(&program, &mut counts);
        statistics.log_groups_scanned = logs.len() as u64;
        statistics.records_matched = matched(&self.steps, &counts, kept.rows.len(), statistics.records_scanned);
        let answered = Answered { rows: kept.rows, statistics, steps: step_counts(&self.steps, counts) };
        Ok(answered.into_results(self, scope.limit.unwrap_or(limits.query_rows)))
    }

    fn program(&self, scope: &Scope, limits: &Limits) -> Program {
        Program::of_part(&self.steps, Some(scope.limit.unwrap_or(limits.query_rows)))
    }

    /// The command that a part of the events is not enough for.
    fn undivided(&self) -> Option<&str> {
        self.steps.iter().find_map(|step| match step {
            Step::Compare { .. } => Some("diff or logcompare"),
            Step::Run(
                command @ (Command::Join(_)
                | Command::AppendCols { .. }
                | Command::Lookup { .. }
                | Command::CidrLookup { .. }),
            ) => Some(command.name()),
            step => expressions(step).into_iter().any(asks).then_some("in (query)"),
        })
    }
}

/// Whether an expression asks a query in parentheses.
fn asks(expr: &Expr) -> bool {
    expr.any(&mut |part| matches!(part.node, Node::InQuery { .. }))
}

impl Partial {
    /// Takes in what the same query found in another part.
    ///
    /// # Errors
    /// [`PartialError::Foreign`] for a part of another query or another time, and [`RunError::TooLarge`] when both
    /// together do not fit the budget.
    pub fn merge(&mut self, other: Self, limits: &Limits) -> Result<(), PartialError> {
        if (&self.plan, self.scope, self.counts.len()) != (&other.plan, other.scope, other.counts.len()) {
            return Err(PartialError::Foreign);
        }
        let bytes = match (&mut self.held, other.held) {
            (Held::Groups(groups), Held::Groups(other)) => groups.merge(other),
            (Held::Ordered(rows), Held::Ordered(other)) => rows.merge(other),
            (Held::Rows(rows), Held::Rows(other)) => {
                rows.extend(other);
                rows.iter().map(Row::size).sum()
            }
            _ => return Err(PartialError::Foreign),
        };
        self.counts.iter_mut().zip(other.counts).for_each(|(tally, other)| tally.merge(other));
        self.statistics.add(&other.statistics);
        self.logs.extend(other.logs);
        let most = limits.query_bytes;
        if bytes > most { Err(RunError::TooLarge(most).into()) } else { Ok(()) }
    }

    /// What was looked at so far.
    #[must_use]
    pub const fn statistics(&self) -> QueryStatistics {
        self.statistics
    }
}

impl Held {
    const fn fits(&self, sink: &Sink) -> bool {
        matches!(
            (self, sink),
            (Self::Groups(_), Sink::Groups { .. })
                | (Self::Ordered(_), Sink::Newest(_) | Sink::Sorted { .. })
                | (Self::Rows(_), Sink::Rows)
        )
    }

    /// The rows in an order that does not depend on the parts.
    fn rows(self, plan: &Plan, program: &Program, run: &Run<'_>) -> Vec<Row> {
        match self {
            Self::Groups(groups) => match plan.steps.get(program.done.wrapping_sub(1)) {
                Some(Step::Run(Command::Stats(stats))) => {
                    groups.finish(&Shape::new(stats.clone(), run.scope), run).collect()
                }
                _ => Vec::new(),
            },
            Self::Ordered(rows) => rows.finish().collect(),
            Self::Rows(mut rows) => {
                rows.sort_by(|a, b| a.contents().cmp(&b.contents()));
                rows
            }
        }
    }
}
