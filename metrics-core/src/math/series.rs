//! Time series as values.

use std::sync::Arc;

use cupola_base::Timestamp;

use super::axis::Axis;
use super::column::Column;
use crate::alarm::MetricSource;

/// A time series: some points on the slots of an [`Axis`], and a label. Cheap to clone.
///
/// ```
/// use cupola_metrics::math::{Axis, Series};
/// use cupola_metrics::{Period, Timestamp};
///
/// let start = Timestamp::parse("2026-05-04T10:00:00Z")?;
/// let axis = Axis::new(start, start.plus_secs(240), Period::MINUTE);
/// let series = Series::new("load", axis, [(start, 8.0), (start.plus_secs(120), 2.0)]);
/// assert_eq!(series.points().map(|(_, value)| value).collect::<Vec<_>>(), [8.0, 2.0]);
/// # Ok::<(), cupola_metrics::TimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    label: Arc<str>,
    axis: Axis,
    /// The slots of the finest of the data that it was made of.
    own: Axis,
    column: Arc<Column>,
    /// The metric that each value comes from alone.
    origin: Option<Arc<MetricSource>>,
}

impl Series {
    /// The finite ones of some points. A point belongs to the slot that holds its instant; those
    /// beyond the axis are left out, and of several in one slot the last stands.
    #[must_use]
    pub fn new(label: impl Into<Arc<str>>, axis: Axis, points: impl IntoIterator<Item = (Timestamp, f64)>) -> Self {
        let points = points.into_iter().filter_map(|(at, value)| Some((axis.slot(at)?, value)));
        let mut points: Vec<(u64, f64)> = points.collect();
        points.sort_by_key(|(slot, _)| *slot);
        Self::of(label, axis, Column::collect(points))
    }

    pub(super) fn of(label: impl Into<Arc<str>>, axis: Axis, column: Column) -> Self {
        Self { label: label.into(), axis, own: axis, column: Arc::new(column), origin: None }
    }

    pub(super) fn empty(axis: Axis) -> Self {
        Self::of("", axis, Column::default())
    }

    /// What the series is called.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The slots that it stands on.
    #[must_use]
    pub const fn axis(&self) -> Axis {
        self.axis
    }

    /// Where each slot with a value begins, and the value; oldest first.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (Timestamp, f64)> {
        self.column.points().map(|(slot, value)| (self.axis.at(slot), value))
    }

    /// Whether there is no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.column.is_empty()
    }

    /// The same under another label.
    #[must_use]
    pub fn labelled(self, label: impl Into<Arc<str>>) -> Self {
        Self { label: label.into(), ..self }
    }

    pub(crate) fn of_metric(self, origin: Arc<MetricSource>) -> Self {
        Self { origin: Some(origin), ..self }
    }

    /// The metric that each value comes from alone.
    pub(crate) fn origin(&self) -> Option<&MetricSource> {
        self.origin.as_deref()
    }

    /// The slots of the finest of the data that it was made of.
    pub(super) const fn own(&self) -> Axis {
        self.own
    }

    /// The same, made of data with other slots.
    pub(super) fn made_of(self, own: Axis) -> Self {
        Self { own, ..self }
    }

    pub(super) fn column(&self) -> &Column {
        &self.column
    }

    /// Other values under the same label.
    pub(super) fn with_column(&self, column: Column) -> Self {
        Self { column: Arc::new(column), ..self.clone() }
    }

    /// The same points on an axis that begins a slot wherever this one does.
    pub(super) fn on(&self, axis: Axis) -> Self {
        if self.axis == axis {
            return self.clone();
        }
        let (offset, stride) = (axis.offset_of(&self.axis), axis.stride_of(&self.axis));
        let column = Column::collect(self.column.points().map(|(slot, value)| (offset + slot * stride, value)));
        Self { axis, column: Arc::new(column), ..self.clone() }
    }
}
