//! What a document of a span is named, and whether it calls AWS.

use super::{OtelAttributes, OtelSpan, SpanKind};
use crate::SegmentName;

/// The name of the document.
pub(super) fn name(span: &OtelSpan, resource: &OtelAttributes, is_local_root: bool) -> String {
    let found = told(span, resource, is_local_root).unwrap_or_else(|| span.name.clone());
    SegmentName::sanitise(&found).into()
}

fn told(span: &OtelSpan, resource: &OtelAttributes, is_local_root: bool) -> Option<String> {
    let own = &span.attributes;
    let serves = span.kind == SpanKind::Server || (is_local_root && span.kind == SpanKind::Internal);
    let local = || own.text(&["aws.local.service"]).filter(|_| serves);
    let service = || resource.text(&["service.name"]).filter(|_| serves);
    local()
        .or_else(|| remote(span))
        .or_else(|| own.text(&["peer.service"]))
        .or_else(|| own.text(&["aws.service"]))
        .or_else(|| database(own))
        .or_else(service)
        .or_else(|| own.text(&["rpc.service"]))
        .or_else(|| own.text(&["http.host"]))
        .or_else(|| own.text(&["net.peer.name"]))
}

/// `aws.remote.service` of what calls something.
fn remote(span: &OtelSpan) -> Option<String> {
    if !matches!(span.kind, SpanKind::Client | SpanKind::Producer | SpanKind::Consumer) {
        return None;
    }
    let name = span.attributes.text(&["aws.remote.service"])?;
    if !is_aws_api(span) {
        return Some(name);
    }
    let bare = ["AWS.SDK.", "AWS::"].iter().find_map(|prefix| name.strip_prefix(prefix));
    Some(bare.unwrap_or(&name).to_owned())
}

/// `db.name`, with the host of the connection string.
fn database(own: &OtelAttributes) -> Option<String> {
    let name = own.text(&["db.name"])?;
    let url = own.text(&["db.connection_string"]);
    let host = url.as_deref().and_then(host_of);
    Some(host.map_or_else(|| name.clone(), |host| format!("{name}@{host}")))
}

fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.strip_prefix("jdbc:").unwrap_or(url).split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let bare = if host.starts_with('[') { host } else { host.split(':').next()? };
    Some(bare).filter(|host| !host.is_empty())
}

/// Whether the span is a call of an API of AWS.
pub(super) fn is_aws_api(span: &OtelSpan) -> bool {
    span.attributes.text(&["rpc.system"]).as_deref() == Some("aws-api")
}
