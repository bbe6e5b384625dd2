//! Actions on encryption keys.

use cupola_base::ApiError;

use super::{Answer, Call, invalid, nothing};
use crate::engine::Engine;
use crate::kms::KmsKey;
use crate::wire::keys::{AssociateKmsKey, DisassociateKmsKey};

pub(super) fn associate_kms_key(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: AssociateKmsKey = call.read()?;
    let resource = resource(engine, request.log_group_name, request.resource_identifier)?;
    let key = KmsKey::new(request.kms_key_id)?;
    match resource {
        Resource::Group(group) => engine.associate_kms_key(call.now, &group, &key)?,
        Resource::QueryResults => engine.set_query_result_kms_key(call.now, Some(&key))?,
    }
    nothing()
}

pub(super) fn disassociate_kms_key(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: DisassociateKmsKey = call.read()?;
    match resource(engine, request.log_group_name, request.resource_identifier)? {
        Resource::Group(group) => engine.disassociate_kms_key(call.now, &group)?,
        Resource::QueryResults => engine.set_query_result_kms_key(call.now, None)?,
    }
    nothing()
}

/// What a key is for.
enum Resource {
    Group(String),
    QueryResults,
}

/// A group by its name or its ARN, or the results of queries by theirs.
fn resource(engine: &Engine, name: Option<String>, identifier: Option<String>) -> Result<Resource, ApiError> {
    let results = engine.place().arn("logs", "query-result:*").to_string();
    match (name, identifier) {
        (Some(name), None) => Ok(Resource::Group(name)),
        (None, Some(arn)) if arn == results => Ok(Resource::QueryResults),
        (None, Some(arn)) if arn.starts_with("arn:") => Ok(Resource::Group(engine.name_of(&arn))),
        (None, Some(_)) => Err(invalid("The resourceIdentifier must be the ARN of a log group or of query results.")),
        (Some(_), Some(_)) => Err(invalid("logGroupName and resourceIdentifier are mutually exclusive parameters.")),
        (None, None) => Err(invalid("Either logGroupName or resourceIdentifier must be specified.")),
    }
}
