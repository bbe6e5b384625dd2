//! Alarms in the service's JSON.

use serde_json::{Map, Value};

use super::error::BenchError;

/// An alarm as the door takes it.
#[derive(Clone, Debug)]
pub(super) struct Put {
    pub(super) action: &'static str,
    pub(super) input: String,
}

/// Reads the input of `PutMetricAlarm` or `PutCompositeAlarm`, an alarm out of `DescribeAlarms`, or
/// its whole answer; composite alarms come after the others.
pub(super) fn puts(text: &str) -> Result<Vec<Put>, BenchError> {
    let not_alarms = |cause: String| BenchError::Json(cause);
    let Value::Object(object) = serde_json::from_str(text).map_err(|cause| not_alarms(cause.to_string()))? else {
        return Err(not_alarms("an object is needed".into()));
    };
    let mut alarms = match object.contains_key("AlarmName") {
        true => vec![object],
        false => described(object)?,
    };
    alarms.sort_by_key(is_composite);
    Ok(alarms.into_iter().map(put).collect())
}

fn described(mut answer: Map<String, Value>) -> Result<Vec<Map<String, Value>>, BenchError> {
    let mut alarms = Vec::new();
    for list in ["MetricAlarms", "CompositeAlarms"] {
        match answer.remove(list) {
            None => {}
            Some(Value::Array(list)) => {
                for alarm in list {
                    let Value::Object(alarm) = alarm else {
                        return Err(BenchError::Json("an alarm is an object".into()));
                    };
                    alarms.push(alarm);
                }
            }
            Some(_) => return Err(BenchError::Json(format!("{list} is a list"))),
        }
    }
    if alarms.is_empty() {
        return Err(BenchError::Json("AlarmName, MetricAlarms or CompositeAlarms is needed".into()));
    }
    Ok(alarms)
}

fn put(mut alarm: Map<String, Value>) -> Put {
    alarm.retain(|member, _| !ONLY_DESCRIBED.contains(&member.as_str()));
    let action = if is_composite(&alarm) { "PutCompositeAlarm" } else { "PutMetricAlarm" };
    Put { action, input: Value::Object(alarm).to_string() }
}

fn is_composite(alarm: &Map<String, Value>) -> bool {
    alarm.contains_key("AlarmRule")
}

/// What descriptions tell besides the configuration.
const ONLY_DESCRIBED: [&str; 11] = [
    "AlarmArn",
    "AlarmConfigurationUpdatedTimestamp",
    "StateValue",
    "StateReason",
    "StateReasonData",
    "StateUpdatedTimestamp",
    "StateTransitionedTimestamp",
    "EvaluationState",
    "ActionsSuppressedBy",
    "ActionsSuppressedReason",
    "WarmUpEndTimestamp",
];
