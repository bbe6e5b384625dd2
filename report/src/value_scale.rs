//! From values to heights.

use crate::number::{Notation, decade, power_of_ten};

/// Maps values to heights in a plot, and knows where its ticks are.
#[derive(Clone, Debug)]
pub(crate) struct ValueScale {
    low: f64,
    high: f64,
    step: f64,
    top: f64,
    height: f64,
}

impl ValueScale {
    /// A scale that shows the finite `values`, with ends on ticks. Zero is shown too unless the
    /// values lie together far from it.
    pub(crate) fn new(values: impl IntoIterator<Item = f64>, top: f64, height: f64) -> Self {
        let (low, high) = with_zero(spread(extremes(values)));
        let step = nice_step(low, high);
        let (low, high) = (outward(low, step, f64::floor), outward(high, step, f64::ceil));
        Self { low, high, step, top, height }
    }

    /// The same with ends that were told, as far as they are numbers and in order.
    pub(crate) fn ending(self, low: Option<f64>, high: Option<f64>) -> Self {
        let finite = |end: Option<f64>, own: f64| end.filter(|end| end.is_finite()).unwrap_or(own);
        let (low, high) = (finite(low, self.low), finite(high, self.high));
        if low < high && (high / 2.0 - low / 2.0) > 0.0 { Self { low, high, ..self } } else { self }
    }

    /// Whether a value lies between the ends.
    pub(crate) fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// The value, or the end that it is beyond.
    pub(crate) fn clamped(&self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }

    /// The height of a value; halves are used so that no finite range overflows.
    pub(crate) fn y(&self, value: f64) -> f64 {
        let share = (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        self.top + self.height * (1.0 - share)
    }

    /// Values with their labels, from low to high.
    pub(crate) fn ticks(&self) -> Vec<(f64, String)> {
        let notation = Notation::of(self.step, self.low.abs().max(self.high.abs()));
        let first = (self.low / self.step).ceil();
        let values =
            (0..MOST_TICKS).map(|i| (first + f64::from(i)) * self.step).take_while(|value| *value <= self.high);
        values.map(|value| (value, notation.write(value))).collect()
    }
}

/// More than ever fit: the step is a tenth of the range at least.
const MOST_TICKS: u32 = 16;
/// About how many steps an axis has.
const STEPS: f64 = 5.0;
/// A range below this share of its values is drawn as a flat line: the numbers end there.
const FLAT: f64 = 1e-12;

fn extremes(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let found = finite.fold(None, |seen: Option<(f64, f64)>, value| {
        Some(seen.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    });
    found.unwrap_or((0.0, 1.0))
}

/// Makes room around values that are all alike.
fn spread((low, high): (f64, f64)) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    if size < f64::MIN_POSITIVE {
        return (0.0, 1.0);
    }
    if high / 2.0 - low / 2.0 > size / 2.0 * FLAT {
        return (low, high);
    }
    ((low - size / 2.0).max(f64::MIN), (high + size / 2.0).min(f64::MAX))
}

fn with_zero((low, high): (f64, f64)) -> (f64, f64) {
    if low > 0.0 && low <= high * NEAR_ZERO {
        (0.0, high)
    } else if high < 0.0 && high >= low * NEAR_ZERO {
        (low, 0.0)
    } else {
        (low, high)
    }
}

/// Values that reach down to this share of the largest are shown with zero.
const NEAR_ZERO: f64 = 0.75;

/// The smallest of 1, 2, 5 times a power of ten that covers the range in about five steps.
fn nice_step(low: f64, high: f64) -> f64 {
    let raw = (high / STEPS - low / STEPS).max(f64::MIN_POSITIVE);
    let base = power_of_ten(decade(raw));
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| raw <= base * factor);
    let step = base * factor.unwrap_or(10.0);
    if step.is_finite() { step } else { base }
}

/// Moves an end of the range outward to a tick, unless that leaves the range of numbers.
fn outward(end: f64, step: f64, round: fn(f64) -> f64) -> f64 {
    let moved = round(end / step) * step;
    if moved.is_finite() { moved } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64]) -> Vec<String> {
        ValueScale::new(values.iter().copied(), 0.0, 100.0).ticks().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_numbers_around_the_values() {
        assert_eq!(labels(&[0.0, 31.0]), ["0", "10", "20", "30", "40"]);
        assert_eq!(labels(&[3.0, 9.0]), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(labels(&[-1.0, 1.0]), ["-1.0", "-0.5", "0", "0.5", "1.0"]);
        assert_eq!(labels(&[96.0, 99.5]), ["96", "97", "98", "99", "100"]);
        assert_eq!(labels(&[]), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    }

    #[test]
    fn no_range_of_numbers_breaks_the_scale() {
        for values in [
            vec![f64::MIN, f64::MAX],
            vec![f64::MAX],
            vec![f64::MIN],
            vec![5e-324],
            vec![0.0, 5e-324],
            vec![1e15, 1e15 + 0.125],
            vec![-3.0],
            vec![f64::NAN, f64::INFINITY],
            vec![1e-300, 1e300],
        ] {
            let scale = ValueScale::new(values.iter().copied(), 10.0, 100.0);
            let ticks = scale.ticks();
            assert!((2..=12).contains(&ticks.len()), "{values:?}: {ticks:?}");
            assert!(ticks.windows(2).all(|pair| pair[0].0 < pair[1].0), "{values:?}: {ticks:?}");
            for value in values.iter().filter(|value| value.is_finite()) {
                assert!((10.0..=110.0).contains(&scale.y(*value)), "{values:?}: {}", scale.y(*value));
            }
        }
    }
}
