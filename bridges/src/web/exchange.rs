//! One request and its answer.

use std::fmt::Display;
use std::sync::Arc;

use cupola::traces::{ContentLength, Exception, HttpRequest, HttpResponse, SamplingRequest, TraceHeader};
use cupola_base::{Datum, Timestamp, Unit};
use http::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use http::{StatusCode, request, response};

use super::audited::AuditedCall;
use super::layer::Settings;
use crate::{Input, TracePart};

const TRACE_HEADER: HeaderName = HeaderName::from_static("x-amzn-trace-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// One request and its answer. What is to be told at the end is told when it is dropped, whatever became of it.
#[derive(Debug)]
pub(super) struct Exchange {
    settings: Arc<Settings>,
    part: TracePart,
    began: Timestamp,
    call: Option<AuditedCall>,
    status: Option<StatusCode>,
    length: Option<u64>,
    sent: u64,
    is_failed: bool,
}

impl Exchange {
    pub(super) fn begin(settings: &Arc<Settings>, request: &request::Parts) -> Self {
        let header = TraceHeader::parse(text(&request.headers, &TRACE_HEADER).unwrap_or_default());
        let part = settings.tracer.begin(&header, &asked(request));
        let _ = part.tell(|recording, id| recording.http_request(id, described(request)));
        Self {
            part,
            began: settings.tracer.clock().now(),
            call: settings.auditing.as_ref().and_then(|auditing| auditing.call_of(request)),
            settings: Arc::clone(settings),
            status: None,
            length: None,
            sent: 0,
            is_failed: false,
        }
    }

    pub(super) const fn part(&self) -> &TracePart {
        &self.part
    }

    /// The head of the answer is there: it gets the trace header.
    pub(super) fn answer(&mut self, answer: &mut response::Parts) {
        self.status = Some(answer.status);
        self.length = text(&answer.headers, &CONTENT_LENGTH).and_then(|length| length.parse().ok());
        // What the header consists of was read or made as what a header may hold; if not, it is left out.
        if let Ok(header) = HeaderValue::from_str(&self.part.response_header().to_string()) {
            answer.headers.insert(TRACE_HEADER, header);
        }
    }

    /// The service or the body failed.
    pub(super) fn fail(&mut self, error: &impl Display) {
        self.is_failed = true;
        let exception = Exception { message: Some(error.to_string()), ..Exception::default() };
        let _ = self.part.tell(|recording, id| recording.exception(id, exception));
    }

    /// So many bytes of the body were sent.
    pub(super) const fn sent(&mut self, bytes: u64) {
        self.sent = self.sent.saturating_add(bytes);
    }

    fn end_segment(&self) {
        let content_length = i64::try_from(self.length.unwrap_or(self.sent)).ok().map(ContentLength);
        let status = self.status.map(|status| i64::from(status.as_u16()));
        let _ = self.part.tell(|recording, id| match status {
            Some(_) => recording.http_response(id, HttpResponse { status, content_length, ..HttpResponse::default() }),
            None => recording.edit(id, |body| body.error |= !body.fault),
        });
        self.part.end();
    }

    fn measure(&self, now: Timestamp, namespace: &Arc<str>) {
        let put = |name: &str, value: f64, unit| {
            let datum = Datum::new(Arc::clone(namespace), name, now, value).with_unit(unit);
            let datum = datum.with_dimension("Service", self.settings.tracer.name());
            self.settings.tracer.inbox().send(Input::Datum(datum));
        };
        put("Latency", millis(now, self.began), Unit::Milliseconds);
        if self.status.is_some() || self.is_failed {
            let is_fault = self.status.is_none_or(|status| status.is_server_error());
            let is_error = self.status.is_some_and(|status| status.is_client_error());
            put("4XXError", f64::from(u8::from(is_error)), Unit::Count);
            put("5XXError", f64::from(u8::from(is_fault)), Unit::Count);
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let now = self.settings.tracer.clock().now();
        self.end_segment();
        if let Some(namespace) = &self.settings.namespace {
            self.measure(now, namespace);
        }
        if let (Some(auditing), Some(call)) = (&self.settings.auditing, &self.call) {
            let call = auditing.record(now, call, self.status);
            self.settings.tracer.inbox().send(Input::Call(Box::new(call)));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the time of a request has few digits")]
fn millis(now: Timestamp, began: Timestamp) -> f64 {
    now.millis_since(began).max(0) as f64
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn host(request: &request::Parts) -> Option<&str> {
    request.uri.host().or_else(|| text(&request.headers, &HOST))
}

fn asked(request: &request::Parts) -> SamplingRequest<'_> {
    let asked = SamplingRequest::default().with_method(request.method.as_str()).with_path(request.uri.path());
    host(request).into_iter().fold(asked, SamplingRequest::with_host)
}

/// As the request itself says, else as what stands in front says of the client's side; `http` where nobody does.
fn scheme(request: &request::Parts) -> &str {
    let forwarded = text(&request.headers, &FORWARDED_PROTO).and_then(|list| list.split(',').next()).map(str::trim);
    let known = ["http", "https"].into_iter().find(|known| forwarded.is_some_and(|it| it.eq_ignore_ascii_case(known)));
    request.uri.scheme_str().or(known).unwrap_or("http")
}

/// Queries may hold what is not for others: they are left out.
fn described(request: &request::Parts) -> HttpRequest {
    let scheme = scheme(request);
    let path = request.uri.path();
    let told = HttpRequest {
        method: Some(request.method.to_string()),
        url: Some(host(request).map_or_else(|| path.to_owned(), |host| format!("{scheme}://{host}{path}"))),
        user_agent: text(&request.headers, &USER_AGENT).map(str::to_owned),
        ..HttpRequest::default()
    };
    text(&request.headers, &FORWARDED_FOR).into_iter().fold(told, HttpRequest::forwarded_for)
}
