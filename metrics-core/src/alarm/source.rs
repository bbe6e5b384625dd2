//! Where an alarm's data come from.

use cupola_base::Unit;
use serde::{Deserialize, Serialize};

use crate::data::{DataSource, MetricDataQuery};
use crate::metric::Metric;
use crate::period::Period;
use crate::statistic::Statistic;

/// Where an alarm's data come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum AlarmSource {
    /// One metric.
    Metric(MetricSource),
    /// Metric math, a Metrics Insights query, or a metric with its anomaly band.
    Queries(Box<AlarmQueries>),
}

/// One metric, and how it is summed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricSource {
    /// The metric.
    pub metric: Metric,
    /// The statistic.
    pub statistic: Statistic,
    /// The length of a window.
    pub period: Period,
    /// Data of this unit alone.
    pub unit: Option<Unit>,
}

impl MetricSource {
    /// Data of every unit, summed up so.
    #[must_use]
    pub const fn new(metric: Metric, statistic: Statistic, period: Period) -> Self {
        Self { metric, statistic, period, unit: None }
    }

    /// Looks at data of one unit only.
    #[must_use]
    pub fn in_unit(self, unit: Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }
}

/// Queries of which an alarm watches one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlarmQueries {
    /// All of them, as given.
    pub queries: Vec<MetricDataQuery>,
    /// The place of the one that is watched.
    pub watched: usize,
    /// The place of the anomaly band that it is compared with.
    pub band: Option<usize>,
    /// The length of a window.
    pub period: Period,
}

impl AlarmQueries {
    /// The query that is watched.
    #[must_use]
    pub fn watched(&self) -> &MetricDataQuery {
        &self.queries[self.watched]
    }

    /// Whether each time series of the result is an alarm of its own.
    #[must_use]
    pub fn has_contributors(&self) -> bool {
        matches!(&self.watched().source, DataSource::Insights(query) if query.is_grouped())
    }

    /// Whether each time series of the result is told apart by this label.
    pub(crate) fn groups_by(&self, label: &str) -> bool {
        matches!(&self.watched().source, DataSource::Insights(query) if query.labels().iter().any(|own| own == label))
    }

    /// Whether a result may change by time alone, without any data.
    pub(crate) fn tells_time(&self) -> bool {
        self.queries.iter().any(|query| matches!(&query.source, DataSource::Expression(math) if math.tells_time()))
    }

    /// Whether any metric at all may have a say: which, the queries find out.
    pub(crate) fn looks_everywhere(&self) -> bool {
        self.queries.iter().any(|query| matches!(query.source, DataSource::Insights(_)))
    }
}

impl AlarmSource {
    /// The one metric that is watched, where it is one.
    #[must_use]
    pub const fn metric(&self) -> Option<&MetricSource> {
        match self {
            Self::Metric(source) => Some(source),
            Self::Queries(_) => None,
        }
    }

    /// The queries, where there are.
    #[must_use]
    pub const fn queries(&self) -> Option<&AlarmQueries> {
        match self {
            Self::Metric(_) => None,
            Self::Queries(queries) => Some(queries),
        }
    }

    /// Every metric that is named.
    pub fn metrics(&self) -> impl Iterator<Item = &MetricSource> {
        let queries = self.queries().into_iter().flat_map(|queries| &queries.queries);
        self.metric().into_iter().chain(queries.filter_map(MetricDataQuery::metric))
    }

    /// The length of a window.
    #[must_use]
    pub const fn period(&self) -> Period {
        match self {
            Self::Metric(source) => source.period,
            Self::Queries(queries) => queries.period,
        }
    }
}
