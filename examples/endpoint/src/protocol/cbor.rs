//! rpc-v2-cbor: the action in the path, CBOR both ways.

use super::query::WITHOUT_OUTPUT;
use cupola::ApiError;
use cupola::Service;
use cupola::base::shape::{Operation, Shape};
use serde_json::Value;

use super::Request;
use super::failure::{Body, Failure, message_member};
use super::json::query_error;
use crate::codec::cbor;
use crate::incoming::Incoming;
use crate::reply::Reply;

/// CloudWatch's name in paths.
pub(crate) const SERVICE: &str = "GraniteServiceVersion20100801";

/// The service and the action in a path of the form `.../service/S/operation/A`.
pub(crate) fn path(incoming: &Incoming) -> Option<(&str, &str)> {
    let path = incoming.path.trim_end_matches('/');
    let (front, action) = path.rsplit_once("/operation/")?;
    let (_, service) = front.rsplit_once("/service/")?;
    (!service.contains('/') && !action.contains('/')).then_some((service, action))
}

pub(crate) fn read(incoming: &Incoming) -> Result<Request, ApiError> {
    let (service, action) = path(incoming).unwrap_or_default();
    let operation = Service::CloudWatch.operation(action).filter(|_| service == SERVICE && incoming.method == "POST");
    let operation = operation.ok_or_else(|| ApiError::unknown_operation(action).with_status(404))?;
    Ok((operation, json(incoming.body()?)?))
}

fn json(body: &[u8]) -> Result<String, ApiError> {
    if body.is_empty() {
        return Ok("{}".to_owned());
    }
    cbor::read(body).map(|value| value.to_string()).map_err(ApiError::serialization)
}

pub(crate) fn success(operation: &Operation, answer: &str) -> Reply {
    let body = if WITHOUT_OUTPUT.contains(&operation.name) { Vec::new() } else { encode(operation.output, answer) };
    reply(200, body)
}

pub(crate) fn failure(failure: &Failure) -> Reply {
    let name = failure.names().shape;
    let message = message_member(Service::CloudWatch, name);
    let body = Body { name: Some(name), message, error: &failure.error }.to_json();
    reply(failure.rpc_status(), encode(&Shape::Document, &body))
        .with("x-amzn-errortype", name)
        .with("x-amzn-query-error", query_error(failure))
}

fn encode(shape: &Shape, json: &str) -> Vec<u8> {
    let value: Value = serde_json::from_str(json).unwrap_or_default();
    cbor::write(shape, &value)
}

fn reply(status: u16, body: Vec<u8>) -> Reply {
    Reply::new(status, "application/cbor", body).with("smithy-protocol", "rpc-v2-cbor")
}
