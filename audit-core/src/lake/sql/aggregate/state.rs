//! What is known of a group.

use std::cmp::Ordering;

use cupola_base::sketch::{DistinctSketch, QuantileSketch};

use crate::lake::sql::error::LakeFault;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::value::{Value, key_of};

/// What is known of a group so far.
#[derive(Clone, Debug)]
pub(in crate::lake::sql) enum State {
    Count(i64),
    CountIf(i64),
    SumWhole(Option<i64>),
    SumReal(Option<f64>),
    Average {
        count: i64,
        sum: f64,
    },
    Extreme {
        largest: bool,
        best: Value,
    },
    /// The value where another is largest or smallest.
    By {
        largest: bool,
        best: Value,
        value: Value,
    },
    First(Value),
    All(Option<bool>),
    Any(Option<bool>),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>, hashbrown::HashSet<Vec<u8>>),
    Histogram(Vec<(Value, i64)>, hashbrown::HashMap<Vec<u8>, usize>),
    ApproxDistinct(Box<DistinctSketch>),
    Percentile {
        sketch: Box<QuantileSketch>,
        whole: bool,
        at: Value,
    },
    /// Welford's running mean and sum of squares.
    Spread {
        count: f64,
        mean: f64,
        squares: f64,
        kind: Spread,
    },
}

#[derive(Clone, Copy, Debug)]
pub(in crate::lake::sql) enum Spread {
    DeviationOfSample,
    DeviationOfAll,
    VarianceOfSample,
    VarianceOfAll,
}

impl State {
    /// Takes a row's arguments in; says how many bytes more are held.
    pub(in crate::lake::sql) fn add(&mut self, args: &[Value]) -> Result<usize, LakeFault> {
        let first = args.first().unwrap_or(&Value::Null);
        match self {
            Self::Count(count) => *count += 1,
            Self::CountIf(count) => *count += i64::from(first.as_truth() == Some(true)),
            Self::SumWhole(sum) => {
                let added = sum.unwrap_or(0).checked_add(first.as_whole());
                *sum = Some(added.ok_or(LakeFault::Overflow("sum"))?);
            }
            Self::SumReal(sum) => *sum = Some(sum.unwrap_or(0.0) + first.as_real()),
            Self::Average { count, sum } => (*count, *sum) = (*count + 1, *sum + first.as_real()),
            Self::Extreme { largest, best } => {
                if best.is_null() || is_better(*largest, first.order(best)) {
                    *best = first.clone();
                }
            }
            Self::By { largest, best, value } => {
                let by = args.get(1).unwrap_or(&Value::Null);
                if !by.is_null() && (best.is_null() || is_better(*largest, by.order(best))) {
                    (*best, *value) = (by.clone(), first.clone());
                }
            }
            Self::First(value) if value.is_null() => *value = first.clone(),
            Self::First(_) => {}
            Self::All(all) => *all = Some(all.unwrap_or(true) && first.as_truth() == Some(true)),
            Self::Any(any) => *any = Some(any.unwrap_or(false) || first.as_truth() == Some(true)),
            Self::List(items) => {
                items.push(first.clone());
                return Ok(first.bytes());
            }
            Self::Map(entries, seen) => {
                if seen.insert(key_of([first])) {
                    let value = args.get(1).cloned().unwrap_or(Value::Null);
                    let bytes = 2 * first.bytes() + value.bytes();
                    entries.push((first.clone(), value));
                    return Ok(bytes);
                }
            }
            Self::Histogram(entries, seen) => {
                let next = entries.len();
                let at = *seen.entry(key_of([first])).or_insert(next);
                if at == next {
                    entries.push((first.clone(), 0));
                }
                entries[at].1 += 1;
                return Ok(if at == next { 2 * first.bytes() } else { 0 });
            }
            Self::ApproxDistinct(sketch) => sketch.add(&key_of([first])),
            Self::Percentile { sketch, at, .. } => {
                sketch.add(first.as_real(), 1.0);
                *at = args.get(1).cloned().unwrap_or(Value::Null);
            }
            Self::Spread { count, mean, squares, .. } => {
                *count += 1.0;
                let off = first.as_real() - *mean;
                *mean += off / *count;
                *squares += off * (first.as_real() - *mean);
            }
        }
        Ok(0)
    }

    /// What the group comes to.
    pub(in crate::lake::sql) fn done(self, result: &LakeType) -> Result<Value, LakeFault> {
        Ok(match self {
            Self::Count(count) | Self::CountIf(count) => Value::Whole(count),
            Self::SumWhole(sum) => sum.map_or(Value::Null, Value::Whole),
            Self::SumReal(sum) => sum.map_or(Value::Null, Value::Real),
            #[expect(clippy::cast_precision_loss, reason = "no group has so many rows")]
            Self::Average { count, sum } => {
                if count == 0 {
                    Value::Null
                } else {
                    Value::Real(sum / count as f64)
                }
            }
            Self::Extreme { best, .. } => best,
            Self::By { value, .. } | Self::First(value) => value,
            Self::All(truth) | Self::Any(truth) => truth.map_or(Value::Null, Value::Truth),
            Self::List(items) if items.is_empty() => Value::Null,
            Self::List(items) => Value::list(items),
            Self::Map(entries, _) if entries.is_empty() => Value::Null,
            Self::Map(entries, _) => Value::Map(entries.into()),
            Self::Histogram(entries, _) if entries.is_empty() => Value::Null,
            Self::Histogram(entries, _) if matches!(result, LakeType::Array(_)) => {
                Value::List(entries.into_iter().map(|(value, _)| value).collect())
            }
            Self::Histogram(entries, _) => {
                Value::Map(entries.into_iter().map(|(value, count)| (value, Value::Whole(count))).collect())
            }
            #[expect(clippy::cast_possible_truncation, reason = "an estimate is far below the bounds")]
            Self::ApproxDistinct(sketch) => Value::Whole(sketch.estimate().round() as i64),
            Self::Percentile { sketch, whole, at } => percentile(&sketch, whole, &at)?,
            Self::Spread { count, squares, kind, .. } => spread_of(count, squares, kind),
        })
    }
}

const fn is_better(largest: bool, order: Ordering) -> bool {
    if largest { order.is_gt() } else { order.is_lt() }
}

fn percentile(sketch: &QuantileSketch, whole: bool, at: &Value) -> Result<Value, LakeFault> {
    if at.is_null() {
        return Ok(Value::Null);
    }
    if !(0.0..=1.0).contains(&at.as_real()) {
        return Err(LakeFault::argument("approx_percentile", "Percentile must be between 0 and 1"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
    let value = sketch
        .quantile(at.as_real())
        .map(|found| if whole { Value::Whole(found.round() as i64) } else { Value::Real(found) });
    Ok(value.unwrap_or(Value::Null))
}

fn spread_of(count: f64, squares: f64, kind: Spread) -> Value {
    let (of_sample, root) = match kind {
        Spread::DeviationOfSample => (true, true),
        Spread::DeviationOfAll => (false, true),
        Spread::VarianceOfSample => (true, false),
        Spread::VarianceOfAll => (false, false),
    };
    let over = if of_sample { count - 1.0 } else { count };
    if over <= 0.0 {
        return Value::Null;
    }
    let variance = squares / over;
    Value::Real(if root { variance.sqrt() } else { variance })
}
