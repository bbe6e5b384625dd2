//! Aggregates: what they come to does not depend on the order of the values, nor on how they are split into parts.

mod distinct;
mod numbers;
mod percentile;
mod spread;
mod sum;

use serde::{Deserialize, Serialize};

pub(super) use distinct::Distinct;
pub(super) use percentile::{Percentile, nearest_rank};
pub(super) use spread::Spread;
pub(super) use sum::Sum;

use super::ast::{Expr, Node};
use super::function::Function;
use super::order;
use super::value::{Value, count_as_f64, millis_as_f64};

/// How many values a percentile and a count of distinct values are exact for.
pub(super) const EXACT: usize = 100_000;

/// What a group of rows comes to, as far as they have been seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Accumulator {
    Count(u64),
    Sum {
        sum: Sum,
        count: u64,
    },
    Average {
        sum: Sum,
        count: u64,
    },
    Deviation(Spread),
    /// The least or greatest number, and the least or greatest of what is none.
    Extreme {
        is_max: bool,
        number: Option<f64>,
        is_time: bool,
        other: Option<Value>,
    },
    Distinct(Distinct),
    Percentile(f64, Percentile),
    /// The value at the least or greatest time.
    AtTime {
        is_latest: bool,
        found: Option<(i64, Value)>,
    },
    /// The first or last value in the natural order.
    Sorted {
        is_last: bool,
        found: Option<Value>,
    },
    Histogram {
        ranges: usize,
        values: Vec<f64>,
    },
    /// The sum per so many milliseconds.
    Rate {
        sum: Sum,
        count: u64,
        per: i64,
    },
}

impl Accumulator {
    /// For a call of an aggregate.
    pub(super) fn new(function: Function, arguments: &[Expr]) -> Self {
        let number = |index: usize| match arguments.get(index).map(|argument| &argument.node) {
            Some(Node::Number(number)) => *number,
            _ => 0.0,
        };
        let per = || match arguments.get(1).map(|argument| &argument.node) {
            Some(Node::Period(period)) => period.millis().max(1),
            _ => 1000,
        };
        match function {
            Function::CountOf | Function::CountOverTime => Self::Count(0),
            Function::Sum | Function::SumOverTime => Self::Sum { sum: Sum::default(), count: 0 },
            Function::Avg => Self::Average { sum: Sum::default(), count: 0 },
            Function::StdDev => Self::Deviation(Spread::default()),
            Function::Min | Function::Max => {
                Self::Extreme { is_max: function == Function::Max, number: None, is_time: false, other: None }
            }
            Function::CountDistinct => Self::Distinct(Distinct::default()),
            Function::Pct => Self::Percentile(number(1), Percentile::default()),
            Function::Earliest | Function::Latest => {
                Self::AtTime { is_latest: function == Function::Latest, found: None }
            }
            Function::Histogram => Self::Histogram { ranges: whole(number(1)), values: Vec::new() },
            Function::Rate => Self::Rate { sum: Sum::default(), count: 0, per: per() },
            _ => Self::Sorted { is_last: function == Function::SortsLast, found: None },
        }
    }

    /// Counts a row without a value: `count(*)`.
    #[inline]
    pub(super) const fn add_row(&mut self) {
        self.add_rows(1);
    }

    /// Counts so many rows without a value.
    #[inline]
    pub(super) const fn add_rows(&mut self, rows: u64) {
        if let Self::Count(count) = self {
            *count += rows;
        }
    }

    /// Takes a value in, of a row of this time. Answers how many bytes more it holds.
    pub(super) fn add(&mut self, value: &Value, at: Option<i64>) -> u64 {
        if value.is_nothing() {
            return 0;
        }
        match self {
            Self::Count(count) => *count += 1,
            Self::Distinct(seen) => return seen.add(&value.as_text().unwrap_or_default()),
            Self::AtTime { is_latest, found } => {
                let new = (at.unwrap_or(i64::MIN), value.clone());
                keep(found, new, *is_latest, |a, b| a.0.cmp(&b.0).then_with(|| order::strict(&a.1, &b.1)));
            }
            Self::Sorted { is_last, found } => keep(found, value.clone(), *is_last, order::strict),
            Self::Extreme { is_max, number, is_time, other } => match value.as_number() {
                Some(new) => {
                    *is_time |= matches!(value, Value::Time(_));
                    keep(number, new + 0.0, *is_max, f64::total_cmp);
                }
                None => keep(other, value.clone(), *is_max, order::strict),
            },
            _ => return value.as_number().map_or(0, |number| self.add_number(number)),
        }
        0
    }

    /// Takes a number in; for aggregates of numbers alone. Answers how many bytes more it holds.
    #[inline]
    pub(super) fn add_number(&mut self, number: f64) -> u64 {
        match self {
            Self::Sum { sum, count } | Self::Average { sum, count } | Self::Rate { sum, count, .. } => {
                let before = sum.room();
                sum.add(number);
                *count += 1;
                sum.room() - before
            }
            Self::Deviation(spread) => spread.add(number),
            Self::Percentile(_, values) => values.add(number),
            Self::Histogram { values, .. } => {
                values.push(number);
                8
            }
            _ => 0,
        }
    }

    /// Whether it takes numbers, and nothing else, of any value.
    pub(super) const fn is_of_numbers(&self) -> bool {
        matches!(
            self,
            Self::Sum { .. }
                | Self::Average { .. }
                | Self::Rate { .. }
                | Self::Deviation(_)
                | Self::Percentile(..)
                | Self::Histogram { .. }
        )
    }

