//! What expressions ask of the world around them.

use super::Expression;
use super::axis::Axis;
use super::series::Series;
use crate::period::Period;
use crate::search::Search;
use crate::statistic::Statistic;

/// Answers the functions whose data are not among the ids. Handed in with the call that needs it.
///
/// Each method answers [`HostError`] unless it is written: a host writes those that it has.
/// Series may stand on any axis; the evaluation brings them together.
///
/// ```
/// use cupola_metrics::math::{Axis, Expression, Host, HostError, HostQuestion, Inputs, Series, Value};
/// use cupola_metrics::{Period, Timestamp};
///
/// struct Quotas(f64);
///
/// impl Host for Quotas {
///     fn ask(&mut self, question: &HostQuestion, axis: Axis) -> Result<Vec<Series>, HostError> {
///         match question {
///             HostQuestion::ServiceQuota { usage } => {
///                 Ok(vec![Series::new("quota", axis, usage.points().map(|(at, _)| (at, self.0)))])
///             }
///             _ => Err(HostError::not_answered()),
///         }
///     }
/// }
///
/// let start = Timestamp::parse("2026-05-04T10:00:00Z")?;
/// let axis = Axis::new(start, start.plus_secs(60), Period::MINUTE);
/// let inputs = Inputs::new(axis).with_metric("m1", Period::MINUTE, Series::new("", axis, [(start, 5.0)]));
/// let share = Expression::parse("100 * m1 / SERVICE_QUOTA(m1)")?.evaluate(&inputs, &mut Quotas(20.0))?;
/// let Value::Series(share) = share else { panic!("it is one series") };
/// assert_eq!(share.points().next(), Some((start, 25.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Host {
    /// The metrics that a search finds, in the order in which they shall stand.
    ///
    /// # Errors
    /// [`HostError`] when there is nothing to search.
    fn search(
        &mut self,
        search: &Search,
        statistic: Statistic,
        period: Option<Period>,
    ) -> Result<Vec<Series>, HostError> {
        let _ = (search, statistic, period);
        Err(HostError::not_answered())
    }

    /// The upper and the lower end of what is expected of a series, so many standard deviations
    /// around its expected value. `of` is what the call says of the series: an id, or an expression.
    ///
    /// # Errors
    /// [`HostError`] when there is no model of the series.
    fn band(&mut self, series: &Series, of: &Expression, deviations: f64) -> Result<(Series, Series), HostError> {
        let _ = (series, of, deviations);
        Err(HostError::new("no model of the series was handed in"))
    }

    /// Everything else.
    ///
    /// # Errors
    /// [`HostError`] when there is no answer.
    fn ask(&mut self, question: &HostQuestion, axis: Axis) -> Result<Vec<Series>, HostError> {
        let _ = (question, axis);
        Err(HostError::not_answered())
    }
}

/// A host that answers nothing.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing to it")]
pub struct NoHost;

impl Host for NoHost {}

/// What only a host knows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum HostQuestion {
    /// `INSIGHT_RULE_METRIC`: one series.
    InsightRule {
        /// The rule's name.
        rule: String,
        /// `UniqueContributors`, `MaxContributorValue`, `SampleCount`, `Sum`, `Minimum`, `Maximum` or `Average`.
        metric: String,
    },
    /// `SERVICE_QUOTA`: one series.
    ServiceQuota {
        /// The metric of a service's use.
        usage: Series,
    },
    /// `DB_PERF_INSIGHTS`: one series for each counter.
    DbPerfInsights {
        /// `RDS` or `DOCDB`.
        service: String,
        /// The database's resource id.
        resource: String,
        /// The counters.
        counters: Vec<String>,
    },
    /// `LAMBDA`: one series or several.
    Lambda {
        /// The connector's function.
        function: String,
        /// What it is given.
        arguments: Vec<LambdaArgument>,
    },
}

/// One argument of `LAMBDA` after the function's name.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LambdaArgument {
    /// A text.
    Text(String),
    /// A number, time series or array.
    Value(super::Value),
}

/// Nobody answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct HostError {
    message: String,
    is_budget: bool,
}

impl HostError {
    /// Says what is missing.
    #[must_use]
    pub fn new(missing: impl Into<String>) -> Self {
        Self { message: missing.into(), is_budget: false }
    }

    /// The answer would take more than the request may.
    pub(crate) fn too_much(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_budget: true }
    }

    pub(super) const fn is_budget(&self) -> bool {
        self.is_budget
    }

    /// The host knows no such thing.
    #[must_use]
    pub fn not_answered() -> Self {
        Self::new("its data come from outside, and nobody handed them in")
    }
}
