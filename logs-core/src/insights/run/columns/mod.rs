//! Running a query over columns: batches of rows, of which only the fields that the query names are read.
//!
//! The first steps of a plan run here, as long as each looks at one row alone, and the `stats` or `sort` after
//! them; what is left runs row by row, over the few rows that there still are. The row engine does all of it the
//! slow and obvious way, and is the twin of this one in tests.

mod batch;
mod build;
mod cell;
mod code;
mod fill;
mod groups;
mod ordered;
#[cfg(feature = "rayon")]
mod parallel;
mod parse;
mod partial;
mod program;
mod scan;
mod shapes;
mod sieve;
mod worker;

pub use partial::{Partial, PartialError};
use program::Program;
use worker::Worker;

use super::source::each_batch;
use super::{Answered, Kept, Lines, Run, RunError, Scope, Tally, discovery, feed, finish, matched, step, step_counts};
use crate::insights::discover::Discovery;
use crate::insights::plan::{Plan, Step};
use crate::insights::row::Row;

/// Reads the events, and sends them through the steps. `most`: how many rows are looked at in the end.
pub(super) fn answer(steps: &[Step], most: Option<usize>, run: &Run<'_>) -> Result<Answered, RunError> {
    let program = Program::new(steps, most);
    let mut operators = step::operators(&steps[program.done..], run)?;
    let mut later = vec![Tally::default(); operators.len()];
    let mut kept = Kept::default();
    let mut worker = Worker::new(&program, steps, run);
    let mut discovery = discovery(run);
    let mut take = |lines: Lines<'_>| -> Result<(), RunError> {
        worker.take(lines, &mut |row| {
            let row = found(row, &mut discovery);
            feed(&mut operators, &mut later, row, run, &mut |row| kept.keep(row, run))
        })?;
        run.look(worker.statistics())
    };
    let Scope { start, end, .. } = run.scope;
    if program.sink.is_of_order() && !run.events.lines_are_in_order() {
        each_batch(run.events.events(run.source, start, end)?, &mut take)?;
    } else {
        run.events.lines(run.source, start, end, &mut take)?;
    }
    let (mut counts, mut statistics) = worker.counts();
    statistics.log_groups_scanned = run.events.log_groups(run.source);
    for row in worker.finish() {
        let row = found(row, &mut discovery);
        feed(&mut operators, &mut later, row, run, &mut |row| kept.keep(row, run))?;
    }
    finish(&mut operators, &mut later, run, &mut kept)?;
    counts.extend(later);
    count_turned_away(&program, &mut counts);
    let rows = kept.rows;
    statistics.records_matched = matched(steps, &counts, rows.len(), statistics.records_scanned);
    Ok(Answered { rows, statistics, steps: step_counts(steps, counts) })
}

/// Rows that a limit would have turned away were never made, but count.
fn count_turned_away(program: &Program, counts: &mut [Tally]) {
    if program.sink.most().is_some() && counts.len() > program.done {
        counts[program.done] = counts[program.done - 1];
    }
}

/// The row with the fields of its message.
fn found(mut row: Row, discovery: &mut Discovery) -> Row {
    row.event = row.event.map(|event| discovery.look(event));
    row
}

impl Plan {
    /// How the plan runs: its steps, what is read of messages, what is turned away unread, and which steps run over
    /// columns.
    ///
    /// ```
    /// use cupola_logs::insights::Query;
    ///
    /// let plan = Query::parse("filter level = \"ERROR\" | stats count(*) by bin(5m) | sort bin(5m) desc")?.plan();
    /// assert_eq!(
    ///     plan.explain(),
    ///     "over columns: filter level = \"ERROR\"\n\
    ///      over columns: stats count(*) by bin(5m)\n\
    ///      row by row: sort `bin(5m)` desc\n\
    ///      read: `level` of messages\n\
    ///      turn away unread: messages without \"ERROR\""
    /// );
    /// # Ok::<(), cupola_logs::insights::QueryError>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> String {
        let program = Program::new(&self.steps, None);
        let step = |(index, step): (usize, &Step)| {
            let how = if index < program.done { "over columns" } else { "row by row" };
            format!("{how}: {step}\n")
        };
        let steps: String = self.steps.iter().enumerate().map(step).collect();
        format!("{steps}{}", sieve::explain(&program))
    }
}
