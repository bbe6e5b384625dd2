//! What a detector watches, and how.

use cupola_base::schedule::Zone;
use cupola_base::{Dimension, Timestamp};
use serde::{Deserialize, Serialize};

use super::error::PutAnomalyDetectorError;
use super::formula::Formula;
use super::statistic::DetectorStatistic;
use crate::data::{DataSource, MetricDataQuery, check_queries};
use crate::metric::Metric;
use crate::wire;

/// Has what is expected of a metric, or of metric math, learned with settings of its own.
///
/// ```
/// use cupola_metrics::{AnomalyDetector, Metric, Statistic, Timestamp};
///
/// let (from, to) = (Timestamp::parse("2026-05-01T00:00:00Z")?, Timestamp::parse("2026-05-02T00:00:00Z")?);
/// let detector = AnomalyDetector::on(Metric::new("Shop", "Orders")?, Statistic::Sum)
///     .excluding(from, to)
///     .in_zone("Europe/Berlin".parse()?);
/// assert_eq!(detector.excluded.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, PutAnomalyDetector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AnomalyDetector {
    /// What is watched: a detector is known by it.
    pub source: DetectorSource,
    /// Whose data are not learned from: up to ten ranges.
    pub excluded: Vec<ExcludedRange>,
    /// Whose days and hours count, where it was told; else UTC.
    pub zone: Option<Zone>,
    /// Whether the metric spikes regularly, where it was told; else it does not.
    pub periodic_spikes: Option<bool>,
}

impl AnomalyDetector {
    /// The most ranges that a detector excludes.
    pub const MOST_EXCLUDED: usize = 10;

    /// Watches one metric.
    #[must_use]
    pub fn on(metric: Metric, statistic: impl Into<DetectorStatistic>) -> Self {
        Self::of(DetectorSource::Metric { metric, statistic: statistic.into() })
    }

    /// Watches metric math: the one query whose data are returned, over the others.
    #[must_use]
    pub fn on_math(queries: Vec<MetricDataQuery>) -> Self {
        Self::of(DetectorSource::Math { queries })
    }

    /// Watches so.
    #[must_use]
    pub const fn of(source: DetectorSource) -> Self {
        Self { source, excluded: Vec::new(), zone: None, periodic_spikes: None }
    }

    /// Leaves the data of a range out: every slot that reaches into it.
    #[must_use]
    pub fn excluding(mut self, start: Timestamp, end: Timestamp) -> Self {
        self.excluded.push(ExcludedRange { start, end });
        self
    }

    /// Sets whose days and hours count.
    #[must_use]
    pub fn in_zone(self, zone: Zone) -> Self {
        Self { zone: Some(zone), ..self }
    }

    /// Sets whether the metric spikes regularly, and spikes are to be expected.
    #[must_use]
    pub fn with_periodic_spikes(self, periodic_spikes: bool) -> Self {
        Self { periodic_spikes: Some(periodic_spikes), ..self }
    }

    pub(super) fn check(&self) -> Result<(), PutAnomalyDetectorError> {
        self.source.check()?;
        let (given, most) = (self.excluded.len(), Self::MOST_EXCLUDED);
        if given > most {
            return Err(PutAnomalyDetectorError::TooManyRanges { given, most });
        }
        match self.excluded.iter().position(|range| range.start >= range.end) {
            Some(index) => Err(PutAnomalyDetectorError::Range(index + 1)),
            None => Ok(()),
        }
    }

    /// Whether a slot is learned from.
    pub(super) fn admits(&self, start: Timestamp, millis: i64) -> bool {
        !self.excluded.iter().any(|range| start < range.end && start.plus_millis(millis) > range.start)
    }
}

/// A range whose data are not learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "a range has two ends")]
pub struct ExcludedRange {
    /// From here on.
    pub start: Timestamp,
    /// Up to here.
    pub end: Timestamp,
}

/// What a detector watches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DetectorSource {
    /// One statistic of one metric, over whatever period it is asked for.
    Metric {
        /// The metric.
        metric: Metric,
        /// The statistic.
        statistic: DetectorStatistic,
    },
    /// Metric math: the one query whose data are returned, over the others.
    Math {
        /// The queries.
        #[serde(with = "wire::queries")]
        queries: Vec<MetricDataQuery>,
    },
}

