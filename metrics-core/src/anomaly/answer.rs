//! `ANOMALY_DETECTION_BAND` in requests for data.

use std::sync::Arc;

use cupola_base::Timestamp;

use super::book::Detectors;
use super::detector::math_key;
use super::formula::Formula;
use super::models::Moment;
use super::training::{Fetched, Trained, hour, slots};
use crate::data::{Bounds, MetricDataQuery, Plan, StoreFetch, Terms, compute};
use crate::math::{Axis, Expression, HostError, NoHost, Series, Value};
use crate::period::Period;
use crate::store::Store;

/// The bands of a request: whose queries a band may name, and within what it is trained.
#[derive(Debug)]
pub(crate) struct Bands<'a> {
    pub(crate) detectors: &'a mut Detectors,
    pub(crate) queries: &'a [MetricDataQuery],
    pub(crate) terms: Terms<'a>,
}

impl Bands<'_> {
    /// The upper and the lower edge of what `of` says, wherever the axis has a slot; without a point while there
    /// is no model.
    ///
    /// # Errors
    /// [`HostError`] when the width is no positive number, or the data to learn from cannot be computed.
    pub(crate) fn band(
        &mut self,
        store: &mut Store,
        of: &Expression,
        axis: Axis,
        deviations: f64,
    ) -> Result<(Series, Series), HostError> {
        if !(deviations > 0.0 && deviations.is_finite()) {
            return Err(HostError::new(format!("{deviations} is not a positive number of standard deviations")));
        }
        let trained = self.trained(store, of)?;
        let starts = (0..axis.len()).map(|slot| axis.at(slot));
        let edges: Vec<(Timestamp, (f64, f64))> =
            starts.filter_map(|at| Some((at, trained.band(at, deviations)?))).collect();
        let upper = Series::new("High", axis, edges.iter().map(|(at, (_, upper))| (*at, *upper)));
        let lower = Series::new("Low", axis, edges.iter().map(|(at, (lower, _))| (*at, *lower)));
        Ok((upper, lower))
    }

    fn trained(&mut self, store: &mut Store, of: &Expression) -> Result<Arc<Trained>, HostError> {
        let query = of.id().and_then(|id| self.queries.iter().find(|query| query.id == id));
        if let Some(source) = query.and_then(MetricDataQuery::metric) {
            return Ok(self.detectors.trained(store, self.terms.now, source));
        }
        let formula = Formula::of(self.queries, of).map_err(|error| HostError::new(error.to_string()))?;
        self.detectors.trained_on(store, self.terms, &formula)
    }
}

impl Detectors {
    /// The model of metric math as of the last full hour.
    pub(super) fn trained_on(
        &mut self,
        store: &mut Store,
        terms: Terms<'_>,
        formula: &Formula,
    ) -> Result<Arc<Trained>, HostError> {
        let key = math_key(formula.text());
        let of = Moment { hour: hour(terms.now), revision: revision(store, terms) };
        self.kept_or_trained(key.clone(), &key, of, || computed(store, terms, of.hour, formula))
    }
}

/// Differs whenever something came late.
fn revision(store: &Store, terms: Terms<'_>) -> (u64, u64) {
    let (late, lost) = store.whole_revision();
    (late + terms.rules.revision(), lost)
}

/// What a formula comes to over two weeks, in slots of five minutes at least.
fn computed(store: &mut Store, terms: Terms<'_>, hour: Timestamp, formula: &Formula) -> Result<Fetched, HostError> {
    let refused =
        |error: &dyn std::fmt::Display| HostError::new(format!("what it is to learn from has no answer: {error}"));
    let queries = formula.for_training();
    let plan = Plan::new(&queries).map_err(|error| refused(&error))?;
    let grid = |period: Period| slots(hour, period);
    let mut host = NoHost;
    let mut fetch = StoreFetch::new(store, terms, &grid, &mut host);
    let bounds = Bounds::of(terms);
    let mut outcomes =
        compute(&plan, terms.place.account.as_str(), bounds, &mut fetch).map_err(|error| refused(&error))?;
    let outcome = outcomes.pop().filter(|outcome| outcome.query + 1 == queries.len());
    let Some(outcome) = outcome else { return Ok(Fetched::default()) };
    let Value::Series(series) = outcome.value else { return Err(refused(&"it is not a single time series")) };
    let unit = outcome.units.first().copied();
    Ok(Fetched { points: series.points().collect(), period: Some(outcome.period), unit })
}
