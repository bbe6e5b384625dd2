//! Which alarms and which history are asked for.

use cupola_base::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

use super::history::HistoryItem;
use super::record::MetricAlarm;
use super::source::MetricSource;
use super::state::{AlarmType, HistoryItemType, StateValue};
use crate::metric::Metric;
use crate::statistic::Statistic;

/// Which alarms are described; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlarmFilter {
    /// Exactly these names; those that do not exist are left out.
    pub names: Vec<String>,
    /// Names that begin so.
    pub name_prefix: Option<String>,
    /// This state.
    pub state: Option<StateValue>,
    /// With an action, of whichever state, that begins so.
    pub action_prefix: Option<String>,
}

impl AlarmFilter {
    /// The alarm of this name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { names: vec![name.into()], ..Self::default() }
    }

    pub(crate) fn accepts(&self, alarm: &MetricAlarm) -> bool {
        let name = alarm.configuration.name.as_str();
        let has_action =
            |prefix: &String| alarm.configuration.all_actions().any(|action| action.arn.starts_with(prefix));
        (self.names.is_empty() || self.names.iter().any(|wanted| wanted == name))
            && self.name_prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()))
            && self.state.is_none_or(|state| state == alarm.state.value)
            && self.action_prefix.as_ref().is_none_or(has_action)
    }
}

/// Which alarms on one metric are described.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlarmsForMetric {
    /// The metric, with exactly its dimensions.
    pub metric: Metric,
    /// With this statistic.
    pub statistic: Option<Statistic>,
    /// With this period, in seconds.
    pub period_seconds: Option<u32>,
    /// With this unit.
    pub unit: Option<Unit>,
}

impl AlarmsForMetric {
    /// All alarms on a metric.
    #[must_use]
    pub const fn new(metric: Metric) -> Self {
        Self { metric, statistic: None, period_seconds: None, unit: None }
    }

    pub(crate) fn accepts(&self, alarm: &MetricAlarm) -> bool {
        let is_asked_for = |source: &MetricSource| {
            source.metric == self.metric
                && self.statistic.is_none_or(|statistic| statistic == source.statistic)
                && self.period_seconds.is_none_or(|seconds| seconds == source.period.seconds())
                && self.unit.is_none_or(|unit| Some(unit) == source.unit)
        };
        alarm.configuration.source.metrics().any(is_asked_for)
    }
}

/// In which order a history, or the points of a series, are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "there are two directions")]
pub enum ScanBy {
    /// Newest first.
    #[default]
    TimestampDescending,
    /// Oldest first.
    TimestampAscending,
}

/// Which history items are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HistoryFilter {
    /// Of this alarm.
    pub alarm: Option<String>,
    /// Of alarms of these kinds.
    pub alarm_types: Vec<AlarmType>,
    /// Of this time series of the alarm.
    pub contributor: Option<String>,
    /// Of this kind.
    pub kind: Option<HistoryItemType>,
    /// At or after this instant.
    pub from: Option<Timestamp>,
    /// At or before this instant.
    pub to: Option<Timestamp>,
    /// In this order.
    pub scan_by: ScanBy,
}

impl Default for HistoryFilter {
    fn default() -> Self {
        let alarm_types = vec![AlarmType::Metric];
        Self {
            alarm: None,
            alarm_types,
            contributor: None,
            kind: None,
            from: None,
            to: None,
            scan_by: ScanBy::default(),
        }
    }
}

impl HistoryFilter {
    /// The history of one alarm, newest first.
    #[must_use]
    pub fn of(alarm: impl Into<String>) -> Self {
        Self { alarm: Some(alarm.into()), ..Self::default() }
    }

    fn is_of_contributor(&self, item: &HistoryItem) -> bool {
        let wanted = |id: &String| item.contributor.as_ref().is_some_and(|contributor| contributor.id == *id);
        self.contributor.as_ref().is_none_or(wanted)
    }

    pub(crate) fn accepts(&self, item: &HistoryItem) -> bool {
        self.alarm.as_ref().is_none_or(|name| name == item.alarm.as_str())
            && self.alarm_types.contains(&item.alarm_type)
            && self.is_of_contributor(item)
            && self.kind.is_none_or(|kind| kind == item.kind())
            && self.from.is_none_or(|from| item.at >= from)
            && self.to.is_none_or(|to| item.at <= to)
    }
}
