//! `stats`: rows of groups.

use std::collections::BTreeMap;

use super::{Done, Operator, Out, Run, RunError, Scope};
use crate::insights::aggregate::Accumulator;
use crate::insights::ast::{Expr, Node};
use crate::insights::command::{Column, Stats};
use crate::insights::function::Function;
use crate::insights::order::{self, Natural};
use crate::insights::period::Period;
use crate::insights::row::Row;
use crate::insights::value::Value;

/// What a group holds in memory beside its values.
pub(super) const GROUP_BYTES: u64 = 256;

pub(super) struct Grouping {
    shape: Shape,
    groups: BTreeMap<Vec<Natural>, Vec<Accumulator>>,
    bytes: u64,
}

impl Grouping {
    pub(super) fn new(stats: Stats, run: &Run<'_>) -> Self {
        Self { shape: Shape::new(stats, run.scope), groups: BTreeMap::new(), bytes: 0 }
    }
}

/// What groups are made of and what becomes of them.
pub(super) struct Shape {
    pub(super) stats: Stats,
    /// All calls of aggregates, in the order in which they stand.
    pub(super) calls: Vec<(Function, Vec<Expr>)>,
    /// How many milliseconds a group covers.
    window: i64,
}

impl Shape {
    pub(super) fn new(stats: Stats, scope: Scope) -> Self {
        let mut calls = Vec::new();
        stats.aggregates.iter().for_each(|column| collect(&column.expr, &mut calls));
        let bin = stats.keys.iter().find_map(|key| key.expr.bin());
        let window = bin.map_or_else(|| scope.millis().saturating_add(1), Period::millis);
        Self { stats, calls, window }
    }

    pub(super) fn start(&self) -> Vec<Accumulator> {
        self.calls.iter().map(|(function, arguments)| Accumulator::new(*function, arguments)).collect()
    }

    /// The row of a group.
    pub(super) fn row(
        &self,
        keys: impl IntoIterator<Item = Value>,
        accumulators: Vec<Accumulator>,
        run: &Run<'_>,
    ) -> Row {
        let mut row = Row::default();
        self.stats.keys.iter().zip(keys).for_each(|(column, value)| row.set(column.name(), value));
        let mut values: Vec<Value> = accumulators.into_iter().map(|one| one.value(self.window)).collect();
        values.reverse();
        for column in &self.stats.aggregates {
            let expr = filled(&column.expr, &mut values, &mut row);
            let value = run.evaluator(&row).value(&expr);
            row.set(column.name(), value);
        }
        row.keep_only(self.stats.keys.iter().chain(&self.stats.aggregates).map(Column::name))
    }
}

fn is_lower(new: &[Natural], known: &[Natural]) -> bool {
    new.iter().zip(known).any(|(new, known)| order::kind(&new.0) < order::kind(&known.0))
}

fn lower<'a>(a: &'a Natural, b: &'a Natural) -> &'a Natural {
    if order::kind(&b.0) < order::kind(&a.0) { b } else { a }
}

/// Calls of aggregates, from left to right.
pub(super) fn collect(expr: &Expr, calls: &mut Vec<(Function, Vec<Expr>)>) {
    match &expr.node {
        Node::Call(function, arguments) if function.is_aggregate() => calls.push((*function, arguments.clone())),
        _ => expr.parts().into_iter().for_each(|part| collect(part, calls)),
    }
}

/// The expression with values in place of its aggregates; they are put in the row under names of their own.
fn filled(expr: &Expr, values: &mut Vec<Value>, row: &mut Row) -> Expr {
    let mut expr = expr.clone();
    fill(&mut expr, values, row);
    expr
}

fn fill(expr: &mut Expr, values: &mut Vec<Value>, row: &mut Row) {
    match &expr.node {
        Node::Call(function, _) if function.is_aggregate() => {
            // No name that a query can write.
            let name = format!("`{}", values.len());
            row.set(&name, values.pop().unwrap_or(Value::Null));
            expr.node = Node::Field(name);
        }
        _ => expr.parts_mut().into_iter().for_each(|part| fill(part, values, row)),
    }
}

impl Operator for Grouping {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        let mut evaluator = run.evaluator(&row);
        evaluator.offset = self.shape.stats.offset.map_or(0, Period::millis);
        let keys: Vec<Natural> =
            self.shape.stats.keys.iter().map(|key| Natural(key_of(evaluator.value(&key.expr)))).collect();
        evaluator.offset = 0;
        match self.groups.get_key_value(&keys) {
            None => {
                self.bytes += GROUP_BYTES + keys.iter().map(|key| key.0.size()).sum::<u64>();
                let start = self.shape.start();
                self.groups.insert(keys.clone(), start);
            }
            // Equal keys of different kinds, as 7 and "7": which one stands for them does not depend on order.
            Some((known, _)) if is_lower(&keys, known) => {
                let merged = known.iter().zip(&keys).map(|(known, new)| lower(known, new).clone()).collect();
                if let Some(group) = self.groups.remove(&keys) {
                    self.groups.insert(merged, group);
                }
            }
            Some(_) => {}
        }
        let at = row.get("@timestamp").as_millis();
        if let Some(group) = self.groups.get_mut(&keys) {
            for (accumulator, (_, arguments)) in group.iter_mut().zip(&self.shape.calls) {
                match arguments.first() {
                    None => accumulator.add_row(),
                    Some(argument) => self.bytes += accumulator.add(&evaluator.value(argument), at),
                }
            }
        }
        if self.bytes > run.limits.query_bytes {
            return Err(RunError::TooLarge(run.limits.query_bytes));
        }
        Ok(())
    }

    fn finish(&mut self, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let mut groups = std::mem::take(&mut self.groups);
        if groups.is_empty() && self.shape.stats.keys.is_empty() {
            groups.insert(Vec::new(), self.shape.start());
        }
        groups.into_iter().try_for_each(|(keys, accumulators)| {
            out(self.shape.row(keys.into_iter().map(|key| key.0), accumulators, run))
        })
    }
}

/// Lists and maps group as null does.
pub(super) fn key_of(value: Value) -> Value {
    if value.is_container() { Value::Null } else { value }
}

/// Keeps the number of groups within the budget.
pub(super) fn check_groups(groups: usize, run: &Run<'_>) -> Done {
    let bytes = (groups as u64).saturating_mul(GROUP_BYTES);
    if bytes > run.limits.query_bytes { Err(RunError::TooLarge(run.limits.query_bytes)) } else { Ok(()) }
}
