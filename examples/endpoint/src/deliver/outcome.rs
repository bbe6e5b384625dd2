//! From an answer to what it means for a delivery.

use cupola::{Arn, Call, Delivery, ErrorCode, Outcome};
use serde_json::Value;

use super::client::Answer;

/// What is told about a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// How it went.
    Outcome(Outcome),
    /// It arrived, and this was answered to somebody who heeds it.
    Answer(String),
}

/// What an answer means for a delivery. A function's error has the status of success (Lambda API Reference, Invoke), and so
/// has that of a state machine (Step Functions API Reference, StartSyncExecution).
pub(super) fn told(delivery: &Delivery, answer: &Answer) -> Told {
    let outcome = of(answer);
    if outcome != Outcome::Delivered || delivery.call != Call::Answered {
        return Told::Outcome(outcome);
    }
    let failed = |message: &str| Told::Outcome(Outcome::error(ErrorCode::ErrorFromTarget, message));
    let Some(text) = answer.text() else { return failed("the answer is too long, cut short, or not UTF-8") };
    let is_machine = Arn::parse(&delivery.target).is_ok_and(|arn| arn.service() == "states");
    match (&answer.function_error, is_machine) {
        (Some(error), _) => failed(error),
        (None, false) => Told::Answer(text.to_owned()),
        (None, true) => output(text).map_or_else(|| failed("the execution did not succeed"), Told::Answer),
    }
}

impl Answer {
    fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.body.as_deref()?).ok()
    }
}

/// What an execution that succeeded has for an output.
fn output(answer: &str) -> Option<String> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    let text = |name: &str| Some(answer.get(name)?.as_str()?.to_owned());
    text("output").filter(|_| text("status").as_deref() == Some("SUCCEEDED"))
}

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
    let text = || answer.text();
    let json = || serde_json::from_str::<Value>(text()?).ok()?.get("__type")?.as_str().map(str::to_owned);
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
            let body = Some(body.into());
            let answer = Answer { status, error: error.map(str::to_owned), function_error: None, body };
            assert_eq!(of(&answer), expected, "{answer:?}");
        }
    }

    #[test]
    fn answers_of_calls_that_heed_them_are_told() {
        let told = |target: &str, call: Call, function_error: Option<&str>, body: &str| {
            let delivery = serde_json::json!({"id": 1, "at": 0, "cause": "pipe", "target": target, "payload": {"Text": ""},
                "call": call, "attributes": {}, "attempt": 1});
            let function_error = function_error.map(str::to_owned);
            let answer = Answer { status: 200, error: None, function_error, body: Some(body.into()) };
            told(&serde_json::from_value(delivery).unwrap(), &answer)
        };
        let (function, machine) =
            ("arn:aws:lambda:us-east-1:1:function:f", "arn:aws:states:us-east-1:1:stateMachine:m");
        let failed = |message: &str| Told::Outcome(Outcome::error(ErrorCode::ErrorFromTarget, message));
        assert_eq!(told(function, Call::Answered, None, "[1]"), Told::Answer("[1]".into()));
        assert_eq!(told(function, Call::Plain, None, "[1]"), Told::Outcome(Outcome::Delivered));
        assert_eq!(told(function, Call::Answered, Some("Unhandled"), "{}"), failed("Unhandled"));
        let done = r#"{"status": "SUCCEEDED", "output": "[1]"}"#;
        assert_eq!(told(machine, Call::Answered, None, done), Told::Answer("[1]".into()));
        let not_done = failed("the execution did not succeed");
        assert_eq!(told(machine, Call::Answered, None, r#"{"status": "FAILED"}"#), not_done);
    }
}
