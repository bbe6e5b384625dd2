//! `fillmissing`: rows for bins that have none.

use std::collections::{BTreeMap, BTreeSet};

use super::{Done, Kept, Operator, Out, Run};
use crate::insights::order::Natural;
use crate::insights::period::Period;
use crate::insights::plan::Fill;
use crate::insights::row::Row;
use crate::insights::value::Value;

pub(super) struct FillBins {
    fill: Fill,
    kept: Kept,
}

impl FillBins {
    pub(super) fn new(fill: Fill) -> Self {
        Self { fill, kept: Kept::default() }
    }

    /// The bins of the window.
    fn bins(&self, run: &Run<'_>) -> impl Iterator<Item = i64> + use<> {
        let (period, offset) = (self.fill.period, self.fill.offset.map_or(0, Period::millis));
        let (start, end) = (run.scope.start.as_millis(), run.scope.end.as_millis());
        let first = period.floor(start.saturating_sub(offset));
        let next = move |bin: &i64| Some(period.next(*bin)).filter(|next| next > bin);
        let bins = std::iter::successors(Some(first), next).map(move |bin| bin.saturating_add(offset));
        bins.take_while(move |bin| *bin <= end)
    }

    fn empty(&self, bin: i64, keys: &[Natural], run: &Run<'_>) -> Row {
        let mut row = Row::default().with(&self.fill.bin, Value::Time(bin));
        self.fill.keys.iter().zip(keys).for_each(|(name, key)| row.set(name, key.0.clone()));
        if let Some(filling) = &self.fill.filling {
            let value = run.evaluator(&row).value(&filling.value);
            filling.fields.iter().for_each(|field| row.set(&field.text, value.clone()));
        }
        row
    }
}

impl Operator for FillBins {
    fn push(&mut self, row: Row, run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        self.kept.keep(row, run)
    }

    /// Rows come out by bins, and in a bin by the other columns that they are grouped by.
    fn finish(&mut self, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let mut rows: BTreeMap<(i64, Vec<Natural>), Row> = BTreeMap::new();
        let mut groups: BTreeSet<Vec<Natural>> = BTreeSet::new();
        let mut others = Vec::new();
        for row in std::mem::take(&mut self.kept.rows) {
            let keys: Vec<Natural> = self.fill.keys.iter().map(|name| Natural(row.get(name))).collect();
            groups.insert(keys.clone());
            match row.get(&self.fill.bin).as_millis() {
                Some(bin) => drop(rows.insert((bin, keys), row)),
                None => others.push(row),
            }
        }
        for bin in self.bins(run) {
            run.made(groups.len())?;
            for keys in &groups {
                rows.entry((bin, keys.clone())).or_insert_with(|| self.empty(bin, keys, run));
            }
        }
        others.into_iter().chain(rows.into_values()).try_for_each(out)
    }
}
