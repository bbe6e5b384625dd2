//! What expressions are made of and come to.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::axis::Axis;
use super::check::Scope;
use super::semantics::Semantics;
use super::series::Series;
use crate::period::Period;

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the language knows three kinds of values")]
pub enum Value {
    /// A number; none when there was no data to make one of, or it is not finite.
    Scalar(Option<f64>),
    /// One time series.
    Series(Series),
    /// Time series in an order.
    Array(Vec<Series>),
}

impl Value {
    /// The same, made of data with these slots besides.
    pub(super) fn made_of_besides(self, axis: Axis) -> Self {
        let finer = |series: Series| {
            let own = series.own().finer(axis);
            series.made_of(own)
        };
        match self {
            Self::Scalar(number) => Self::Scalar(number),
            Self::Series(series) => Self::Series(finer(series)),
            Self::Array(members) => Self::Array(members.into_iter().map(finer).collect()),
        }
    }
}

/// What an expression comes to, as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueType {
    /// A number.
    Scalar,
    /// One time series.
    Series,
    /// Time series in an order.
    Array,
    /// An array that stands for its member where one time series is needed and it has one.
    Slice,
    /// What a host answers.
    Unknown,
}

/// What the ids of an expression stand for, and the slots that its result stands on.
///
/// ```
/// use cupola_metrics::math::{Axis, Expression, Inputs, NoHost, Series, Value};
/// use cupola_metrics::{Period, Timestamp};
///
/// let start = Timestamp::parse("2026-05-04T10:00:00Z")?;
/// let axis = Axis::new(start, start.plus_secs(120), Period::MINUTE);
/// let series = |values: [f64; 2]| Series::new("", axis, [(start, values[0]), (start.plus_secs(60), values[1])]);
/// let inputs = Inputs::new(axis)
///     .with_metric("used", Period::MINUTE, series([3.0, 8.0]))
///     .with_metric("all", Period::MINUTE, series([12.0, 0.0]));
///
/// let share = Expression::parse("100 * used / all")?.evaluate(&inputs, &mut NoHost)?;
/// let Value::Series(share) = share else { panic!("it is one series") };
/// assert_eq!(share.points().collect::<Vec<_>>(), [(start, 25.0)], "8 / 0 is dropped");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Inputs {
    pub(super) axis: Axis,
    named: BTreeMap<Arc<str>, Input>,
    metrics: Vec<Arc<str>>,
    pub(super) budget: u64,
    pub(super) semantics: Semantics,
}

/// One id.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) value: Value,
    /// For metrics.
    pub(super) period: Option<Period>,
}

impl Inputs {
    /// No ids. The axis is that of the functions which give every slot a value.
    #[must_use]
    pub const fn new(axis: Axis) -> Self {
        Self {
            axis,
            named: BTreeMap::new(),
            metrics: Vec::new(),
            budget: DEFAULT_BUDGET,
            semantics: Semantics::DEFAULT,
        }
    }

    /// The same ids, for an expression on another axis.
    #[must_use]
    pub fn on(self, axis: Axis) -> Self {
        Self { axis, ..self }
    }

    /// How many slots the evaluation may fill on its way; 50,000,000 unless told. A measure of its
    /// time and memory.
    #[must_use]
    pub fn within(self, budget: u64) -> Self {
        Self { budget, ..self }
    }

    /// Decides how averages and deviations are computed.
    #[must_use]
    pub fn under(self, semantics: Semantics) -> Self {
        Self { semantics, ..self }
    }

    /// An id that stands for a metric. `METRICS()` has them in the order in which they are added.
    #[must_use]
    pub fn with_metric(mut self, id: impl Into<Arc<str>>, period: Period, series: Series) -> Self {
        self.add_metric(id, period, series);
        self
    }

    /// An id that stands for what another expression came to.
    #[must_use]
    pub fn with(mut self, id: impl Into<Arc<str>>, value: Value) -> Self {
        self.add(id, value);
        self
    }

    pub(crate) fn add_metric(&mut self, id: impl Into<Arc<str>>, period: Period, series: Series) {
        let id = id.into();
        self.metrics.push(id.clone());
        self.named.insert(id, Input { value: Value::Series(series), period: Some(period) });
    }

    pub(crate) fn add(&mut self, id: impl Into<Arc<str>>, value: Value) {
        self.named.insert(id.into(), Input { value, period: None });
    }

    pub(crate) fn set_axis(&mut self, axis: Axis) {
        self.axis = axis;
    }

    /// Takes from the budget what an expression took.
    pub(crate) fn spend(&mut self, slots: u64) {
        self.budget = self.budget.saturating_sub(slots);
    }

    /// The types of all ids.
    pub(crate) fn scope(&self) -> Scope {
        self.named.iter().fold(Scope::default(), |scope, (id, input)| match (&input.value, input.period) {
            (_, Some(_)) => scope.with_metric(&**id),
            (Value::Scalar(_), None) => scope.with(&**id, ValueType::Scalar),
            (Value::Series(_), None) => scope.with(&**id, ValueType::Series),
            (Value::Array(_), None) => scope.with(&**id, ValueType::Array),
        })
    }

    /// The slots that results stand on.
    #[must_use]
    pub const fn axis(&self) -> Axis {
        self.axis
    }

    /// What the ids stand for, by id.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.named.iter().map(|(id, input)| (&**id, &input.value))
    }

    /// The ids that stand for metrics, in the order of `METRICS()`.
    pub fn metric_ids(&self) -> impl Iterator<Item = &str> {
        self.metrics.iter().map(|id| &**id)
    }

    pub(super) fn input(&self, id: &str) -> Option<&Input> {
        self.named.get(id)
    }

    /// The metrics whose ids hold a text.
    pub(super) fn metrics(&self, part: &str) -> impl Iterator<Item = &Series> {
        let metrics = self.metrics.iter().filter(move |id| id.contains(part));
        metrics.filter_map(|id| match &self.named.get(id)?.value {
            Value::Series(series) => Some(series),
            Value::Scalar(_) | Value::Array(_) => None,
        })
    }
}

const DEFAULT_BUDGET: u64 = 50_000_000;
