//! Which requests go into the audit trail, and as what.

use std::fmt;
use std::sync::Arc;

use cupola::audit::{Principal, RecordBuilder, Recorder};
use cupola_base::Timestamp;
use cupola_base::json::Json;
use http::StatusCode;
use http::request::Parts;

/// A request as the audit trail has it: who called which action with what.
#[derive(Clone, Debug)]
#[must_use]
pub struct AuditedCall {
    caller: Principal,
    action: String,
    request: Json,
    address: Option<String>,
}

impl AuditedCall {
    /// A call of an action, e.g. `CancelOrder`, without parameters.
    pub fn new(caller: Principal, action: impl Into<String>) -> Self {
        Self { caller, action: action.into(), request: Json::of(&()), address: None }
    }

    /// Sets the parameters of the call: an object.
    pub fn with_request(self, request: Json) -> Self {
        Self { request, ..self }
    }

    /// Sets the address that it came from. Unless told: what the recorder says.
    pub fn from_address(self, address: impl Into<String>) -> Self {
        Self { address: Some(address.into()), ..self }
    }
}

/// How requests become records.
#[derive(Clone)]
pub(super) struct Auditing {
    recorder: Recorder,
    call_of: Arc<CallOf>,
}

type CallOf = dyn Fn(&Parts) -> Option<AuditedCall> + Send + Sync;

impl Auditing {
    pub(super) fn new(
        recorder: Recorder,
        call_of: impl Fn(&Parts) -> Option<AuditedCall> + Send + Sync + 'static,
    ) -> Self {
        Self { recorder, call_of: Arc::new(call_of) }
    }

    pub(super) fn call_of(&self, request: &Parts) -> Option<AuditedCall> {
        (self.call_of)(request)
    }

    /// The record of a call that was answered so; one that was not answered failed.
    pub(super) fn record(&self, at: Timestamp, call: &AuditedCall, status: Option<StatusCode>) -> RecordBuilder {
        let AuditedCall { caller, action, request, address } = call;
        let (code, words) = outcome(status);
        let done = match code {
            None => Ok(()),
            Some(code) => Err((code, words)),
        };
        let record = self.recorder.call(at, caller, action, request, &done);
        address.iter().fold(record, |record, address| record.from_address(address))
    }
}

/// The name of a failure, `None` where it is none, and words for it.
fn outcome(status: Option<StatusCode>) -> (Option<&'static str>, &'static str) {
    match status {
        None => (Some("NoAnswer"), "the request ended without an answer"),
        Some(status) if status.is_client_error() => (Some("ClientError"), reason(status)),
        Some(status) if status.is_server_error() => (Some("ServerError"), reason(status)),
        Some(_) => (None, ""),
    }
}

/// What the status is called, for all that have a name of their own.
fn reason(status: StatusCode) -> &'static str {
    StatusCode::canonical_reason(&status).unwrap_or("a status without a name")
}

impl fmt::Debug for Auditing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Auditing({:?})", self.recorder)
    }
}