    /// Takes in what another of the same call has. Answers how many bytes more it holds.
    pub(super) fn merge(&mut self, other: Self) -> u64 {
        match (self, other) {
            (Self::Count(count), Self::Count(other)) => *count = count.saturating_add(other),
            (Self::Sum { sum, count }, Self::Sum { sum: other, count: more })
            | (Self::Average { sum, count }, Self::Average { sum: other, count: more })
            | (Self::Rate { sum, count, .. }, Self::Rate { sum: other, count: more, .. }) => {
                let before = sum.room();
                sum.merge(&other);
                *count = count.saturating_add(more);
                return sum.room() - before;
            }
            (Self::Deviation(spread), Self::Deviation(other)) => return spread.merge(&other),
            (Self::Distinct(seen), Self::Distinct(other)) => return seen.merge(other),
            (Self::Percentile(_, values), Self::Percentile(_, other)) => return values.merge(other),
            (Self::Histogram { values, .. }, Self::Histogram { values: other, .. }) => {
                let bytes = 8 * other.len() as u64;
                values.extend(other);
                return bytes;
            }
            (Self::AtTime { is_latest, found }, Self::AtTime { found: Some(new), .. }) => {
                keep(found, new, *is_latest, |a, b| a.0.cmp(&b.0).then_with(|| order::strict(&a.1, &b.1)));
            }
            (Self::Sorted { is_last, found }, Self::Sorted { found: Some(new), .. }) => {
                keep(found, new, *is_last, order::strict);
            }
            (
                Self::Extreme { is_max, number, is_time, other },
                Self::Extreme { number: new, is_time: timed, other: more, .. },
            ) => {
                *is_time |= timed;
                new.into_iter().for_each(|new| keep(number, new, *is_max, f64::total_cmp));
                more.into_iter().for_each(|new| keep(other, new, *is_max, order::strict));
            }
            _ => {}
        }
        0
    }

    /// What it all comes to. `window` is how many milliseconds the group covers.
    pub(super) fn value(self, window: i64) -> Value {
        match self {
            Self::Count(count) => Value::Number(as_f64(count)),
            Self::Sum { count: 0, .. } | Self::Average { count: 0, .. } | Self::Rate { count: 0, .. } => Value::Null,
            Self::Sum { sum, .. } => Value::finite(sum.value()),
            Self::Average { sum, count } => Value::finite(sum.value() / as_f64(count)),
            Self::Rate { sum, per, .. } => {
                Value::finite(sum.value() * millis_as_f64(per) / millis_as_f64(window.max(1)))
            }
            Self::Deviation(spread) => spread.value(),
            Self::Extreme { number: Some(number), is_time: true, .. } => {
                super::value::whole(number).map_or(Value::Null, Value::Time)
            }
            Self::Extreme { number: Some(number), .. } => Value::Number(number),
            Self::Extreme { other, .. } => other.unwrap_or(Value::Null),
            Self::Distinct(seen) => seen.value(),
            Self::Percentile(percent, values) => values.value(percent),
            Self::AtTime { found, .. } => found.map_or(Value::Null, |(_, value)| value),
            Self::Sorted { found, .. } => found.unwrap_or(Value::Null),
            Self::Histogram { ranges, values } => histogram(ranges, &values),
        }
    }
}

/// Keeps the greatest, or the least.
fn keep<T>(found: &mut Option<T>, new: T, is_greatest: bool, order: impl Fn(&T, &T) -> std::cmp::Ordering) {
    let wanted = if is_greatest { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less };
    if found.as_ref().is_none_or(|best| order(&new, best) == wanted) {
        *found = Some(new);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn whole(number: f64) -> usize {
    number as usize
}

/// How many values are in each of some ranges of equal width; the last has its upper end.
fn histogram(ranges: usize, values: &[f64]) -> Value {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if values.is_empty() || ranges == 0 {
        return Value::Null;
    }
    let ranges = if high > low { ranges } else { 1 };
    let width = (high - low) / count_as_f64(ranges);
    let mut counts = vec![0_usize; ranges];
    for value in values {
        counts[whole((value - low) / width).min(ranges - 1)] += 1;
    }
    let bound = |index: usize| Value::Number(low + width * count_as_f64(index));
    let members = counts.into_iter().enumerate().map(|(index, count)| {
        let upper = if index + 1 == ranges { Value::Number(high) } else { bound(index + 1) };
        (format!("{}-{upper}", bound(index)).into(), Value::count(count))
    });
    Value::Map(members.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(function: Function, values: &[f64]) -> Value {
        let mut accumulator = Accumulator::new(function, &[]);
        values.iter().for_each(|value| {
            accumulator.add(&Value::Number(*value), None);
        });
        accumulator.value(1000)
    }

    #[test]
    fn deviations_are_those_of_a_sample() {
        assert_eq!(of(Function::StdDev, &[2.0, 4.0]), Value::Number(2_f64.sqrt()));
        assert_eq!((of(Function::StdDev, &[2.0]), of(Function::StdDev, &[])), (Value::Number(0.0), Value::Null));
    }

    #[test]
    fn many_values_are_known_to_a_percent() {
        let mut accumulator = Accumulator::Percentile(95.0, Percentile::default());
        (1..=200_000).for_each(|value| {
            accumulator.add(&Value::Number(f64::from(value)), None);
        });
        let found = accumulator.value(0).as_number().unwrap();
        assert!((found / 190_000.0 - 1.0).abs() < 0.01);
    }

    #[test]
    fn histograms_have_ranges_of_equal_width() {
        assert_eq!(histogram(2, &[0.0, 1.0, 5.0, 10.0]).to_string(), "{\"0-5\":2,\"5-10\":2}");
        assert_eq!(histogram(3, &[4.0]).to_string(), "{\"4-4\":1}");
    }
}
