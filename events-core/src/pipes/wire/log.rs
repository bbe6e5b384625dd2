//! What is said about log records, on the wire.

use cupola_base::Arn;
use serde::{Deserialize, Serialize};

use crate::pipes::error::PipeProblem;
use crate::pipes::{PipeLogBucket, PipeLogConfig, PipeLogLevel};

/// `LogConfiguration`, in and out.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LogWire {
    #[serde(rename = "S3LogDestination", skip_serializing_if = "Option::is_none")]
    bucket: Option<PipeLogBucket>,
    #[serde(rename = "FirehoseLogDestination", skip_serializing_if = "Option::is_none")]
    delivery_stream: Option<StreamWire>,
    #[serde(rename = "CloudwatchLogsLogDestination", skip_serializing_if = "Option::is_none")]
    log_group: Option<GroupWire>,
    level: PipeLogLevel,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_execution_data: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct StreamWire {
    delivery_stream_arn: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct GroupWire {
    log_group_arn: String,
}

impl LogWire {
    pub(super) fn config(self) -> Result<PipeLogConfig, PipeProblem> {
        let arn = |name, text: String| Arn::parse(&text).map_err(|_| PipeProblem::Arn { name, text });
        let group = self.log_group.map(|group| arn("LogGroupArn", group.log_group_arn)).transpose()?;
        let stream =
            self.delivery_stream.map(|stream| arn("DeliveryStreamArn", stream.delivery_stream_arn)).transpose()?;
        let mut config = PipeLogConfig::new(self.level);
        (config.log_group, config.delivery_stream, config.bucket) = (group, stream, self.bucket);
        config.include_data = self.include_execution_data.is_some_and(|options| !options.is_empty());
        Ok(config)
    }

    pub(super) fn of(config: &PipeLogConfig) -> Self {
        let text = |arn: &Arn| arn.as_str().to_owned();
        Self {
            bucket: config.bucket.clone(),
            delivery_stream: config.delivery_stream.as_ref().map(|arn| StreamWire { delivery_stream_arn: text(arn) }),
            log_group: config.log_group.as_ref().map(|arn| GroupWire { log_group_arn: text(arn) }),
            level: config.level,
            include_execution_data: config.include_data.then(|| vec!["ALL".into()]),
        }
    }
}
