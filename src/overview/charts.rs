//! Charts of metrics: those that alarms watch, then others.

use std::collections::BTreeSet;
use std::time::Duration;

use cupola_metrics::{
    AlarmFilter, AlarmSource, Engine, JavaDouble, Metric, MetricAlarm, MetricDataQuery, MetricDataRequest,
    MetricFilter, MetricSource, Period, Statistic,
};
use cupola_report::{LineChart, Overview, StateRow};

use super::alarms::Histories;
use super::{ReportPage, note};
use crate::page::alarms::queries;
use crate::page::metric::{results, series};
use crate::{Observatory, Timestamp};

impl ReportPage {
    pub(super) fn charts(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        let mut lent = sky.metrics(now);
        let metrics: &mut Engine = &mut lent;
        let alarms: Vec<MetricAlarm> = metrics.describe_alarms(now, &AlarmFilter::default()).cloned().collect();
        let watched: BTreeSet<Metric> = alarms.iter().filter_map(|alarm| metric_of(alarm).cloned()).collect();
        let all = MetricFilter::default();
        let others = metrics.list_metrics(now, &all).filter(|metric| !watched.contains(*metric));
        let mut others: Vec<Metric> = others.cloned().collect();
        // One's own come before those of the services.
        others.sort_by_key(|metric| metric.namespace.as_str().starts_with("AWS/"));
        let left_out = (alarms.len() + others.len()).saturating_sub(self.most.charts);
        let of_alarms = alarms.iter().take(self.most.charts);
        let histories = Histories::read(metrics, now, self.until);
        let mut charts: Vec<LineChart> =
            of_alarms.map(|alarm| self.of_alarm(metrics, now, alarm, &histories)).collect();
        let room = self.most.charts - charts.len();
        charts.extend(others.into_iter().take(room).map(|metric| self.of_metric(metrics, now, metric)));
        note(charts.into_iter().fold(page, Overview::with_chart), left_out, "charts")
    }

    fn of_alarm(&self, metrics: &mut Engine, now: Timestamp, alarm: &MetricAlarm, histories: &Histories) -> LineChart {
        let configuration = &alarm.configuration;
        let (name, period) = (configuration.name.as_str(), configuration.period());
        let chart = self.chart(metrics, now, name, period, queries(&configuration.source));
        let row = StateRow::new(name, histories.changes(name, &alarm.state));
        let threshold =
            configuration.threshold.map(|threshold| (format!("{name} at {}", JavaDouble(threshold)), threshold));
        threshold.into_iter().fold(chart, |chart, (label, value)| chart.with_threshold(label, value)).with_states(row)
    }

    fn of_metric(&self, metrics: &mut Engine, now: Timestamp, metric: Metric) -> LineChart {
        let (title, period) = (metric.to_string(), self.period());
        let source = MetricSource::new(metric, Statistic::Average, period);
        self.chart(metrics, now, &title, period, vec![MetricDataQuery::new("m1", source).labelled("Average")])
    }

    fn chart(
        &self,
        metrics: &mut Engine,
        now: Timestamp,
        title: &str,
        period: Period,
        queries: Vec<MetricDataQuery>,
    ) -> LineChart {
        let request = queries.into_iter().fold(MetricDataRequest::new(self.from, self.until), MetricDataRequest::with);
        let chart = LineChart::new(title).with_unit(format!("each {period}"));
        let chart = chart.with_gap(Duration::from_secs(u64::from(period.seconds()) * 2));
        match results(metrics, now, request) {
            Ok(results) => results.iter().fold(chart, |chart, result| chart.with_series(series(result))),
            // What cannot be asked for any more is an empty chart, which says that there is no data.
            Err(_) => chart,
        }
    }

    /// A period that gives some hundred points.
    fn period(&self) -> Period {
        let seconds = self.until.millis_since(self.from) / 1000;
        let wanted = [60, 300, 900, 3600, 21_600].into_iter().find(|period| seconds / i64::from(*period) <= 360);
        Period::new(wanted.unwrap_or(86_400)).unwrap_or(Period::MINUTE)
    }
}

fn metric_of(alarm: &MetricAlarm) -> Option<&Metric> {
    if let AlarmSource::Metric(source) = &alarm.configuration.source { Some(&source.metric) } else { None }
}
