//! What is told about metric alarms.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp};
use serde::Serialize;

use super::action::{ActionKind, AlarmAction};
use super::contributor::Contributor;
use super::metric_of::MetricOf;
use super::record::{AlarmState, MetricAlarm, Record};
use super::trigger::Trigger;
use crate::message::{
    ConfigurationChangeDetail, ConfigurationOf, MuteDetail, Operation, StateChangeDetail, StateOf, Subject,
    configuration_update,
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
        subject(self.place, &self.record.alarm)
    }

    /// The detail of a `CloudWatch Alarm State Change` event.
    pub(crate) fn state_change(&self, before: &AlarmState, mute_detail: Option<MuteDetail<'_>>) -> Json {
        Json::of(&self.change(before, mute_detail))
    }

    fn change<'b>(
        &'b self,
        before: &'b AlarmState,
        mute_detail: Option<MuteDetail<'b>>,
    ) -> StateChangeDetail<'b, BriefConfiguration<'b>> {
        StateChangeDetail {
            alarm_name: self.record.name(),
            state: StateOf::new(&self.record.alarm.state),
            previous_state: StateOf::new(before),
            configuration: self.brief(),
            mute_detail,
        }
    }

    /// The detail of a `CloudWatch Alarm Contributor State Change` event.
    pub(crate) fn contributor_change(&self, mute_detail: Option<MuteDetail<'_>>) -> Json {
        Json::of(&ContributorChangeDetail {
            alarm_name: self.record.name(),
            alarm_contributor: self.contributor,
            state: StateOf::new(&self.record.alarm.state),
            configuration: self.brief(),
            mute_detail,
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

    /// The data of a history item about a change of the configuration.
    pub(crate) fn configuration_update(&self, operation: Operation) -> Json {
        configuration_update(operation, self.configuration(&self.record.alarm))
    }

    /// What an action is handed: the message to a topic, the event to a function, and for all
    /// other kinds a plain object of ours.
    pub(crate) fn payload(&self, at: Timestamp, action: &AlarmAction, before: &AlarmState, occasion: Occasion) -> Json {
        let (subject, after_mute) = (self.subject(), (occasion == Occasion::Unmuted).then_some(true));
        match action.kind {
            ActionKind::Sns => subject.notification(before.value, after_mute, self.about()),
            ActionKind::Lambda => subject.invocation(at, self.change(before, None), after_mute),
            _ => {
                let states = [StateOf::new(&self.record.alarm.state), StateOf::new(before)];
                subject.plain(at, action, states, after_mute, Dimensions { dimensions: self.dimensions() })
            }
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

    fn brief(&self) -> BriefConfiguration<'_> {
        let configuration = &self.record.alarm.configuration;
        BriefConfiguration {
            description: configuration.description.as_deref(),
            metrics: MetricOf::all(&self.record.metric_query_id, &configuration.source),
        }
    }

    fn configuration<'b>(&'b self, alarm: &'b MetricAlarm) -> ConfigurationOf<'b, Watched<'b>> {
        subject(self.place, alarm).configuration(Watched::new(alarm, &self.record.metric_query_id))
    }
}

fn subject<'a>(place: &'a Place, alarm: &'a MetricAlarm) -> Subject<'a> {
    let MetricAlarm { arn, configuration, configuration_updated, state } = alarm;
    Subject {
        place,
        arn,
        name: configuration.name.as_str(),
        description: configuration.description.as_deref(),
        configuration_updated: *configuration_updated,
        actions_enabled: configuration.actions_enabled,
        ok_actions: &configuration.ok_actions,
        alarm_actions: &configuration.alarm_actions,
        insufficient_data_actions: &configuration.insufficient_data_actions,
        state,
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
    mute_detail: Option<MuteDetail<'a>>,
}

#[derive(Serialize)]
struct BriefConfiguration<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    metrics: Vec<MetricOf<'a>>,
}

/// What only metric alarms have in their configuration.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Watched<'a> {
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
