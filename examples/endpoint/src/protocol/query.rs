//! query: the action and its members in a form, XML back.

use cupola::base::shape::{List, Member, Operation, Shape, TEXT};
use cupola::{ApiError, Service};
use serde_json::Value;

use super::Request;
use super::codes::framing_code;
use super::failure::Failure;
use crate::codec::form;
use crate::codec::xml::{self, element, escape};
use crate::incoming::Incoming;
use crate::reply::Reply;

/// Whether the form names the version that only CloudWatch has.
pub(crate) fn names_its_version(incoming: &Incoming) -> bool {
    incoming.form().is_ok_and(|form| form.get("Version") == Some("2010-08-01"))
}

pub(crate) fn read(incoming: &Incoming) -> Result<Request, ApiError> {
    let form = incoming.form()?;
    let action = form.get("Action").ok_or_else(missing_action)?;
    let operation = Service::CloudWatch.operation(action).ok_or_else(|| ApiError::unknown_operation(action))?;
    let input = form::read(operation.input, &form).map_err(ApiError::serialization)?;
    Ok((operation, input.to_string()))
}

fn missing_action() -> ApiError {
    ApiError::caller("MissingAction", "The request is missing an action or a required parameter.")
}

pub(crate) fn success(operation: &Operation, answer: &str, request_id: &str) -> Reply {
    let answer = serde_json::from_str(answer).unwrap_or_default();
    let mut out = String::new();
    envelope(&mut out, &format!("{}Response", operation.name), |out| {
        if !WITHOUT_OUTPUT.contains(&operation.name) {
            let result = xml::inner(operation.output, &answer);
            element(out, &format!("{}Result", operation.name), |out| out.push_str(&result));
        }
        element(out, "ResponseMetadata", |out| text_element(out, "RequestId", request_id));
    });
    Reply::new(200, "text/xml", out)
}

pub(crate) fn failure(failure: &Failure, request_id: &str) -> Reply {
    let names = failure.names();
    let mut out = String::new();
    envelope(&mut out, "ErrorResponse", |out| {
        element(out, "Error", |out| {
            text_element(out, "Type", failure.sender_or_receiver());
            text_element(out, "Code", framing_code(names.code));
            if !failure.error.message.is_empty() {
                text_element(out, "Message", &failure.error.message);
            }
            out.push_str(&xml::inner(&ERROR, &further_members(&failure.error)));
        });
        text_element(out, "RequestId", request_id);
    });
    Reply::new(names.status.unwrap_or(failure.error.status), "text/xml", out)
}

/// The members that the service's errors have besides their text.
static ERROR: Shape = Shape::Structure(&[
    Member::optional("ResourceType", &TEXT),
    Member::optional("ResourceId", &TEXT),
    Member::optional("dashboardValidationMessages", &Shape::List(List::of(&DASHBOARD_MESSAGE))),
]);
static DASHBOARD_MESSAGE: Shape =
    Shape::Structure(&[Member::optional("DataPath", &TEXT), Member::optional("Message", &TEXT)]);

fn further_members(error: &ApiError) -> Value {
    error.members.iter().map(|(name, value)| (*name, serde_json::to_value(value).unwrap_or_default())).collect()
}

/// Actions that the service's model gives no output at all. All others have a result, even an empty
/// one, and clients insist on it.
pub(super) const WITHOUT_OUTPUT: &[&str] = &[
    "DeleteAlarmMuteRule",
    "DeleteAlarms",
    "DisableAlarmActions",
    "EnableAlarmActions",
    "PutAlarmMuteRule",
    "PutCompositeAlarm",
    "PutMetricAlarm",
    "PutMetricData",
    "SetAlarmState",
];

fn envelope(out: &mut String, name: &str, inner: impl FnOnce(&mut String)) {
    out.push_str(&format!(r#"<{name} xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">"#));
    inner(out);
    out.push_str(&format!("</{name}>"));
}

fn text_element(out: &mut String, name: &str, text: &str) {
    element(out, name, |out| out.push_str(&escape(text)));
}
