//! Verbs on metrics.

use std::borrow::Borrow;

use cupola_base::{Datum, Sample, Timestamp};

use super::Engine;
use crate::data::{self, MetricDataError, MetricDataPage, MetricDataRequest, Terms};
use crate::ingest::{self, DatumError, Origin, PutMetricDataError};
use crate::limits::Limits;
use crate::listing::{self, MetricFilter};
use crate::math::{Host, NoHost};
use crate::metric::Metric;
use crate::output::Lost;
use crate::request_size::{fits_easily, request_bytes};
use crate::statistics::{self, Datapoint, StatisticsError, StatisticsQuery};
use crate::store::{Arrival, Bucket, Budget, MetricId, Resolved};

impl Engine {
    /// Takes one datum of a user in, given away or lent. Allocates nothing once its metric and bucket exist.
    ///
    /// Whoever publishes the same metric over and over keeps one datum, changes its time and its value, and lends
    /// it: metrics whose names are the very texts of before are found without looking at a letter.
    ///
    /// ```
    /// use cupola_metrics::{Datum, Engine, Metric, Period, Place, Statistic, StatisticsQuery, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T08:00:12Z")?;
    /// let mut datum = Datum::new("Orders", "Placed", now, 1.0);
    /// engine.put(now, &datum)?;
    /// datum.sample = cupola_metrics::Sample::Value(3.0);
    /// engine.put(now, datum)?;
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
    #[inline]
    pub fn put(&mut self, now: Timestamp, datum: impl Borrow<Datum>) -> Result<(), PutMetricDataError> {
        let now = self.at(now);
        self.take(now, Origin::User, datum.borrow()).map_err(|cause| cause_of(0, cause))
    }

    /// Takes one datum in that another part of the same world produced at `at`, e.g. a metric
    /// filter; it may be of a namespace that begins with `AWS/`.
    ///
    /// Does everything that is due before `at`, but not yet what is due at that very instant: a
    /// producer acts before its consumer, so an alarm that is due at `at` sees the datum, when
    /// nobody advanced to `at` before. Allocates nothing once its metric and bucket exist.
    ///
    /// ```
    /// use cupola_metrics::{Alarm, AlarmFilter, Datum, Engine, Period, Place, StateValue, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let t0 = Timestamp::parse("2026-05-04T06:00:10Z")?;
    /// engine.put_metric_alarm(t0, Alarm::on("App", "Errors").named("any").sum(Period::MINUTE).at_least(1.0))?;
    ///
    /// let t1 = Timestamp::parse("2026-05-04T06:01:00Z")?;
    /// engine.accept(t1, Datum::new("App", "Errors", t0, 1.0))?;
    /// engine.advance(t1);
    /// let filter = AlarmFilter::named("any");
    /// let alarm = engine.describe_alarms(t1, &filter).next().expect("it was put");
    /// assert_eq!((alarm.state.value, alarm.state.updated), (StateValue::Alarm, t1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`DatumError`] with what is wrong; nothing is stored.
    pub fn accept(&mut self, at: Timestamp, datum: Datum) -> Result<(), DatumError> {
        let at = self.reach(at);
        self.take(at, Origin::Service, &datum)
    }

    /// Goes to an instant without doing what is due at it: that comes after what comes in now. Answers it.
    pub(crate) fn reach(&mut self, at: Timestamp) -> Timestamp {
        let at = at.max(self.now);
        self.run_until(at.plus_millis(-1));
        self.now = at;
        at
    }

