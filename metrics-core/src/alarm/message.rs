//! What is told about alarms: events, payloads of actions, history data.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp, Unit};
use serde::{Serialize, Serializer};

use super::action::{ActionKind, AlarmAction};
use super::contributor::Contributor;
use super::reason_data::iso;
use super::record::{AlarmState, MetricAlarm, Record};
use super::source::{AlarmSource, MetricSource};
use super::state::EvaluationState;
use super::trigger::Trigger;
use crate::data::MetricDataQuery;
use crate::dimensions::Dimensions;
use crate::period::Period;
use crate::withheld::Occasion;

/// Everything that messages about one alarm speak of.
#[derive(Clone, Copy)]
pub(crate) struct Messages<'a> {
    pub(crate) place: &'a Place,
    pub(crate) record: &'a Record,
    /// The time series that they speak of, where it is one of many.
    pub(crate) contributor: Option<&'a Contributor>,
}

impl<'a> Messages<'a> {
    /// Messages about an alarm as a whole.
    pub(crate) const fn of(place: &'a Place, record: &'a Record) -> Self {
        Self { place, record, contributor: None }
    }
}

impl Messages<'_> {
    /// The detail of a `CloudWatch Alarm State Change` event.
    pub(crate) fn state_change(&self, before: &AlarmState, mute_detail: Option<MuteDetail<'_>>) -> Json {
        Json::of(&self.change(before, mute_detail))
    }

    fn change<'a>(&'a self, before: &'a AlarmState, mute_detail: Option<MuteDetail<'a>>) -> StateChangeDetail<'a> {
        let alarm = &self.record.alarm;
        StateChangeDetail {
            alarm_name: alarm.configuration.name.as_str(),
            state: StateOf::new(&alarm.state),
            previous_state: StateOf::new(before),
            configuration: self.brief(),
            mute_detail,
        }
    }

    /// The detail of a `CloudWatch Alarm Contributor State Change` event.
    pub(crate) fn contributor_change(&self, mute_detail: Option<MuteDetail<'_>>) -> Json {
        let alarm = &self.record.alarm;
        Json::of(&ContributorChangeDetail {
            alarm_name: alarm.configuration.name.as_str(),
            alarm_contributor: self.contributor,
            state: StateOf::new(&alarm.state),
            configuration: self.brief(),
            mute_detail,
        })
    }

    /// The detail of a `CloudWatch Alarm Configuration Change` event.
    pub(crate) fn configuration_change(&self, operation: Operation, before: Option<&MetricAlarm>) -> Json {
        let alarm = &self.record.alarm;
        let id = &self.record.metric_query_id;
        let state = match operation {
            Operation::Create => StateOf { reason: None, reason_data: None, ..StateOf::new(&alarm.state) },
            Operation::Update | Operation::Delete => StateOf::new(&alarm.state),
        };
        Json::of(&ConfigurationChangeDetail {
            alarm_name: alarm.configuration.name.as_str(),
            operation: operation.word(),
            state,
            configuration: ConfigurationOf::new(alarm, id),
            previous_configuration: before.map(|before| ConfigurationOf::new(before, id)),
        })
    }

    /// The data of a history item about a change of the configuration.
    pub(crate) fn configuration_update(&self, operation: Operation) -> Json {
        configuration_update(operation, ConfigurationOf::new(&self.record.alarm, &self.record.metric_query_id))
    }

    /// What an action is handed: the message to a topic, the event to a function, and for all
    /// other kinds a plain object of ours.
    pub(crate) fn payload(&self, at: Timestamp, action: &AlarmAction, before: &AlarmState, occasion: Occasion) -> Json {
        let after_mute = (occasion == Occasion::Unmuted).then_some(true);
        match action.kind {
            ActionKind::Sns => self.notification(before, after_mute),
            ActionKind::Lambda => self.invocation(at, before, after_mute),
            _ => self.plain(at, action, before, after_mute),
        }
    }

    fn notification(&self, before: &AlarmState, after_mute: Option<bool>) -> Json {
        let MetricAlarm { arn, configuration, configuration_updated, state } = &self.record.alarm;
        Json::of(&Notification {
            alarm_name: configuration.name.as_str(),
            alarm_description: configuration.description.as_deref(),
            account: self.place.account.as_str(),
            configuration_updated: iso(*configuration_updated),
            new_state_value: state.value.as_str(),
            new_state_reason: &state.reason,
            state_change_time: iso(state.transitioned),
            region: self.place.region.long_name(),
            alarm_arn: arn,
            old_state_value: before.value.as_str(),
            ok_actions: &configuration.ok_actions,
            alarm_actions: &configuration.alarm_actions,
            insufficient_data_actions: &configuration.insufficient_data_actions,
            action_executed_after_mute_window: after_mute,
            alarm_contributor_id: self.contributor.map(|contributor| contributor.id.as_str()),
            alarm_contributor_attributes: self.contributor.map(|contributor| &contributor.attributes),
            trigger: Trigger::new(configuration),
        })
    }

    fn invocation(&self, at: Timestamp, before: &AlarmState, after_mute: Option<bool>) -> Json {
        let alarm = &self.record.alarm;
        Json::of(&Invocation {
            source: "aws.cloudwatch",
            alarm_arn: &alarm.arn,
            account_id: self.place.account.as_str(),
            time: iso(at),
            region: self.place.region.as_str(),
            alarm_data: self.change(before, None),
            action_executed_after_mute_window: after_mute,
        })
    }

    fn plain(&self, at: Timestamp, action: &AlarmAction, before: &AlarmState, after_mute: Option<bool>) -> Json {
        let alarm = &self.record.alarm;
        Json::of(&Plain {
            action: action.kind.word(),
            alarm_arn: &alarm.arn,
            time: iso(at),
            alarm_name: alarm.configuration.name.as_str(),
            state: StateOf::new(&alarm.state),
            previous_state: StateOf::new(before),
            dimensions: self.dimensions(),
            action_executed_after_mute_window: after_mute,
        })
    }

    /// The dimensions of the one metric, or the labels of the one time series.
    fn dimensions(&self) -> BTreeMap<&str, &str> {
        let source = self.record.alarm.configuration.source.metric();
        let dimensions = source.into_iter().flat_map(|source| source.metric.dimensions.iter());
        let labels = self.contributor.into_iter().flat_map(|contributor| &contributor.attributes);
        let labels = labels.map(|(name, value)| (name.as_str(), value.as_str()));
        dimensions.map(|dimension| (&*dimension.name, &*dimension.value)).chain(labels).collect()
    }

    fn brief(&self) -> BriefConfiguration<'_> {
        let configuration = &self.record.alarm.configuration;
        BriefConfiguration {
            description: configuration.description.as_deref(),
            metrics: MetricOf::all(&self.record.metric_query_id, &configuration.source),
        }
    }
}

