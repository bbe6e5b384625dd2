//! How a target is called: its parameters, with what is taken from the event.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::outbox::{Call, HttpCall, JobCall, SqlCall};
use cupola_base::{Payload, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::InputPath;
use crate::pipes::CallSettings;
use crate::pipes::shapes::TARGET_PARAMETERS;
use crate::pipes::target::TargetKind;
use crate::wire::InOrder;

/// What is told about events for a bus.
#[derive(Debug, Default)]
pub(super) struct BusTold {
    pub(super) source: Option<String>,
    pub(super) detail_type: Option<String>,
    pub(super) resources: Vec<String>,
    pub(super) time: Option<Timestamp>,
}

impl CallSettings {
    /// Whether a function or a state machine is waited for.
    pub(in crate::pipes) fn waits(&self, kind: TargetKind) -> bool {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Invocation {
            invocation_type: Option<String>,
        }
        let told = kind.member().and_then(|name| self.parameters.get(name)?.read::<Invocation>().ok()?.invocation_type);
        kind.takes_lists() && told.is_none_or(|told| told == "REQUEST_RESPONSE")
    }

    /// The call for an item.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes targets", on dynamic path parameters: a text that is a path as a
    /// whole stands for what is there, before the input is transformed. That what is not there is an empty text is our
    /// decision, after targets of rules.
    pub(in crate::pipes) fn call(
        &self,
        kind: TargetKind,
        event: Option<&Json>,
        payload: &Payload,
        now: Timestamp,
        waits: bool,
    ) -> Call {
        let told = kind.member().and_then(|name| self.resolved(name, event)).unwrap_or(Value::Null);
        let call = match kind {
            TargetKind::Function | TargetKind::Machine => waits.then_some(Call::Answered),
            TargetKind::Queue => queue(&told),
            TargetKind::Stream => text(&told, "PartitionKey").map(|partition_key| Call::Stream { partition_key }),
            TargetKind::LogGroup => Some(log_event(&told, payload, now)),
            TargetKind::Http => Some(Call::Http(Box::new(http(&told)))),
            TargetKind::Task => task(&told),
            TargetKind::Job => job(&told),
            TargetKind::Sql => sql(&told),
            TargetKind::Pipeline => Some(pipeline(&told)),
            TargetKind::Table => Some(Call::Measures { parameters: in_order("TimestreamParameters", &told) }),
            _ => None,
        };
        call.unwrap_or_default()
    }

    /// What is told about events for a bus.
    pub(super) fn bus(&self, event: &Json) -> BusTold {
        let Some(told) = self.resolved("EventBridgeEventBusParameters", Some(event)) else { return BusTold::default() };
        BusTold {
            source: text(&told, "Source"),
            detail_type: text(&told, "DetailType"),
            resources: read(told.get("Resources")).unwrap_or_default(),
            time: text(&told, "Time").and_then(|time| instant(&time)),
        }
    }

    /// Parameters whose paths are replaced by what is there.
    fn resolved(&self, name: &str, event: Option<&Json>) -> Option<Value> {
        let mut value: Value = self.parameters.get(name)?.read().ok()?;
        if let Some(event) = event {
            replace(&mut value, event);
        }
        Some(value)
    }
}

fn replace(value: &mut Value, event: &Json) {
    match value {
        Value::String(text) if text.starts_with('$') => {
            if let Ok(path) = InputPath::parse(text) {
                *text = path.find(event).map_or_else(String::new, |found| text_of(&found));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, event)),
        Value::Object(members) => members.values_mut().for_each(|member| replace(member, event)),
        _ => {}
    }
}

/// A text without its quotes, all else as JSON.
fn text_of(json: &Json) -> String {
    json.read::<String>().unwrap_or_else(|_| json.as_str().to_owned())
}

fn text(value: &Value, name: &str) -> Option<String> {
    Some(value.get(name)?.as_str()?.to_owned())
}

fn number(value: &Value, name: &str) -> Option<u32> {
    u32::try_from(value.get(name)?.as_u64()?).ok()
}

fn read<T: DeserializeOwned>(value: Option<&Value>) -> Option<T> {
    T::deserialize(value?).ok()
}

fn in_order(name: &str, value: &Value) -> Json {
    TARGET_PARAMETERS.member(name).map_or_else(|| Json::of(value), |shape| Json::of(&InOrder(shape, value)))
}

/// Milliseconds or seconds since the epoch, or ISO 8601.
fn instant(text: &str) -> Option<Timestamp> {
    let number = || text.parse::<f64>().ok();
    let of_number = |number: f64| match number.abs() >= 1e11 {
        true => Timestamp::from_secs_f64(number / 1000.0),
        false => Timestamp::from_secs_f64(number),
    };
    Timestamp::parse(text).ok().or_else(|| of_number(number()?))
}

fn queue(told: &Value) -> Option<Call> {
    let group = text(told, "MessageGroupId")?;
    Some(Call::Queue { group, deduplication: text(told, "MessageDeduplicationId") })
}

/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes targets": what is sent is the message, at the time that is told.
fn log_event(told: &Value, payload: &Payload, now: Timestamp) -> Call {
    let millis = |time: String| time.parse().ok().map(Timestamp::from_millis).or_else(|| Timestamp::parse(&time).ok());
    let at = text(told, "Timestamp").and_then(millis).unwrap_or(now);
    Call::LogEvent { at, message: payload.as_str().to_owned(), stream: text(told, "LogStreamName") }
}

fn http(told: &Value) -> HttpCall {
    HttpCall {
        path: read(told.get("PathParameterValues")).unwrap_or_default(),
        headers: read::<BTreeMap<_, _>>(told.get("HeaderParameters")).unwrap_or_default(),
        query: read::<BTreeMap<_, _>>(told.get("QueryStringParameters")).unwrap_or_default(),
    }
}

fn task(told: &Value) -> Option<Call> {
    let count = number(told, "TaskCount").unwrap_or(1);
    let parameters = in_order("EcsTaskParameters", told);
    Some(Call::Task { definition: text(told, "TaskDefinitionArn")?, count, parameters })
}

fn job(told: &Value) -> Option<Call> {
    Some(Call::Job(Box::new(JobCall {
        definition: text(told, "JobDefinition")?,
        name: text(told, "JobName")?,
        array_size: told.get("ArrayProperties").and_then(|array| number(array, "Size")),
        attempts: told.get("RetryStrategy").and_then(|retry| number(retry, "Attempts")),
        parameters: Some(in_order("BatchJobParameters", told)),
    })))
}

fn sql(told: &Value) -> Option<Call> {
    let mut call = SqlCall::new(text(told, "Database")?, read(told.get("Sqls")).unwrap_or_default());
    call.name = text(told, "StatementName");
    call.user = text(told, "DbUser");
    call.secret_arn = text(told, "SecretManagerArn");
    call.with_event = told.get("WithEvent").and_then(Value::as_bool).unwrap_or_default();
    Some(Call::Sql(Box::new(call)))
}

fn pipeline(told: &Value) -> Call {
    let list = told.get("PipelineParameterList").and_then(Value::as_array).cloned().unwrap_or_default();
    let pair = |one: &Value| Some((text(one, "Name")?, text(one, "Value")?));
    Call::Pipeline { parameters: list.iter().filter_map(pair).collect() }
}