    /// Takes data in: all, or none when one of them is not acceptable. Simulated services may
    /// publish to namespaces that begin with `AWS/`.
    ///
    /// # Errors
    /// [`PutMetricDataError`] with the first datum that is not acceptable, and why; before that when there are too
    /// many data, or the request that brings them has more bytes than one may have
    /// ([`request_bytes`](crate::request_bytes)).
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
        if !fits_easily(&data, self.limits.request_bytes) {
            self.check_size(request_bytes(&data))?;
        }
        self.put_read_data(now, origin, &data)
    }

    /// The same for data of a request whose bytes were counted.
    pub(crate) fn put_read_data(
        &mut self,
        now: Timestamp,
        origin: Origin,
        data: &[Datum],
    ) -> Result<(), PutMetricDataError> {
        let now = self.at(now);
        self.check_count(data.len())?;
        let check = |(index, datum)| self.check(now, origin, datum).map_err(|cause| cause_of(index, cause));
        let metrics: Result<Vec<_>, _> = data.iter().enumerate().map(check).collect();
        for (datum, metric) in data.iter().zip(metrics?) {
            self.take_resolved(now, metric, datum);
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

    /// Answers data of many metrics: page by page, or all at once where there are expressions.
    ///
    /// Functions whose data come from outside (`SERVICE_QUOTA`, `DB_PERF_INSIGHTS`, `LAMBDA`, and
    /// `INSIGHT_RULE_METRIC` of a rule that is not here) have no answer here: see
    /// [`metric_data_with`](Self::metric_data_with).
    ///
    /// `ANOMALY_DETECTION_BAND` is answered whether the metric has an
    /// [anomaly detector](Self::put_anomaly_detector) or not: without one it is learned with plain settings,
    /// and nothing is made. The whole range is that of the model as of the last full hour; there are no points
    /// before the first model.
    ///
    /// # Errors
    /// [`MetricDataError`] when the request is not one.
    ///
    /// # Source
    /// CloudWatch API Reference, GetMetricData.
    #[doc(alias = "GetMetricData")]
    pub fn metric_data(
        &mut self,
        now: Timestamp,
        request: &MetricDataRequest,
    ) -> Result<MetricDataPage, MetricDataError> {
        self.metric_data_with(now, request, &mut NoHost)
    }

    /// The same, with a host that answers the functions whose data come from outside. Searches find this
    /// engine's metrics, and anomaly bands are those of its model; the host is not asked for them.
    ///
    /// # Errors
    /// [`MetricDataError`] when the request is not one, or the host has no answer.
    pub fn metric_data_with(
        &mut self,
        now: Timestamp,
        request: &MetricDataRequest,
        host: &mut dyn Host,
    ) -> Result<MetricDataPage, MetricDataError> {
        let now = self.at(now);
        let Self { store, place, limits, policies, detectors, insight_rules: rules, .. } = self;
        data::answer(store, Terms { place, now, limits, policies, rules }, request, detectors, host)
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
        self.metrics_after(now, filter, None)
    }

    /// The metrics after `after` that the filter accepts and that were active as of `now`.
    pub(crate) fn metrics_after<'a>(
        &'a self,
        now: Timestamp,
        filter: &'a MetricFilter,
        after: Option<&'a Metric>,
    ) -> impl Iterator<Item = &'a Metric> {
        listing::list(&self.store, now, filter, after)
    }

    /// Whether a request may have so many bytes.
    pub(crate) const fn check_size(&self, given: usize) -> Result<(), PutMetricDataError> {
        let most = self.limits.request_bytes;
        if given > most { Err(PutMetricDataError::TooLarge { given, most }) } else { Ok(()) }
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

    /// Takes one datum in, unless something is wrong with it.
    fn take(&mut self, now: Timestamp, origin: Origin, datum: &Datum) -> Result<(), DatumError> {
        ingest::check(now, origin, datum, &self.limits)?;
        match self.store.recall(datum).filter(|_| !self.holds_back()) {
            Some(id) => self.keep(now, id, datum),
            None => self.take_by_name(now, datum)?,
        }
        self.fit(now);
        Ok(())
    }

    /// Takes in what is seen later. As many data wait as the store may have buckets; past that the oldest are seen.
    #[cold]
    fn hold_back(&mut self, now: Timestamp, datum: &Datum) {
        let delay = i64::from(self.policies.ingest_delay_seconds);
        self.under_way.push(now.plus_secs(delay), datum.clone());
        if self.under_way.len() > self.limits.buckets
            && let Some(oldest) = self.under_way.take_first()
        {
            self.show(now, &oldest);
        }
    }

    /// Data that were held back are seen from now on.
    pub(super) fn show_data(&mut self, now: Timestamp) {
        while let Some(datum) = self.under_way.take(now) {
            self.show(now, &datum);
        }
    }

    fn show(&mut self, now: Timestamp, datum: &Datum) {
        if let Ok(metric) = self.store.resolve(datum) {
            let id = self.id_of(metric);
            self.keep(now, id, datum);
            self.fit(now);
        }
    }

    fn check(&mut self, now: Timestamp, origin: Origin, datum: &Datum) -> Result<Resolved, DatumError> {
        ingest::check(now, origin, datum, &self.limits)?;
        Ok(self.store.resolve(datum)?)
    }

    #[inline(never)]
    fn take_by_name(&mut self, now: Timestamp, datum: &Datum) -> Result<(), DatumError> {
        let metric = self.store.resolve(datum)?;
        self.take_resolved(now, metric, datum);
        Ok(())
    }

    /// Takes in what was checked: it is seen now, or later.
    fn take_resolved(&mut self, now: Timestamp, metric: Resolved, datum: &Datum) {
        if self.holds_back() {
            return self.hold_back(now, datum);
        }
        let id = self.id_of(metric);
        self.keep(now, id, datum);
    }

    const fn holds_back(&self) -> bool {
        self.policies.ingest_delay_seconds > 0
    }

    fn id_of(&mut self, metric: Resolved) -> MetricId {
        match metric {
            Resolved::Known(id) => id,
            Resolved::New(metric) => self.store.intern(metric),
        }
    }

    /// Takes in what was checked.
    fn keep(&mut self, now: Timestamp, id: MetricId, datum: &Datum) {
        match &datum.sample {
            Sample::Value(value) => self.store.add_one(now, id, datum.into(), *value),
            sample => self.keep_sample(now, id, datum.into(), sample),
        }
        self.wake_for(id);
        self.note_for_streams(now, datum);
    }

    #[inline(never)]
    fn keep_sample(&mut self, now: Timestamp, id: MetricId, arrival: Arrival, sample: &Sample) {
        if let Some(bucket) = Bucket::of(sample, self.limits.distinct_values) {
            self.store.add(now, id, arrival, &bucket);
        }
    }

    pub(super) fn keep_bucket(&mut self, now: Timestamp, id: MetricId, arrival: Arrival, bucket: &Bucket) {
        self.store.add(now, id, arrival, bucket);
        self.wake_for(id);
    }

    /// Takes a datum of the engine's own in; what it cannot be is left out.
    pub(crate) fn keep_own(&mut self, at: Timestamp, datum: &Datum) {
        drop(self.take(at, Origin::Service, datum));
    }

    #[inline]
    pub(super) fn fit(&mut self, now: Timestamp) {
        let Limits { metrics, buckets, bucket_bytes: bytes, .. } = self.limits;
        let budget = Budget { metrics, buckets, bytes };
        if !self.store.fits(budget) {
            self.evict(now, budget);
        }
    }

    #[cold]
    fn evict(&mut self, now: Timestamp, budget: Budget) {
        let evicted = self.store.fit(now, budget);
        self.waiting.lose(now, Lost::Metrics, evicted.metrics as u64);
        self.waiting.lose(now, Lost::Buckets, evicted.buckets as u64);
    }

    /// Data of a metric came in.
    #[inline]
    fn wake_for(&mut self, id: MetricId) {
        if self.store.is_watched(id) || self.book.has_sleepers() {
            self.wake(id);
        }
    }

    /// Data came in: alarms that sleep look again. Those that are evaluated at their next tick
    /// anyway cost nothing.
    fn wake(&mut self, id: MetricId) {
        self.book.asleep(id).into_iter().for_each(|alarm| self.plan(self.done, alarm, false));
    }
}

fn cause_of(index: usize, cause: DatumError) -> PutMetricDataError {
    PutMetricDataError::Datum { member: index + 1, cause }
}
