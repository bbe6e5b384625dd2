//! What alarms did.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use cupola_metrics::{
    AlarmConfiguration, AlarmFilter, AlarmSource, AlarmState, AlarmType, Engine, HistoryFilter, HistoryItem,
    HistoryItemType, JavaDouble, ScanBy,
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
    let histories = Histories::read(metrics, now, until);
    let story = |(name, state, watches): Known| {
        let changes = histories.changes(&name, &state);
        let story = AlarmStory::new(name, changes).watches(watches);
        // Why a later state came says nothing of the page's time.
        if state.transitioned <= until { story.because(state.reason()) } else { story }
    };
    known.into_iter().map(story).collect()
}

/// What the history tells of each alarm up to an instant, by the alarm's name.
pub(super) struct Histories {
    until: Timestamp,
    alarms: BTreeMap<String, History>,
}

/// What the history tells of one alarm.
#[derive(Default)]
struct History {
    begins: Option<Timestamp>,
    changes: Vec<(Timestamp, State)>,
}

impl Histories {
    /// Reads the history of all alarms once.
    pub(super) fn read(metrics: &mut Engine, now: Timestamp, until: Timestamp) -> Self {
        let mut filter = HistoryFilter::default();
        filter.alarm_types = vec![AlarmType::Metric, AlarmType::Composite];
        filter.to = Some(until);
        filter.scan_by = ScanBy::TimestampAscending;
        let mut alarms: BTreeMap<String, History> = BTreeMap::new();
        for item in metrics.describe_alarm_history(now, &filter) {
            alarms.entry(item.alarm.to_string()).or_default().add(item);
        }
        Self { until, alarms }
    }

    /// When which state of an alarm began, as far as the history goes back.
    pub(super) fn changes(&self, alarm: &str, state: &AlarmState) -> Vec<(Timestamp, State)> {
        let told = self.alarms.get(alarm).map(|history| history.changes.clone()).unwrap_or_default();
        if told.is_empty() && state.transitioned <= self.until {
            return vec![(state.transitioned, shown(state.value))];
        }
        told
    }
}

impl History {
    fn add(&mut self, item: &HistoryItem) {
        let begins = *self.begins.get_or_insert(item.at);
        if item.kind() != HistoryItemType::StateUpdate {
            return;
        }
        let (before, after) = states(item.data().as_str());
        if self.changes.is_empty() {
            self.changes.extend(before.map(|before| (begins, before)));
        }
        self.changes.extend(after.map(|after| (item.at, after)));
    }
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
