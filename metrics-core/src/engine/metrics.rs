//! Verbs on metrics.

use cupola_base::{Datum, Timestamp};

use super::Engine;
use crate::ingest::{self, DatumError, Origin, PutMetricDataError};
use crate::listing::{self, MetricFilter};
use crate::metric::Metric;
use crate::output::Lost;
use crate::statistics::{self, Datapoint, StatisticsError, StatisticsQuery};
use crate::store::{Budget, MetricId, Resolved};
use crate::summary::Summary;

impl Engine {
    /// Takes one datum of a user in. Allocates nothing once its metric and bucket exist.
    ///
    /// ```
    /// use cupola_metrics::{Datum, Engine, Metric, Period, Place, Statistic, StatisticsQuery, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T08:00:12Z")?;
    /// engine.put(now, Datum::new("Orders", "Placed", now, 4.0))?;
    ///
    /// let start = now.floor_to(60_000);
    /// let query = StatisticsQuery::new(Metric::new("Orders", "Placed")?, start, start.plus_secs(60), Period::MINUTE);
    /// let points = engine.metric_statistics(now, &query.with(Statistic::Sum))?;
    /// assert_eq!(points[0].summary.sum, 4.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutMetricDataError::Datum`] with what is wrong; nothing is stored.
    #[doc(alias = "PutMetricData")]
    pub fn put(&mut self, now: Timestamp, datum: Datum) -> Result<(), PutMetricDataError> {
        let now = self.at(now);
        let (id, summary) = self.accept(now, Origin::User, &datum).map_err(|cause| cause_of(0, cause))?;
        self.keep(now, id, &datum, summary);
        self.fit(now);
        Ok(())
    }

    /// Takes data in: all, or none when one of them is not acceptable. Simulated services may
    /// publish to namespaces that begin with `AWS/`.
    ///
    /// # Errors
    /// [`PutMetricDataError`] with the first datum that is not acceptable, and why.
    ///
    /// # Source
    /// CloudWatch API Reference, PutMetricData.
    #[doc(alias = "PutMetricData")]
    pub fn put_metric_data(
        &mut self,
        now: Timestamp,
        origin: Origin,
        data: Vec<Datum>,
    ) -> Result<(), PutMetricDataError> {
        let now = self.at(now);
        self.check_count(data.len())?;
        let accept = |(index, datum)| self.accept(now, origin, datum).map_err(|cause| cause_of(index, cause));
        let accepted: Result<Vec<_>, _> = data.iter().enumerate().map(accept).collect();
        for (datum, (id, summary)) in data.iter().zip(accepted?) {
            self.keep(now, id, datum, summary);
        }
        self.fit(now);
        Ok(())
    }

    /// Answers statistics of one metric: by slot, then by unit. Slots without data are absent.
    ///
    /// # Errors
    /// [`StatisticsError`] when the question is not one.
    ///
    /// # Source
    /// CloudWatch API Reference, GetMetricStatistics.
    #[doc(alias = "GetMetricStatistics")]
    pub fn metric_statistics(
        &mut self,
        now: Timestamp,
        query: &StatisticsQuery,
    ) -> Result<Vec<Datapoint>, StatisticsError> {
        let now = self.at(now);
        statistics::answer(&mut self.store, now, query, &self.limits)
    }

    /// The metrics with data in the last two weeks that the filter accepts, in order.
    ///
    /// # Source
    /// CloudWatch API Reference, ListMetrics.
    pub fn list_metrics<'a>(
        &'a mut self,
        now: Timestamp,
        filter: &'a MetricFilter,
    ) -> impl Iterator<Item = &'a Metric> {
        let now = self.at(now);
        listing::list(&self.store, now, filter, None)
    }

    fn check_count(&self, given: usize) -> Result<(), PutMetricDataError> {
        match given {
            0 => Err(PutMetricDataError::Empty),
            _ if given > self.limits.data_per_request => {
                Err(PutMetricDataError::TooMany { given, most: self.limits.data_per_request })
            }
            _ => Ok(()),
        }
    }

    fn accept(&self, now: Timestamp, origin: Origin, datum: &Datum) -> Result<(Resolved, Summary), DatumError> {
        let summary = ingest::check(now, origin, datum, &self.limits)?;
        Ok((self.store.resolve(datum)?, summary))
    }

    fn keep(&mut self, now: Timestamp, metric: Resolved, datum: &Datum, summary: Summary) {
        let id = match metric {
            Resolved::Known(id) => id,
            Resolved::New(metric) => self.store.intern(metric),
        };
        self.store.add(now, id, datum, summary);
        if self.store.is_watched(id) {
            self.wake(now, id);
        }
    }

    fn fit(&mut self, now: Timestamp) {
        let budget = Budget { metrics: self.limits.metrics, buckets: self.limits.buckets };
        let evicted = self.store.fit(now, budget);
        self.waiting.lose(now, Lost::Metrics, evicted.metrics as u64);
        self.waiting.lose(now, Lost::Buckets, evicted.buckets as u64);
    }

    /// Data came in: alarms that slept look again.
    fn wake(&mut self, now: Timestamp, id: MetricId) {
        let soon = now.plus_secs(60);
        let asleep = |name: &&crate::name::AlarmName| self.agenda.evaluation(name).is_none_or(|at| at > soon);
        let sleepers: Vec<_> = self.book.watchers(id).filter(asleep).cloned().collect();
        sleepers.iter().for_each(|name| self.plan(now, name));
    }
}

fn cause_of(index: usize, cause: DatumError) -> PutMetricDataError {
    PutMetricDataError::Datum { member: index + 1, cause }
}
