//! From an answer to what it means for a delivery.

use cupola::{ErrorCode, Outcome};
use serde_json::Value;

use super::client::Answer;

/// The error's name decides where there is one that is known, and else the status.
pub(super) fn of(answer: &Answer) -> Outcome {
    let by_status = Outcome::from_http(answer.status);
    if by_status == Outcome::Delivered {
        return by_status;
    }
    let Some(name) = name(answer) else { return by_status };
    let message = format!("HTTP {}, {name}", answer.status);
    match code(&name).or_else(|| by_status.failure().map(|(code, _)| code.clone())) {
        Some(code) => Outcome::error(code, message),
        None => by_status,
    }
}

/// The names that the services' references give to what may pass, to what is missing and to what is not allowed.
fn code(name: &str) -> Option<ErrorCode> {
    let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if is(&["Throttl", "TooManyRequests", "ThroughputExceeded", "ServiceUnavailable", "LimitExceeded"]) {
        Some(ErrorCode::Throttling)
    } else if is(&["NotFound", "DoesNotExist", "NonExistent"]) {
        Some(ErrorCode::NoResource)
    } else if is(&["AccessDenied", "AuthorizationError", "NotAuthorized"]) {
        Some(ErrorCode::NoPermissions)
    } else {
        None
    }
}

/// In a header, in JSON or in XML. It goes on into dead letters: what no service would be called is none.
fn name(answer: &Answer) -> Option<String> {
    let text = || std::str::from_utf8(&answer.body).ok();
    let json = || serde_json::from_slice::<Value>(&answer.body).ok()?.get("__type")?.as_str().map(str::to_owned);
    let xml = || Some(text()?.split_once("<Code>")?.1.split_once("</Code>")?.0.to_owned());
    let name = answer.error.clone().or_else(json).or_else(xml)?;
    let bare = name.rsplit('#').next()?.split(':').next()?.trim();
    (matches!(bare.len(), 1..=200) && bare.bytes().all(|byte| byte.is_ascii_graphic())).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_statuses_decide() {
        let retry = |code, message: &str| Outcome::Retry { code, message: message.into() };
        let failed = |code, message: &str| Outcome::Failed { code, message: message.into() };
        let table = [
            (202, None, "", Outcome::Delivered),
            (500, None, "<html>", retry(ErrorCode::InternalError, "HTTP 500")),
            (
                400,
                None,
                r#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}"#,
                failed(ErrorCode::NoResource, "HTTP 400, QueueDoesNotExist"),
            ),
            (
                400,
                None,
                r#"{"__type":"ThrottlingException"}"#,
                retry(ErrorCode::Throttling, "HTTP 400, ThrottlingException"),
            ),
            (
                403,
                None,
                "<Error><Code>AuthorizationError</Code></Error>",
                failed(ErrorCode::NoPermissions, "HTTP 403, AuthorizationError"),
            ),
            (
                404,
                Some("ResourceNotFoundException:http://x"),
                "{}",
                failed(ErrorCode::NoResource, "HTTP 404, ResourceNotFoundException"),
            ),
            (400, None, r#"{"__type":"Odd"}"#, failed(ErrorCode::ErrorFromTarget, "HTTP 400, Odd")),
            (400, None, r#"{"__type":"Od\u0000d"}"#, failed(ErrorCode::ErrorFromTarget, "HTTP 400")),
            (400, None, "<Code>two words</Code>", failed(ErrorCode::ErrorFromTarget, "HTTP 400")),
        ];
        for (status, error, body, expected) in table {
            let answer = Answer { status, error: error.map(str::to_owned), body: body.into() };
            assert_eq!(of(&answer), expected, "{answer:?}");
        }
    }
}
