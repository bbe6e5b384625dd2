//! What targets of some kinds must say.

use cupola_base::json::Json;

use super::kind::Kind;
use super::parameters::Parameters;
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
    let name = "SqsParameters";
    let group = Parameters::of(Some(need(target, name)?)).text("MessageGroupId");
    let missing = || TargetError::Needs { id: target.id.clone(), name };
    group.filter(|group| !group.is_empty()).map(|_| ()).ok_or_else(missing)
}

fn check_partition_key(target: &Target) -> Result<(), TargetError> {
    let Some(path) = Parameters::of(target.parameters.get("KinesisParameters")).text("PartitionKeyPath") else {
        return Ok(());
    };
    let checked = InputPath::parse(&path);
    checked.map(|_| ()).map_err(|cause| TargetError::PartitionKey { id: target.id.clone(), cause })
}
