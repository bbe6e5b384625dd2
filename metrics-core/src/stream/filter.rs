//! Which metrics a stream takes.

use serde::{Deserialize, Serialize};

use super::PutMetricStreamError;
use crate::metric::Metric;
use crate::name::{MetricName, Namespace};

/// All metrics of a namespace, or some of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricStreamFilter {
    /// The namespace.
    pub namespace: Namespace,
    /// The names; all of the namespace when empty.
    pub names: Vec<MetricName>,
}

impl MetricStreamFilter {
    /// Every metric of a namespace.
    #[must_use]
    pub const fn namespace(namespace: Namespace) -> Self {
        Self { namespace, names: Vec::new() }
    }

    /// Only this metric besides those named before.
    #[must_use]
    pub fn named(mut self, name: MetricName) -> Self {
        self.names.push(name);
        self
    }

    fn accepts(&self, metric: &Metric) -> bool {
        self.namespace == metric.namespace && (self.names.is_empty() || self.names.contains(&metric.name))
    }
}

/// Which metrics a stream takes.
///
/// ```
/// use cupola_metrics::{Metric, MetricName, MetricStreamFilter, Namespace, StreamedMetrics};
///
/// let cpu = MetricStreamFilter::namespace(Namespace::new("AWS/EC2")?).named(MetricName::new("CPUUtilization")?);
/// let without = StreamedMetrics::AllBut(vec![cpu]);
/// assert!(!without.accepts(&Metric::new("AWS/EC2", "CPUUtilization")?));
/// assert!(without.accepts(&Metric::new("AWS/EC2", "NetworkIn")?));
/// # Ok::<(), cupola_metrics::NameError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three ways")]
pub enum StreamedMetrics {
    /// Every metric.
    #[default]
    All,
    /// What a filter takes (`IncludeFilters`).
    Only(Vec<MetricStreamFilter>),
    /// What no filter takes (`ExcludeFilters`).
    AllBut(Vec<MetricStreamFilter>),
}

/// Names over all filters of a stream.
const MOST_NAMES: usize = 1000;

impl StreamedMetrics {
    /// Whether the stream takes the metric.
    #[must_use]
    pub fn accepts(&self, metric: &Metric) -> bool {
        let any = |filters: &[MetricStreamFilter]| filters.iter().any(|filter| filter.accepts(metric));
        match self {
            Self::All => true,
            Self::Only(filters) => any(filters),
            Self::AllBut(filters) => !any(filters),
        }
    }

    pub(super) fn check(&self) -> Result<(), PutMetricStreamError> {
        let (parameter, filters) = match self {
            Self::All => return Ok(()),
            Self::Only(filters) => ("IncludeFilters", filters),
            Self::AllBut(filters) => ("ExcludeFilters", filters),
        };
        let given = filters.iter().map(|filter| filter.names.len().max(1)).sum();
        let most = MOST_NAMES;
        if given > most { Err(PutMetricStreamError::TooMany { parameter, given, most }) } else { Ok(()) }
    }
}
