//! Percentiles.

use cupola_base::sketch::QuantileSketch;
use serde::{Deserialize, Serialize};

use super::EXACT;
use super::numbers::Numbers;
use crate::insights::value::{Value, count_as_f64};

/// Numbers of which percentiles are asked: all of them as long as they are few, then a sketch that is right
/// within half a percent of the value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::insights) enum Percentile {
    Exact(Numbers),
    Sketch(Box<QuantileSketch>),
}

impl Default for Percentile {
    fn default() -> Self {
        Self::Exact(Numbers::default())
    }
}

impl Percentile {
    /// Answers how many bytes more it holds.
    #[inline]
    pub(super) fn add(&mut self, number: f64) -> u64 {
        match self {
            Self::Exact(values) => {
                values.push(number);
                if values.len() > EXACT {
                    self.sketch();
                }
                8
            }
            Self::Sketch(sketch) => {
                sketch.add(number, 1.0);
                0
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) -> u64 {
        match (&mut *self, other) {
            (Self::Exact(values), Self::Exact(other)) => {
                let bytes = 8 * other.len() as u64;
                values.extend(&other);
                if values.len() > EXACT {
                    self.sketch();
                }
                return bytes;
            }
            (_, Self::Exact(values)) => values.pieces().for_each(|piece| self.sketch().add_all(piece)),
            (_, Self::Sketch(sketch)) => self.sketch().merge(&sketch),
        }
        0
    }

    pub(super) fn value(self, percent: f64) -> Value {
        match self {
            Self::Exact(values) => nearest_rank(&mut Vec::from(values), percent),
            Self::Sketch(sketch) => sketch.quantile(percent / 100.0).map_or(Value::Null, Value::finite),
        }
    }

    fn sketch(&mut self) -> &mut QuantileSketch {
        if let Self::Exact(values) = self {
            let mut sketch = QuantileSketch::default();
            values.pieces().for_each(|piece| sketch.add_all(piece));
            *self = Self::Sketch(Box::new(sketch));
        }
        match self {
            Self::Sketch(sketch) => sketch,
            Self::Exact(_) => unreachable!("it was summed up above"),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn rank(count: usize, percent: f64) -> usize {
    (percent / 100.0 * count_as_f64(count)).ceil() as usize
}

/// The least value that at least so many percent of all are not above.
pub(in crate::insights) fn nearest_rank(values: &mut [f64], percent: f64) -> Value {
    let rank = rank(values.len(), percent).max(1);
    if rank > values.len() {
        return Value::Null;
    }
    Value::Number(*values.select_nth_unstable_by(rank - 1, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_there_are() {
        let mut values = [15.0, 20.0, 35.0, 40.0, 50.0];
        for (percent, expected) in [(0.0, 15.0), (5.0, 15.0), (30.0, 20.0), (40.0, 20.0), (50.0, 35.0), (100.0, 50.0)] {
            assert_eq!(nearest_rank(&mut values, percent), Value::Number(expected), "{percent}");
        }
    }

    #[test]
    fn parts_that_are_many_together_are_a_sketch_of_all() {
        let part = |from: u32, to: u32| {
            let mut part = Percentile::default();
            (from..to).for_each(|number| {
                part.add(f64::from(number) + 0.5);
            });
            part
        };
        for (cut, end) in [(50_000, 90_000), (60_000, 130_000), (10, 130_000), (129_990, 130_000)] {
            let mut merged = part(cut, end);
            merged.merge(part(0, cut));
            assert_eq!(merged.value(95.0), part(0, end).value(95.0), "{cut} of {end}");
        }
    }
}
