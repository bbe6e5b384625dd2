//! Commands that look back at rows before.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use cupola_base::text::wildcard;

use super::{Done, Operator, Out, Run};
use crate::insights::ast::Name;
use crate::insights::plan::regressed;
use crate::insights::row::Row;
use crate::insights::value::Value;

/// `accum`: the running sum.
pub(super) struct Accum {
    field: Name,
    into: String,
    sum: f64,
}

impl Accum {
    pub(super) fn new(field: Name, alias: Option<Name>) -> Self {
        let into = alias.map_or_else(|| field.text.clone(), |alias| alias.text);
        Self { field, into, sum: 0.0 }
    }
}

impl Operator for Accum {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        if let Some(number) = row.get(&self.field.text).as_number() {
            self.sum += number;
            row.set(&self.into, Value::finite(self.sum));
        }
        out(row)
    }
}

/// `autoregress`: values of rows before.
pub(super) struct AutoRegress {
    field: Name,
    /// How far back, and what the column is called.
    columns: Vec<(usize, String)>,
    /// The last values, the newest first.
    last: VecDeque<Value>,
}

impl AutoRegress {
    pub(super) fn new(field: Name, alias: Option<Name>, from: usize, to: usize) -> Self {
        let alias = alias.map(|alias| alias.text);
        let columns = (from..=to).map(|back| (back, regressed(&field.text, alias.as_deref(), back, from == to)));
        Self { columns: columns.collect(), field, last: VecDeque::new() }
    }
}

impl Operator for AutoRegress {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let value = row.get(&self.field.text);
        for (back, name) in &self.columns {
            row.set(name, self.last.get(back - 1).cloned().unwrap_or(Value::Null));
        }
        self.last.push_front(value);
        self.last.truncate(self.columns.last().map_or(0, |(back, _)| *back));
        out(row)
    }
}

/// `filldown`: the last value where there is none.
pub(super) struct FillDown {
    /// Names, or beginnings of names that end in `*`; none for all.
    fields: Vec<String>,
    last: BTreeMap<Arc<str>, Value>,
}

impl FillDown {
    pub(super) fn new(fields: &[Name]) -> Self {
        Self { fields: fields.iter().map(|field| field.text.clone()).collect(), last: BTreeMap::new() }
    }

    fn is_meant(&self, name: &str) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|field| wildcard::is_match(field, name))
    }
}

impl Operator for FillDown {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        for name in row.names() {
            if self.is_meant(&name) && !self.last.contains_key(&name) {
                self.last.insert(name, Value::Null);
            }
        }
        for (name, last) in &mut self.last {
            match row.get(name) {
                Value::Null => row.set(name, last.clone()),
                value => *last = value,
            }
        }
        out(row)
    }
}
