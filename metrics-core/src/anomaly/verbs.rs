//! Verbs on detectors.

use std::sync::Arc;

use cupola_base::Timestamp;

use super::book::Detectors;
use super::detector::{
    AnomalyDetector, AnomalyDetectorFilter, AnomalyDetectorState, DescribedAnomalyDetector, DetectorSource, metric_key,
};
use super::error::{PutAnomalyDetectorError, UnknownAnomalyDetector};
use super::explain::BandExplanation;
use super::formula::{FIVE_MINUTES, Formula};
use super::model::BandModel;
use crate::alarm::MetricSource;
use crate::data::Terms;
use crate::engine::Engine;
use crate::store::Store;

impl Engine {
    /// Sets the model that learns what is expected of metrics; [`SeasonalRobust`](super::SeasonalRobust) unless
    /// told. A snapshot does not hold it: set it again after [`restore`](Self::restore).
    #[must_use]
    pub fn with_band_model(mut self, model: impl BandModel + 'static) -> Self {
        self.detectors.use_model(Arc::new(model));
        self
    }

    /// Has what is expected of a metric, or of metric math, learned so; replaces the settings of the detector
    /// of the same source.
    ///
    /// ```
    /// use cupola_metrics::{
    ///     AnomalyDetector, AnomalyDetectorFilter, AnomalyDetectorState, Datum, Engine, Metric, Place, Statistic,
    ///     Timestamp,
    /// };
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.put_anomaly_detector(t0, AnomalyDetector::on(Metric::new("Shop", "Orders")?, Statistic::Sum))?;
    /// let state = |engine: &mut Engine, now| engine.anomaly_detectors(now, &AnomalyDetectorFilter::default())[0].state;
    /// assert_eq!(state(&mut engine, t0), AnomalyDetectorState::PendingTraining);
    ///
    /// for minute in 0..180 {
    ///     let now = t0.plus_secs(60 * minute);
    ///     engine.put(now, Datum::new("Shop", "Orders", now, 12.0))?;
    /// }
    /// let later = t0.plus_secs(3 * 3600);
    /// assert_eq!(state(&mut engine, later), AnomalyDetectorState::TrainedInsufficientData);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutAnomalyDetectorError`] with what is not acceptable.
    ///
    /// # Source
    /// CloudWatch API Reference, PutAnomalyDetector.
    #[doc(alias = "PutAnomalyDetector")]
    pub fn put_anomaly_detector(
        &mut self,
        now: Timestamp,
        detector: AnomalyDetector,
    ) -> Result<(), PutAnomalyDetectorError> {
        self.advance(now);
        detector.check()?;
        self.detectors.put(detector, self.limits.anomaly_detectors)
    }

    /// The detectors that the filter accepts, with their states: those on metrics by namespace, name and
    /// dimensions, then those on math.
    ///
    /// # Source
    /// CloudWatch API Reference, DescribeAnomalyDetectors.
    #[doc(alias = "DescribeAnomalyDetectors")]
    pub fn anomaly_detectors(
        &mut self,
        now: Timestamp,
        filter: &AnomalyDetectorFilter,
    ) -> Vec<DescribedAnomalyDetector> {
        self.advance(now);
        let chosen: Vec<AnomalyDetector> = self.detectors.select(filter, None).map(|(_, one)| one.clone()).collect();
        chosen.into_iter().map(|detector| self.described(detector)).collect()
    }

    /// Deletes a detector. Bands of its source are made with plain settings from then on.
    ///
    /// # Errors
    /// [`UnknownAnomalyDetector`] when there is none.
    ///
    /// # Source
    /// CloudWatch API Reference, DeleteAnomalyDetector.
    #[doc(alias = "DeleteAnomalyDetector")]
    pub fn delete_anomaly_detector(
        &mut self,
        now: Timestamp,
        source: &DetectorSource,
    ) -> Result<(), UnknownAnomalyDetector> {
        self.advance(now);
        self.detectors.remove(source).map(drop)
    }

    /// Why the band of a metric is where it is, for the slot that begins at `at`.
    pub fn explain_band(
        &mut self,
        now: Timestamp,
        source: &MetricSource,
        deviations: f64,
        at: Timestamp,
    ) -> BandExplanation {
        self.advance(now);
        let key = metric_key(&source.metric, &source.statistic.to_string());
        let has_detector = self.detectors.get(&key).is_some();
        let trained = self.detectors.trained(&mut self.store, self.now, source);
        BandExplanation::of(&trained, has_detector, at, deviations)
    }

    /// A detector with its state, now.
    pub(crate) fn described(&mut self, detector: AnomalyDetector) -> DescribedAnomalyDetector {
        let Self { detectors, store, place, now, limits, policies, insight_rules: rules, .. } = self;
        let terms = Terms { place, now: *now, limits, policies, rules };
        let state = detectors.state(store, terms, &detector.source);
        DescribedAnomalyDetector { detector, state }
    }
}

impl Detectors {
    fn state(&mut self, store: &mut Store, terms: Terms<'_>, source: &DetectorSource) -> AnomalyDetectorState {
        let trained = match source {
            DetectorSource::Metric { metric, statistic } => statistic.known().map(|statistic| {
                self.trained(store, terms.now, &MetricSource::new(metric.clone(), statistic, FIVE_MINUTES))
            }),
            DetectorSource::Math { queries } => {
                Formula::returned(queries).ok().and_then(|formula| self.trained_on(store, terms, &formula).ok())
            }
        };
        trained.map_or(AnomalyDetectorState::PendingTraining, |trained| trained.state)
    }
}
