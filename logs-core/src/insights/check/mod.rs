//! Whether a query that reads well also makes sense.

mod expression;
mod order;

use super::ast::{Expr, Node, Pipeline, Stage};
use super::command::{Column, Command, Stats};
use super::error::{Parsed, QueryError, QueryErrorKind};
use cupola_base::text::Span;

/// Checks types, places of aggregates and the order of commands.
pub(super) fn check(source: &str, pipeline: &Pipeline) -> Parsed<()> {
    Checker { source, is_inner: false }.pipeline(pipeline)
}

#[derive(Clone, Copy)]
struct Checker<'a> {
    source: &'a str,
    /// Whether this is a query in parentheses.
    is_inner: bool,
}

impl Checker<'_> {
    fn pipeline(self, pipeline: &Pipeline) -> Parsed<()> {
        self.order(&pipeline.stages)?;
        let mut columns: &[Column] = &[];
        let mut keys: &[Column] = &[];
        let mut is_second = false;
        for stage in &pipeline.stages {
            let known: Vec<String> = columns.iter().chain(keys).map(own_text).collect();
            self.stage(stage, &known)?;
            if let Command::Stats(stats) = &stage.command {
                self.stats(stats, (columns, keys), is_second)?;
                (columns, keys, is_second) = (&stats.aggregates, &stats.keys, true);
            }
        }
        Ok(())
    }

    fn stage(self, stage: &Stage, known: &[String]) -> Parsed<()> {
        match &stage.command {
            Command::Fields(columns) => columns.iter().try_for_each(|column| self.row(&column.expr, known)),
            Command::Filter(expr) | Command::Pattern(expr) | Command::RelevantFields { condition: expr, .. } => {
                self.row(expr, known)
            }
            Command::Unnest { list, .. } => self.row(list, known),
            Command::Sort(keys) => keys.iter().try_for_each(|key| self.row(&key.expr, known)),
            Command::Join(super::command::Join { query, .. }) | Command::AppendCols { query, .. } => {
                self.inner(query, stage.span)
            }
            _ => Ok(()),
        }
    }

    /// A query in parentheses.
    fn inner(self, query: &Pipeline, span: Span) -> Parsed<()> {
        if self.is_inner {
            let message = "a query in parentheses has no other query in it";
            return Err(self.error(QueryErrorKind::Order, span, message));
        }
        Self { is_inner: true, ..self }.pipeline(query)
    }

    /// An expression over the fields of a row; `known` are columns that are named as they were written.
    fn row(self, expr: &Expr, known: &[String]) -> Parsed<()> {
        self.expression(expr)?;
        let aggregate = find(expr, &|part| part.is_call_of_aggregate(), &|part| known.contains(&part.to_string()));
        match aggregate {
            None => Ok(()),
            Some(found) => {
                let message = format!("{found} sums up many rows, which only stats does");
                let help = "accepted after stats: its aggregates that have no alias, and the names of its columns";
                Err(self.error(QueryErrorKind::Order, found.span, message).with_help(help))
            }
        }
    }

    fn stats(self, stats: &Stats, before: (&[Column], &[Column]), is_second: bool) -> Parsed<()> {
        let known: Vec<String> = before.0.iter().chain(before.1).map(own_text).collect();
        for key in &stats.keys {
            self.row(&key.expr, &known)?;
        }
        let mut names: Vec<&str> = stats.keys.iter().map(Column::name).collect();
        for column in &stats.aggregates {
            self.expression(&column.expr)?;
            self.aggregate(&column.expr, &names)?;
            names.push(column.name());
        }
        if is_second && !before.0.iter().chain(before.1).any(|column| column.name() == "@timestamp") {
            self.no_bins(stats, &known)?;
        }
        Ok(())
    }

    /// A column of `stats`: aggregates, and columns that stand before it.
    fn aggregate(self, expr: &Expr, names: &[&str]) -> Parsed<()> {
        match &expr.node {
            Node::Call(function, arguments) if function.is_aggregate() => {
                let nested = arguments.iter().find(|argument| argument.has_aggregate());
                nested.map_or(Ok(()), |nested| {
                    let message = "an aggregate stands in no other aggregate";
                    Err(self.error(QueryErrorKind::Type, nested.span, message))
                })
            }
            Node::Field(name) if !names.contains(&name.as_str()) => {
                let message =
                    format!("stats has no column {name} before this; a field stands in an aggregate or after by");
                let error = self.error(QueryErrorKind::Name, expr.span, message);
                Err(error.with_help(format!("accepted: avg({name}), max({name}), stats ... by {name}")))
            }
            _ => expr.parts().into_iter().try_for_each(|part| self.aggregate(part, names)),
        }
    }

    fn no_bins(self, stats: &Stats, known: &[String]) -> Parsed<()> {
        let mut columns = stats.aggregates.iter().chain(&stats.keys);
        let is_known = |part: &Expr| known.contains(&part.to_string());
        let bin = columns.find_map(|column| find(&column.expr, &|part| part.bin().is_some(), &is_known));
        match bin {
            None => Ok(()),
            Some(found) => {
                let message = "bin reads @timestamp, which the stats before does not give out";
                let help = "accepted: stats ... by bin(5m) as @t | stats ... by datefloor(@t, 1h)";
                Err(self.error(QueryErrorKind::Order, found.span, message).with_help(help))
            }
        }
    }

    fn error(self, kind: QueryErrorKind, span: Span, message: impl Into<String>) -> QueryError {
        QueryError::new(kind, self.source, span, message)
    }
}

/// What a later command may write to mean the column.
pub(super) fn own_text(column: &Column) -> String {
    match &column.alias {
        Some(alias) => alias.to_string(),
        None => column.expr.to_string(),
    }
}

/// The first part that is wanted, in no part that is left alone.
fn find<'a>(expr: &'a Expr, wanted: &dyn Fn(&Expr) -> bool, leave: &dyn Fn(&Expr) -> bool) -> Option<&'a Expr> {
    if leave(expr) {
        return None;
    }
    if wanted(expr) { Some(expr) } else { expr.parts().into_iter().find_map(|part| find(part, wanted, leave)) }
}

impl Expr {
    fn is_call_of_aggregate(&self) -> bool {
        matches!(&self.node, Node::Call(function, _) if function.is_aggregate())
    }
}
