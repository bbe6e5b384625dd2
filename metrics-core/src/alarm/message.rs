//! What is told about metric alarms.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp, Uuid};
use serde::Serialize;

use super::action::{ActionKind, AlarmAction};
use super::configuration::AlarmConfiguration;
use super::contributor::Contributor;
use super::metric_of::MetricOf;
use super::record::{AlarmState, MetricAlarm, Record};
use super::trigger::Trigger;
use crate::message::{
    ConfigurationChangeDetail, ConfigurationOf, MuteDetail, MuteOf, Operation, Settings, StateChangeDetail, StateOf,
    Subject,
};
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

    fn subject(&self) -> Subject<'a> {
        let MetricAlarm { arn, configuration, configuration_updated, state } = &self.record.alarm;
        Subject { place: self.place, arn, settings: settings(configuration, *configuration_updated), state }
    }

    /// The detail of a `CloudWatch Alarm Contributor State Change` event.
    pub(crate) fn contributor_change(&self, mute: Option<&MuteDetail>) -> Json {
        Json::of(&ContributorChangeDetail {
            alarm_name: self.record.name(),
            alarm_contributor: self.contributor,
            state: StateOf::new(&self.record.alarm.state),
            configuration: BriefConfiguration::new(&self.record.alarm.configuration, self.record.metric_query_id),
            mute_detail: mute.map(MuteOf::from),
        })
    }

    /// The detail of a `CloudWatch Alarm Configuration Change` event.
    pub(crate) fn configuration_change(&self, operation: Operation, before: Option<&MetricAlarm>) -> Json {
        let state = StateOf::new(&self.record.alarm.state);
        Json::of(&ConfigurationChangeDetail {
            alarm_name: self.record.name(),
            operation: operation.word(),
            state: if operation == Operation::Create { state.without_reason() } else { state },
            configuration: self.configuration(&self.record.alarm),
            previous_configuration: before.map(|before| self.configuration(before)),
        })
    }

    /// What an action is handed: the message to a topic, the event to a function, and for all
    /// other kinds a plain object of ours.
    pub(crate) fn payload(&self, at: Timestamp, action: &AlarmAction, before: &AlarmState, occasion: Occasion) -> Json {
        let (subject, after_mute) = (self.subject(), (occasion == Occasion::Unmuted).then_some(true));
        let states = [&*self.record.alarm.state, before].map(StateOf::new);
        match action.kind {
            ActionKind::Sns => subject.notification(before.value, after_mute, self.about()),
            ActionKind::Lambda => {
                let (alarm, query_id) = (&self.record.alarm, self.record.metric_query_id);
                subject.invocation(at, change_detail(&alarm.configuration, query_id, states, None), after_mute)
            }
            _ => subject.plain(at, action, states, after_mute, Dimensions { dimensions: self.dimensions() }),
        }
    }

    fn about(&self) -> About<'_> {
        About {
            alarm_contributor_id: self.contributor.map(|contributor| contributor.id.as_str()),
            alarm_contributor_attributes: self.contributor.map(|contributor| &contributor.attributes),
            trigger: Trigger::new(&self.record.alarm.configuration),
        }
    }

    /// The dimensions of the one metric, or the labels of the one time series.
    fn dimensions(&self) -> BTreeMap<&str, &str> {
        let source = self.record.alarm.configuration.source.metric();
        let dimensions = source.into_iter().flat_map(|source| source.metric.dimensions.iter());
        let labels = self.contributor.into_iter().flat_map(|contributor| &contributor.attributes);
        let labels = labels.map(|(name, value)| (name.as_str(), value.as_str()));
        dimensions.map(|dimension| (&*dimension.name, &*dimension.value)).chain(labels).collect()
    }

    fn configuration<'b>(&'b self, alarm: &'b MetricAlarm) -> ConfigurationOf<'b, Watched<'b>> {
        described(&alarm.configuration, alarm.configuration_updated, self.record.metric_query_id)
    }
}

/// The detail of a `CloudWatch Alarm State Change` event, with the state that is and the one before.
pub(crate) fn change_detail<'a>(
    configuration: &'a AlarmConfiguration,
    query_id: Uuid,
    states: [StateOf<'a>; 2],
    mute: Option<&'a MuteDetail>,
) -> StateChangeDetail<'a, BriefConfiguration<'a>> {
    let [state, previous_state] = states;
    StateChangeDetail {
        alarm_name: configuration.name.as_str(),
        state,
        previous_state,
        configuration: BriefConfiguration::new(configuration, query_id),
        mute_detail: mute.map(MuteOf::from),
    }
}

/// A configuration as events and the history tell it.
pub(crate) fn described<'a>(
    configuration: &'a AlarmConfiguration,
    updated: Timestamp,
    query_id: Uuid,
) -> ConfigurationOf<'a, Watched<'a>> {
    ConfigurationOf::new(settings(configuration, updated), Watched::new(configuration, query_id))
}

fn settings(configuration: &AlarmConfiguration, updated: Timestamp) -> Settings<'_> {
    Settings {
        name: configuration.name.as_str(),
        description: configuration.description.as_deref(),
        updated,
        actions_enabled: configuration.actions_enabled,
        ok_actions: &configuration.ok_actions,
        alarm_actions: &configuration.alarm_actions,
        insufficient_data_actions: &configuration.insufficient_data_actions,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContributorChangeDetail<'a> {
    alarm_name: &'a str,
    alarm_contributor: Option<&'a Contributor>,
    state: StateOf<'a>,
    configuration: BriefConfiguration<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mute_detail: Option<MuteOf<'a>>,
}

#[derive(Serialize)]
pub(crate) struct BriefConfiguration<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    metrics: Vec<MetricOf<'a>>,
}

impl<'a> BriefConfiguration<'a> {
    fn new(configuration: &'a AlarmConfiguration, query_id: Uuid) -> Self {
        let description = configuration.description.as_deref();
        Self { description, metrics: MetricOf::all(query_id, &configuration.source) }
    }
}

/// What only metric alarms have in their configuration.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Watched<'a> {
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
}

impl<'a> Watched<'a> {
    fn new(configuration: &'a AlarmConfiguration, metric_query_id: Uuid) -> Self {
        Self {
            evaluation_periods: configuration.evaluation_periods,
            datapoints_to_alarm: configuration.datapoints_to_alarm,
            threshold: configuration.threshold,
            threshold_metric_id: configuration.threshold_metric_id(),
            comparison_operator: configuration.comparison_operator.as_str(),
            treat_missing_data: configuration.treat_missing_data.map(super::TreatMissingData::as_str),
            evaluate_low_sample_count_percentile: configuration.low_samples.map(super::LowSamples::as_str),
            metrics: MetricOf::all(metric_query_id, &configuration.source),
        }
    }
}

/// What stands in a notification beside what every alarm has.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct About<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_contributor_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_contributor_attributes: Option<&'a BTreeMap<String, String>>,
    trigger: Trigger<'a>,
}

#[derive(Serialize)]
struct Dimensions<'a> {
    dimensions: BTreeMap<&'a str, &'a str>,
}
