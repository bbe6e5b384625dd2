//! Which command may follow which.

use super::{Checker, Parsed, QueryErrorKind};
use crate::insights::ast::{Expr, Node, Pipeline, Stage};
use crate::insights::command::{Column, Command};

/// How many `stats` a query may have.
const MOST_STATS: usize = 2;

impl Checker<'_> {
    pub(super) fn order(self, stages: &[Stage]) -> Parsed<()> {
        self.two_stats(stages)?;
        for (index, stage) in stages.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| &stages[before].command);
            match &stage.command {
                Command::Dedup(_) => self.after_dedup(&stages[index + 1..])?,
                Command::Anomaly if !matches!(before, Some(Command::Pattern(_))) => {
                    return Err(self.misplaced(stage, "anomaly follows pattern", "pattern @message | anomaly"));
                }
                Command::FillMissing(_) if !is_binned(before) => {
                    let help = "stats count(*) by bin(5m) | fillmissing";
                    return Err(self.misplaced(stage, "fillmissing follows stats ... by bin()", help));
                }
                Command::Diff(_) | Command::LogCompare(_) => self.only_once(stage, &stages[..index])?,
                _ => {}
            }
        }
        Ok(())
    }

    fn two_stats(self, stages: &[Stage]) -> Parsed<()> {
        let is_stats = |stage: &&Stage| matches!(stage.command, Command::Stats(_));
        if let Some(third) = stages.iter().filter(is_stats).nth(MOST_STATS) {
            let message = format!("a query has at most {MOST_STATS} stats");
            return Err(self.error(QueryErrorKind::Order, third.span, message));
        }
        let Some(last) = stages.iter().rposition(|stage| is_stats(&stage)) else { return Ok(()) };
        let Some(first) = stages.iter().position(|stage| is_stats(&stage)).filter(|first| *first < last) else {
            return Ok(());
        };
        let wrong = stages[first..last]
            .iter()
            .chain(&stages[..first])
            .find(|stage| matches!(stage.command, Command::Sort(_) | Command::Limit { .. }));
        match wrong {
            None => Ok(()),
            Some(stage) => {
                let message = "sort and limit stand after the second stats";
                Err(self.error(QueryErrorKind::Order, stage.span, message))
            }
        }
    }

    fn after_dedup(self, rest: &[Stage]) -> Parsed<()> {
        match rest.iter().find(|stage| !matches!(stage.command, Command::Limit { .. })) {
            None => Ok(()),
            Some(stage) => Err(self.misplaced(stage, "only limit follows dedup", "dedup field | limit 10")),
        }
    }

    /// Commands that run what stands before them a second time.
    fn only_once(self, stage: &Stage, before: &[Stage]) -> Parsed<()> {
        let again = |stage: &Stage| {
            matches!(
                stage.command,
                Command::Diff(_) | Command::LogCompare(_) | Command::Join(_) | Command::AppendCols { .. }
            )
        };
        if self.is_inner || before.iter().any(again) {
            let message = "this command stands once in a query, before join and appendcols, and not in parentheses";
            return Err(self.error(QueryErrorKind::Order, stage.span, message));
        }
        Ok(())
    }

    /// `f in (query)`: the query gives out f.
    pub(super) fn yields(self, value: &Expr, query: &Pipeline) -> Parsed<()> {
        let Node::Field(name) = &value.node else {
            let message = "a field is needed before in (query)";
            return Err(self.error(QueryErrorKind::Type, value.span, message));
        };
        let Some(columns) = columns(query) else { return Ok(()) };
        if columns.contains(&name.as_str()) {
            return Ok(());
        }
        let message = format!("the query in parentheses does not give out {name}");
        let error = self.error(QueryErrorKind::Name, value.span, message);
        Err(error.with_help(format!("it gives out: {}", columns.join(", "))))
    }

    fn misplaced(self, stage: &Stage, message: &str, help: &str) -> super::QueryError {
        self.error(QueryErrorKind::Order, stage.span, message).with_help(format!("accepted: {help}"))
    }
}

fn is_binned(before: Option<&Command>) -> bool {
    let is_bin = |key: &Column| key.expr.bin().is_some();
    matches!(before, Some(Command::Stats(stats)) if stats.keys.iter().any(is_bin))
}

/// What a query gives out, as far as its text tells for sure.
fn columns(query: &Pipeline) -> Option<Vec<&str>> {
    let mut columns: Option<Vec<&str>> = None;
    for stage in &query.stages {
        match &stage.command {
            Command::Display(names) => columns = Some(names.iter().map(|name| name.text.as_str()).collect()),
            Command::Fields(fields) => columns.get_or_insert_default().extend(fields.iter().map(Column::name)),
            Command::Stats(stats) => {
                columns = Some(stats.keys.iter().chain(&stats.aggregates).map(Column::name).collect());
            }
            Command::Filter(_) | Command::Sort(_) | Command::Limit { .. } | Command::Dedup(_) => {}
            _ => return None,
        }
    }
    columns
}
