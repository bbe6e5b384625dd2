//! The identity of a metric.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::dimensions::{Dimensions, DimensionsError};
use crate::name::{MetricName, NameError, Namespace};

/// What a metric is known by: namespace, name and the set of its dimensions.
///
/// Metrics order by namespace, then name, then dimensions, which is the order of every list.
///
/// ```
/// use cupola_metrics::{Dimension, Metric};
///
/// let metric = Metric::new("App", "Latency")?.with_dimensions([Dimension::new("Path", "/")])?;
/// assert_eq!(metric.to_string(), "App/Latency{Path=/}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "an identity has three parts")]
pub struct Metric {
    /// The namespace.
    pub namespace: Namespace,
    /// The name.
    pub name: MetricName,
    /// The set of dimensions.
    pub dimensions: Dimensions,
}

impl Metric {
    /// A metric without dimensions.
    ///
    /// # Errors
    /// [`NameError`] when one of the two breaks its rule.
    pub fn new(namespace: &str, name: &str) -> Result<Self, NameError> {
        let (namespace, name) = (Namespace::new(namespace)?, MetricName::new(name)?);
        Ok(Self { namespace, name, dimensions: Dimensions::default() })
    }

    /// The same with these dimensions.
    ///
    /// # Errors
    /// [`DimensionsError`] when they are not a set of dimensions.
    pub fn with_dimensions(
        self,
        dimensions: impl IntoIterator<Item = cupola_base::Dimension>,
    ) -> Result<Self, DimensionsError> {
        Ok(Self { dimensions: Dimensions::new(dimensions)?, ..self })
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)?;
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let before = if index == 0 { '{' } else { ',' };
            write!(f, "{before}{}={}", dimension.name, dimension.value)?;
        }
        f.write_str(if self.dimensions.is_empty() { "" } else { "}" })
    }
}
