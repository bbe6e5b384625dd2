//! Listing metrics.

use cupola_base::Timestamp;

use crate::metric::Metric;
use crate::name::{MetricName, Namespace};
use crate::store::Store;

/// Which metrics are listed.
///
/// ```
/// use cupola_metrics::{DimensionFilter, MetricFilter};
///
/// let filter = MetricFilter::default().with_dimension(DimensionFilter::named("Host"));
/// assert_eq!(filter.dimensions.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetricFilter {
    /// Exactly this namespace.
    pub namespace: Option<Namespace>,
    /// Exactly this name.
    pub name: Option<MetricName>,
    /// The metric has all of these, and may have more.
    pub dimensions: Vec<DimensionFilter>,
    /// Only metrics for which data came in during the last three hours, instead of two weeks.
    pub recently_active: bool,
}

impl MetricFilter {
    /// Only metrics of this namespace.
    #[must_use]
    pub fn in_namespace(self, namespace: Namespace) -> Self {
        Self { namespace: Some(namespace), ..self }
    }

    /// Only metrics of this name.
    #[must_use]
    pub fn named(self, name: MetricName) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Only metrics with this dimension besides.
    #[must_use]
    pub fn with_dimension(mut self, dimension: DimensionFilter) -> Self {
        self.dimensions.push(dimension);
        self
    }

    fn accepts(&self, metric: &Metric) -> bool {
        self.namespace.as_ref().is_none_or(|namespace| *namespace == metric.namespace)
            && self.name.as_ref().is_none_or(|name| *name == metric.name)
            && self.dimensions.iter().all(|filter| filter.accepts(metric))
    }

    const fn window(&self) -> i64 {
        if self.recently_active { 3 * 3_600_000 } else { 14 * 86_400_000 }
    }
}

/// A dimension that a listed metric must have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DimensionFilter {
    /// Its name.
    pub name: String,
    /// Its value; any when absent.
    pub value: Option<String>,
}

impl DimensionFilter {
    /// Any value.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), value: None }
    }

    /// Exactly this value.
    #[must_use]
    pub fn exactly(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: Some(value.into()) }
    }

    fn accepts(&self, metric: &Metric) -> bool {
        let found = metric.dimensions.value(&self.name);
        found.is_some_and(|have| self.value.as_ref().is_none_or(|wanted| wanted == have))
    }
}

/// The metrics after `after` that the filter accepts and that were active as of `now`, in order.
pub(crate) fn list<'a>(
    store: &'a Store,
    now: Timestamp,
    filter: &'a MetricFilter,
    after: Option<&Metric>,
) -> impl Iterator<Item = &'a Metric> {
    let active = move |id| store.received(id).is_some_and(|at| now.millis_since(at) <= filter.window());
    let accepted = store.metrics_after(after).filter(move |(metric, id)| active(*id) && filter.accepts(metric));
    accepted.map(|(metric, _)| metric)
}
