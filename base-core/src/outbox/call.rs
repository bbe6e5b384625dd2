//! How a target is called, beyond the payload.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::json::Json;

/// What the owner of a delivery needs beside target and payload to perform it. Values are as they are sent:
/// what was a path into an event has become the value there.
///
/// ```
/// use cupola_base::outbox::Call;
///
/// let call = Call::Queue { group: "dock-7".into(), deduplication: None };
/// assert_eq!(serde_json::to_string(&call)?, r#"{"Queue":{"group":"dock-7"}}"#);
/// assert_eq!(Call::default(), Call::Plain);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Source
/// EventBridge API Reference, Target; EventBridge Pipes API Reference, PipeTargetParameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Call {
    /// Target and payload say all.
    #[default]
    Plain,
    /// A message for a FIFO queue.
    Queue {
        /// The message group.
        group: String,
        /// What tells the message from others; none: its body does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deduplication: Option<String>,
    },
    /// A record for a Kinesis stream.
    Stream {
        /// Chooses the shard.
        partition_key: String,
    },
    /// A log event for a log group.
    LogEvent {
        /// The log event's time.
        at: Timestamp,
        /// The log event's text.
        message: String,
        /// The log stream; none: who sends it decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stream: Option<String>,
    },
    /// An HTTP request to an API or an API destination.
    Http(Box<HttpCall>),
    /// An ECS task.
    Task {
        /// The task definition's ARN.
        definition: String,
        /// How many of them.
        count: u32,
        /// All `EcsParameters` in the service's own JSON.
        parameters: Json,
    },
    /// A command that Systems Manager runs on instances: tags or `InstanceIds`, and their values.
    RunCommand {
        /// Keys with values.
        targets: Vec<(String, Vec<String>)>,
    },
    /// A Batch job.
    Job(Box<JobCall>),
    /// SQL for the Redshift Data API.
    Sql(Box<SqlCall>),
    /// A run of a SageMaker pipeline.
    Pipeline {
        /// Names and values, in the order given.
        parameters: Vec<(String, String)>,
    },
    /// A GraphQL operation of an AppSync API; the payload holds its variables.
    GraphQl {
        /// The operation's text.
        operation: String,
    },
    /// A function or a state machine that is called so that its answer comes back, and heeds it.
    Answered,
    /// Records for a Timestream table.
    Measures {
        /// All `TimestreamParameters` in the service's own JSON.
        parameters: Json,
    },
}

/// What an HTTP request carries beside its body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the service knows three members")]
pub struct HttpCall {
    /// What stands for the wildcards of the path, in order.
    pub path: Vec<String>,
    /// Headers by name.
    pub headers: BTreeMap<String, String>,
    /// Members of the query string by name.
    pub query: BTreeMap<String, String>,
}

/// A Batch job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what the service knows")]
pub struct JobCall {
    /// Name or ARN of the job definition.
    pub definition: String,
    /// The job's name.
    pub name: String,
    /// The size of an array job.
    pub array_size: Option<u32>,
    /// How often the job itself is attempted.
    pub attempts: Option<u32>,
    /// All `BatchJobParameters` of a pipe in the service's own JSON; rules have none besides the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Json>,
}

/// SQL for the Redshift Data API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SqlCall {
    /// The database.
    pub database: String,
    /// The statements: one, or a batch.
    pub statements: Vec<String>,
    /// The statement's name.
    pub name: Option<String>,
    /// The database user.
    pub user: Option<String>,
    /// The secret that lets in.
    pub secret_arn: Option<String>,
    /// Whether the service shall send an event when it is done.
    pub with_event: bool,
}

impl SqlCall {
    /// Statements for a database.
    #[must_use]
    pub fn new(database: impl Into<String>, statements: Vec<String>) -> Self {
        Self { database: database.into(), statements, ..Self::default() }
    }
}
