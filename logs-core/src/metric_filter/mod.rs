//! Metric filters: measurements out of log events.

mod check;
mod fields;
mod judge;
mod minutes;
mod pairs;
mod parsed;
mod reference;
mod watch;

use std::collections::BTreeSet;
use std::sync::Arc;

use cupola_base::{ApiError, Place, Timestamp, Unit};
use serde::{Deserialize, Serialize};

use crate::error::{ForbiddenByClass, UnknownLog, limit_exceeded};
use crate::filter::{FilterPattern, FilterPatternError, Semantics};
use crate::name::{FilterName, NameError};
use crate::selection_criteria::{SelectionCriteria, SystemField};

pub(crate) use judge::Judge;
pub(crate) use minutes::MINUTE;
pub(crate) use parsed::Parsed;
pub use reference::{FieldReference, FieldReferenceError, MetricValue};
pub(crate) use watch::{Batch, Reading, Watch};

/// What a metric filter looks for, and what it measures.
///
/// Unless told otherwise it counts: each matching event gives the value 1. Whether all its parts go
/// together is checked when it is [put](crate::Engine::put_metric_filter).
///
/// ```
/// use cupola_logs::{FieldReference, MetricFilter, MetricValue, Unit};
///
/// let slow = MetricFilter::new("slow", "{ $.ms > 250 }", "Shop", "Slow")?
///     .with_value(MetricValue::parse("$.ms")?)
///     .with_unit(Unit::Milliseconds)
///     .with_dimension("Path", FieldReference::parse("$.path")?);
/// assert_eq!(slow.value().as_str(), "$.ms");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutMetricFilter and MetricTransformation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricFilter {
    name: FilterName,
    pattern: Parsed,
    namespace: Arc<str>,
    metric: Arc<str>,
    value: MetricValue,
    default_value: Option<f64>,
    unit: Option<Unit>,
    dimensions: Vec<(Arc<str>, FieldReference)>,
    #[serde(default)]
    on_transformed: bool,
    criteria: Option<SelectionCriteria>,
    system_dimensions: BTreeSet<SystemField>,
}

impl MetricFilter {
    /// A filter that counts the events that match `pattern`.
    ///
    /// # Errors
    /// [`MetricFilterError`] when the name, the pattern, the namespace or the metric's name breaks its
    /// rule.
    pub fn new(name: &str, pattern: &str, namespace: &str, metric: &str) -> Result<Self, MetricFilterError> {
        Self::new_with(name, pattern, &Semantics::default(), namespace, metric)
    }

