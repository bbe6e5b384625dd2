//! Why a request is refused, before it is framed.

use cupola::base::Fault;
use cupola::base::json::Json;
use cupola::{ApiError, Service};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::codes::{self, Names};
use crate::incoming::Incoming;

/// A refusal and what its framing depends on.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) error: ApiError,
    /// The action that refused; `None` when the request never got so far.
    action: Option<&'static str>,
    /// The client asks for the statuses that the query protocol had.
    query_mode: bool,
}

impl Failure {
    /// The request is not well framed.
    pub(crate) const fn framing(error: ApiError) -> Self {
        Self { error, action: None, query_mode: false }
    }

    /// The action refused.
    pub(crate) fn of(action: &'static str, error: ApiError, incoming: &Incoming) -> Self {
        let query_mode = incoming.header("x-amzn-query-mode").is_some_and(|mode| mode.eq_ignore_ascii_case("true"));
        Self { error, action: Some(action), query_mode }
    }

    /// The names that CloudWatch has for this error.
    pub(crate) fn names(&self) -> Names<'_> {
        codes::names(self.action.unwrap_or_default(), &self.error.code)
    }

    /// The status of awsJson and CBOR: the caller's faults are all 400, unless the framing says
    /// otherwise or the client knows the statuses of query.
    pub(crate) fn rpc_status(&self) -> u16 {
        match (self.error.fault, self.action) {
            (Fault::Caller, Some(_)) if self.query_mode => self.names().status.unwrap_or(400),
            (Fault::Caller, Some(_)) => 400,
            _ => self.error.status,
        }
    }

    /// Whose fault it is, as `x-amzn-query-error` says it.
    pub(crate) const fn sender_or_receiver(&self) -> &'static str {
        match self.error.fault {
            Fault::Caller => "Sender",
            Fault::Service => "Receiver",
        }
    }
}

/// The body of an error in JSON: its name, its text where there is one, its further members.
pub(crate) struct Body<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) message: &'static str,
    pub(crate) error: &'a ApiError,
}

impl Body<'_> {
    pub(crate) fn to_json(&self) -> String {
        Json::of(self).to_string()
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(name) = self.name {
            map.serialize_entry("__type", name)?;
        }
        if !self.error.message.is_empty() {
            map.serialize_entry(self.message, &self.error.message)?;
        }
        self.error.members.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

/// How an error's own member for the text is spelt.
pub(crate) fn message_member(service: Service, name: &str) -> &'static str {
    match (service, name) {
        (Service::XRay | Service::Scheduler | Service::Synthetics | Service::Schemas, _)
        | (Service::CloudWatch, "ConflictException" | "InternalServiceFault") => "Message",
        _ => "message",
    }
}
