//! What targets of some kinds must say.

use cupola_base::json::Json;
use serde::Deserialize;

use super::kind::Kind;
use crate::error::TargetError;
use crate::{InputPath, Target};

/// Checks the parameters that only some kinds of target have.
pub(crate) fn check_parameters(target: &Target) -> Result<(), TargetError> {
    let needed = match Kind::of(target) {
        Kind::Queue if target.arn.resource().ends_with(".fifo") => return check_group(target),
        Kind::Stream => return check_partition_key(target),
        Kind::Task => "EcsParameters",
        Kind::RunCommand => "RunCommandParameters",
        Kind::Job => "BatchParameters",
        Kind::Sql => "RedshiftDataParameters",
        Kind::GraphQl => "AppSyncParameters",
        _ => return Ok(()),
    };
    need(target, needed).map(|_| ())
}

fn need<'a>(target: &'a Target, name: &'static str) -> Result<&'a Json, TargetError> {
    target.parameters.get(name).ok_or_else(|| TargetError::Needs { id: target.id.clone(), name })
}

/// A FIFO queue needs a message group.
fn check_group(target: &Target) -> Result<(), TargetError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Sqs {
        message_group_id: Option<String>,
    }
    let name = "SqsParameters";
    let group = need(target, name)?.read::<Sqs>().ok().and_then(|sqs| sqs.message_group_id);
    let missing = || TargetError::Needs { id: target.id.clone(), name };
    group.filter(|group| !group.is_empty()).map(|_| ()).ok_or_else(missing)
}

fn check_partition_key(target: &Target) -> Result<(), TargetError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Kinesis {
        partition_key_path: String,
    }
    let Some(Ok(kinesis)) = target.parameters.get("KinesisParameters").map(Json::read::<Kinesis>) else {
        return Ok(());
    };
    let checked = InputPath::parse(&kinesis.partition_key_path);
    checked.map(|_| ()).map_err(|cause| TargetError::PartitionKey { id: target.id.clone(), cause })
}
