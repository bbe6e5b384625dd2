//! An answer on its way out.

use crate::tail::Tail;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};

/// Status, headers and body.
#[derive(Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    tail: Option<Tail>,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body: body.into(), tail: None }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer to a session's start: an event stream.
    pub(crate) fn tail(tail: Tail) -> Self {
        Self { tail: Some(tail), ..Self::new(200, "application/vnd.amazon.eventstream", Vec::new()) }
    }

    /// The session that is to be streamed, if it is one.
    pub(crate) const fn take_tail(&mut self) -> Option<Tail> {
        self.tail.take()
    }

    #[cfg(test)]
    pub(crate) fn into_parts(self) -> (u16, Vec<(&'static str, String)>, Vec<u8>) {
        (self.status, self.headers, self.body)
    }

    /// The response, which always names the request.
    pub(crate) fn into_response(mut self, request_id: &str) -> Response<Body> {
        let body = Body::from(std::mem::take(&mut self.body));
        self.with_body(body, request_id)
    }

    /// As [`into_response`](Self::into_response), with another body.
    pub(crate) fn with_body(self, body: Body, request_id: &str) -> Response<Body> {
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let own = [("x-amzn-requestid", request_id.to_owned())];
        for (name, value) in self.headers.into_iter().chain(own) {
            // A name of an error that no header can carry is in the body all the same.
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
