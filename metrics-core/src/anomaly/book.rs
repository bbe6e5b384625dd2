//! All detectors.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::detector::{AnomalyDetector, AnomalyDetectorFilter, DetectorSource};
use super::error::{PutAnomalyDetectorError, UnknownAnomalyDetector};
use super::formula::Formula;
use super::model::BandModel;
use super::models::Models;
use super::seasonal::SeasonalRobust;
use crate::data::{DataSource, MetricDataQuery};
use crate::limits::Limits;

/// All detectors, by key; the model that they train, and what was trained.
#[derive(Debug, Serialize, Deserialize)]
#[serde(from = "Vec<AnomalyDetector>", into = "Vec<AnomalyDetector>")]
pub(crate) struct Detectors {
    all: BTreeMap<String, AnomalyDetector>,
    pub(super) model: Arc<dyn BandModel>,
    pub(super) models: Models,
    /// How many trained models are kept.
    pub(super) most_models: usize,
}

impl Default for Detectors {
    fn default() -> Self {
        let most_models = Limits::default().band_models;
        Self { all: BTreeMap::new(), model: Arc::new(SeasonalRobust), models: Models::default(), most_models }
    }
}

/// Without what was trained: that can be done again.
impl Clone for Detectors {
    fn clone(&self) -> Self {
        let (all, model) = (self.all.clone(), Arc::clone(&self.model));
        Self { all, model, models: Models::default(), most_models: self.most_models }
    }
}

impl Detectors {
    /// Sets how many trained models are kept; those that are go, for what they learn under may change.
    pub(crate) fn keep_models(&mut self, most: usize) {
        self.most_models = most;
        self.models.clear();
    }

    pub(crate) fn use_model(&mut self, model: Arc<dyn BandModel>) {
        self.model = model;
        self.models.clear();
    }

    pub(super) fn get(&self, key: &str) -> Option<&AnomalyDetector> {
        self.all.get(key)
    }

    /// Puts a detector that was checked.
    pub(super) fn put(&mut self, detector: AnomalyDetector, most: usize) -> Result<(), PutAnomalyDetectorError> {
        let key = detector.source.key();
        if self.all.len() >= most && !self.all.contains_key(&key) {
            return Err(PutAnomalyDetectorError::TooManyDetectors(most));
        }
        self.all.insert(key, detector);
        Ok(())
    }

    pub(super) fn remove(&mut self, source: &DetectorSource) -> Result<AnomalyDetector, UnknownAnomalyDetector> {
        self.all.remove(&source.key()).ok_or(UnknownAnomalyDetector)
    }

    /// Those that the filter accepts, with their keys, after the one of a key.
    pub(crate) fn select<'a>(
        &'a self,
        filter: &'a AnomalyDetectorFilter,
        after: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, &'a AnomalyDetector)> {
        let all = self.all.iter().filter(move |(key, _)| after.is_none_or(|after| key.as_str() > after));
        all.filter(|(_, detector)| filter.accepts(&detector.source)).map(|(key, detector)| (key.as_str(), detector))
    }

    /// Makes the detectors of all bands that queries ask for, unless there are some: what an alarm on a band
    /// does when it is put.
    ///
    /// # Errors
    /// [`PutAnomalyDetectorError`] when something cannot be watched; nothing is made.
    pub(crate) fn ensure_all(
        &mut self,
        queries: &[MetricDataQuery],
        most: usize,
    ) -> Result<(), PutAnomalyDetectorError> {
        let expressions = queries.iter().filter_map(|query| match &query.source {
            DataSource::Expression(expression) => Some(expression),
            DataSource::Metric(_) | DataSource::Insights(_) => None,
        });
        let arguments = expressions.flat_map(crate::math::Expression::bands);
        let detectors = arguments.map(|argument| {
            let detector = detector_of(queries, &argument)?;
            detector.check().map(|()| detector)
        });
        let detectors = detectors.collect::<Result<Vec<_>, _>>()?;
        detectors.into_iter().try_for_each(|detector| self.ensure_plain(detector, most))
    }

    fn ensure_plain(&mut self, detector: AnomalyDetector, most: usize) -> Result<(), PutAnomalyDetectorError> {
        match self.all.contains_key(&detector.source.key()) {
            true => Ok(()),
            false => self.put(detector, most),
        }
    }
}

fn detector_of(
    queries: &[MetricDataQuery],
    argument: &crate::math::Expression,
) -> Result<AnomalyDetector, PutAnomalyDetectorError> {
    let query = argument.id().and_then(|id| queries.iter().find(|query| query.id == id));
    if let Some(source) = query.and_then(MetricDataQuery::metric) {
        return Ok(AnomalyDetector::on(source.metric.clone(), source.statistic));
    }
    Ok(AnomalyDetector::on_math(Formula::of(queries, argument)?.into_queries(query.map(|query| query.id.as_str()))))
}

impl From<Vec<AnomalyDetector>> for Detectors {
    fn from(all: Vec<AnomalyDetector>) -> Self {
        let all = all.into_iter().map(|detector| (detector.source.key(), detector)).collect();
        Self { all, ..Self::default() }
    }
}

impl From<Detectors> for Vec<AnomalyDetector> {
    fn from(detectors: Detectors) -> Self {
        detectors.all.into_values().collect()
    }
}
