//! From a request to a service and the protocol that it speaks.

use cupola::Service;

use crate::incoming::Incoming;
use crate::protocol::{Framing, cbor, json, query, rest};

/// How a request is framed; `None` when nothing in it names a service that is here. The credential
/// scope decides where there is one.
pub(crate) fn framing(incoming: &Incoming, signed_for: Option<&str>) -> Option<Framing> {
    match signed_for {
        Some(name) => Service::from_signing_name(name).map(|service| signed(incoming, service)),
        None => unsigned(incoming),
    }
}

fn signed(incoming: &Incoming, service: Service) -> Framing {
    match service {
        Service::XRay
        | Service::Scheduler
        | Service::Synthetics
        | Service::Schemas
        | Service::CloudTrailData => Framing::Rest(service),
        Service::CloudWatch if json::target(incoming).is_some() => Framing::Json(service),
        Service::CloudWatch if cbor::path(incoming).is_some() => Framing::Cbor,
        Service::CloudWatch => Framing::Query,
        _ => Framing::Json(service),
    }
}

fn unsigned(incoming: &Incoming) -> Option<Framing> {
    if let Some(target) = json::target(incoming) {
        return json::service(target).map(Framing::Json);
    }
    if let Some((service, _)) = cbor::path(incoming) {
        return (service == cbor::SERVICE).then_some(Framing::Cbor);
    }
    if rest::operation(incoming, Service::XRay).is_some() {
        return Some(Framing::Rest(Service::XRay));
    }
    query::names_its_version(incoming).then_some(Framing::Query)
}
