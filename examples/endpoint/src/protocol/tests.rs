//! Every row of the tables of errors, in every protocol that has it.

use axum::http::HeaderMap;
use cupola::base::json::Json;
use cupola::{ApiError, Service};
use serde_json::Value;

use super::Framing;
use super::failure::Failure;
use crate::codec::cbor;
use crate::incoming::Incoming;

/// Action, name, code, status.
const CLOUDWATCH: [(&str, &str, &str, u16); 14] = [
    ("PutMetricData", "InvalidParameterValueException", "InvalidParameterValue", 400),
    ("PutMetricData", "InvalidParameterCombinationException", "InvalidParameterCombination", 400),
    ("PutMetricData", "MissingRequiredParameterException", "MissingParameter", 400),
    ("SetAlarmState", "InvalidFormatFault", "InvalidFormat", 400),
    ("DescribeAlarms", "InvalidNextToken", "InvalidNextToken", 400),
    ("PutDashboard", "DashboardInvalidInputError", "InvalidParameterInput", 400),
    ("GetDashboard", "DashboardNotFoundError", "ResourceNotFound", 404),
    ("DeleteAlarms", "ResourceNotFound", "ResourceNotFound", 404),
    ("TagResource", "ResourceNotFoundException", "ResourceNotFoundException", 404),
    ("PutMetricAlarm", "LimitExceededFault", "LimitExceeded", 400),
    ("PutInsightRule", "LimitExceededException", "LimitExceededException", 400),
    ("TagResource", "ConflictException", "ConflictException", 409),
    ("TagResource", "ConcurrentModificationException", "ConcurrentModificationException", 429),
    ("PutMetricData", "ValidationException", "ValidationError", 400),
];

fn failure(action: &'static str, error: ApiError, query_mode: bool) -> Failure {
    let mut headers = HeaderMap::new();
    if query_mode {
        headers.insert("x-amzn-query-mode", "true".parse().unwrap());
    }
    let incoming =
        Incoming { method: "POST".into(), path: "/".into(), query: String::new(), headers, body: Ok(Vec::new()) };
    Failure::of(action, error, &incoming)
}

/// Status, header, body.
fn framed(framing: Framing, failure: &Failure, header: &str) -> (u16, String, Vec<u8>) {
    let (status, headers, body) = framing.failure(failure, "id").into_parts();
    let header = headers.into_iter().find(|(name, _)| *name == header).map(|(_, value)| value);
    (status, header.unwrap_or_default(), body)
}

#[test]
fn json_and_cbor_have_names_and_a_header_with_codes() {
    for (action, name, code, status) in CLOUDWATCH {
        for (given, query_mode) in [(name, true), (name, false), (code, true)] {
            let failure = failure(action, ApiError::caller(given, "why"), query_mode);
            let member = if name == "ConflictException" { "Message" } else { "message" };
            let text = format!(r#"{{"__type":"{name}","{member}":"why"}}"#);
            let expected = (if query_mode { status } else { 400 }, format!("{code};Sender"));

            let (got, header, body) = framed(Framing::Json(Service::CloudWatch), &failure, "x-amzn-query-error");
            assert_eq!(((got, header), String::from_utf8(body).unwrap()), (expected.clone(), text.clone()));

            let (got, header, body) = framed(Framing::Cbor, &failure, "x-amzn-query-error");
            let text: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(((got, header), cbor::read(&body)), (expected, Ok(text)));
        }
    }
}

#[test]
fn query_has_codes_and_always_the_status() {
    for (action, name, code, status) in CLOUDWATCH {
        let xml = format!(
            r#"<ErrorResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><Error><Type>Sender</Type><Code>{code}</Code><Message>a &lt; b</Message></Error><RequestId>id</RequestId></ErrorResponse>"#
        );
        for given in [name, code] {
            let (got, _, body) = framed(Framing::Query, &failure(action, ApiError::caller(given, "a < b"), false), "");
            assert_eq!((got, String::from_utf8(body).unwrap()), (status, xml.clone()));
        }
    }
}

#[test]
fn our_own_faults_are_the_receivers() {
    let failure = failure("PutMetricData", ApiError::service("InternalServiceFault", "why"), false);
    let (status, header, body) = framed(Framing::Json(Service::CloudWatch), &failure, "x-amzn-query-error");
    assert_eq!((status, &*header), (500, "InternalServiceError;Receiver"));
    assert_eq!(body, br#"{"__type":"InternalServiceFault","Message":"why"}"#);
    let (status, _, body) = framed(Framing::Query, &failure, "");
    let body = String::from_utf8(body).unwrap();
    assert!(status == 500 && body.contains("<Type>Receiver</Type><Code>InternalServiceError</Code>"), "{body}");
}

#[test]
fn empty_messages_are_left_out_and_further_members_stand_beside() {
    let (_, _, body) =
        framed(Framing::Query, &failure("SetAlarmState", ApiError::caller("ResourceNotFound", ""), false), "");
    assert!(String::from_utf8(body).unwrap().contains("<Code>ResourceNotFound</Code></Error>"));

    let error = ApiError::caller("MalformedQueryException", "").with_member("queryCompileError", Json::of(&[1]));
    let (status, name, body) =
        framed(Framing::Json(Service::Logs), &failure("StartQuery", error, true), "x-amzn-errortype");
    assert_eq!((status, &*name), (400, "MalformedQueryException"));
    assert_eq!(body, br#"{"__type":"MalformedQueryException","queryCompileError":[1]}"#);
}

#[test]
fn query_has_further_members_within_the_error() {
    let messages = Json::of(&[std::collections::BTreeMap::from([("DataPath", "/a"), ("Message", "<b>")])]);
    let error =
        ApiError::caller("DashboardInvalidInputError", "why").with_member("dashboardValidationMessages", messages);
    let (_, _, body) = framed(Framing::Query, &failure("PutDashboard", error, false), "");
    let messages = "<member><DataPath>/a</DataPath><Message>&lt;b&gt;</Message></member>";
    let expected = format!(
        "<Code>InvalidParameterInput</Code><Message>why</Message><dashboardValidationMessages>{messages}</dashboardValidationMessages></Error>"
    );
    let body = String::from_utf8(body).unwrap();
    assert!(body.contains(&expected), "{body}");
}

#[test]
fn xray_names_errors_in_a_header_and_has_statuses() {
    let table = [
        ("InvalidRequestException", 400),
        ("RuleLimitExceededException", 400),
        ("TooManyTagsException", 400),
        ("MalformedPolicyDocumentException", 400),
        ("InvalidPolicyRevisionIdException", 400),
        ("LockoutPreventionException", 400),
        ("PolicyCountLimitExceededException", 400),
        ("PolicySizeLimitExceededException", 400),
        ("ResourceNotFoundException", 404),
        ("ThrottledException", 429),
    ];
    for (name, status) in table {
        let failure =
            failure("TagResource", ApiError::caller(name, "why").with_member("ResourceName", Json::of("arn")), false);
        let (got, header, body) = framed(Framing::Rest(Service::XRay), &failure, "x-amzn-errortype");
        assert_eq!((got, &*header), (status, name));
        assert_eq!(body, br#"{"Message":"why","ResourceName":"arn"}"#);
    }
}
