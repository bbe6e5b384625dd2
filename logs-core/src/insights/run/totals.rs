//! `addtotals` and `outlier`: columns of numbers as a whole.

use super::{Done, Kept, Operator, Out, Run};
use crate::insights::aggregate::nearest_rank;
use crate::insights::ast::Name;
use crate::insights::command;
use crate::insights::row::Row;
use crate::insights::value::Value;

/// `addtotals`.
pub(super) struct Totals {
    name: String,
    row: bool,
    column: bool,
    fields: Vec<Name>,
    /// Sums of columns, in the order in which they were seen.
    sums: Vec<(String, f64)>,
}

impl Totals {
    pub(super) fn new(name: Option<String>, row: bool, column: bool, fields: Vec<Name>) -> Self {
        Self { name: name.unwrap_or_else(|| "Total".to_owned()), row, column, fields, sums: Vec::new() }
    }

    /// The numbers of a row: of the named fields, or of all.
    fn numbers(&self, row: &Row) -> Vec<(String, f64)> {
        let names: Vec<String> = match &self.fields[..] {
            [] => row.names().iter().map(|name| name.to_string()).collect(),
            fields => fields.iter().map(|field| field.text.clone()).collect(),
        };
        let number = |name: String| match row.get(&name) {
            Value::Time(_) | Value::Boolean(_) => None,
            value => value.as_number().map(|number| (name, number)),
        };
        names.into_iter().filter_map(number).collect()
    }

    fn add(&mut self, name: &str, number: f64) {
        match self.sums.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += number,
            None => self.sums.push((name.to_owned(), number)),
        }
    }
}

impl Operator for Totals {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let numbers = self.numbers(&row);
        if self.row {
            let total: f64 = numbers.iter().map(|(_, number)| number).sum();
            row.set(&self.name, Value::finite(total));
        }
        if self.column {
            numbers.iter().for_each(|(name, number)| self.add(name, *number));
        }
        out(row)
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        if !self.column {
            return Ok(());
        }
        let mut last = Row::default();
        self.sums.iter().for_each(|(name, sum)| last.set(name, Value::finite(*sum)));
        if self.row {
            last.set(&self.name, Value::finite(self.sums.iter().map(|(_, sum)| sum).sum()));
        }
        out(last)
    }
}

/// `outlier`: values far from the middle half of all are cut or their rows dropped.
pub(super) struct Outliers {
    outlier: command::Outlier,
    kept: Kept,
}

impl Outliers {
    pub(super) fn new(outlier: command::Outlier) -> Self {
        Self { outlier, kept: Kept::default() }
    }

    /// The least and greatest value of a field that is none.
    fn bounds(&self, field: &str) -> (f64, f64) {
        let mut values: Vec<f64> = self.kept.rows.iter().filter_map(|row| row.get(field).as_number()).collect();
        let quartile = |values: &mut [f64], percent| nearest_rank(values, percent).as_number().unwrap_or(f64::NAN);
        let (first, third) = (quartile(&mut values, 25.0), quartile(&mut values, 75.0));
        let reach = self.outlier.factor * (third - first);
        let low = if self.outlier.use_lower { first - reach } else { f64::NEG_INFINITY };
        (low, third + reach)
    }

    /// The value as it comes out; `None` when its row is dropped.
    fn treat(&self, value: f64, (low, high): (f64, f64)) -> Option<Value> {
        if !(value < low || value > high) {
            return Some(Value::Number(value));
        }
        let cut = Value::finite(if value < low { low } else { high });
        match (self.outlier.remove, self.outlier.mark) {
            (true, _) => None,
            (false, true) => Some(Value::text(format!("000{cut}"))),
            (false, false) => Some(cut),
        }
    }
}

impl Operator for Outliers {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        self.kept.keep(row, run)
    }

    fn finish(&mut self, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let fields: Vec<(String, (f64, f64))> =
            self.outlier.fields.iter().map(|field| (field.text.clone(), self.bounds(&field.text))).collect();
        'rows: for mut row in std::mem::take(&mut self.kept.rows) {
            for (field, bounds) in &fields {
                let Some(number) = row.get(field).as_number() else { continue };
                let Some(value) = self.treat(number, *bounds) else { continue 'rows };
                if value != Value::Number(number) {
                    row.set(field, value);
                }
            }
            out(row)?;
        }
        Ok(())
    }
}
