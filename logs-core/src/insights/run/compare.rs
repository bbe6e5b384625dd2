//! `diff` and `logcompare`: this window and an earlier one.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::patterns::Shown;
use super::{Done, Operator, Out, Run, RunError, Scope, answer, patterns};
use crate::insights::calendar::{DAY, Date};
use crate::insights::command::Before;
use crate::insights::evaluate::Surroundings;
use crate::insights::order::Natural;
use crate::insights::pattern::Grouper;
use crate::insights::plan::{Compared, DIFF, Shift, Step, previous};
use crate::insights::row::Row;
use crate::insights::value::{Value, count_as_f64};

/// Runs what stands before twice.
pub(super) struct Comparison {
    before: Vec<Step>,
    shift: Shift,
    what: Compared,
}

impl Comparison {
    pub(super) fn new(before: Vec<Step>, shift: Shift, what: Compared) -> Self {
        Self { before, shift, what }
    }

    /// The rows of another window.
    fn rows(&self, scope: Scope, run: &Run<'_>) -> Result<Vec<Row>, RunError> {
        let (start, end) = (scope.start.as_millis(), scope.end.as_millis());
        let around = Surroundings::new(run.scope.now.as_millis(), start, end);
        let Run { events, limits, source, members, .. } = run;
        let made = Run::new(scope, around, *events, limits, *source, members.clone());
        Ok(answer(&self.before, None, &Run { by_rows: run.by_rows, watch: run.watch, ..made })?.rows)
    }
}

impl Operator for Comparison {
    fn push(&mut self, _row: Row, _run: &Run<'_>, _out: &mut Out<'_>) -> Done {
        Ok(())
    }

    fn finish(&mut self, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let earlier = earlier(run.scope, self.shift);
        let (now, then) = (self.rows(run.scope, run)?, self.rows(earlier, run)?);
        match &self.what {
            Compared::Patterns(expr) => {
                let mut grouper = Grouper::default();
                let mut counts: Vec<[usize; 2]> = Vec::new();
                for (side, rows) in [now, then].iter().enumerate() {
                    for row in rows {
                        let Some(group) = patterns::take(&mut grouper, expr, row, run)? else { continue };
                        if counts.len() <= group {
                            counts.resize(group + 1, [0; 2]);
                        }
                        counts[group][side] += 1;
                    }
                }
                differences(&grouper, &counts).into_iter().try_for_each(out)
            }
            Compared::Rows { keys, values } => {
                let shift = run.scope.start.millis_since(earlier.start);
                beside(now, &then, keys, values, shift).into_iter().try_for_each(out)
            }
        }
    }
}

/// The window of equal length that is compared with.
fn earlier(scope: Scope, shift: Shift) -> Scope {
    match shift {
        Shift::Before(Before::Adjacent) => scope.earlier(scope.millis().saturating_add(1)),
        Shift::Before(Before::Day) => scope.earlier(DAY),
        Shift::Before(Before::Week) => scope.earlier(7 * DAY),
        Shift::Before(Before::Month) => {
            let start = scope.start.as_millis();
            scope.earlier(start.saturating_sub(month_before(start)))
        }
        Shift::Period(period) => scope.earlier(period.millis()),
    }
}

/// The same day and time of the month before; its last day where it has no such day.
fn month_before(at: i64) -> i64 {
    let date = Date::of(at);
    let first = Date::month(date.months() - 1);
    let last = Date::of(Date::month(date.months()) - 1).day;
    first + (date.day.min(last) - 1) * DAY + at.rem_euclid(DAY)
}

/// Patterns with their counts in both windows, the greatest change first.
fn differences(grouper: &Grouper, counts: &[[usize; 2]]) -> Vec<Row> {
    let (shown, total) = (Shown::of(grouper), counts.iter().map(|[now, _]| now).sum());
    let difference = |[now, then]: [usize; 2]| count_as_f64(now) - count_as_f64(then);
    let row = |(group, count): (usize, &[usize; 2])| {
        let row = shown.row(group, count[0], total).with(DIFF[0], Value::count(count[1]));
        (difference(*count).abs(), row.with(DIFF[1], Value::Number(difference(*count))))
    };
    let mut rows: Vec<(f64, Row)> = counts.iter().enumerate().map(row).collect();
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Rows with the values of the earlier rows of the same keys beside theirs; times among the keys count as
/// shifted.
fn beside(now: Vec<Row>, then: &[Row], keys: &[String], values: &[String], shift: i64) -> Vec<Row> {
    let key = |row: &Row, shift: i64| -> Vec<Natural> {
        keys.iter()
            .map(|name| match row.get(name) {
                Value::Time(at) => Natural(Value::Time(Timestamp::from_millis(at).plus_millis(shift).as_millis())),
                other => Natural(other),
            })
            .collect()
    };
    let mut earlier: BTreeMap<Vec<Natural>, &Row> = then.iter().map(|row| (key(row, shift), row)).collect();
    let mut rows: Vec<Row> = now
        .into_iter()
        .map(|mut row| {
            if let Some(before) = earlier.remove(&key(&row, 0)) {
                values.iter().for_each(|name| row.set(&previous(name), before.get(name)));
            }
            row
        })
        .collect();
    rows.extend(earlier.into_iter().map(|(key, before)| {
        let row = keys.iter().zip(key).fold(Row::default(), |row, (name, value)| row.with(name, value.0));
        values.iter().fold(row, |row, name| row.with(&previous(name), before.get(name)))
    }));
    rows
}
