//! How a target is called: its kind's parameters, with what is taken from the event.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::outbox::{Call, HttpCall, JobCall, SqlCall};
use cupola_base::{EventEnvelope, Payload, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::kind::Kind;
use crate::shapes::TARGET;
use crate::wire::InOrder;
use crate::{InputPath, Target};

/// The call of a target for one event. A value of the parameters that is a path into the event as a whole
/// stands for what is there; where nothing is, for an empty text.
///
/// # Source
/// EventBridge User Guide, "Event bus targets", on dynamic path parameters.
pub(super) fn call(target: &Target, event: &EventEnvelope, json: &Json, payload: &Payload, now: Timestamp) -> Call {
    let read = Parameters { target, json };
    let call = match Kind::of(target) {
        Kind::Queue => read.queue(),
        Kind::Stream => Some(read.stream(event)),
        Kind::LogGroup => Some(log_event(target, event, payload, now)),
        Kind::Http => Some(Call::Http(Box::new(read.http()))),
        Kind::Task => read.task(),
        Kind::RunCommand => read.run_command(),
        Kind::Job => read.job(),
        Kind::Sql => read.sql(),
        Kind::Pipeline => Some(read.pipeline()),
        Kind::GraphQl => read.graph_ql(),
        Kind::Other => None,
    };
    call.unwrap_or_default()
}

struct Parameters<'a> {
    target: &'a Target,
    json: &'a Json,
}

impl Parameters<'_> {
    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.target.parameters.get(name)?.as_str()).ok()
    }

    /// What a value stands for.
    fn value(&self, text: String) -> String {
        if !text.starts_with('$') {
            return text;
        }
        match InputPath::parse(&text) {
            Ok(path) => path.find(self.json).map_or_else(String::new, |found| text_of(&found)),
            Err(_) => text,
        }
    }

    fn values(&self, texts: Vec<String>) -> Vec<String> {
        texts.into_iter().map(|text| self.value(text)).collect()
    }

    fn named(&self, texts: BTreeMap<String, String>) -> BTreeMap<String, String> {
        texts.into_iter().map(|(name, text)| (name, self.value(text))).collect()
    }

    fn queue(&self) -> Option<Call> {
        let sqs: Sqs = self.read("SqsParameters")?;
        Some(Call::Queue { group: sqs.message_group_id?, deduplication: None })
    }

    /// Without a path, and where it leads nowhere, the event's id chooses the shard.
    fn stream(&self, event: &EventEnvelope) -> Call {
        let path = self.read::<Kinesis>("KinesisParameters").map(|kinesis| kinesis.partition_key_path);
        let found = path.and_then(|path| InputPath::parse(&path).ok()?.find(self.json));
        let partition_key = found.map_or_else(|| event.id.clone(), |found| text_of(&found));
        Call::Stream { partition_key }
    }

    fn http(&self) -> HttpCall {
        let http: Http = self.read("HttpParameters").unwrap_or_default();
        HttpCall {
            path: self.values(http.path_parameter_values.unwrap_or_default()),
            headers: self.named(http.header_parameters.unwrap_or_default()),
            query: self.named(http.query_string_parameters.unwrap_or_default()),
        }
    }

    fn task(&self) -> Option<Call> {
        let mut value: Value = self.read("EcsParameters")?;
        self.replace(&mut value);
        let definition = value.get("TaskDefinitionArn")?.as_str()?.to_owned();
        let count = value.get("TaskCount").and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok());
        let parameters = Json::of(&InOrder(TARGET.member("EcsParameters")?, &value));
        Some(Call::Task { definition, count: count.unwrap_or(1), parameters })
    }

    fn replace(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.value(std::mem::take(text)),
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.replace(member)),
            _ => {}
        }
    }

    fn run_command(&self) -> Option<Call> {
        let command: RunCommand = self.read("RunCommandParameters")?;
        let targets = command.run_command_targets.into_iter().map(|target| (target.key, target.values)).collect();
        Some(Call::RunCommand { targets })
    }

    fn job(&self) -> Option<Call> {
        let batch: Batch = self.read("BatchParameters")?;
        Some(Call::Job(Box::new(JobCall {
            definition: batch.job_definition,
            name: batch.job_name,
            array_size: batch.array_properties.and_then(|array| array.size),
            attempts: batch.retry_strategy.and_then(|retry| retry.attempts),
            parameters: None,
        })))
    }

    fn sql(&self) -> Option<Call> {
        let redshift: Redshift = self.read("RedshiftDataParameters")?;
        let statements = redshift.sql.into_iter().chain(redshift.sqls.unwrap_or_default()).collect();
        let mut call = SqlCall::new(self.value(redshift.database), self.values(statements));
        call.name = redshift.statement_name.map(|name| self.value(name));
        call.user = redshift.db_user.map(|user| self.value(user));
        call.secret_arn = redshift.secret_manager_arn.map(|arn| self.value(arn));
        call.with_event = redshift.with_event.unwrap_or_default();
        Some(Call::Sql(Box::new(call)))
    }

    fn pipeline(&self) -> Call {
        let named = self.target.parameters.get("SageMakerPipelineParameters").map(pipeline_parameters);
        let named = named.unwrap_or_default().into_iter();
        Call::Pipeline { parameters: named.map(|(name, value)| (self.value(name), self.value(value))).collect() }
    }

    fn graph_ql(&self) -> Option<Call> {
        let app_sync: AppSync = self.read("AppSyncParameters")?;
        Some(Call::GraphQl { operation: app_sync.graph_ql_operation? })
    }
}

/// A log event: what the template says, or the whole event at its own time. A time that cannot be read is now.
fn log_event(target: &Target, event: &EventEnvelope, payload: &Payload, now: Timestamp) -> Call {
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
fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Timestamp::from_millis).or_else(|| Timestamp::parse(text).ok())
}

/// Names and values of a pipeline's parameters, as they stand in `SageMakerPipelineParameters`.
pub(crate) fn pipeline_parameters(json: &Json) -> Vec<(String, String)> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Pipeline {
        pipeline_parameter_list: Option<Vec<Parameter>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Parameter {
        name: String,
        value: String,
    }
    let all = json.read::<Pipeline>().ok().and_then(|pipeline| pipeline.pipeline_parameter_list).unwrap_or_default();
    all.into_iter().map(|one| (one.name, one.value)).collect()
}

/// A text without its quotes, all else as JSON.
fn text_of(json: &Json) -> String {
    json.read::<String>().unwrap_or_else(|_| json.as_str().to_owned())
}

#[derive(Deserialize)]
struct Line {
    timestamp: String,
    message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sqs {
    message_group_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Kinesis {
    partition_key_path: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Http {
    path_parameter_values: Option<Vec<String>>,
    header_parameters: Option<BTreeMap<String, String>>,
    query_string_parameters: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RunCommand {
    run_command_targets: Vec<RunCommandTarget>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RunCommandTarget {
    key: String,
    values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Batch {
    job_definition: String,
    job_name: String,
    array_properties: Option<ArrayProperties>,
    retry_strategy: Option<RetryStrategy>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ArrayProperties {
    size: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RetryStrategy {
    attempts: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Redshift {
    secret_manager_arn: Option<String>,
    database: String,
    db_user: Option<String>,
    sql: Option<String>,
    statement_name: Option<String>,
    with_event: Option<bool>,
    sqls: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct AppSync {
    #[serde(rename = "GraphQLOperation")]
    graph_ql_operation: Option<String>,
}
