//! Aggregates.

use std::collections::BTreeSet;
use std::sync::Arc;

use cupola_base::sketch::QuantileSketch;

use super::ast::{Expr, Node};
use super::function::Function;
use super::order;
use super::value::{Value, count_as_f64};

/// How many values a percentile is exact for.
const EXACT: usize = 100_000;

/// What a group of rows comes to, as far as they have been seen.
#[derive(Debug)]
pub(super) enum Accumulator {
    Count(u64),
    Sum {
        sum: f64,
        count: u64,
    },
    Average {
        sum: f64,
        count: u64,
    },
    /// Number of values, mean, and sum of squares of differences from it.
    Deviation {
        count: u64,
        mean: f64,
        squares: f64,
    },
    /// The least or greatest number, and the least or greatest of what is none.
    Extreme {
        is_max: bool,
        number: Option<f64>,
        is_time: bool,
        other: Option<Value>,
    },
    Distinct(BTreeSet<Arc<str>>),
    Percentile {
        percent: f64,
        values: Vec<f64>,
        sketch: Option<Box<QuantileSketch>>,
    },
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
        sum: f64,
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
            Function::Sum | Function::SumOverTime => Self::Sum { sum: 0.0, count: 0 },
            Function::Avg => Self::Average { sum: 0.0, count: 0 },
            Function::StdDev => Self::Deviation { count: 0, mean: 0.0, squares: 0.0 },
            Function::Min | Function::Max => {
                Self::Extreme { is_max: function == Function::Max, number: None, is_time: false, other: None }
            }
            Function::CountDistinct => Self::Distinct(BTreeSet::new()),
            Function::Pct => Self::Percentile { percent: number(1), values: Vec::new(), sketch: None },
            Function::Earliest | Function::Latest => {
                Self::AtTime { is_latest: function == Function::Latest, found: None }
            }
            Function::Histogram => Self::Histogram { ranges: whole(number(1)), values: Vec::new() },
            Function::Rate => Self::Rate { sum: 0.0, count: 0, per: per() },
            _ => Self::Sorted { is_last: function == Function::SortsLast, found: None },
        }
    }

    /// Counts a row without a value: `count(*)`.
    pub(super) fn add_row(&mut self) {
        if let Self::Count(count) = self {
            *count += 1;
        }
    }

    /// Takes a value in, of a row of this time. Answers how many bytes more it holds.
    pub(super) fn add(&mut self, value: &Value, at: Option<i64>) -> u64 {
        if value.is_nothing() {
            return 0;
        }
        match self {
            Self::Count(count) => *count += 1,
            Self::Distinct(seen) => {
                let text = value.as_text().unwrap_or_default();
                let bytes = text.len() as u64 + 64;
                return if seen.insert(text) { bytes } else { 0 };
            }
            Self::AtTime { is_latest, found } => {
                let at = at.unwrap_or(i64::MIN);
                let is_better =
                    found.as_ref().is_none_or(|(best, _)| if *is_latest { at >= *best } else { at < *best });
                if is_better {
                    *found = Some((at, value.clone()));
                }
            }
            Self::Sorted { is_last, found } => {
                let wanted = if *is_last { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less };
                if found.as_ref().is_none_or(|best| order::compare(value, best) == wanted) {
                    *found = Some(value.clone());
                }
            }
            Self::Extreme { is_max, number, is_time, other } => match value.as_number() {
                Some(new) => {
                    *is_time = matches!(value, Value::Time(_));
                    *number = Some(number.map_or(new, |old| if *is_max { old.max(new) } else { old.min(new) }));
                }
                None => {
                    let wanted = if *is_max { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less };
                    if other.as_ref().is_none_or(|best| order::compare(value, best) == wanted) {
                        *other = Some(value.clone());
                    }
                }
            },
            _ => return value.as_number().map_or(0, |number| self.add_number(number)),
        }
        0
    }

    fn add_number(&mut self, number: f64) -> u64 {
        match self {
            Self::Sum { sum, count } | Self::Average { sum, count } | Self::Rate { sum, count, .. } => {
                (*sum, *count) = (*sum + number, *count + 1);
            }
            Self::Deviation { count, mean, squares } => {
                *count += 1;
                let before = number - *mean;
                *mean += before / as_f64(*count);
                *squares += before * (number - *mean);
            }
            Self::Percentile { sketch: Some(sketch), .. } => sketch.add(number, 1.0),
            Self::Percentile { values, sketch, .. } => {
                values.push(number);
                if values.len() > EXACT {
                    let mut made = QuantileSketch::default();
                    std::mem::take(values).into_iter().for_each(|value| made.add(value, 1.0));
                    *sketch = Some(Box::new(made));
                }
                return 8;
            }
            Self::Histogram { values, .. } => {
                values.push(number);
                return 8;
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
            Self::Sum { sum, .. } => Value::finite(sum),
            Self::Average { sum, count } => Value::finite(sum / as_f64(count)),
            Self::Rate { sum, per, .. } => {
                Value::finite(sum * super::value::millis_as_f64(per) / super::value::millis_as_f64(window.max(1)))
            }
            Self::Deviation { count: 0, .. } => Value::Null,
            Self::Deviation { count: 1, .. } => Value::Number(0.0),
            Self::Deviation { count, squares, .. } => Value::finite((squares / as_f64(count - 1)).sqrt()),
            Self::Extreme { number: Some(number), is_time: true, .. } => {
                super::value::whole(number).map_or(Value::Null, Value::Time)
            }
            Self::Extreme { number: Some(number), .. } => Value::Number(number),
            Self::Extreme { other, .. } => other.unwrap_or(Value::Null),
            Self::Distinct(seen) => Value::count(seen.len()),
            Self::Percentile { percent, sketch: Some(sketch), .. } => {
                sketch.quantile(percent / 100.0).map_or(Value::Null, Value::finite)
            }
            Self::Percentile { percent, mut values, .. } => nearest_rank(&mut values, percent),
            Self::AtTime { found, .. } => found.map_or(Value::Null, |(_, value)| value),
            Self::Sorted { found, .. } => found.unwrap_or(Value::Null),
            Self::Histogram { ranges, values } => histogram(ranges, &values),
        }
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

/// The least value that at least so many percent of all are not above.
pub(super) fn nearest_rank(values: &mut [f64], percent: f64) -> Value {
    values.sort_by(f64::total_cmp);
    let rank = whole((percent / 100.0 * count_as_f64(values.len())).ceil());
    values.get(rank.max(1) - 1).map_or(Value::Null, |value| Value::Number(*value))
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
    fn percentiles_are_values_that_there_are() {
        let mut values = [15.0, 20.0, 35.0, 40.0, 50.0];
        for (percent, expected) in [(0.0, 15.0), (5.0, 15.0), (30.0, 20.0), (40.0, 20.0), (50.0, 35.0), (100.0, 50.0)] {
            assert_eq!(nearest_rank(&mut values, percent), Value::Number(expected), "{percent}");
        }
    }

    #[test]
    fn many_values_are_known_to_a_percent() {
        let mut accumulator = Accumulator::Percentile { percent: 95.0, values: Vec::new(), sketch: None };
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
