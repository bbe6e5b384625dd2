//! Alarms and their states.

use cupola::Timestamp;
use cupola::metrics::{AlarmFilter, AlarmState, Engine};

/// An alarm of either kind.
#[derive(Debug)]
pub(super) struct AlarmRow {
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) since: Timestamp,
    pub(super) reason: String,
}

/// All alarms: those that ring first, then by name.
pub(super) fn of(engine: &mut Engine, now: Timestamp) -> Vec<AlarmRow> {
    let all = AlarmFilter::default();
    let row = |name: &str, state: &AlarmState| AlarmRow {
        name: name.to_owned(),
        state: state.value.as_str(),
        since: state.transitioned,
        reason: state.reason().into_owned(),
    };
    let metric = engine.describe_alarms(now, &all);
    let mut rows: Vec<AlarmRow> = metric.map(|alarm| row(alarm.configuration.name.as_str(), &alarm.state)).collect();
    let composite = engine.describe_composite_alarms(now, &all);
    rows.extend(composite.map(|alarm| row(alarm.configuration.name.as_str(), &alarm.state)));
    rows.sort_by(|a, b| (a.state != "ALARM", &a.name).cmp(&(b.state != "ALARM", &b.name)));
    rows
}
