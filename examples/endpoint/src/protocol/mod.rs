//! The protocols: each reads a request into an action and its JSON, and writes the answer.

pub(crate) mod cbor;
pub(crate) mod codes;
pub(crate) mod failure;
pub(crate) mod json;
pub(crate) mod query;
pub(crate) mod rest;
#[cfg(test)]
mod tests;

use cupola::base::shape::Operation;
use cupola::{ApiError, Service};

use crate::incoming::Incoming;
use crate::protocol::failure::Failure;
use crate::reply::Reply;

/// How a request is framed, and for which service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// awsJson 1.0 or 1.1.
    Json(Service),
    /// rpc-v2-cbor, of CloudWatch.
    Cbor,
    /// query and XML, of CloudWatch.
    Query,
    /// restJson.
    Rest(Service),
}

/// An action and its request in the service's JSON.
pub(crate) type Request = (&'static Operation, String);

impl Framing {
    pub(crate) const fn service(self) -> Service {
        match self {
            Self::Json(service) | Self::Rest(service) => service,
            Self::Cbor | Self::Query => Service::CloudWatch,
        }
    }

    /// Reads a request.
    pub(crate) fn read(self, incoming: &Incoming) -> Result<Request, ApiError> {
        match self {
            Self::Json(service) => json::read(incoming, service),
            Self::Cbor => cbor::read(incoming),
            Self::Query => query::read(incoming),
            Self::Rest(service) => rest::read(incoming, service),
        }
    }

    /// Writes what the action answered.
    pub(crate) fn success(self, operation: &Operation, answer: String, request_id: &str) -> Reply {
        match self {
            Self::Json(service) => json::success(service, answer),
            Self::Cbor => cbor::success(operation, &answer),
            Self::Query => query::success(operation, &answer, request_id),
            Self::Rest(service) => rest::success(service, operation, answer),
        }
    }

    /// Writes why a request is refused.
    pub(crate) fn failure(self, failure: &Failure, request_id: &str) -> Reply {
        match self {
            Self::Json(service) => json::failure(service, failure),
            Self::Cbor => cbor::failure(failure),
            Self::Query => query::failure(failure, request_id),
            Self::Rest(service) => rest::failure(service, failure),
        }
    }
}
