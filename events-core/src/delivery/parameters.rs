//! What the parameters of a target tell about its call, whoever calls it: a rule, a schedule or a pipe.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::outbox::{Call, HttpCall, JobCall, SqlCall};
use cupola_base::shape::Shape;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::InputPath;
use crate::wire::InOrder;

/// The parameters of one kind; without any, nothing is told.
#[derive(Debug)]
pub(crate) struct Parameters(Value);

impl Parameters {
    /// What is told as it stands.
    pub(crate) fn of(parameters: Option<&Json>) -> Self {
        Self(parameters.and_then(|json| json.read().ok()).unwrap_or_default())
    }

    /// Texts that are a path as a whole stand for what is there in the event; where nothing is, for an empty text.
    pub(crate) fn resolved(mut self, event: &Json) -> Self {
        resolve(&mut self.0, event);
        self
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.read(name)
    }

    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.0.get(name)?).ok()
    }

    pub(crate) fn in_order(&self, shape: &Shape) -> Json {
        Json::of(&InOrder(shape, &self.0))
    }

    fn inside(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    /// `SqsParameters`, `SqsQueueParameters`.
    pub(crate) fn queue(&self) -> Option<Call> {
        Some(Call::Queue { group: self.text("MessageGroupId")?, deduplication: self.text("MessageDeduplicationId") })
    }

    /// `KinesisParameters` with a key, `KinesisStreamParameters`.
    pub(crate) fn stream(&self) -> Option<Call> {
        Some(Call::Stream { partition_key: self.text("PartitionKey")? })
    }

    /// `HttpParameters`.
    pub(crate) fn http(&self) -> Call {
        Call::Http(Box::new(HttpCall {
            path: self.read("PathParameterValues").unwrap_or_default(),
            headers: self.read::<BTreeMap<_, _>>("HeaderParameters").unwrap_or_default(),
            query: self.read::<BTreeMap<_, _>>("QueryStringParameters").unwrap_or_default(),
        }))
    }

    /// `EcsParameters`, `EcsTaskParameters`, and their shape.
    pub(crate) fn task(&self, shape: &Shape) -> Option<Call> {
        let count = self.read("TaskCount").unwrap_or(1);
        Some(Call::Task { definition: self.text("TaskDefinitionArn")?, count, parameters: self.in_order(shape) })
    }

    /// `BatchParameters`, `BatchJobParameters`.
    pub(crate) fn job(&self) -> Option<JobCall> {
        Some(JobCall {
            definition: self.text("JobDefinition")?,
            name: self.text("JobName")?,
            array_size: self.inside("ArrayProperties").read("Size"),
            attempts: self.inside("RetryStrategy").read("Attempts"),
            parameters: None,
        })
    }

    /// `RedshiftDataParameters`.
    pub(crate) fn sql(&self) -> Option<Call> {
        let several: Option<Vec<String>> = self.read("Sqls");
        let statements = self.text("Sql").into_iter().chain(several.unwrap_or_default()).collect();
        let mut call = SqlCall::new(self.text("Database")?, statements);
        call.name = self.text("StatementName");
        call.user = self.text("DbUser");
        call.secret_arn = self.text("SecretManagerArn");
        call.with_event = self.read("WithEvent").unwrap_or_default();
        Some(Call::Sql(Box::new(call)))
    }

    /// `SageMakerPipelineParameters`.
    pub(crate) fn pipeline(&self) -> Call {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Parameter {
            name: String,
            value: String,
        }
        let all: Vec<Parameter> = self.read("PipelineParameterList").unwrap_or_default();
        Call::Pipeline { parameters: all.into_iter().map(|one| (one.name, one.value)).collect() }
    }
}

fn resolve(value: &mut Value, event: &Json) {
    match value {
        Value::String(text) if text.starts_with('$') => {
            if let Ok(path) = InputPath::parse(text) {
                *text = path.find(event).map_or_else(String::new, |found| text_of(&found));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| resolve(item, event)),
        Value::Object(members) => members.values_mut().for_each(|member| resolve(member, event)),
        _ => {}
    }
}

/// A text without its quotes, all else as JSON.
pub(crate) fn text_of(json: &Json) -> String {
    json.read::<String>().unwrap_or_else(|_| json.as_str().to_owned())
}
