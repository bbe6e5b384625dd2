//! Scales with ends that were told.

use super::chart::ChartAxis;
use crate::value_scale::ValueScale;

/// A scale of an axis over the values that are shown.
pub(super) fn scale(axis: &ChartAxis, values: impl IntoIterator<Item = f64>, top: f64, height: f64) -> ValueScale {
    let told = || axis.min.into_iter().chain(axis.max).filter(|end| end.is_finite());
    let within = |value: &f64| axis.min.is_none_or(|min| *value >= min) && axis.max.is_none_or(|max| *value <= max);
    let shown: Vec<f64> = values.into_iter().filter(within).chain(told()).collect();
    ValueScale::new(shown, top, height).ending(axis.min, axis.max)
}