/// The data of a history item about a change of the state.
pub(crate) fn state_update(before: &AlarmState, state: &AlarmState) -> Json {
    let data = |with_reasons: bool| {
        Json::of(&StateUpdateData {
            version: "1.0",
            old_state: HistoryState::new(before, with_reasons),
            new_state: HistoryState::new(state, with_reasons),
        })
    };
    let whole = data(true);
    if whole.as_str().len() <= LONGEST_HISTORY_DATA { whole } else { data(false) }
}

/// The data of a history item about a change of the configuration.
pub(crate) fn configuration_update(operation: Operation, alarm: impl Serialize) -> Json {
    let data = |alarm| {
        let mut data = ConfigurationUpdateData::new(operation);
        *data.of(operation) = alarm;
        Json::of(&data)
    };
    let whole = data(Some(alarm));
    if whole.as_str().len() <= LONGEST_HISTORY_DATA { whole } else { data(None) }
}

/// The data of a history item about an action.
pub(crate) fn action_started(state: &AlarmState, action: &AlarmAction) -> Json {
    Json::of(&ActionData {
        action_state: "Succeeded",
        state_update_timestamp: state.updated.as_millis(),
        notification_resource: &action.arn,
    })
}

/// Which mute rule keeps actions from running.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MuteDetail<'a> {
    pub(crate) muted_by_arn: &'a str,
    #[serde(serialize_with = "as_iso")]
    pub(crate) mute_window_start: Timestamp,
    #[serde(serialize_with = "as_iso")]
    pub(crate) mute_window_end: Timestamp,
}

