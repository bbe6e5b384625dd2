//! Settings, one after the other.

use super::bits::Bits;
use super::column::Column;
use super::course::Course;
use super::grid::Grid;
use super::lanes::Plan;
use super::outcome::Outcome;
use super::setting::Checked;
use super::{Backtest, Setting};
use crate::alarm::ComparisonOperator;
use crate::period::Period;
use crate::statistic::Statistic;

/// The outcomes of a grid's settings, in its order.
///
/// Each step runs one setting; what neighbours share is kept from one to the next.
#[derive(Clone, Debug)]
pub struct Runs<'a> {
    backtest: &'a Backtest,
    grid: &'a Grid,
    next: usize,
    table: Table<'a>,
}

impl<'a> Runs<'a> {
    pub(super) const fn new(backtest: &'a Backtest, grid: &'a Grid) -> Self {
        Self { backtest, grid, next: 0, table: Table::empty() }
    }

    /// One setting alone.
    pub(super) fn one(backtest: &Backtest, checked: Checked) -> Outcome {
        Table::empty().run(backtest, &checked)
    }
}

impl Iterator for Runs<'_> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        // All settings were checked before the first ran.
        let checked = self.backtest.checked(&self.grid.setting(self.next)?).ok()?;
        self.next += 1;
        Some(self.table.run(self.backtest, &checked))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.grid.len() - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Runs<'_> {}

/// What is worked out for one setting and serves the next as well.
#[derive(Clone, Debug)]
struct Table<'a> {
    column: Option<(Shape, Windows<'a>)>,
    breaching: Option<(Shape, ComparisonOperator, f64, Bits)>,
}

/// What a column depends on: statistic, period, and where windows end.
type Shape = (Statistic, Period, i64);

#[derive(Clone, Debug)]
struct Windows<'a> {
    column: Column<'a>,
    present: Bits,
}

impl<'a> Table<'a> {
    const fn empty() -> Self {
        Self { column: None, breaching: None }
    }

    fn run(&mut self, backtest: &'a Backtest, checked: &Checked) -> Outcome {
        let Setting { statistic, period, operator, threshold, .. } = checked.setting;
        let shape = (statistic, period, checked.grain());
        let windows = match self.column.take() {
            Some((kept, windows)) if kept == shape => windows,
            _ => Windows::of(backtest, shape),
        };
        let breaching = match self.breaching.take() {
            Some((kept, op, bound, bits)) if (kept, op, bound.to_bits()) == (shape, operator, threshold.to_bits()) => {
                bits
            }
            _ => windows.column.breaching(operator, threshold),
        };
        let outcome = windows.replay(backtest, checked, &breaching);
        self.breaching = Some((shape, operator, threshold, breaching));
        self.column = Some((shape, windows));
        outcome
    }
}

impl<'a> Windows<'a> {
    fn of(backtest: &'a Backtest, (statistic, period, grain): Shape) -> Self {
        let column = Column::of(&backtest.series, statistic, period, grain);
        let present = column.present();
        Self { column, present }
    }

    fn replay(&self, backtest: &Backtest, checked: &Checked, breaching: &Bits) -> Outcome {
        let stride = checked.setting.period.millis() / self.column.grain;
        let plan = Plan {
            rule: checked.rule(&backtest.policies),
            len: checked.windows(&backtest.policies),
            stride: usize::try_from(stride).unwrap_or(usize::MAX),
        };
        let mut course = Course::new();
        for word in 0..self.column.len().div_ceil(64) {
            let ticks = self.ticks(word, checked.cadence);
            let lanes = plan.decide(&self.present, breaching, word);
            let first = self.column.end(64 * word);
            course.follow(lanes, ticks, |lane| first.plus_millis(i64::from(lane) * self.column.grain));
        }
        Outcome {
            setting: checked.setting,
            from: backtest.series.start(),
            until: backtest.series.end(),
            evaluations: course.evaluations,
            transitions: course.transitions,
        }
    }

    /// At which of 64 instants the alarm is evaluated: windows may end more often.
    fn ticks(&self, word: usize, cadence: i64) -> u64 {
        let there = match self.column.len() - 64 * word {
            64.. => u64::MAX,
            few => (1 << few) - 1,
        };
        if cadence == self.column.grain {
            return there;
        }
        let is_tick = |lane: &usize| self.column.end(64 * word + lane).as_millis() % cadence == 0;
        there & (0..64).filter(is_tick).fold(0, |ticks, lane| ticks | 1 << lane)
    }
}
