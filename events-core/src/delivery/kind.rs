//! Kinds of target, by their ARN.

use crate::Target;

/// The kinds of target that are called in ways of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Queue,
    Stream,
    LogGroup,
    Http,
    Task,
    RunCommand,
    Job,
    Sql,
    Pipeline,
    GraphQl,
    /// All that needs nothing but a payload.
    Other,
}

impl Kind {
    pub(super) fn of(target: &Target) -> Self {
        let resource = target.arn.resource();
        match target.arn.service() {
            "sqs" => Self::Queue,
            "kinesis" => Self::Stream,
            "logs" if target.is_log_group() => Self::LogGroup,
            "execute-api" => Self::Http,
            "events" if resource.starts_with("api-destination/") => Self::Http,
            "ecs" if resource.starts_with("cluster") => Self::Task,
            "ssm" if resource.starts_with("document/") => Self::RunCommand,
            "batch" if resource.starts_with("job-queue/") => Self::Job,
            "redshift" | "redshift-serverless" => Self::Sql,
            "sagemaker" if resource.starts_with("pipeline/") => Self::Pipeline,
            "appsync" => Self::GraphQl,
            _ => Self::Other,
        }
    }
}