fn as_iso<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso(*at))
}

/// What was done to an alarm's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Update,
    Delete,
}

impl Operation {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    const fn history_word(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Update => "Update",
            Self::Delete => "Delete",
        }
    }
}

/// The longest data of a history item; what does not fit is left out, reasons first.
const LONGEST_HISTORY_DATA: usize = 4095;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StateChangeDetail<'a> {
    alarm_name: &'a str,
    state: StateOf<'a>,
    previous_state: StateOf<'a>,
    configuration: BriefConfiguration<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mute_detail: Option<MuteDetail<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContributorChangeDetail<'a> {
    alarm_name: &'a str,
    alarm_contributor: Option<&'a Contributor>,
    state: StateOf<'a>,
    configuration: BriefConfiguration<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mute_detail: Option<MuteDetail<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationChangeDetail<'a> {
    alarm_name: &'a str,
    operation: &'static str,
    state: StateOf<'a>,
    configuration: ConfigurationOf<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_configuration: Option<ConfigurationOf<'a>>,
}

/// A state in events; the reason's data are JSON as text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StateOf<'a> {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_data: Option<&'a str>,
    timestamp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_state: Option<&'static str>,
}

impl<'a> StateOf<'a> {
    fn new(state: &'a AlarmState) -> Self {
        Self {
            value: state.value.as_str(),
            reason: Some(&state.reason),
            reason_data: state.reason_data.as_ref().map(Json::as_str),
            timestamp: iso(state.updated),
            evaluation_state: state.evaluation.map(EvaluationState::as_str),
        }
    }
}

#[derive(Serialize)]
struct BriefConfiguration<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    metrics: Vec<MetricOf<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationOf<'a> {
    evaluation_periods: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    datapoints_to_alarm: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold_metric_id: Option<&'a str>,
    comparison_operator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    treat_missing_data: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluate_low_sample_count_percentile: Option<&'static str>,
    metrics: Vec<MetricOf<'a>>,
    alarm_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    actions_enabled: bool,
    timestamp: String,
    ok_actions: &'a [AlarmAction],
    alarm_actions: &'a [AlarmAction],
    insufficient_data_actions: &'a [AlarmAction],
}

impl<'a> ConfigurationOf<'a> {
    fn new(alarm: &'a MetricAlarm, metric_query_id: &'a str) -> Self {
        let configuration = &alarm.configuration;
        Self {
            evaluation_periods: configuration.evaluation_periods,
            datapoints_to_alarm: configuration.datapoints_to_alarm,
            threshold: configuration.threshold,
            threshold_metric_id: configuration.threshold_metric_id(),
            comparison_operator: configuration.comparison_operator.as_str(),
            treat_missing_data: configuration.treat_missing_data.map(super::TreatMissingData::as_str),
            evaluate_low_sample_count_percentile: configuration.low_samples.map(super::LowSamples::as_str),
            metrics: MetricOf::all(metric_query_id, &configuration.source),
            alarm_name: configuration.name.as_str(),
            description: configuration.description.as_deref(),
            actions_enabled: configuration.actions_enabled,
            timestamp: iso(alarm.configuration_updated),
            ok_actions: &configuration.ok_actions,
            alarm_actions: &configuration.alarm_actions,
            insufficient_data_actions: &configuration.insufficient_data_actions,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MetricOf<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_stat: Option<MetricStat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    return_data: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
}

impl<'a> MetricOf<'a> {
    /// All that an alarm looks at; its one metric by the id given.
    fn all(id: &'a str, source: &'a AlarmSource) -> Vec<Self> {
        match source {
            AlarmSource::Metric(source) => {
                let metric_stat = Some(MetricStat::new(source));
                vec![Self { id, metric_stat, expression: None, label: None, return_data: true, period: None }]
            }
            AlarmSource::Queries(queries) => queries.queries.iter().map(Self::of_query).collect(),
        }
    }

    fn of_query(query: &'a MetricDataQuery) -> Self {
        Self {
            id: &query.id,
            metric_stat: query.metric().map(MetricStat::new),
            expression: query.expression(),
            label: query.label.as_deref(),
            return_data: query.return_data,
            period: query.period.map(Period::seconds),
        }
    }
}

#[derive(Serialize)]
struct MetricStat<'a> {
    metric: MetricName<'a>,
    period: u32,
    stat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
}

impl<'a> MetricStat<'a> {
    fn new(source: &'a MetricSource) -> Self {
        let metric = MetricName {
            namespace: source.metric.namespace.as_str(),
            name: source.metric.name.as_str(),
            dimensions: DimensionMap(&source.metric.dimensions),
        };
        Self { metric, period: source.period.seconds(), stat: source.statistic.to_string(), unit: source.unit }
    }
}

#[derive(Serialize)]
struct MetricName<'a> {
    namespace: &'a str,
    name: &'a str,
    dimensions: DimensionMap<'a>,
}

