//! Fields with a meaning of their own: the names that OpenTelemetry gives them, old and new.

use cupola::traces::{Body, Http, HttpRequest, HttpResponse, SamplingRequest};

use super::fields::{Fields, Told};

const METHOD: [&str; 2] = ["http.request.method", "http.method"];
const PATH: [&str; 3] = ["url.path", "http.target", "http.path"];
const HOST: [&str; 3] = ["server.address", "http.host", "net.host.name"];
const URL: [&str; 2] = ["url.full", "http.url"];
const AGENT: [&str; 2] = ["user_agent.original", "http.user_agent"];
const CLIENT: [&str; 2] = ["client.address", "http.client_ip"];
const STATUS: [&str; 2] = ["http.response.status_code", "http.status_code"];
const NAME: [&str; 1] = ["otel.name"];
const KIND: [&str; 1] = ["otel.kind"];

/// What a sampler is told of a request.
pub(super) fn request(fields: &Fields) -> SamplingRequest<'_> {
    let request = SamplingRequest::default();
    let request = fields.text(&METHOD).into_iter().fold(request, SamplingRequest::with_method);
    let request = fields.text(&HOST).into_iter().fold(request, SamplingRequest::with_host);
    match (fields.text(&PATH).map(without_query), fields.text(&URL).map(without_query)) {
        (Some(path), _) => request.with_path(path),
        (None, Some(url)) => request.with_url(url),
        (None, None) => request,
    }
}

/// Rules are about paths.
fn without_query(address: &str) -> &str {
    address.split('?').next().unwrap_or(address)
}

/// What a span is called.
pub(super) fn name<'a>(fields: &'a Fields, own: &'a str) -> &'a str {
    fields.text(&NAME).unwrap_or(own)
}

/// Whether a span is a call of another service.
pub(super) fn is_call(fields: &Fields) -> bool {
    fields.text(&KIND).is_some_and(|kind| kind.eq_ignore_ascii_case("client"))
}

/// Takes a field that has a place of its own in a segment; false where it has none.
pub(super) fn take(body: &mut Body, name: &str, told: &Told) -> bool {
    if NAME.contains(&name) || KIND.contains(&name) {
        return true;
    }
    if STATUS.contains(&name) {
        return told.as_i64().map(|status| answer(body, status)).is_some();
    }
    let Some(place) = place(name) else { return false };
    let Some(text) = told.as_text() else { return false };
    let request = http(body).request.get_or_insert_with(HttpRequest::default);
    let is_told = PATH.contains(&name) && request.url.as_deref().is_some_and(is_whole);
    if !is_told {
        *place(request) = Some(text.to_owned());
    }
    true
}

/// Whether an address says more than a path.
fn is_whole(address: &str) -> bool {
    address.contains("://")
}

fn place(name: &str) -> Option<fn(&mut HttpRequest) -> &mut Option<String>> {
    let is_in = |names: &[&str]| names.contains(&name);
    if is_in(&METHOD) {
        Some(|request| &mut request.method)
    } else if is_in(&URL) || is_in(&PATH) {
        Some(|request| &mut request.url)
    } else if is_in(&AGENT) {
        Some(|request| &mut request.user_agent)
    } else if is_in(&CLIENT) {
        Some(|request| &mut request.client_ip)
    } else {
        None
    }
}

fn answer(body: &mut Body, status: i64) {
    body.flag_status(status);
    http(body).response.get_or_insert_with(HttpResponse::default).status = Some(status);
}

fn http(body: &mut Body) -> &mut Http {
    body.http.get_or_insert_with(Box::<Http>::default)
}
