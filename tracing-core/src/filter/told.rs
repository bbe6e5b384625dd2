//! What segments and nodes tell, word by word.

use super::ast::Selector;
use super::word::Property;
use crate::trace::{Kind, Node, Part};

/// Whether a selector means a node.
pub(super) fn is_meant(selector: &Selector, node: Node<'_>) -> bool {
    match selector {
        Selector::Name(name) => node.name == name,
        Selector::Id { name, kind, account } => {
            name.as_ref().is_none_or(|name| node.name == name)
                && kind.as_ref().is_none_or(|kind| node.kind.is(kind))
                && account.as_ref().is_none_or(|account| node.account == Some(account))
        }
    }
}

/// The client of a root segment.
pub(super) fn client_of<'t>(root: &Part<'t>) -> Node<'t> {
    Node { name: root.node().name, kind: Kind::Text("client"), account: None }
}

/// What the request of a segment or a call tells.
pub(super) fn http_text<'t>(part: &Part<'t>, property: Property) -> Option<&'t str> {
    let request = part.request()?;
    match property {
        Property::HttpUrl => request.url.as_deref(),
        Property::HttpMethod => request.method.as_deref(),
        Property::HttpUserAgent => request.user_agent.as_deref(),
        Property::HttpClientIp => request.client_ip.as_deref(),
        _ => None,
    }
}

pub(super) fn node_text(node: Node<'_>, property: Property, test: &mut dyn FnMut(&str) -> bool) -> bool {
    match property {
        Property::Type => node.kind.text().is_some_and(|text| test(&text)),
        _ => test(node.name),
    }
}

/// Whether a text passes the test that a segment tells of itself.
pub(super) fn segment_text(part: &Part<'_>, property: Property, test: &mut dyn FnMut(&str) -> bool) -> bool {
    match property {
        Property::AccountId => part.account().is_some_and(test),
        _ if part.is_inferred() => false,
        Property::AvailabilityZone => part.zones().any(test),
        Property::InstanceId => part.instance_id().is_some_and(test),
        Property::ResourceArn => part.sent().and_then(|sent| sent.resource_arn.as_deref()).is_some_and(test),
        Property::User => part.sent().and_then(|sent| sent.user.as_deref()).is_some_and(test),
        _ => false,
    }
}
