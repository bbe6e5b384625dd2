//! What alarms did.

use cupola_base::Timestamp;
use cupola_metrics::{
    AlarmConfiguration, AlarmFilter, AlarmSource, AlarmState, AlarmType, Engine, HistoryFilter, HistoryItemType,
    JavaDouble, ScanBy,
};
use cupola_report::{AlarmStory, Overview, State};

use super::ReportPage;
use crate::Observatory;
use crate::page::alarms::shown;

impl ReportPage {
    pub(super) fn alarms(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        let mut metrics = sky.metrics(now);
        stories(&mut metrics, now, self.until).into_iter().fold(page, Overview::with_alarm)
    }
}

/// An alarm's name, state and what it watches.
type Known = (String, AlarmState, String);

fn stories(metrics: &mut Engine, now: Timestamp, until: Timestamp) -> Vec<AlarmStory> {
    let mut known: Vec<Known> = metrics
        .describe_alarms(now, &AlarmFilter::default())
        .map(|alarm| {
            let configuration = &alarm.configuration;
            (configuration.name.to_string(), AlarmState::clone(&alarm.state), watches(configuration))
        })
        .collect();
    known.extend(metrics.describe_composite_alarms(now, &AlarmFilter::default()).map(|alarm| {
        let configuration = &alarm.configuration;
        (configuration.name.to_string(), AlarmState::clone(&alarm.state), configuration.rule.to_string())
    }));
    let story = |(name, state, watches): Known| {
        let changes = changes(metrics, now, until, &name, &state);
        AlarmStory::new(name, changes).watches(watches).because(state.reason())
    };
    known.into_iter().map(story).collect()
}

/// When which state began, as far as the history goes back.
pub(super) fn changes(
    metrics: &mut Engine,
    now: Timestamp,
    until: Timestamp,
    name: &str,
    state: &AlarmState,
) -> Vec<(Timestamp, State)> {
    let mut filter = HistoryFilter::default();
    filter.alarm = Some(name.to_owned());
    filter.alarm_types = vec![AlarmType::Metric, AlarmType::Composite];
    filter.to = Some(until);
    filter.scan_by = ScanBy::TimestampAscending;
    let mut changes: Vec<(Timestamp, State)> = Vec::new();
    let mut begins = None;
    for item in metrics.describe_alarm_history(now, &filter) {
        begins = begins.or(Some(item.at));
        if item.kind() != HistoryItemType::StateUpdate {
            continue;
        }
        let (before, after) = states(item.data().as_str());
        if changes.is_empty() {
            changes.extend(begins.zip(before));
        }
        changes.extend(after.map(|after| (item.at, after)));
    }
    if changes.is_empty() && state.transitioned <= until {
        changes.push((state.transitioned, shown(state.value)));
    }
    changes
}

/// The states before and after a change.
fn states(data: &str) -> (Option<State>, Option<State>) {
    let data: serde_json::Value = serde_json::from_str(data).unwrap_or_default();
    let state = |which: &str| data.pointer(which).and_then(serde_json::Value::as_str).and_then(State::parse);
    (state("/oldState/stateValue"), state("/newState/stateValue"))
}

fn watches(alarm: &AlarmConfiguration) -> String {
    let what = match &alarm.source {
        AlarmSource::Metric(source) => format!("{} of {}", source.statistic, source.metric),
        AlarmSource::Queries(queries) => format!("the query {}", queries.watched().id),
        _ => "something else".into(),
    };
    let threshold = alarm.threshold.map(|threshold| format!(" {}", JavaDouble(threshold))).unwrap_or_default();
    let (of, periods) = (alarm.datapoints_to_alarm.unwrap_or(alarm.evaluation_periods), alarm.evaluation_periods);
    format!("{what}, {}{threshold}, {of} of {periods} periods of {}", alarm.comparison_operator, alarm.period())
}
