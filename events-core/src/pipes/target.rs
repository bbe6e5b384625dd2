//! What a pipe calls.

use std::collections::BTreeMap;

use cupola_base::Arn;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::PipeTemplate;

/// The kinds of target and enrichment, by their ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TargetKind {
    Function,
    Machine,
    Queue,
    Topic,
    Stream,
    DeliveryStream,
    Bus,
    LogGroup,
    /// API Gateway, and API destinations.
    Http,
    Task,
    Job,
    Sql,
    Pipeline,
    Assessment,
    Table,
}

impl TargetKind {
    /// The kind of a target.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes targets".
    pub(super) fn of(arn: &Arn) -> Option<Self> {
        let resource = arn.resource();
        match arn.service() {
            "lambda" => Some(Self::Function),
            "states" => Some(Self::Machine),
            "sqs" => Some(Self::Queue),
            "sns" if !resource.ends_with(".fifo") => Some(Self::Topic),
            "kinesis" => Some(Self::Stream),
            "firehose" => Some(Self::DeliveryStream),
            "events" if resource.starts_with("event-bus/") => Some(Self::Bus),
            "events" if resource.starts_with("api-destination/") => Some(Self::Http),
            "execute-api" => Some(Self::Http),
            "logs" if resource.starts_with("log-group:") => Some(Self::LogGroup),
            "ecs" if resource.starts_with("cluster") => Some(Self::Task),
            "batch" if resource.starts_with("job-queue/") => Some(Self::Job),
            "redshift" | "redshift-serverless" => Some(Self::Sql),
            "sagemaker" if resource.starts_with("pipeline/") => Some(Self::Pipeline),
            "inspector" => Some(Self::Assessment),
            "timestream" => Some(Self::Table),
            _ => None,
        }
    }

    pub(super) const fn can_enrich(self) -> bool {
        matches!(self, Self::Function | Self::Machine | Self::Http)
    }

    /// How many records one call takes; none: as many as there are.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes batching and concurrency"; that a Timestream table takes 100 is
    /// the bound of its own WriteRecords.
    pub(super) const fn most(self) -> Option<u32> {
        match self {
            Self::Function | Self::Machine => None,
            Self::Queue | Self::Topic | Self::Bus => Some(10),
            Self::Stream | Self::DeliveryStream => Some(500),
            Self::LogGroup => Some(10_000),
            Self::Table => Some(100),
            _ => Some(1),
        }
    }

    /// Whether it gets all records of a batch as one list, and JSON alone.
    pub(super) const fn takes_lists(self) -> bool {
        matches!(self, Self::Function | Self::Machine)
    }

    /// The member of the API that holds the parameters of this kind.
    pub(super) const fn member(self) -> Option<&'static str> {
        Some(match self {
            Self::Function => "LambdaFunctionParameters",
            Self::Machine => "StepFunctionStateMachineParameters",
            Self::Queue => "SqsQueueParameters",
            Self::Stream => "KinesisStreamParameters",
            Self::Bus => "EventBridgeEventBusParameters",
            Self::LogGroup => "CloudWatchLogsParameters",
            Self::Http => "HttpParameters",
            Self::Task => "EcsTaskParameters",
            Self::Job => "BatchJobParameters",
            Self::Sql => "RedshiftDataParameters",
            Self::Pipeline => "SageMakerPipelineParameters",
            Self::Table => "TimestreamParameters",
            Self::Topic | Self::DeliveryStream | Self::Assessment => return None,
        })
    }

    /// Whether it cannot be called without them.
    pub(super) const fn needs_parameters(self) -> bool {
        matches!(self, Self::Stream | Self::Task | Self::Job | Self::Sql | Self::Table)
    }

    /// The service's name, as log records and default events have it.
    pub(super) const fn service(self) -> &'static str {
        match self {
            Self::Function => "lambda",
            Self::Machine => "states",
            Self::Queue => "sqs",
            Self::Topic => "sns",
            Self::Stream => "kinesis",
            Self::DeliveryStream => "firehose",
            Self::Bus => "events",
            Self::LogGroup => "logs",
            Self::Http => "http",
            Self::Task => "ecs",
            Self::Job => "batch",
            Self::Sql => "redshift-data",
            Self::Pipeline => "sagemaker",
            Self::Assessment => "inspector",
            Self::Table => "timestream",
        }
    }
}

/// What is said about an enrichment or a target beside its ARN.
///
/// ```
/// use cupola_base::json::Json;
/// use cupola_events::pipes::{CallSettings, PipeTemplate};
///
/// let settings = CallSettings::default()
///     .with_template(PipeTemplate::parse(r#"{"order": <$.body.id>}"#)?)
///     .with_parameter("SqsQueueParameters", Json::parse(r#"{"MessageGroupId": "$.body.dock"}"#)?);
/// assert!(settings.parameters.contains_key("SqsQueueParameters"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallSettings {
    /// What is sent instead of the record; none: the record.
    pub template: Option<PipeTemplate>,
    /// The parameters that only some kinds have, by their name in the API, e.g. `EcsTaskParameters`. A text that is a
    /// path as a whole, e.g. `$.body.id`, stands for what is there.
    pub parameters: BTreeMap<String, Json>,
}

impl CallSettings {
    /// Sets what is sent instead of the record.
    #[must_use]
    pub fn with_template(self, template: PipeTemplate) -> Self {
        Self { template: Some(template), ..self }
    }

    /// Sets the parameters of a kind.
    #[must_use]
    pub fn with_parameter(mut self, name: impl Into<String>, value: Json) -> Self {
        self.parameters.insert(name.into(), value);
        self
    }
}
