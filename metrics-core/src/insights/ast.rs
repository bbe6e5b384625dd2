//! What a query is, once it is read.

use crate::metric::Metric;
use crate::statistic::Statistic;
use crate::summary::Summary;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query {
    pub(super) aggregate: Aggregate,
    pub(super) metric: String,
    pub(super) namespace: String,
    /// The names of all dimensions, sorted; `None` for any.
    pub(super) schema: Option<Vec<String>>,
    pub(super) condition: Option<Condition>,
    pub(super) group_by: Vec<String>,
    pub(super) order_by: Option<Order>,
    pub(super) limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregate {
    Average,
    Count,
    Maximum,
    Minimum,
    Sum,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    pub(super) aggregate: Aggregate,
    pub(super) is_descending: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    Or(Vec<Self>),
    And(Vec<Self>),
    /// Whether a label has, or has not, one of some values.
    In {
        label: String,
        is_negated: bool,
        values: Vec<String>,
        is_list: bool,
    },
}

impl Query {
    /// Whether a metric has a part in the answer.
    pub(super) fn accepts(&self, metric: &Metric) -> bool {
        metric.namespace.as_str() == self.namespace
            && metric.name.as_str() == self.metric
            && self.schema.as_ref().is_none_or(|schema| {
                let names = metric.dimensions.iter().map(|dimension| &*dimension.name);
                names.eq(schema.iter().map(String::as_str))
            })
            && self.condition.as_ref().is_none_or(|condition| condition.holds(metric))
    }
}

impl Condition {
    /// How many values it compares with.
    pub(super) fn values(&self) -> usize {
        match self {
            Self::Or(parts) | Self::And(parts) => parts.iter().map(Self::values).sum(),
            Self::In { values, .. } => values.len(),
        }
    }

    fn holds(&self, metric: &Metric) -> bool {
        match self {
            Self::Or(parts) => parts.iter().any(|part| part.holds(metric)),
            Self::And(parts) => parts.iter().all(|part| part.holds(metric)),
            Self::In { label, is_negated, values, .. } => {
                let value = metric.dimensions.value(label);
                value.is_some_and(|value| values.iter().any(|wanted| wanted == value)) != *is_negated
            }
        }
    }
}

impl Aggregate {
    pub(super) const ALL: [Self; 5] = [Self::Average, Self::Count, Self::Maximum, Self::Minimum, Self::Sum];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Average => "AVG",
            Self::Count => "COUNT",
            Self::Maximum => "MAX",
            Self::Minimum => "MIN",
            Self::Sum => "SUM",
        }
    }

    /// What the samples of a slot come to.
    pub(super) fn of_samples(self, summary: &Summary) -> Option<f64> {
        summary.statistic(match self {
            Self::Average => Statistic::Average,
            Self::Count => Statistic::SampleCount,
            Self::Maximum => Statistic::Maximum,
            Self::Minimum => Statistic::Minimum,
            Self::Sum => Statistic::Sum,
        })
    }

    /// What the points of a series come to.
    #[expect(clippy::cast_precision_loss, reason = "far fewer points than 2^52")]
    pub(super) fn of_points(self, points: &[(i64, f64)]) -> Option<f64> {
        let values = || points.iter().map(|(_, value)| *value);
        match self {
            Self::Average => values().reduce(|sum, value| sum + value).map(|sum| sum / points.len() as f64),
            Self::Count => Some(points.len() as f64),
            Self::Maximum => values().reduce(f64::max),
            Self::Minimum => values().reduce(f64::min),
            Self::Sum => values().reduce(|sum, value| sum + value),
        }
    }
}
