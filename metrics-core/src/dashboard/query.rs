//! What a widget shows, as queries.

use cupola_base::Timestamp;

use crate::alarm::MetricSource;
use crate::data::{DataSource, MetricDataQuery, MetricDataRequest};
use crate::insights::{InsightsError, InsightsQuery};
use crate::math::{Expression, MathError};
use crate::metric::Metric;
use crate::period::{Period, PeriodError};
use crate::statistic::{Statistic, StatisticError};

/// One line of a metric widget: a metric with its shorthand written out, or an expression.
///
/// What the row leaves out comes from the widget: statistic, period, region. A row without an id
/// has the one that consoles give it: `m1` in the first row, `m2` in the second.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WidgetQuery {
    /// Names the line within its widget.
    pub id: String,
    /// What is drawn.
    pub source: WidgetSource,
    /// The statistic, as the service spells it.
    pub stat: String,
    /// Seconds of one point.
    pub period: u32,
    /// Whether the row tells its period itself: an expression is then computed at it.
    pub has_own_period: bool,
    /// The label, with its placeholders.
    pub label: Option<String>,
    /// The colour, as written.
    pub color: Option<String>,
    /// Whether the line is drawn; others are there for expressions.
    pub visible: bool,
    /// Whether it is measured at the right axis.
    pub on_right: bool,
    /// The region of the data.
    pub region: Option<String>,
    /// The account of the data; the dashboard's own when absent.
    pub account: Option<String>,
}

/// What a line shows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WidgetSource {
    /// A metric.
    Metric(Metric),
    /// An expression: math, a search, or a query.
    Expression(String),
}

/// What a widget gives to rows that say nothing else.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    pub(super) stat: Option<String>,
    pub(super) period: Option<u32>,
    pub(super) region: Option<String>,
}

impl WidgetQuery {
    pub(super) fn new(source: WidgetSource, defaults: &Defaults) -> Self {
        Self {
            id: String::new(),
            source,
            stat: defaults.stat.clone().unwrap_or_else(|| "Average".into()),
            period: defaults.period.unwrap_or(300),
            has_own_period: false,
            label: None,
            color: None,
            visible: true,
            on_right: false,
            region: defaults.region.clone(),
            account: None,
        }
    }
}

impl TryFrom<&WidgetQuery> for MetricDataQuery {
    type Error = WidgetQueryError;

    fn try_from(query: &WidgetQuery) -> Result<Self, WidgetQueryError> {
        let period = Period::new(query.period)?;
        let plain = match &query.source {
            WidgetSource::Metric(metric) => {
                let statistic: Statistic = query.stat.parse()?;
                Self::new(query.id.as_str(), MetricSource::new(metric.clone(), statistic, period))
            }
            WidgetSource::Expression(text) if InsightsQuery::is_one(text) => {
                let query_of_metrics = InsightsQuery::parse(text).map_err(Box::new)?;
                Self::new(query.id.as_str(), DataSource::Insights(query_of_metrics)).every(period)
            }
            WidgetSource::Expression(text) => {
                let expression = Expression::parse(text).map_err(Box::new)?;
                let is_open = expression.searches() > expression.search_periods().len();
                let plain = Self::new(query.id.as_str(), expression);
                if query.has_own_period || is_open { plain.every(period) } else { plain }
            }
        };
        let (label, account) = (query.label.clone(), query.account.clone());
        Ok(Self { label, account, return_data: query.visible, ..plain })
    }
}

/// The request that answers these queries over a range.
///
/// # Errors
/// [`WidgetQueryError`] with the first that `GetMetricData` does not take.
pub(super) fn request(
    queries: &[WidgetQuery],
    start: Timestamp,
    end: Timestamp,
) -> Result<MetricDataRequest, WidgetQueryError> {
    let queries: Result<Vec<MetricDataQuery>, _> = queries.iter().map(MetricDataQuery::try_from).collect();
    Ok(MetricDataRequest { queries: queries?, ..MetricDataRequest::new(start, end) })
}

/// A line of a widget is no query of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WidgetQueryError {
    /// The expression is none.
    #[error(transparent)]
    Expression(#[from] Box<MathError>),
    /// The Metrics Insights query is none.
    #[error(transparent)]
    Insights(#[from] Box<InsightsError>),
    /// The statistic is none that is answered.
    #[error(transparent)]
    Statistic(#[from] StatisticError),
    /// The period is none.
    #[error(transparent)]
    Period(#[from] PeriodError),
}
