//! How much there was of what has a price.

use cupola_metrics::{
    AlarmFilter, Engine, Metric, MetricDataQuery, MetricDataRequest, MetricFilter, MetricSource, Period, Statistic,
};
use cupola_report::Usage;

use super::ReportPage;
use crate::page::metric::results;
use crate::{Observatory, Timestamp};

impl ReportPage {
    pub(super) fn usage(&self, sky: &mut Observatory) -> Usage {
        let now = sky.now();
        let (metrics, alarms, events) = self.measured(&mut sky.metrics(now), now);
        let traces = self.known_traces(&sky.traces(now)).len() as u64;
        let log_bytes = self.log_bytes(&mut sky.logs(now), now);
        Usage { metrics, alarms, log_bytes, traces, events: self.events.unwrap_or(events) }
    }

    /// Metrics, alarms and events.
    fn measured(&self, metrics: &mut Engine, now: Timestamp) -> (u64, u64, u64) {
        // The service does not charge for what its services tell of themselves.
        let own = metrics.list_metrics(now, &MetricFilter::default()).filter(|metric| !is_of_services(metric)).count();
        let alarms = metrics.describe_alarms(now, &AlarmFilter::default()).count()
            + metrics.describe_composite_alarms(now, &AlarmFilter::default()).count();
        (own as u64, alarms as u64, self.put_events(metrics, now))
    }

    /// Requests to put events, of which the engine of events tells the metric store.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of counts")]
    fn put_events(&self, metrics: &mut Engine, now: Timestamp) -> u64 {
        let Ok(metric) = Metric::new("AWS/Events", "PutEventsApproximateCallCount") else { return 0 };
        let source = MetricSource::new(metric, Statistic::Sum, Period::MINUTE);
        let request = MetricDataRequest::new(self.from, self.until).with(MetricDataQuery::new("m1", source));
        let found = results(metrics, now, request).unwrap_or_default();
        found.iter().flat_map(|result| &result.points).map(|(_, sum)| *sum as u64).sum()
    }
}

fn is_of_services(metric: &Metric) -> bool {
    metric.namespace.as_str().starts_with("AWS/")
}
