//! HTTP calls.

use super::{OtelAttributes, OtelEvent, OtelSpan, OtelValue, SpanKind};
use crate::{ContentLength, Http, HttpRequest, HttpResponse};

/// What a span tells of an HTTP call; none where it tells nothing.
pub(super) fn read(span: &OtelSpan) -> Option<Box<Http>> {
    let own = &span.attributes;
    let request = request(span).filter(|request| *request != HttpRequest::default());
    let status = own.number(&["http.status_code", "http.response.status_code"]);
    let length = own.number(&["http.response_content_length", "http.response.body.size"]);
    let content_length = length.or_else(|| received(&span.events)).map(ContentLength);
    let response = HttpResponse { status, content_length, ..HttpResponse::default() };
    let response = Some(response).filter(|response| *response != HttpResponse::default());
    (request.is_some() || response.is_some()).then(|| Box::new(Http { request, response, ..Http::default() }))
}

fn request(span: &OtelSpan) -> Option<HttpRequest> {
    let own = &span.attributes;
    let forwarded = own.text(&["http.client_ip", "client.address"]);
    let peer = own.text(&["net.peer.ip", "network.peer.address"]);
    Some(HttpRequest {
        method: own.text(&["http.method", "http.request.method"]),
        url: own.text(&["http.url", "url.full"]).or_else(|| built_url(span)),
        user_agent: own.text(&["http.user_agent", "user_agent.original"]),
        x_forwarded_for: forwarded.is_some() && peer.is_none(),
        client_ip: forwarded.or(peer),
        traced: own.truth("aws.xray.traced").unwrap_or(false),
        ..HttpRequest::default()
    })
}

/// Bytes of the last message that was received.
fn received(events: &[OtelEvent]) -> Option<i64> {
    let of = |event: &OtelEvent| {
        let kind = event.attributes.text(&["message.type"]);
        let size = &["message.uncompressed_size", "messaging.message_payload_size_bytes"];
        event.attributes.number(size).filter(|_| kind.as_deref() == Some("RECEIVED"))
    };
    events.iter().filter_map(of).next_back()
}

/// A URL of its parts, where any is told.
fn built_url(span: &OtelSpan) -> Option<String> {
    let own = &span.attributes;
    let (hosts, ports): (&[&str], &[&str]) = if span.kind == SpanKind::Server {
        (
            &["http.host", "http.server_name", "net.host.name", "host.name", "server.address"],
            &["net.host.port", "server.port"],
        )
    } else {
        (&["http.host", "net.peer.name", "net.peer.ip"], &["net.peer.port"])
    };
    let target = own.text(&["http.target", "url.path"]);
    let scheme = own.text(&["http.scheme", "url.scheme"]);
    let host = own.text(hosts);
    let is_http = scheme.is_some() || target.is_some() || own.text(&["http.host", "http.server_name"]).is_some();
    let host = host.filter(|_| is_http)?;
    let scheme = scheme.unwrap_or_else(|| "http".to_owned());
    let port = own.number(ports).filter(|port| !is_usual(&scheme, *port) && !host.contains(':'));
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{scheme}://{host}{port}{}", target.as_deref().unwrap_or("/")))
}

fn is_usual(scheme: &str, port: i64) -> bool {
    port <= 0 || (scheme == "http" && port == 80) || (scheme == "https" && port == 443)
}

/// Tells a span of an HTTP call.
pub(super) fn tell(http: &Http, attributes: &mut OtelAttributes) {
    if let Some(request) = &http.request {
        attributes.put("http.method", request.method.clone());
        attributes.put("http.url", request.url.clone());
        attributes.put("http.user_agent", request.user_agent.clone());
        let client = if request.x_forwarded_for { "http.client_ip" } else { "net.peer.ip" };
        attributes.put(client, request.client_ip.clone());
        attributes.put("aws.xray.traced", request.traced.then_some(true));
    }
    if let Some(response) = &http.response {
        attributes.put("http.status_code", response.status);
        attributes.put("http.response_content_length", response.content_length.map(|length| OtelValue::Int(length.0)));
    }
}

/// Attributes that are read here.
pub(super) const READ: &[&str] = &[
    "http.client_ip",
    "client.address",
    "net.peer.ip",
    "network.peer.address",
    "http.method",
    "http.request.method",
    "http.url",
    "url.full",
    "http.user_agent",
    "user_agent.original",
    "aws.xray.traced",
    "http.status_code",
    "http.response.status_code",
    "http.response_content_length",
    "http.response.body.size",
    "http.host",
    "http.server_name",
    "http.target",
    "http.scheme",
    "url.path",
    "url.scheme",
    "net.peer.name",
    "net.peer.port",
    "net.host.name",
    "net.host.port",
    "server.address",
    "server.port",
];
