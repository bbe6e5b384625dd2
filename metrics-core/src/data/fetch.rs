//! Where the data of queries come from.

use std::collections::BTreeSet;
use std::sync::Arc;

use cupola_base::{Timestamp, Unit};

use super::answer::Terms;
use super::label;
use crate::alarm::MetricSource;
use crate::anomaly::Bands;
use crate::insights::{self, InsightsQuery};
use crate::math::{Axis, Expression, Host, HostError, HostQuestion, Series};
use crate::metric::Metric;
use crate::period::Period;
use crate::search::{Matcher, Search};
use crate::statistic::Statistic;
use crate::store::{Grid, MetricId, Slot, Store};

/// What queries ask: metrics, searches, Insights queries, and what only a host knows.
pub(crate) trait Fetch: Host {
    /// The slots of a period.
    fn axis(&self, period: Period) -> Axis;

    /// One metric's points, oldest first.
    fn metric(&mut self, source: &MetricSource) -> Points;

    /// What an Insights query finds.
    ///
    /// # Errors
    /// [`HostError`] when it takes more steps than there are left.
    fn insights(&mut self, query: &InsightsQuery, period: Period) -> Result<insights::Found, HostError>;

    /// The period of searches that do not tell one, from here on.
    fn enter(&mut self, period: Period);
}

/// The points of a metric in one unit, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Points {
    pub(crate) points: Vec<(Timestamp, f64)>,
    /// All units with data, by name, when there are several and none was asked for.
    pub(crate) units: Vec<Unit>,
}

/// Data of the store, over a range of time.
pub(crate) struct StoreFetch<'a> {
    pub(crate) store: &'a mut Store,
    terms: Terms<'a>,
    pub(crate) account: &'a str,
    pub(crate) now: Timestamp,
    /// The slots of each period.
    pub(crate) grid: &'a dyn Fn(Period) -> Grid,
    pub(crate) host: &'a mut dyn Host,
    /// The bands of metrics; without them the host is asked.
    pub(crate) bands: Option<Bands<'a>>,
    pub(crate) most_found: usize,
    pub(crate) most_metrics: usize,
    /// How many slots' worth of work is left for finding metrics.
    pub(crate) left: u64,
    pub(crate) period: Period,
    /// Whether a search found more than it may.
    pub(crate) found_too_many: bool,
}

/// For how long a search finds a metric after its last data.
const ACTIVE: i64 = 14 * 86_400_000;

/// In how many slots' time a slot of a band is found.
const SLOTS_PER_EDGE: u64 = 16;

/// How many contributors of minutes are put together in the time that a slot takes.
const CONTRIBUTORS_PER_SLOT: u64 = 4;

/// How many words are looked for in a metric in the time that a slot takes.
const WORDS_PER_SLOT: u64 = 4;

impl<'a> StoreFetch<'a> {
    /// Data of a store on the slots of `grid`; searches, and what they may cost, as of `terms`.
    pub(crate) fn new(
        store: &'a mut Store,
        terms: Terms<'a>,
        grid: &'a dyn Fn(Period) -> Grid,
        host: &'a mut dyn Host,
    ) -> Self {
        let Terms { place, now, limits, .. } = terms;
        Self {
            store,
            terms,
            account: place.account.as_str(),
            now,
            grid,
            host,
            bands: None,
            most_found: limits.series_per_search,
            most_metrics: limits.metrics_per_insights_query,
            left: limits.expression_slots,
            period: Period::MINUTE,
            found_too_many: false,
        }
    }

    /// The same with bands.
    pub(crate) fn with_bands(self, bands: Bands<'a>) -> Self {
        Self { bands: Some(bands), ..self }
    }

    /// Takes from what is left the work of looking for so many words in the metrics that have some texts.
    fn look_for(&mut self, words: usize, texts: &BTreeSet<&str>) -> Result<(), HostError> {
        if !texts.is_empty() {
            self.store.prepare_words();
        }
        let metrics = self.store.metrics_with(texts).1 as u64;
        let work = metrics.saturating_mul(words as u64 + 1) / WORDS_PER_SLOT;
        self.left = self.left.checked_sub(work).ok_or_else(|| {
            HostError::too_much(format!(
                "looking for {words} words in {metrics} metrics takes more than is left for the request"
            ))
        })?;
        Ok(())
    }

