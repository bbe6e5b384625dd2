//! `sessionize`: rows of one visit.

use std::collections::BTreeMap;

use super::{Done, Kept, Operator, Out, Run};
use crate::insights::ast::Name;
use crate::insights::order::Natural;
use crate::insights::period::Period;
use crate::insights::value::Value;

/// Numbers sessions from 1, in the order in which they begin. A session ends when nothing of the same fields
/// happens for longer than the span.
pub(super) struct Sessions {
    fields: Vec<Name>,
    span: i64,
    name: String,
    kept: Kept,
}

impl Sessions {
    pub(super) fn new(fields: Vec<Name>, span: Period, alias: Option<Name>) -> Self {
        let name = alias.map_or_else(|| "session_id".to_owned(), |alias| alias.text);
        Self { fields, span: span.millis(), name, kept: Kept::default() }
    }
}

impl Operator for Sessions {
    fn push(&mut self, row: super::Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        self.kept.keep(row, run)
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let mut rows = std::mem::take(&mut self.kept.rows);
        let mut times: Vec<(i64, usize)> = rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((row.get("@timestamp").as_millis()?, index)))
            .collect();
        times.sort_unstable();
        let (mut open, mut sessions) = (BTreeMap::<Vec<Natural>, (i64, usize)>::new(), 0);
        for (at, index) in times {
            let keys: Vec<Natural> = self.fields.iter().map(|field| Natural(rows[index].get(&field.text))).collect();
            let known = open.get(&keys).filter(|(last, _)| at.saturating_sub(*last) <= self.span);
            let number = known.map_or_else(
                || {
                    sessions += 1;
                    sessions
                },
                |(_, number)| *number,
            );
            open.insert(keys, (at, number));
            rows[index].set(&self.name, Value::count(number));
        }
        rows.into_iter().try_for_each(out)
    }
}
