//! How a target of a rule is called: its kind's parameters, with what is taken from the event.

use cupola_base::json::Json;
use cupola_base::outbox::Call;
use cupola_base::{EventEnvelope, Payload, Timestamp};
use serde::Deserialize;

use super::kind::Kind;
use super::parameters::{Parameters, text_of};
use crate::shapes::TARGET;
use crate::{InputPath, Target};

/// The call of a target for one event. A value of the parameters that is a path into the event as a whole
/// stands for what is there; where nothing is, for an empty text.
///
/// # Source
/// EventBridge User Guide, "Event bus targets", on dynamic path parameters.
pub(super) fn call(target: &Target, event: &EventEnvelope, json: &Json, payload: &Payload, now: Timestamp) -> Call {
    let told = |name: &str| Parameters::of(target.parameters.get(name));
    let resolved = |name: &str| told(name).resolved(json);
    let call = match Kind::of(target) {
        Kind::Queue => told("SqsParameters").queue(),
        Kind::Stream => Some(stream(&told("KinesisParameters"), event, json)),
        Kind::LogGroup => Some(log_event(target, event, payload, now)),
        Kind::Http => Some(resolved("HttpParameters").http()),
        Kind::Task => TARGET.member("EcsParameters").and_then(|shape| resolved("EcsParameters").task(shape)),
        Kind::RunCommand => run_command(&told("RunCommandParameters")),
        Kind::Job => told("BatchParameters").job().map(|job| Call::Job(Box::new(job))),
        Kind::Sql => resolved("RedshiftDataParameters").sql(),
        Kind::Pipeline => Some(resolved("SageMakerPipelineParameters").pipeline()),
        Kind::GraphQl => graph_ql(&told("AppSyncParameters")),
        Kind::Other => None,
    };
    call.unwrap_or_default()
}

/// Without a path, and where it leads nowhere, the event's id chooses the shard.
fn stream(told: &Parameters, event: &EventEnvelope, json: &Json) -> Call {
    let found = told.text("PartitionKeyPath").and_then(|path| InputPath::parse(&path).ok()?.find(json));
    let partition_key = found.map_or_else(|| event.id.clone(), |found| text_of(&found));
    Call::Stream { partition_key }
}

fn run_command(told: &Parameters) -> Option<Call> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct RunCommandTarget {
        key: String,
        values: Vec<String>,
    }
    let targets: Vec<RunCommandTarget> = told.read("RunCommandTargets")?;
    Some(Call::RunCommand { targets: targets.into_iter().map(|target| (target.key, target.values)).collect() })
}

fn graph_ql(told: &Parameters) -> Option<Call> {
    Some(Call::GraphQl { operation: told.text("GraphQLOperation")? })
}

/// A log event: what the template says, or the whole event at its own time. A time that cannot be read is now.
fn log_event(target: &Target, event: &EventEnvelope, payload: &Payload, now: Timestamp) -> Call {
    #[derive(Deserialize)]
    struct Line {
        timestamp: String,
        message: String,
    }
    let told = matches!(target.input, crate::TargetInput::Transformer(_));
    let line = serde_json::from_str::<Line>(payload.as_str()).ok().filter(|_| told);
    match line {
        Some(Line { timestamp, message }) => {
            Call::LogEvent { at: instant(&timestamp).unwrap_or(now), message, stream: None }
        }
        None => Call::LogEvent { at: event.time, message: payload.as_str().to_owned(), stream: None },
    }
}

/// Milliseconds since the epoch, or ISO 8601.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Timestamp::from_millis).or_else(|| Timestamp::parse(text).ok())
}
