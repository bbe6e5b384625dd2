//! What is asked.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{LabelZone, MetricDataPosition};
use crate::alarm::{MetricSource, ScanBy};
use crate::insights::InsightsQuery;
use crate::math::Expression;
use crate::period::Period;

/// A question for data of many metrics over one range of time, answered in pages.
///
/// ```
/// use cupola_metrics::{
///     Datum, Engine, Metric, MetricDataQuery, MetricDataRequest, MetricSource, Period, Place, Statistic, Timestamp,
/// };
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let t0 = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// engine.put(t0, Datum::new("Orders", "Placed", t0, 4.0))?;
///
/// let placed = MetricSource::new(Metric::new("Orders", "Placed")?, Statistic::Sum, Period::MINUTE);
/// let request = MetricDataRequest::new(t0, t0.plus_secs(60)).with(MetricDataQuery::new("a", placed));
/// let page = engine.metric_data(t0, &request)?;
/// assert_eq!((page.results[0].label.as_str(), page.results[0].points[0]), ("Placed", (t0, 4.0)));
/// assert_eq!(page.next, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, GetMetricData.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetricDataRequest {
    /// Which data: up to 500 queries, each with an id of its own.
    pub queries: Vec<MetricDataQuery>,
    /// From when on, rounded down as for [`StatisticsQuery`](crate::StatisticsQuery).
    pub start: Timestamp,
    /// Until when; no slot begins here or later.
    pub end: Timestamp,
    /// In which order the points of each result stand.
    pub scan_by: ScanBy,
    /// How many points one page holds; as many as may be unless told.
    pub max_datapoints: Option<u32>,
    /// The offset at which labels tell times.
    pub label_zone: LabelZone,
    /// Where the page before ended.
    pub from: Option<MetricDataPosition>,
}

impl MetricDataRequest {
    /// A request without queries, newest points first.
    #[must_use]
    pub const fn new(start: Timestamp, end: Timestamp) -> Self {
        let scan_by = ScanBy::TimestampDescending;
        let label_zone = LabelZone::UTC;
        Self { queries: Vec::new(), start, end, scan_by, max_datapoints: None, label_zone, from: None }
    }

    /// Asks for one more series.
    #[must_use]
    pub fn with(mut self, query: MetricDataQuery) -> Self {
        self.queries.push(query);
        self
    }

    /// Sets the order of points.
    #[must_use]
    pub fn scan_by(self, scan_by: ScanBy) -> Self {
        Self { scan_by, ..self }
    }

    /// Sets how many points one page holds.
    #[must_use]
    pub fn max_datapoints(self, most: u32) -> Self {
        Self { max_datapoints: Some(most), ..self }
    }

    /// The page after the one that ended here.
    #[must_use]
    pub fn from(self, position: MetricDataPosition) -> Self {
        Self { from: Some(position), ..self }
    }
}

/// One query of a [`MetricDataRequest`].
///
/// ```
/// use cupola_metrics::math::Expression;
/// use cupola_metrics::{MetricDataQuery, Period};
///
/// let share = MetricDataQuery::new("share", Expression::parse("100 * used / all")?)
///     .labelled("in use, up to ${MAX} %")
///     .every(Period::MINUTE);
/// assert!(share.return_data);
/// # Ok::<(), cupola_metrics::math::MathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricDataQuery {
    /// Names the query: a small letter, then letters, digits and underscores.
    pub id: String,
    /// Where the data come from.
    pub source: DataSource,
    /// The label; may hold up to five placeholders such as `${MAX}` and `${PROP('Dim.Host')}`.
    pub label: Option<String>,
    /// Whether the result is in the answer.
    pub return_data: bool,
    /// The period of an expression or query; that of a metric stands in its source. The smallest period
    /// among the inputs of an expression and those that its searches tell, else that of
    /// [`Policies::expression_period`](crate::Policies::expression_period), unless told.
    pub period: Option<Period>,
    /// The account whose data are asked for; the engine's own unless told. Data of others are
    /// [`Forbidden`](super::StatusCode::Forbidden).
    pub account: Option<String>,
}

/// Where the data of a [`MetricDataQuery`] come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DataSource {
    /// One metric, summed up. Without a unit, data of the unit that comes first by name are answered.
    Metric(MetricSource),
    /// Metric math over other queries and searches.
    Expression(Expression),
    /// A Metrics Insights query; a request has one at most.
    Insights(InsightsQuery),
}

impl From<MetricSource> for DataSource {
    fn from(source: MetricSource) -> Self {
        Self::Metric(source)
    }
}

impl From<Expression> for DataSource {
    fn from(expression: Expression) -> Self {
        Self::Expression(expression)
    }
}

impl From<InsightsQuery> for DataSource {
    fn from(query: InsightsQuery) -> Self {
        Self::Insights(query)
    }
}

impl MetricDataQuery {
    /// A query that is answered under the label that the service gives it.
    #[must_use]
    pub fn new(id: impl Into<String>, source: impl Into<DataSource>) -> Self {
        Self { id: id.into(), source: source.into(), label: None, return_data: true, period: None, account: None }
    }

    /// Sets the label.
    #[must_use]
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// Sets the period of an expression or query.
    #[must_use]
    pub fn every(self, period: Period) -> Self {
        Self { period: Some(period), ..self }
    }

    /// Leaves the result out of the answer: it is there for other queries.
    #[must_use]
    pub fn hidden(self) -> Self {
        Self { return_data: false, ..self }
    }

    /// The metric, when it is one.
    /// The text of the expression or query.
    pub(crate) fn expression(&self) -> Option<&str> {
        match &self.source {
            DataSource::Metric(_) => None,
            DataSource::Expression(expression) => Some(expression.text()),
            DataSource::Insights(query) => Some(query.text()),
        }
    }

    pub(crate) const fn metric(&self) -> Option<&MetricSource> {
        match &self.source {
            DataSource::Metric(source) => Some(source),
            DataSource::Expression(_) | DataSource::Insights(_) => None,
        }
    }
}
