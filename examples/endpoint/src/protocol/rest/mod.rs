//! restJson: the action in method and path; members in the path, the query string and the body.

mod answer;
mod request;

use cupola::base::json::Json;
use cupola::base::shape::{Http, Operation};
use cupola::{ApiError, Service};

use super::Request;
use super::failure::{Body, Failure, message_member};
use crate::incoming::Incoming;
use crate::reply::Reply;

/// The action of this method and path, and the labels in the path, still encoded.
pub(crate) fn operation(incoming: &Incoming, service: Service) -> Option<(&'static Operation, Vec<Label<'_>>)> {
    service.operations().iter().find_map(|operation| {
        let labels = labels(operation.http?, &incoming.method, &incoming.path)?;
        Some((operation, labels))
    })
}

/// A member in the path: its name and its text.
pub(crate) type Label<'a> = (&'static str, &'a str);

fn labels<'a>(http: Http, method: &str, path: &'a str) -> Option<Vec<Label<'a>>> {
    let (mut template, mut path) = (segments(http.path), segments(path));
    let mut labels = Vec::new();
    loop {
        match (template.next(), path.next()) {
            (None, None) => return (http.method == method).then_some(labels),
            (Some(expected), Some(found)) => match label(expected) {
                Some(name) if !found.is_empty() => labels.push((name, found)),
                None if expected == found => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// A trailing slash changes nothing.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_suffix('/').unwrap_or(path).split('/')
}

fn label(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

pub(crate) fn read(incoming: &Incoming, service: Service) -> Result<Request, ApiError> {
    let unknown = || ApiError::unknown_operation(&format!("{} {}", incoming.method, incoming.path)).with_status(404);
    let (operation, labels) = operation(incoming, service).ok_or_else(unknown)?;
    Ok((operation, request::input(incoming, operation, &labels)?))
}

/// An answer with the status and in the form that the action's shape asks for.
pub(crate) fn success(service: Service, operation: &Operation, answer: String) -> Reply {
    let status = operation.http.map_or(200, |http| http.status);
    if status == 204 {
        return Reply::new(status, "application/json", "");
    }
    match answer::payload(operation.output, &answer) {
        Some(bytes) => Reply::new(status, "application/octet-stream", bytes),
        None => Reply::new(status, "application/json", answer::body(service, operation.output, answer)),
    }
}

pub(crate) fn failure(service: Service, failure: &Failure) -> Reply {
    let name = &*failure.error.code;
    let error = match service {
        Service::Schemas => &failure.error.clone().with_member("Code", Json::of(name)),
        _ => &failure.error,
    };
    let body = Body { name: None, message: message_member(service, name), error };
    Reply::new(status(failure), "application/json", body.to_json()).with("x-amzn-errortype", name)
}

/// The statuses that the models of the services agree on, where the refusal does not bring its own.
fn status(failure: &Failure) -> u16 {
    match (failure.error.status, &*failure.error.code) {
        (400, "ResourceNotFoundException" | "NotFoundException") => 404,
        (400, "ServiceQuotaExceededException") => 402,
        (400, "ConflictException") => 409,
        (400, "ThrottledException" | "ThrottlingException") => 429,
        (status, _) => status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_matched_raw_and_decoded_after() {
        let http = Http { method: "GET", path: "/tags/{ResourceArn}", status: 200 };
        let found = labels(http, "GET", "/tags/arn%3Aaws%2Fx/").unwrap();
        assert_eq!(found, [("ResourceArn", "arn%3Aaws%2Fx")]);
        for (method, path) in [("POST", "/tags/x"), ("GET", "/tags/"), ("GET", "/tags"), ("GET", "/tags/a/b")] {
            assert_eq!(labels(http, method, path), None, "{method} {path}");
        }
    }
}
