//! Queries in parentheses.

use std::collections::BTreeMap;

use super::{Run, RunError, answer, ready};
use crate::insights::ast::{Expr, Node, Pipeline};
use crate::insights::command::Command;
use crate::insights::evaluate::Members;
use crate::insights::plan::{self, Plan, Step};
use crate::insights::row::Row;

/// Runs a query in parentheses.
pub(super) fn inner(query: &Pipeline, run: &Run<'_>) -> Result<(Plan, Vec<Row>), RunError> {
    let plan = plan::build(query);
    let source = plan.source.as_ref().or(run.source);
    let within =
        Run { by_rows: run.by_rows, watch: run.watch, ..ready(&plan, run.scope, run.events, run.limits, source)? };
    let rows = answer(&plan.steps, None, &within)?.rows;
    Ok((plan, rows))
}

/// What all queries after `in` give out.
pub(super) fn members(steps: &[Step], run: &Run<'_>) -> Result<BTreeMap<String, Members>, RunError> {
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

/// The expressions of a step.
pub(super) fn expressions(step: &Step) -> Vec<&Expr> {
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
