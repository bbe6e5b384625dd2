//! The service's own API: JSON in, JSON out.

mod alarms;
mod anomaly;
mod composites;
mod dashboards;
mod insight_rules;
mod metrics;
mod mutes;
mod page;
mod streams;
mod tags;

pub(crate) use page::Page;

use cupola_base::shape::Operation;
use cupola_base::{ApiError, Caller, Timestamp, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::Engine;
use crate::wire::{Nothing, Whole};
use crate::{code, shapes};

impl Engine {
    /// Answers one call of the service's API. This adds no behaviour to the typed verbs.
    ///
    /// The actions are those of [`OPERATIONS`](crate::OPERATIONS). An empty `input` counts as `{}`,
    /// members that the API does not know are ignored, and null counts as absent. That the call is
    /// for this engine's place is for the caller to see to; of [`Caller`] only
    /// [`privileged`](Caller::privileged) matters here.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_metrics::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (caller, mut engine) = (Caller::root(place.clone()), Engine::new(place, 0));
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    ///
    /// let put = r#"{"Namespace": "Bay", "MetricData": [{"MetricName": "Load", "Value": 71}]}"#;
    /// assert_eq!(engine.call(now, &caller, "PutMetricData", put)?, "{}");
    /// let listed = r#"{"Metrics":[{"Namespace":"Bay","MetricName":"Load","Dimensions":[]}]}"#;
    /// assert_eq!(engine.call(now, &caller, "ListMetrics", "")?, listed);
    ///
    /// let refused = engine.call(now, &caller, "PutMetricData", &put.replace("Bay", "AWS/EC2")).unwrap_err();
    /// assert_eq!(refused.code, "InvalidParameterValueException");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The service's own refusals, by the names of their shapes. Besides those of the actions:
    /// `UnknownOperationException`, `SerializationException` for what is not JSON or has a member
    /// of a wrong type, and `ValidationException` with all bounds that are broken.
    pub fn call(&mut self, now: Timestamp, caller: &Caller, action: &str, input: &str) -> Result<String, ApiError> {
        let operation = shapes::operation(action).ok_or_else(|| ApiError::unknown_operation(action))?;
        let call = Call { now, caller, operation, input };
        match operation.name {
            "PutMetricData" => metrics::put_metric_data(self, &call),
            "GetMetricStatistics" => metrics::get_metric_statistics(self, &call),
            "GetMetricData" => metrics::get_metric_data(self, &call),
            "ListMetrics" => metrics::list_metrics(self, &call),
            "PutMetricAlarm" => alarms::put_metric_alarm(self, &call),
            "DescribeAlarms" => composites::describe_alarms(self, &call),
            "DescribeAlarmsForMetric" => alarms::describe_alarms_for_metric(self, &call),
            "DescribeAlarmHistory" => alarms::describe_alarm_history(self, &call),
            "DescribeAlarmContributors" => alarms::describe_alarm_contributors(self, &call),
            "DeleteAlarms" => alarms::delete_alarms(self, &call),
            "SetAlarmState" => alarms::set_alarm_state(self, &call),
            "EnableAlarmActions" => alarms::enable_alarm_actions(self, &call),
            "DisableAlarmActions" => alarms::disable_alarm_actions(self, &call),
            "PutCompositeAlarm" => composites::put_composite_alarm(self, &call),
            "PutAlarmMuteRule" => mutes::put_alarm_mute_rule(self, &call),
            "GetAlarmMuteRule" => mutes::get_alarm_mute_rule(self, &call),
            "ListAlarmMuteRules" => mutes::list_alarm_mute_rules(self, &call),
            "DeleteAlarmMuteRule" => mutes::delete_alarm_mute_rule(self, &call),
            "PutDashboard" => dashboards::put_dashboard(self, &call),
            "GetDashboard" => dashboards::get_dashboard(self, &call),
            "ListDashboards" => dashboards::list_dashboards(self, &call),
            "DeleteDashboards" => dashboards::delete_dashboards(self, &call),
            "PutMetricStream" => streams::put_metric_stream(self, &call),
            "GetMetricStream" => streams::get_metric_stream(self, &call),
            "ListMetricStreams" => streams::list_metric_streams(self, &call),
            "DeleteMetricStream" => streams::delete_metric_stream(self, &call),
            "StartMetricStreams" => streams::start_metric_streams(self, &call),
            "StopMetricStreams" => streams::stop_metric_streams(self, &call),
            "PutAnomalyDetector" => anomaly::put_anomaly_detector(self, &call),
            "DescribeAnomalyDetectors" => anomaly::describe_anomaly_detectors(self, &call),
            "DeleteAnomalyDetector" => anomaly::delete_anomaly_detector(self, &call),
            "PutInsightRule" => insight_rules::put_insight_rule(self, &call),
            "DescribeInsightRules" => insight_rules::describe_insight_rules(self, &call),
            "EnableInsightRules" => insight_rules::enable_insight_rules(self, &call),
            "DisableInsightRules" => insight_rules::disable_insight_rules(self, &call),
            "DeleteInsightRules" => insight_rules::delete_insight_rules(self, &call),
            "GetInsightRuleReport" => insight_rules::get_insight_rule_report(self, &call),
            "TagResource" => tags::tag_resource(self, &call),
            "UntagResource" => tags::untag_resource(self, &call),
            "ListTagsForResource" => tags::list_tags_for_resource(self, &call),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }
}

/// One call of the door.
struct Call<'a> {
    now: Timestamp,
    caller: &'a Caller,
    operation: &'static Operation,
    input: &'a str,
}

type Answer = Result<String, ApiError>;

impl Call<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        wire::request(self.operation, self.input, code::VALIDATION)
    }
}

fn answer(value: &impl Serialize) -> Answer {
    Ok(wire::answer(value))
}

fn nothing() -> Answer {
    answer(&Nothing {})
}

/// How many items a page has.
fn page_size(asked: Option<Whole>, most: usize) -> usize {
    asked.map_or(most, |asked| most.min(asked.0 as usize)).max(1)
}
