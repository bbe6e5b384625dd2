//! Which operator does a step.

use super::{Operator, Run, RunError};
use super::{accumulate, bins, compare, join, lines, lookup, parse, patterns, relevant, rows, sessions, stats, totals};
use crate::insights::command::Command;
use crate::insights::plan::Step;

pub(super) fn operators(steps: &[Step], run: &Run<'_>) -> Result<Vec<Box<dyn Operator>>, RunError> {
    steps.iter().map(|step| operator(step, run)).collect()
}

fn operator(step: &Step, run: &Run<'_>) -> Result<Box<dyn Operator>, RunError> {
    let command = match step {
        Step::Run(command) => command.clone(),
        Step::Newest => return Ok(Box::new(rows::Newest::default())),
        Step::Fill(fill) => return Ok(Box::new(bins::FillBins::new(fill.clone()))),
        Step::Compare { before, shift, what } => {
            return Ok(Box::new(compare::Comparison::new(before.clone(), *shift, what.clone())));
        }
    };
    Ok(match command {
        Command::Accum { field, alias } => Box::new(accumulate::Accum::new(field, alias)),
        Command::AddTotals { name, row, column, fields } => Box::new(totals::Totals::new(name, row, column, fields)),
        Command::Anomaly => Box::new(patterns::Anomaly::default()),
        Command::AppendCols { replace, most, query } => Box::new(join::AppendCols::new(replace, most, &query, run)?),
        Command::AutoRegress { field, alias, from, to } => {
            Box::new(accumulate::AutoRegress::new(field, alias, from, to))
        }
        Command::CidrLookup { table, field, column, only_empty, outputs } => {
            Box::new(lookup::CidrLookup::new(&table, field, column, only_empty, &outputs, run)?)
        }
        Command::CountFrequent(fields) => Box::new(rows::CountFrequent::new(fields)),
        Command::Dedup(fields) => Box::new(rows::Dedup::new(fields)),
        Command::Expand(field) => Box::new(lines::Expand(field)),
        Command::Fields(columns) => Box::new(lines::Fields(columns)),
        Command::FillDown(fields) => Box::new(accumulate::FillDown::new(&fields)),
        Command::Filter(condition) => Box::new(lines::Filter(condition)),
        Command::FilterIndex { field, values } => Box::new(lines::Filter(lines::index_condition(field, values))),
        Command::Join(join) => Box::new(join::Join::new(join, run)?),
        Command::Json { field, path, alias } => Box::new(lines::Json { field, path, alias }),
        Command::Limit { count, .. } => Box::new(lines::Limit(count)),
        Command::Lookup { table, matches, outputs } => Box::new(lookup::Lookup::new(&table, matches, outputs, run)?),
        Command::Outlier(outlier) => Box::new(totals::Outliers::new(outlier)),
        Command::Parse(parse) => Box::new(parse::Parser::new(parse)),
        Command::Pattern(expr) => Box::new(patterns::Patterns::new(expr)),
        Command::RelevantFields { fields, condition } => Box::new(relevant::Relevant::new(fields, condition)),
        Command::Sessionize { fields, span, alias } => Box::new(sessions::Sessions::new(fields, span, alias)),
        Command::Sort(keys) => Box::new(rows::Sort::new(keys)),
        Command::Stats(stats) => Box::new(stats::Grouping::new(stats, run)),
        Command::Unnest { list, alias } => Box::new(lines::Unnest { list, alias }),
        Command::Diff(_) | Command::Display(_) | Command::FillMissing(_) | Command::LogCompare(_) => {
            Box::new(lines::Pass)
        }
        Command::Unmask(fields) => Box::new(lines::Unmask(fields)),
    })
}
