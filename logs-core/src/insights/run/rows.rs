//! Commands that order, count and drop whole rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{Done, Kept, Operator, Out, Run};
use crate::insights::ast::Name;
use crate::insights::command::SortKey;
use crate::insights::order::Natural;
use crate::insights::plan::FREQUENT;
use crate::insights::row::Row;
use crate::insights::value::Value;

/// The default order: by time, the newest first, and what came later before what came earlier.
#[derive(Default)]
pub(super) struct Newest(Kept);

impl Operator for Newest {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        self.0.keep(row, run)
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let mut rows = std::mem::take(&mut self.0.rows);
        rows.sort_by_key(|row| row.event.as_ref().map(|event| event.at()));
        rows.into_iter().rev().try_for_each(out)
    }
}

/// `sort`.
pub(super) struct Sort {
    keys: Vec<SortKey>,
    kept: Kept,
}

impl Sort {
    pub(super) fn new(keys: Vec<SortKey>) -> Self {
        Self { keys, kept: Kept::default() }
    }
}

impl Operator for Sort {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        self.kept.keep(row, run)
    }

    fn finish(&mut self, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let rows = std::mem::take(&mut self.kept.rows);
        let values = |row: &Row| -> Vec<Natural> {
            self.keys.iter().map(|key| Natural(run.evaluator(row).value(&key.expr))).collect()
        };
        let mut rows: Vec<(Vec<Natural>, Row)> = rows.into_iter().map(|row| (values(&row), row)).collect();
        rows.sort_by(|(a, _), (b, _)| {
            let orders = a.iter().zip(b).zip(&self.keys).map(
                |((a, b), key)| {
                    if key.is_descending { b.cmp(a) } else { a.cmp(b) }
                },
            );
            orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        rows.into_iter().try_for_each(|(_, row)| out(row))
    }
}

/// `dedup`: the first row of each combination; rows without one of the values all stay.
pub(super) struct Dedup {
    fields: Vec<Name>,
    seen: BTreeSet<Vec<String>>,
}

impl Dedup {
    pub(super) const fn new(fields: Vec<Name>) -> Self {
        Self { fields, seen: BTreeSet::new() }
    }
}

impl Operator for Dedup {
    fn push(&mut self, row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let texts = texts(&row, &self.fields);
        let is_new = texts.is_none_or(|texts| self.seen.insert(texts));
        if is_new { out(row) } else { Ok(()) }
    }
}

/// The texts of fields; `None` where one of them has none.
pub(super) fn texts(row: &Row, fields: &[Name]) -> Option<Vec<String>> {
    fields.iter().map(|field| row.get(&field.text).as_text().map(|text| text.to_string())).collect()
}

/// `countFrequent`: how often each combination stands, the most frequent first.
pub(super) struct CountFrequent {
    fields: Vec<Name>,
    counts: BTreeMap<Vec<Natural>, usize>,
}

impl CountFrequent {
    pub(super) const fn new(fields: Vec<Name>) -> Self {
        Self { fields, counts: BTreeMap::new() }
    }
}

impl Operator for CountFrequent {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        let values = self.fields.iter().map(|field| Natural(row.get(&field.text))).collect();
        *self.counts.entry(values).or_default() += 1;
        super::stats::check_groups(self.counts.len(), run)
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let mut counts: Vec<_> = std::mem::take(&mut self.counts).into_iter().collect();
        counts.sort_by(|(_, a), (_, b)| b.cmp(a));
        counts.into_iter().try_for_each(|(values, count)| {
            let mut row = Row::default();
            self.fields.iter().zip(values).for_each(|(field, value)| row.set(&field.text, value.0));
            out(row.with(FREQUENT, Value::count(count)))
        })
    }
}
