//! Bands of metrics, trained when they are needed.

use std::convert::Infallible;
use std::sync::Arc;

use cupola_base::Timestamp;

use super::book::Detectors;
use super::detector::metric_key;
use super::formula::long_enough;
use super::models::Moment;
use super::training::{Fetched, Trained, hour, slots};
use crate::alarm::MetricSource;
use crate::store::{MetricId, Store};

impl Detectors {
    /// The model of a metric as of the last full hour.
    pub(super) fn trained(&mut self, store: &mut Store, now: Timestamp, source: &MetricSource) -> Arc<Trained> {
        let period = long_enough(source.period);
        let source = MetricSource { period, ..source.clone() };
        let id = store.find(&source.metric);
        let of = Moment { hour: hour(now), revision: id.map_or((0, 0), |id| store.revision(id)) };
        let detector = metric_key(&source.metric, &source.statistic.to_string());
        let key = format!("{detector} {} {:?}", period.seconds(), source.unit);
        let fetched = || match id {
            Some(id) => Ok(fetch(store, now, of.hour, id, &source)),
            None => Ok::<_, Infallible>(Fetched::default()),
        };
        let Ok(trained) = self.kept_or_trained(key, &detector, of, fetched);
        trained
    }

    /// A model that is kept, or is trained on what is fetched.
    pub(super) fn kept_or_trained<E>(
        &mut self,
        key: String,
        detector: &str,
        of: Moment,
        fetch: impl FnOnce() -> Result<Fetched, E>,
    ) -> Result<Arc<Trained>, E> {
        let detector = self.get(detector).cloned();
        if let Some(kept) = self.models.get(&key, of, detector.as_ref()) {
            return Ok(kept);
        }
        let trained = Arc::new(Trained::new(&*self.model, of.hour, fetch()?, detector.as_ref()));
        self.models.keep(key, of, detector.as_ref(), &trained, self.most_models);
        Ok(trained)
    }
}

/// The data of two weeks, in the unit that was asked for, else in the one that comes first by name.
fn fetch(store: &mut Store, now: Timestamp, hour: Timestamp, id: MetricId, source: &MetricSource) -> Fetched {
    let grid = slots(hour, source.period);
    let unit = source.unit.or_else(|| store.units(now, id, source.period, grid).first().copied());
    let Some(unit) = unit else { return Fetched::default() };
    let slots = store.read(now, id, unit, source.period, grid, &[source.statistic]);
    let points = slots.into_iter().filter_map(|slot| {
        let value = slot.statistic(source.statistic)?;
        Some((Timestamp::from_millis(slot.at), value))
    });
    Fetched { points: points.collect(), period: Some(source.period), unit: Some(unit) }
}