    fn found(&self, search: &Search, texts: &BTreeSet<&str>) -> Vec<(Metric, MetricId)> {
        let mut matcher = Matcher::new(search, self.account);
        let is_active = |id| self.store.received(id).is_some_and(|at| self.now.millis_since(at) <= ACTIVE);
        let (all, _) = self.store.metrics_with(texts);
        let all = all.filter(|(metric, id)| matcher.matches(metric) && is_active(*id));
        all.take(self.most_found.saturating_add(1)).map(|(metric, id)| (metric.clone(), id)).collect()
    }

    fn points(&mut self, id: MetricId, source: &MetricSource) -> Points {
        let grid = (self.grid)(source.period);
        let units = match source.unit {
            Some(unit) => vec![unit],
            None => self.store.units(self.now, id, source.period, grid),
        };
        let Some(unit) = units.first() else { return Points::default() };
        let slots = self.store.read(self.now, id, *unit, source.period, grid, &[source.statistic]);
        let point = |slot: Slot| Some((Timestamp::from_millis(slot.at), slot.statistic(source.statistic)?));
        let points = slots.into_iter().filter_map(point).collect();
        Points { points, units: if units.len() > 1 { units } else { Vec::new() } }
    }
}

impl Fetch for StoreFetch<'_> {
    fn axis(&self, period: Period) -> Axis {
        Axis::of((self.grid)(period))
    }

    fn metric(&mut self, source: &MetricSource) -> Points {
        self.store.find(&source.metric).map(|id| self.points(id, source)).unwrap_or_default()
    }

    fn insights(&mut self, query: &InsightsQuery, period: Period) -> Result<insights::Found, HostError> {
        self.look_for(query.values(), &BTreeSet::new())?;
        Ok(insights::evaluate(self.store, self.now, query, period, (self.grid)(period), self.most_metrics))
    }

    fn enter(&mut self, period: Period) {
        self.period = period;
    }
}

impl Host for StoreFetch<'_> {
    fn search(
        &mut self,
        search: &Search,
        statistic: Statistic,
        period: Option<Period>,
    ) -> Result<Vec<Series>, HostError> {
        let period = period.unwrap_or(self.period);
        let texts = search.needed();
        self.look_for(search.terms(), &texts)?;
        let mut found = self.found(search, &texts);
        self.found_too_many |= found.len() > self.most_found;
        found.truncate(self.most_found);
        let (metrics, ids): (Vec<Metric>, Vec<MetricId>) = found.into_iter().unzip();
        let sources: Vec<MetricSource> =
            metrics.into_iter().map(|metric| MetricSource::new(metric, statistic, period)).collect();
        let labels = label::defaults(&sources.iter().collect::<Vec<_>>());
        let axis = self.axis(period);
        let series = |((source, id), label): ((MetricSource, MetricId), String)| {
            let points = self.points(id, &source).points;
            Series::new(label, axis, points).of_metric(Arc::new(source))
        };
        Ok(sources.into_iter().zip(ids).zip(labels).map(series).collect())
    }

    fn band(&mut self, series: &Series, of: &Expression, deviations: f64) -> Result<(Series, Series), HostError> {
        let Some(bands) = &mut self.bands else { return self.host.band(series, of, deviations) };
        let work = series.axis().len().saturating_mul(SLOTS_PER_EDGE);
        self.left = self.left.checked_sub(work).ok_or_else(|| {
            HostError::too_much(format!("a band of {} slots takes more than is left", series.axis().len()))
        })?;
        bands.band(self.store, of, series.axis(), deviations)
    }

    fn ask(&mut self, question: &HostQuestion, axis: Axis) -> Result<Vec<Series>, HostError> {
        let HostQuestion::InsightRule { rule, metric } = question else { return self.host.ask(question, axis) };
        let Terms { rules, now, limits, .. } = self.terms;
        let work = rules.work(rule, axis, now, limits) / CONTRIBUTORS_PER_SLOT;
        self.left = self.left.checked_sub(work).ok_or_else(|| {
            HostError::too_much(format!("the contributors of {rule} are more than are left for the request"))
        })?;
        match rules.series(rule, metric, axis, now, limits) {
            Some(series) => Ok(vec![series]),
            None => self.host.ask(question, axis),
        }
    }
}
