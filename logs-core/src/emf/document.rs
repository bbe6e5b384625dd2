//! A document that was read, and its points.

use std::borrow::Cow;
use std::ops::Range;
use std::str::FromStr;

use cupola_base::{Resolution, Timestamp, Unit};

use super::error::EmfError;
use super::read;
use super::rules::EmfRules;

/// A message in embedded metric format, read and validated; borrows from the message.
///
/// It is read in one pass over the message and a few over `_aws`. The time window is not checked here: the engine
/// does. See the [module](super) for an example.
///
/// # Source
/// CloudWatch User Guide, "Specification: Embedded metric format".
#[doc(alias = "EMF")]
#[derive(Clone, Debug, PartialEq)]
pub struct EmfDocument<'a> {
    pub(super) at: Timestamp,
    pub(super) directives: Vec<EmfDirective<'a>>,
    pub(super) values: Vec<f64>,
    pub(super) faults: Vec<EmfError>,
}

/// A name and a value that tell one series from another.
pub type EmfDimension<'a> = (Cow<'a, str>, Cow<'a, str>);

impl<'a> EmfDocument<'a> {
    /// Reads a message.
    ///
    /// # Errors
    /// [`EmfError`] with the first thing that is wrong.
    pub fn parse(message: &'a str) -> Result<Self, EmfError> {
        Self::parse_with(message, &EmfRules::default())
    }

    /// Reads a message under other rules.
    ///
    /// # Errors
    /// [`EmfError`] with the first thing that is wrong and not forgiven.
    pub fn parse_with(message: &'a str, rules: &EmfRules) -> Result<Self, EmfError> {
        read::document(message, rules)
    }

    /// The time of all its points.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The directives, in order.
    #[must_use]
    pub fn directives(&self) -> &[EmfDirective<'a>] {
        &self.directives
    }

    /// What was wrong and forgiven; empty unless the rules are lenient.
    #[must_use]
    pub fn faults(&self) -> &[EmfError] {
        &self.faults
    }

    /// How many points there are.
    #[must_use]
    pub fn point_count(&self) -> usize {
        let count = |directive: &EmfDirective<'_>| directive.sets.len().saturating_mul(directive.metrics.len());
        self.directives.iter().map(count).fold(0, usize::saturating_add)
    }

    /// The values of a metric of this document.
    #[must_use]
    pub fn values(&self, metric: &EmfMetric<'_>) -> &[f64] {
        self.values.get(metric.values.clone()).unwrap_or_default()
    }

    /// The points: for each directive each set of dimensions with each metric.
    pub fn points(&self) -> impl Iterator<Item = EmfPoint<'_>> {
        self.directives.iter().flat_map(move |directive| {
            directive.sets.iter().flat_map(move |set| {
                directive.metrics.iter().map(move |metric| EmfPoint {
                    namespace: &directive.namespace,
                    name: &metric.name,
                    dimensions: set,
                    values: self.values(metric),
                    unit: metric.unit,
                    resolution: metric.resolution,
                    at: self.at,
                })
            })
        })
    }
}

/// What one directive of a document publishes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EmfDirective<'a> {
    /// The namespace.
    pub namespace: Cow<'a, str>,
    /// The sets of dimensions; a set may be empty.
    pub sets: Vec<Vec<EmfDimension<'a>>>,
    /// The metrics.
    pub metrics: Vec<EmfMetric<'a>>,
}

/// A metric of a directive.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EmfMetric<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// The unit.
    pub unit: Unit,
    /// How finely it is kept.
    pub resolution: Resolution,
    /// Where its values are in the document: see [`EmfDocument::values`].
    pub(super) values: Range<usize>,
}

/// One measurement: what [`EmfDocument::points`] gives.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct EmfPoint<'d> {
    /// The namespace.
    pub namespace: &'d str,
    /// The metric's name.
    pub name: &'d str,
    /// The dimensions, in the order of the set.
    pub dimensions: &'d [EmfDimension<'d>],
    /// The values, in order; none when the target is an empty array.
    pub values: &'d [f64],
    /// The unit.
    pub unit: Unit,
    /// How finely it is kept.
    pub resolution: Resolution,
    /// When.
    pub at: Timestamp,
}

/// The unit of a definition.
pub(super) fn unit(text: &str) -> Option<Unit> {
    Unit::from_str(text).ok()
}