    /// As [`new`](Self::new), with decisions of one's own where the service is silent about patterns.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn new_with(
        name: &str,
        pattern: &str,
        semantics: &Semantics,
        namespace: &str,
        metric: &str,
    ) -> Result<Self, MetricFilterError> {
        let (name, pattern) = (FilterName::new(name)?, Parsed::new(pattern, semantics)?);
        check::check_namespace(namespace)?;
        check::check_metric_name(metric)?;
        Ok(Self {
            name,
            pattern,
            namespace: namespace.into(),
            metric: metric.into(),
            value: MetricValue::from(1.0),
            default_value: None,
            unit: None,
            dimensions: Vec::new(),
            on_transformed: false,
            criteria: None,
            system_dimensions: BTreeSet::new(),
        })
    }

    /// Sets the value of each matching event: a number, or a field of the event.
    #[must_use]
    pub fn with_value(self, value: impl Into<MetricValue>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// Sets the value of each minute in which events came in and none matched.
    #[must_use]
    pub fn with_default_value(self, value: f64) -> Self {
        Self { default_value: Some(value), ..self }
    }

    /// Looks at events as a transformer made them, where one did; at the message otherwise.
    #[must_use]
    pub fn on_transformed_logs(self) -> Self {
        Self { on_transformed: true, ..self }
    }

    /// Whether it looks at events as a transformer made them.
    #[must_use]
    pub const fn sees_transformed(&self) -> bool {
        self.on_transformed
    }

    /// Sets the unit.
    #[must_use]
    pub fn with_unit(self, unit: Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// Adds a dimension whose value is a field of the event; a name that is there gets the new field.
    #[must_use]
    pub fn with_dimension(mut self, name: &str, value: FieldReference) -> Self {
        self.dimensions.retain(|(old, _)| old.as_ref() != name);
        self.dimensions.push((name.into(), value));
        self
    }

    /// Lets the filter look only at events from some accounts and regions.
    #[must_use]
    pub fn with_criteria(self, criteria: SelectionCriteria) -> Self {
        Self { criteria: Some(criteria), ..self }
    }

    /// Adds a dimension that has the name and the value of a system field; it counts as one of the filter's
    /// dimensions.
    #[must_use]
    pub fn with_system_dimension(mut self, field: SystemField) -> Self {
        self.system_dimensions.insert(field);
        self
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &FilterName {
        &self.name
    }

    /// What it looks for.
    #[must_use]
    pub const fn pattern(&self) -> &FilterPattern {
        self.pattern.pattern()
    }

    /// The namespace of its metric.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The name of its metric.
    #[must_use]
    pub fn metric(&self) -> &str {
        &self.metric
    }

    /// The value of each matching event.
    #[must_use]
    pub const fn value(&self) -> &MetricValue {
        &self.value
    }

    /// The value of a minute with events and no match.
    #[must_use]
    pub const fn default_value(&self) -> Option<f64> {
        self.default_value
    }

    /// The unit, if one was set.
    #[must_use]
    pub const fn unit(&self) -> Option<Unit> {
        self.unit
    }

    pub(crate) fn has_regex(&self) -> bool {
        self.pattern().regexes() > 0
    }

    /// From where events must come.
    #[must_use]
    pub const fn criteria(&self) -> Option<&SelectionCriteria> {
        self.criteria.as_ref()
    }

    /// The dimensions that are system fields.
    pub fn system_dimensions(&self) -> impl ExactSizeIterator<Item = SystemField> {
        self.system_dimensions.iter().copied()
    }

    /// Whether it looks at events of a place.
    pub(crate) fn looks_at(&self, place: &Place) -> bool {
        self.criteria.as_ref().is_none_or(|criteria| criteria.accepts(place))
    }

    /// The dimensions, in the order in which they were added; without those that are system fields.
    pub fn dimensions(&self) -> impl ExactSizeIterator<Item = (&str, &FieldReference)> {
        self.dimensions.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

/// What is known of a metric filter of a group.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DescribedMetricFilter {
    /// The group.
    pub log_group: crate::LogGroupName,
    /// The filter.
    pub filter: MetricFilter,
    /// When it was put first.
    pub created: Timestamp,
    /// Whether it measures.
    pub state: FilterState,
}

/// Whether a metric filter measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterState {
    /// It does.
    Active,
    /// It does not: it made more different dimensions in one hour than it may (see
    /// [`Limits::dimension_pairs_per_hour`](crate::Limits::dimension_pairs_per_hour)). Putting it again
    /// helps.
    Throttled {
        /// When it ceased to.
        since: Timestamp,
    },
}

/// Why a metric filter is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MetricFilterError {
    /// The name breaks its rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The pattern is refused.
    #[error(transparent)]
    Pattern(#[from] FilterPatternError),
    /// The namespace is too long or holds `*` or `$`.
    #[error("`{0}` is not a metric namespace: at most 255 characters without * and $ are needed")]
    Namespace(String),
    /// The metric's name is too long or holds `:`, `*` or `$`.
    #[error("`{0}` is not a metric name: at most 255 characters without : * and $ are needed")]
    Metric(String),
    /// The value or a dimension names a field that the pattern does not give.
    #[error("the pattern does not give `{field}`: {cause}")]
    NoSuchField {
        /// The field.
        field: String,
        /// Why not.
        cause: FilterPatternError,
    },
    /// The value is neither a number nor a field, or a dimension is no field.
    #[error(transparent)]
    Field(#[from] FieldReferenceError),
    /// The value or the default value is not finite.
    #[error("the metric value and the default value must be finite")]
    NotFinite,
    /// A dimension's name breaks its rule.
    #[error("`{0}` is not the name of a dimension: 1 to 255 characters without : * and $ are needed")]
    DimensionName(String),
    /// More dimensions than a filter may have.
    #[error("{given} dimensions are more than the {most} that a filter may have")]
    TooManyDimensions {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// The pattern gives no fields.
    #[error("the pattern `{0}` gives no fields for dimensions: a JSON or space-delimited one is needed")]
    DimensionsNeedFields(String),
    /// Both dimensions and a default value.
    #[error("a filter has dimensions or a default value, not both")]
    DimensionsAndDefault,
}

impl From<MetricFilterError> for ApiError {
    fn from(error: MetricFilterError) -> Self {
        let message = match error {
            MetricFilterError::Name(error) => return error.into(),
            MetricFilterError::Pattern(error) => return error.into(),
            MetricFilterError::DimensionsNeedFields(_) => {
                "The specified filter pattern does not support dimensions".to_owned()
            }
            MetricFilterError::DimensionsAndDefault => {
                "Invalid metric transformation: dimensions and default value are mutually exclusive properties."
                    .to_owned()
            }
            MetricFilterError::NoSuchField { field, .. } => {
                format!("Invalid metric transformation: the filter pattern has no field {field}.")
            }
            error => format!("Invalid metric transformation: {error}."),
        };
        Self::caller("InvalidParameterException", message)
    }
}

/// Why a metric filter was not put.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutMetricFilterError {
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group's class has no metric filters.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
    /// The filter is refused.
    #[error(transparent)]
    Filter(#[from] MetricFilterError),
    /// The group has as many filters as it may have.
    #[error("{0} metric filters are as many as a log group may have")]
    TooMany(usize),
    /// The group has as many filters with a regular expression as it may have.
    #[error("{0} filters with a regular expression are as many as a log group may have")]
    TooManyRegexes(usize),
}

impl From<PutMetricFilterError> for ApiError {
    fn from(error: PutMetricFilterError) -> Self {
        match error {
            PutMetricFilterError::Unknown(error) => error.into(),
            PutMetricFilterError::Class(error) => error.into(),
            PutMetricFilterError::Filter(error) => error.into(),
            PutMetricFilterError::TooMany(_) | PutMetricFilterError::TooManyRegexes(_) => limit_exceeded(),
        }
    }
}