impl DetectorSource {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> DetectorKind {
        match self {
            Self::Metric { .. } => DetectorKind::SingleMetric,
            Self::Math { .. } => DetectorKind::MetricMath,
        }
    }

    fn check(&self) -> Result<(), PutAnomalyDetectorError> {
        let Self::Math { queries } = self else { return Ok(()) };
        check_queries(queries).map_err(PutAnomalyDetectorError::Math)?;
        if queries.iter().filter(|query| query.return_data).count() != 1 {
            return Err(PutAnomalyDetectorError::NotOneResult);
        }
        if queries.iter().any(|query| matches!(query.source, DataSource::Insights(_))) {
            return Err(PutAnomalyDetectorError::Insights);
        }
        Formula::returned(queries)?;
        Ok(())
    }

    /// What it is known by; sources order by their keys: metrics by namespace, name and dimensions, then math.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Metric { metric, statistic } => metric_key(metric, &statistic.to_string()),
            Self::Math { queries } => match Formula::returned(queries) {
                Ok(formula) => math_key(formula.text()),
                Err(error) => math_key(&error.to_string()),
            },
        }
    }
}

pub(super) fn metric_key(metric: &Metric, statistic: &str) -> String {
    let Metric { namespace, name, dimensions } = metric;
    let dimensions: Vec<[&str; 2]> =
        dimensions.iter().map(|Dimension { name, value }| [name.as_ref(), value.as_ref()]).collect();
    cupola_base::wire::answer(&(namespace.as_str(), name.as_str(), dimensions, statistic))
}

pub(super) fn math_key(text: &str) -> String {
    format!("math {text}")
}

/// Which kind of source a detector has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum DetectorKind {
    /// One metric.
    SingleMetric,
    /// Metric math.
    MetricMath,
}

/// Whether a detector has learned enough.
///
/// # Source
/// CloudWatch API Reference, AnomalyDetector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows three")]
pub enum AnomalyDetectorState {
    /// The data span less than three hours: there is no band.
    PendingTraining,
    /// The data span less than two weeks: there is a band.
    TrainedInsufficientData,
    /// The data span two weeks, less the hour between two trainings at most.
    Trained,
}

/// A detector, and how far it is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DescribedAnomalyDetector {
    /// The detector.
    pub detector: AnomalyDetector,
    /// Whether it has learned enough, of slots of five minutes.
    pub state: AnomalyDetectorState,
}

/// Which detectors are listed; those on single metrics unless told.
///
/// ```
/// use cupola_metrics::{AnomalyDetectorFilter, DetectorKind};
///
/// let math = AnomalyDetectorFilter { kinds: vec![DetectorKind::MetricMath], ..AnomalyDetectorFilter::default() };
/// # drop(math);
/// ```
///
/// # Source
/// CloudWatch API Reference, DescribeAnomalyDetectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "filters are written with a struct update, which needs an open struct")]
pub struct AnomalyDetectorFilter {
    /// Those on metrics of this namespace.
    pub namespace: Option<String>,
    /// Those on metrics of this name.
    pub metric_name: Option<String>,
    /// Those on metrics that have all of these dimensions.
    pub dimensions: Vec<Dimension>,
    /// Those of these kinds; those on single metrics when it is empty. What metrics are asked for says nothing
    /// about those on math.
    pub kinds: Vec<DetectorKind>,
}

impl AnomalyDetectorFilter {
    pub(super) fn accepts(&self, source: &DetectorSource) -> bool {
        let kind = source.kind();
        let is_asked =
            if self.kinds.is_empty() { kind == DetectorKind::SingleMetric } else { self.kinds.contains(&kind) };
        is_asked && self.accepts_metric(source)
    }

    fn accepts_metric(&self, source: &DetectorSource) -> bool {
        let DetectorSource::Metric { metric, .. } = source else { return true };
        let has = |dimension: &Dimension| metric.dimensions.value(&dimension.name) == Some(&*dimension.value);
        self.namespace.as_ref().is_none_or(|namespace| metric.namespace.as_str() == namespace)
            && self.metric_name.as_ref().is_none_or(|name| metric.name.as_str() == name)
            && self.dimensions.iter().all(has)
    }
}