/// Dimensions as one object, by name.
struct DimensionMap<'a>(&'a Dimensions);

impl Serialize for DimensionMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|dimension| (&dimension.name, &dimension.value)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StateUpdateData<'a> {
    version: &'static str,
    old_state: HistoryState<'a>,
    new_state: HistoryState<'a>,
}

/// A state in the history; the reason's data are an object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HistoryState<'a> {
    state_value: &'static str,
    state_reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason_data: Option<&'a Json>,
}

impl<'a> HistoryState<'a> {
    fn new(state: &'a AlarmState, with_reason_data: bool) -> Self {
        Self {
            state_value: state.value.as_str(),
            state_reason: &state.reason,
            state_reason_data: state.reason_data.as_ref().filter(|_| with_reason_data),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationUpdateData<Alarm> {
    version: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_alarm: Option<Alarm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_alarm: Option<Alarm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_alarm: Option<Alarm>,
}

impl<Alarm> ConfigurationUpdateData<Alarm> {
    const fn new(operation: Operation) -> Self {
        let r#type = operation.history_word();
        Self { version: "1.0", r#type, created_alarm: None, updated_alarm: None, deleted_alarm: None }
    }

    const fn of(&mut self, operation: Operation) -> &mut Option<Alarm> {
        match operation {
            Operation::Create => &mut self.created_alarm,
            Operation::Update => &mut self.updated_alarm,
            Operation::Delete => &mut self.deleted_alarm,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ActionData<'a> {
    action_state: &'static str,
    state_update_timestamp: i64,
    notification_resource: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Notification<'a> {
    alarm_name: &'a str,
    alarm_description: Option<&'a str>,
    #[serde(rename = "AWSAccountId")]
    account: &'a str,
    #[serde(rename = "AlarmConfigurationUpdatedTimestamp")]
    configuration_updated: String,
    new_state_value: &'static str,
    new_state_reason: &'a str,
    state_change_time: String,
    region: &'a str,
    alarm_arn: &'a str,
    old_state_value: &'static str,
    #[serde(rename = "OKActions")]
    ok_actions: &'a [AlarmAction],
    alarm_actions: &'a [AlarmAction],
    insufficient_data_actions: &'a [AlarmAction],
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_contributor_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_contributor_attributes: Option<&'a BTreeMap<String, String>>,
    trigger: Trigger<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    source: &'static str,
    alarm_arn: &'a str,
    account_id: &'a str,
    time: String,
    region: &'a str,
    alarm_data: StateChangeDetail<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plain<'a> {
    action: &'static str,
    alarm_arn: &'a str,
    time: String,
    alarm_name: &'a str,
    state: StateOf<'a>,
    previous_state: StateOf<'a>,
    dimensions: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
}
