//! Widgets that show alarms.

use cupola_base::Timestamp;
use cupola_metrics::{
    AlarmFilter, AlarmSource, Engine, JavaDouble, MetricAlarm, MetricDataQuery, MetricDataRequest, StateValue,
};
use cupola_report::{AlarmEntry, AlarmList, State, Widget as Drawn};

use super::DashboardPage;
use super::look::Look;
use super::metric::{results, series};

/// The states of alarms; those of other places are told as unknown.
pub(super) fn list(metrics: &mut Engine, now: Timestamp, look: &Look) -> AlarmList {
    let wanted: Vec<&str> = look.texts("/states").collect();
    look.texts("/alarms").fold(AlarmList::new(), |list, arn| match found(metrics, now, arn) {
        Some((_, state, _)) if !wanted.is_empty() && !wanted.contains(&state.as_str()) => list,
        Some((name, state, since)) => {
            list.with(AlarmEntry::new(name, shown(state)).with_note(format!("since {since}")))
        }
        None => list.with(AlarmEntry::new(arn, State::InsufficientData).with_note("there is no such alarm here")),
    })
}

/// An alarm of whichever kind: its name, its state, and since when.
fn found(metrics: &mut Engine, now: Timestamp, arn: &str) -> Option<(String, StateValue, Timestamp)> {
    let name = name(metrics, arn)?;
    let metric = metric_alarm(metrics, now, &name).map(|alarm| (alarm.state.value, alarm.state.transitioned));
    let composite = |metrics: &mut Engine| {
        metrics.composite_alarm(now, &name).map(|alarm| (alarm.state.value, alarm.state.transitioned))
    };
    let (state, since) = metric.or_else(|| composite(metrics))?;
    Some((name, state, since))
}

fn metric_alarm(metrics: &mut Engine, now: Timestamp, name: &str) -> Option<MetricAlarm> {
    metrics.describe_alarms(now, &AlarmFilter::named(name)).next().cloned()
}

fn name(metrics: &Engine, arn: &str) -> Option<String> {
    let here = metrics.place().arn("cloudwatch", "alarm:");
    arn.strip_prefix(here.as_str()).map(str::to_owned)
}

/// What an alarm watches, with its threshold.
pub(super) fn chart(page: &DashboardPage, metrics: &mut Engine, now: Timestamp, title: String, look: &Look) -> Drawn {
    let arn = look.text("/annotations/alarms/0").unwrap_or_default().to_owned();
    let alarm = name(metrics, &arn).and_then(|name| metric_alarm(metrics, now, &name));
    let Some(alarm) = alarm else { return Drawn::note(title, format!("There is no metric alarm {arn} here.")) };
    let request = MetricDataRequest::new(page.from, page.until);
    let request = queries(&alarm.configuration.source).into_iter().fold(request, MetricDataRequest::with);
    let results = match results(metrics, now, request) {
        Ok(results) => results,
        Err(error) => return Drawn::note(title, error.to_string()),
    };
    let chart = look.chart().with_range(page.from, page.until);
    let chart = results.iter().fold(chart, |chart, result| chart.with_series(series(result)));
    let line = |threshold: f64| (format!("{} at {}", alarm.configuration.name, JavaDouble(threshold)), threshold);
    let line = alarm.configuration.threshold.map(line);
    Drawn::time(title, line.into_iter().fold(chart, |chart, (label, value)| chart.with_line(label, value)))
}

pub(crate) fn queries(source: &AlarmSource) -> Vec<MetricDataQuery> {
    match source {
        AlarmSource::Metric(metric) => vec![MetricDataQuery::new("m1", metric.clone())],
        AlarmSource::Queries(queries) => queries.queries.clone(),
        _ => Vec::new(),
    }
}

pub(crate) const fn shown(state: StateValue) -> State {
    match state {
        StateValue::Ok => State::Ok,
        StateValue::Alarm => State::Alarm,
        StateValue::InsufficientData => State::InsufficientData,
    }
}
