//! `join` and `appendcols`: rows of another query beside these.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Done, Operator, Out, Run, RunError, inner};
use crate::insights::ast::{Name, Pipeline};
use crate::insights::command;
use crate::insights::plan::Plan;
use crate::insights::row::{Row, SYSTEM};
use crate::insights::value::Value;

/// `join`: the fields of either side get the side's name before theirs.
pub(super) struct Join {
    join: command::Join,
    /// The rows of the right side, by the texts of their keys.
    right: BTreeMap<Vec<String>, Vec<Row>>,
}

impl Join {
    pub(super) fn new(join: command::Join, run: &Run<'_>) -> Result<Self, RunError> {
        let (plan, rows) = inner(&join.query, run)?;
        let mut right: BTreeMap<Vec<String>, Vec<Row>> = BTreeMap::new();
        for row in rows {
            let Some(keys) = texts(&row, join.pairs.iter().map(|(_, name)| name)) else { continue };
            right.entry(keys).or_default().push(prefixed(&row, &join.right.text, &columns(&plan, &row)));
        }
        Ok(Self { join, right })
    }
}

impl Operator for Join {
    fn push(&mut self, row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let keys = texts(&row, self.join.pairs.iter().map(|(name, _)| name));
        let matches = keys.and_then(|keys| self.right.get(&keys));
        let names = all(&row);
        let left = prefixed(&row, &self.join.left.text, &names).under(&row);
        match matches {
            None if self.join.is_left => out(left),
            None => Ok(()),
            Some(matches) => {
                run.made(matches.len())?;
                matches.iter().try_for_each(|right| out(left.clone().beside(right)))
            }
        }
    }
}

/// Texts of fields; `None` where one has none.
fn texts<'a>(row: &Row, fields: impl Iterator<Item = &'a Name>) -> Option<Vec<String>> {
    fields.map(|field| row.get(&field.text).as_text().map(|text| text.to_string())).collect()
}

/// A row of the same values with a name before each of their names.
fn prefixed(row: &Row, side: &str, names: &[Arc<str>]) -> Row {
    names.iter().fold(Row::default(), |made, name| made.with(&format!("{side}.{name}"), row.get(name)))
}

/// What a query in parentheses gives out.
fn columns(plan: &Plan, row: &Row) -> Vec<Arc<str>> {
    if plan.is_explicit { plan.columns.iter().map(|name| name.as_str().into()).collect() } else { all(row) }
}

fn all(row: &Row) -> Vec<Arc<str>> {
    let system = SYSTEM.into_iter().filter(|_| row.event.is_some()).map(Arc::from);
    row.names().into_iter().chain(system).collect()
}

/// `appendcols`: the columns of another query, row by row.
pub(super) struct AppendCols {
    replace: bool,
    columns: Vec<String>,
    rows: std::vec::IntoIter<Row>,
}

impl AppendCols {
    pub(super) fn new(replace: bool, most: usize, query: &Pipeline, run: &Run<'_>) -> Result<Self, RunError> {
        let (plan, mut rows) = inner(query, run)?;
        rows.truncate(most);
        Ok(Self { replace, columns: plan.columns, rows: rows.into_iter() })
    }

    fn append(&self, mut row: Row, other: &Row) -> Row {
        for name in &self.columns {
            let value = other.get(name);
            if self.replace || matches!(row.get(name), Value::Null) {
                row.set(name, value);
            }
        }
        row
    }
}

impl Operator for AppendCols {
    fn push(&mut self, row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        match self.rows.next() {
            Some(other) => out(self.append(row, &other)),
            None => out(row),
        }
    }

    /// Rows that no row stands beside come after all others.
    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        while let Some(other) = self.rows.next() {
            out(self.append(Row::default(), &other))?;
        }
        Ok(())
    }
}
