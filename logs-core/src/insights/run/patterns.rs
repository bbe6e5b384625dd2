//! `pattern` and `anomaly`.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Done, Kept, Operator, Out, Run, RunError};
use crate::insights::ast::Expr;
use crate::insights::pattern::{Grouper, Template, Token};
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
        rows(&self.grouper).into_iter().try_for_each(out)
    }
}

/// The rows of all patterns, the most frequent first.
pub(super) fn rows(grouper: &Grouper) -> Vec<Row> {
    let shown = Shown::of(grouper);
    let total = shown.templates.iter().map(|template| template.count).sum();
    let mut rows: Vec<(usize, usize)> = shown.templates.iter().map(|template| template.count).enumerate().collect();
    rows.sort_by_key(|(_, count)| Reverse(*count));
    rows.into_iter().map(|(group, count)| shown.row(group, count, total)).collect()
}

/// Lays the text of a row before the grouper; answers the number of its group.
pub(super) fn take(grouper: &mut Grouper, expr: &Expr, row: &Row, run: &Run<'_>) -> Result<Option<usize>, RunError> {
    let Some(text) = run.evaluator(row).value(expr).as_text() else { return Ok(None) };
    let group = grouper.add(&text);
    check(grouper, run).map(|()| Some(group))
}

/// Whether what the groups hold fits the budget.
pub(super) fn check(grouper: &Grouper, run: &Run<'_>) -> Done {
    let most = run.limits.query_bytes;
    if grouper.size() > most { Err(RunError::TooLarge(most)) } else { Ok(()) }
}

/// Patterns, as they are shown.
pub(super) struct Shown {
    templates: Vec<Template>,
    texts: Vec<Arc<str>>,
    related: Vec<Vec<usize>>,
}

/// Fields of a pattern that stand in no answer unless they are asked for: the parts of the pattern, in the form that
/// the service has for those of anomalies (`PatternToken`), and the most frequent patterns that begin alike and are as
/// long. The service names such fields in no guide; what they hold here is ours.
const INNER: [&str; 2] = ["@tokens", "@relatedPattern"];

impl Shown {
    pub(super) fn of(grouper: &Grouper) -> Self {
        let templates = grouper.templates();
        let texts = templates.iter().map(|template| template.text().into()).collect();
        Self { templates, texts, related: grouper.related() }
    }

    /// The row of a pattern that so many of all texts have.
    pub(super) fn row(&self, group: usize, count: usize, total: usize) -> Row {
        let ratio = (count_as_f64(count) / count_as_f64(total.max(1)) * 100.0).round() / 100.0;
        let template = &self.templates[group];
        let tokens: Vec<Value> = template.tokens.iter().map(token).collect();
        let related: Vec<Value> =
            self.related[group].iter().map(|other| Value::Text(self.texts[*other].clone())).collect();
        let values = [
            Value::Text(self.texts[group].clone()),
            Value::Number(ratio),
            Value::count(count),
            Value::text(template.severity.as_str()),
            Value::List(tokens.into()),
            Value::List(related.into()),
        ];
        let names = PATTERN.into_iter().chain(INNER);
        names.zip(values).fold(Row::default(), |row, (name, value)| row.with(name, value))
    }
}

/// A part of a pattern.
fn token(token: &Token) -> Value {
    let mut members: Vec<(Arc<str>, Value)> = vec![
        ("isDynamic".into(), Value::Boolean(token.value.is_some())),
        ("tokenString".into(), Value::text(token.text.as_str())),
    ];
    if let Some((place, name)) = token.value {
        members.push(("dynamicTokenPosition".into(), Value::count(place)));
        members.push(("inferredTokenName".into(), Value::text(name)));
    }
    Value::Map(members.into())
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
