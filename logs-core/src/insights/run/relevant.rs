//! `relevantfields`: what rows that meet a condition have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Done, Kept, Operator, Out, Run};
use crate::insights::aggregate::nearest_rank;
use crate::insights::ast::{Expr, Name};
use crate::insights::plan::RELEVANT;
use crate::insights::row::Row;
use crate::insights::value::{Value, count_as_f64};

/// How many values are told for a field.
const CONTRIBUTORS: usize = 3;

/// Scores each field by how far the shares of its values among rows that meet the condition are from those
/// among the others: 0 for the same, 1 for nothing in common. A simple measure of ours.
pub(super) struct Relevant {
    fields: Vec<Name>,
    condition: Expr,
    kept: Kept,
    meets: Vec<bool>,
}

impl Relevant {
    pub(super) fn new(fields: Vec<Name>, condition: Expr) -> Self {
        Self { fields, condition, kept: Kept::default(), meets: Vec::new() }
    }

    fn names(&self) -> Vec<Arc<str>> {
        if self.fields.is_empty() {
            let names: BTreeSet<Arc<str>> = self.kept.rows.iter().flat_map(Row::names).collect();
            return names.into_iter().collect();
        }
        self.fields.iter().map(|field| field.text.as_str().into()).collect()
    }

    fn score(&self, field: &Arc<str>) -> (f64, Row) {
        let mut counts: BTreeMap<Arc<str>, [usize; 2]> = BTreeMap::new();
        let (mut totals, mut numbers) = ([0_usize; 2], [Vec::new(), Vec::new()]);
        for (row, meets) in self.kept.rows.iter().zip(&self.meets) {
            let (side, value) = (usize::from(!*meets), row.get(field));
            totals[side] += 1;
            numbers[side].extend(value.as_number());
            if let Some(text) = value.as_text() {
                counts.entry(text).or_default()[side] += 1;
            }
        }
        let share = |count: usize, side: usize| count_as_f64(count) / count_as_f64(totals[side].max(1));
        let mut lifts: Vec<(f64, Arc<str>)> =
            counts.into_iter().map(|(text, count)| (share(count[0], 0) - share(count[1], 1), text)).collect();
        let score: f64 = lifts.iter().map(|(lift, _)| lift.abs()).sum::<f64>() / 2.0;
        lifts.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
        let top = lifts.iter().filter(|(lift, _)| *lift > 0.0).take(CONTRIBUTORS);
        let top: Vec<&str> = top.map(|(_, text)| &**text).collect();
        let score = (score.min(1.0) * 10_000.0).round() / 10_000.0;
        let [mut with, mut without] = numbers;
        let values = [
            Value::text(field.clone()),
            Value::Number(score),
            Value::text(top.join(", ")),
            nearest_rank(&mut with, 50.0),
            nearest_rank(&mut without, 50.0),
        ];
        (score, RELEVANT.into_iter().zip(values).fold(Row::default(), |row, (name, value)| row.with(name, value)))
    }
}

impl Operator for Relevant {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        self.meets.push(run.evaluator(&row).passes(&self.condition));
        self.kept.keep(row, run)
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let mut rows: Vec<(f64, Row)> = self.names().iter().map(|name| self.score(name)).collect();
        rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        rows.into_iter().try_for_each(|(_, row)| out(row))
    }
}
