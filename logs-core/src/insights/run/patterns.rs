//! `pattern` and `anomaly`.

use super::{Done, Kept, Operator, Out, Run, RunError};
use crate::insights::ast::Expr;
use crate::insights::pattern::{Grouper, Template};
use crate::insights::plan::{ANOMALY, PATTERN};
use crate::insights::row::Row;
use crate::insights::value::{Value, count_as_f64};

/// `pattern`.
pub(super) struct Patterns {
    expr: Expr,
    grouper: Grouper,
}

impl Patterns {
    pub(super) fn new(expr: Expr) -> Self {
        Self { expr, grouper: Grouper::default() }
    }
}

impl Operator for Patterns {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        take(&mut self.grouper, &self.expr, &row, run).map(|_| ())
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let templates = std::mem::take(&mut self.grouper).templates();
        let total = templates.iter().map(|template| template.count).sum();
        let mut rows: Vec<(usize, Row)> =
            templates.into_iter().map(|template| (template.count, row(&template, template.count, total))).collect();
        rows.sort_by(|(a, _), (b, _)| b.cmp(a));
        rows.into_iter().try_for_each(|(_, row)| out(row))
    }
}

/// Lays the text of a row before the grouper; answers the number of its group.
pub(super) fn take(grouper: &mut Grouper, expr: &Expr, row: &Row, run: &Run<'_>) -> Result<Option<usize>, RunError> {
    let Some(text) = run.evaluator(row).value(expr).as_text() else { return Ok(None) };
    let group = grouper.add(&text);
    if grouper.size() > run.limits.query_bytes {
        return Err(RunError::TooLarge(run.limits.query_bytes));
    }
    Ok(Some(group))
}

/// The row of a pattern.
pub(super) fn row(template: &Template, count: usize, total: usize) -> Row {
    let ratio = (count_as_f64(count) / count_as_f64(total.max(1)) * 100.0).round() / 100.0;
    let values = [
        Value::text(template.text.as_str()),
        Value::Number(ratio),
        Value::count(count),
        Value::text(template.severity.as_str()),
    ];
    PATTERN.into_iter().zip(values).fold(Row::default(), |row, (name, value)| row.with(name, value))
}

/// `anomaly`: how unusual the frequency of each pattern is. A simple measure of ours, not the service's: the
/// distance of the logarithm of its count from the median of all, in units of 1.4826 times the median of these
/// distances; from 3.5 on it is an anomaly.
#[derive(Default)]
pub(super) struct Anomaly(Kept);

const UNUSUAL: f64 = 3.5;

impl Operator for Anomaly {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        self.0.keep(row, run)
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let rows = std::mem::take(&mut self.0.rows);
        let logs: Vec<f64> =
            rows.iter().map(|row| (row.get("@sampleCount").as_number().unwrap_or(0.0) + 1.0).ln()).collect();
        let middle = median(logs.clone());
        let spread = 1.4826 * median(logs.iter().map(|log| (log - middle).abs()).collect());
        rows.into_iter().zip(logs).try_for_each(|(row, log)| {
            let distance = log - middle;
            let score = if spread > 0.0 {
                distance / spread
            } else if distance == 0.0 {
                0.0
            } else {
                UNUSUAL.copysign(distance)
            };
            let score = (score * 100.0).round() / 100.0;
            let is_anomaly = Value::truth(score.abs() >= UNUSUAL);
            out(row.with(ANOMALY[0], Value::Number(score)).with(ANOMALY[1], is_anomaly))
        })
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[count / 2],
        count => f64::midpoint(values[count / 2 - 1], values[count / 2]),
    }
}
