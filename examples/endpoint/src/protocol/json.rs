//! awsJson 1.0 and 1.1: the action in a header, JSON both ways.

use cupola::{ApiError, Service};

use super::Request;
use super::failure::{Body, Failure, message_member};
use crate::incoming::Incoming;
use crate::reply::Reply;

/// What a client calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target<'a> {
    prefix: &'a str,
    action: &'a str,
}

/// The service and action in the header.
pub(crate) fn target(incoming: &Incoming) -> Option<Target<'_>> {
    let (prefix, action) = incoming.header("x-amz-target")?.rsplit_once('.')?;
    Some(Target { prefix, action })
}

/// The service that goes by this prefix.
pub(crate) fn service(target: Target<'_>) -> Option<Service> {
    PREFIXES.iter().find(|(prefix, _)| *prefix == target.prefix).map(|(_, service)| *service)
}

const PREFIXES: &[(&str, Service)] = &[
    ("GraniteServiceVersion20100801", Service::CloudWatch),
    ("Logs_20140328", Service::Logs),
    ("AWSEvents", Service::Events),
    ("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", Service::CloudTrail),
    ("CloudTrail_20131101", Service::CloudTrail),
];

pub(crate) fn read(incoming: &Incoming, service: Service) -> Result<Request, ApiError> {
    let target = target(incoming).filter(|target| self::service(*target) == Some(service));
    let action = target.map_or("", |target| target.action);
    let operation = service.operation(action).filter(|_| incoming.method == "POST");
    let operation = operation.ok_or_else(|| ApiError::unknown_operation(action))?;
    Ok((operation, incoming.text()?.to_owned()))
}

pub(crate) fn success(service: Service, answer: String) -> Reply {
    Reply::new(200, content_type(service), answer)
}

pub(crate) fn failure(service: Service, failure: &Failure) -> Reply {
    let name = if service == Service::CloudWatch { failure.names().shape } else { &failure.error.code };
    let body = Body { name: Some(name), message: message_member(service, name), error: &failure.error };
    let reply = Reply::new(failure.rpc_status(), content_type(service), body.to_json());
    let reply = reply.with("x-amzn-errortype", name);
    if service == Service::CloudWatch { reply.with("x-amzn-query-error", query_error(failure)) } else { reply }
}

/// The code that clients of the query protocol knew, and whose fault it is.
pub(crate) fn query_error(failure: &Failure) -> String {
    format!("{};{}", failure.names().code, failure.sender_or_receiver())
}

fn content_type(service: Service) -> &'static str {
    if service == Service::CloudWatch { "application/x-amz-json-1.0" } else { "application/x-amz-json-1.1" }
}
