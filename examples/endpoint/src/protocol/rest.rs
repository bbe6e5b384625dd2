//! restJson: the action in method and path, members in the path and in a JSON body.

use cupola::base::shape::{Http, Operation};
use cupola::{ApiError, Service};
use serde_json::{Map, Value};

use super::Request;
use super::failure::{Body, Failure, message_member};
use crate::codec::percent::{Plus, decode};
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
    let body = incoming.text()?;
    let input = if labels.is_empty() { body.to_owned() } else { merged(body, &labels)? };
    Ok((operation, input))
}

fn merged(body: &str, labels: &[Label<'_>]) -> Result<String, ApiError> {
    let body = if body.trim().is_empty() { "{}" } else { body };
    let mut members: Map<String, Value> = serde_json::from_str(body).map_err(ApiError::serialization)?;
    for (name, text) in labels {
        let text = decode(text, Plus::Literal).map_err(ApiError::serialization)?;
        members.insert((*name).to_owned(), Value::from(text));
    }
    Ok(Value::Object(members).to_string())
}

pub(crate) fn success(answer: String) -> Reply {
    Reply::new(200, "application/json", answer)
}

pub(crate) fn failure(service: Service, failure: &Failure) -> Reply {
    let name = &*failure.error.code;
    let body = Body { name: None, message: message_member(service, name), error: &failure.error };
    Reply::new(status(failure), "application/json", body.to_json()).with("x-amzn-errortype", name)
}

fn status(failure: &Failure) -> u16 {
    match &*failure.error.code {
        "ResourceNotFoundException" => 404,
        "ThrottledException" => 429,
        _ => failure.error.status,
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
        assert_eq!(merged(r#"{"a":1}"#, &found).unwrap(), r#"{"ResourceArn":"arn:aws/x","a":1}"#);
        for (method, path) in [("POST", "/tags/x"), ("GET", "/tags/"), ("GET", "/tags"), ("GET", "/tags/a/b")] {
            assert_eq!(labels(http, method, path), None, "{method} {path}");
        }
    }
}
