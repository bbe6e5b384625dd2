//! Why a request for data was refused.

use cupola_base::ApiError;
use cupola_base::constraint::Violations;

use super::zone::LabelZoneError;
use crate::code;
use crate::dimensions::DimensionsError;
use crate::insights::InsightsError;
use crate::math::MathError;
use crate::name::NameError;
use crate::period::PeriodError;

/// Why a request for data was refused. Paths are those of the service's API.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetricDataError {
    /// The range is backwards.
    #[error("The parameter EndTime must be greater than StartTime.")]
    BackwardRange,
    /// The range is empty.
    #[error("The parameter StartTime must not equal parameter EndTime.")]
    EmptyRange,
    /// More queries than one request may hold.
    #[error("The collection MetricDataQueries must not have a size greater than {most}, {given} were given.")]
    TooManyQueries {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// More points to a page than there may be.
    #[error(
        "{}",
        Violations::one(.given, "maxDatapoints", &format!("Member must have value less than or equal to {most}"))
    )]
    TooManyPoints {
        /// How many were asked for.
        given: u32,
        /// How many may be.
        most: u32,
    },
    /// An id is not a small letter followed by letters, digits and underscores.
    #[error(
        "The value {0} for parameter Id is not valid: a small letter must come first, then letters, digits and underscores."
    )]
    Id(String),
    /// Two queries have the same id.
    #[error("The id {0} is given twice.")]
    IdTwice(String),
    /// Something that is needed was not given.
    #[error("The parameter {0} is required.")]
    Missing(String),
    /// Two things were given that exclude each other.
    #[error("The parameters {0} and {1} are mutually exclusive and you have specified both.")]
    Both(String, String),
    /// A metric's period stands with its statistic.
    #[error("The parameter {0} is for expressions: the period of a metric stands in MetricStat.")]
    PeriodOfMetric(String),
    /// The period is none, or longer than a day.
    #[error("The parameter {0} must be 1, 5, 10, 20, 30 or a multiple of 60 up to 86400: {1}")]
    Period(String, PeriodError),
    /// No simple statistic; percentiles and trimmed statistics are not answered yet.
    #[error(
        "The value {1} for parameter {0} is not supported: SampleCount, Average, Sum, Minimum or Maximum is needed."
    )]
    Stat(String, String),
    /// Namespace, metric name or dimensions break their rules.
    #[error(transparent)]
    Metric(#[from] DimensionsError),
    /// A label holds more placeholders than there may be, or `${LABEL}` twice.
    #[error("A label may hold {most} placeholders, and ${{LABEL}} once: {label}")]
    Label {
        /// The label.
        label: String,
        /// How many there may be.
        most: usize,
    },
    /// The offset for labels is none.
    #[error("The value for parameter LabelOptions.Timezone is not valid: {0}.")]
    Zone(#[from] LabelZoneError),
    /// An expression cannot be, or has no answer.
    #[error("Error in expression '{id}': {}", .cause.message())]
    Expression {
        /// The query's id.
        id: String,
        /// What is wrong with it, and where.
        cause: Box<MathError>,
    },
    /// A Metrics Insights query is none.
    #[error("Error in query '{id}': {}", .cause.message())]
    Insights {
        /// The query's id.
        id: String,
        /// What is wrong with it, and where.
        cause: Box<InsightsError>,
    },
    /// Expressions need each other.
    #[error("{}", circle(.0))]
    Circle(Vec<String>),
    /// The result of an expression that is to be answered is a number.
    #[error("The expression {0} comes to a number: a time series is needed.")]
    Scalar(String),
    /// More than one Metrics Insights query.
    #[error("A request may hold one Metrics Insights query.")]
    TwoInsightsQueries,
    /// More searches than one request may hold.
    #[error("The expressions of a request may hold {most} searches, {given} were given.")]
    TooManySearches {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// The answer has more points than may be.
    #[error("The request cannot be answered: {0}.")]
    TooMuch(String),
    /// The text is not a position of ours.
    #[error("the text is not the end of a page")]
    Position,
}

fn circle(ids: &[String]) -> String {
    match ids {
        [only] => format!("The expression {only} needs itself."),
        _ => format!("The expressions {} need each other.", ids.join(", ")),
    }
}

impl From<NameError> for MetricDataError {
    fn from(error: NameError) -> Self {
        Self::Metric(error.into())
    }
}

impl From<MetricDataError> for ApiError {
    fn from(error: MetricDataError) -> Self {
        let code = match error {
            MetricDataError::Period(..) => code::INVALID_VALUE,
            MetricDataError::Position => code::INVALID_TOKEN,
            _ => code::VALIDATION,
        };
        // The service ends this one text so.
        let end = if matches!(error, MetricDataError::Missing(_)) { "\n" } else { "" };
        Self::caller(code, format!("{error}{end}"))
    }
}
