use std::path::Path;

use cupola_base::ApiError;

use super::sky::Delivered;
use super::*;
use crate::Files;

/// A sky that writes down what it is told, and delivers each call's action.
#[derive(Default)]
struct Diary {
    told: Vec<String>,
    delivered: Vec<Delivered>,
}

impl Sky for &mut Diary {
    fn call(&mut self, now: Timestamp, call: &Request<'_>) -> Result<String, ApiError> {
        let Request { service, action, json, privileged } = call;
        self.told.push(format!("{now} {service} {action} {json} {privileged}"));
        let target = format!("arn:{service}");
        self.delivered.push(Delivered { at: now, target, payload: Value::from(*action) });
        match *action {
            "Refuse" => Err(ApiError::caller("TestException", "no")),
            "Nothing" => Ok(String::new()),
            _ => Ok(format!(r#"{{"echo":{json},"list":[{{"token":"t-9"}}]}}"#)),
        }
    }

    fn advance(&mut self, now: Timestamp) {
        self.told.push(format!("{now}"));
    }

    fn deliveries(&mut self) -> Vec<Delivered> {
        std::mem::take(&mut self.delivered)
    }

    fn only_buckets(&mut self, names: &[String]) {
        self.told.push(format!("only {}", names.join(" ")));
    }
}

fn play(input: &str) -> (Diary, Result<(), String>) {
    let mut diary = Diary::default();
    let files = Files::default();
    let templates = Templates::new(&files, Path::new("."));
    let outcome = Steps::read(&input.parse().unwrap(), &templates).and_then(|steps| {
        let script = Script { sky: &mut diary, templates, now: None };
        script.run(&steps).map_err(|failure| failure.to_string())
    });
    (diary, outcome)
}

#[test]
fn the_clock_starts_with_the_first_step_and_never_goes_back() {
    let (diary, outcome) = play(
        r#"{"steps": [
            {"at": "2026-05-04T06:00:50Z", "service": "logs", "action": "A", "request": {"b": 1.0, "a": []}},
            {"service": "logs", "action": "B", "request": {}},
            {"advance_to": "2026-05-04T06:00:40Z"},
            {"at": 1777874460, "service": "events", "action": "C", "privileged": true},
            {"at": {"$ms": "2026-05-04T06:02:00Z"}, "service": "logs", "action": "D", "request": {}}
        ]}"#,
    );
    assert_eq!(outcome, Ok(()));
    let told = [
        "2026-05-04T06:00:50Z",
        r#"2026-05-04T06:00:50Z logs A {"b":1.0,"a":[]} false"#,
        "2026-05-04T06:00:50Z",
        "2026-05-04T06:00:50Z logs B {} false",
        "2026-05-04T06:00:50Z",
        "2026-05-04T06:01:00Z",
        "2026-05-04T06:01:00Z events C {} true",
        "2026-05-04T06:02:00Z",
        "2026-05-04T06:02:00Z logs D {} false",
    ];
    assert_eq!(diary.told, told);
}

#[test]
fn what_one_step_saves_a_later_one_uses() {
    let (diary, outcome) = play(
        r#"{"steps": [
            {"at": 0, "service": "logs", "action": "A", "request": {}, "save": {"t": "/list/0/token"}},
            {"service": "logs", "action": "B", "request": {"next": {"$var": "t"}, "text": {"$json": [{"$var": "t"}]}},
             "expect": {"echo": {"next": {"$var": "t"}}}}
        ]}"#,
    );
    assert_eq!(outcome, Ok(()));
    assert!(diary.told.iter().any(|told| told.ends_with(r#"B {"next":"t-9","text":"[\"t-9\"]"} false"#)));
}

#[test]
fn a_drain_shows_only_the_prefix_and_forgets_the_rest() {
    let (_, outcome) = play(
        r#"{"steps": [
            {"at": 60, "service": "logs", "action": "A", "request": {}},
            {"service": "events", "action": "B", "request": {}},
            {"at": 61, "drain": {"target_prefix": "arn:ev"},
             "expect": [{"~keys": ["at", "target", "payload"]}]},
            {"drain": {}, "expect": []},
            {"service": "logs", "action": "A", "request": {}},
            {"drain": {}, "expect": [{"at": "1970-01-01T00:01:01Z", "target": "arn:logs", "payload": "A"}]}
        ]}"#,
    );
    assert_eq!(outcome, Ok(()));
}

#[test]
fn a_step_repeats() {
    let step = r#"{"service": "logs", "action": "A", "request": {"x": {"$text": ["ab", 2]}}}"#;
    let (diary, outcome) = play(&format!(r#"{{"steps": [{{"$repeat": [3, {step}]}}]}}"#));
    assert_eq!(outcome, Ok(()));
    assert_eq!(diary.told.iter().filter(|told| told.ends_with(r#"logs A {"x":"abab"} false"#)).count(), 3);
}

#[test]
fn failing_steps_are_named() {
    let ok = r#"{"at": 0, "service": "logs", "action": "Nothing", "request": {}, "expect": {"~exact": {}}}"#;
    let rows = [
        (r#"{"service": "logs", "action": "Refuse"}"#, "step 1: Refuse", r#"{"error":"TestException","message":"no"}"#),
        (r#"{"service": "logs", "action": "A", "expect": {"x": 1}}"#, "step 1: A", r#"{"echo":{},"list""#),
        (r#"{"service": "logs", "action": "A", "save": {"x": "/none"}}"#, "step 1: A", r#"{"echo":{}"#),
        (r#"{"service": "logs", "action": "A", "expect": {"~no": 1}}"#, "step 1: A", "unknown matcher"),
        (r#"{"service": "logs", "action": "A", "request": {"$var": "x"}}"#, "step 1: A", "no earlier step saved `x`"),
        (r#"{"service": "lambda", "action": "A"}"#, "step 1: A", "there is no service `lambda`"),
        (r#"{"service": "logs", "action": "A", "when": 1}"#, "step 1: A", "no member `when`"),
        (r#"{"service": "logs", "action": "A", "at": "noon"}"#, "step 1: A", "is not a time"),
        (r#"{"advance_to": 5, "expect": 1}"#, "step 1: advance_to", "no member `expect`"),
        (r#"{"drain": {"prefix": ""}}"#, "step 1: drain", "no member `prefix`"),
        (r#"{"drain": {}, "expect": []}"#, "step 1: drain", r#"[{"at":"1970-01-01T00:00:00Z","target":"arn:logs""#),
        ("7", "step 1: ?", "a step is an object, not a number"),
    ];
    for (step, name, got) in rows {
        let report = play(&format!(r#"{{"steps": [{ok}, {step}]}}"#)).1.unwrap_err();
        assert!(report.contains(name) && report.contains(got), "{step}: {report}");
    }
}

#[test]
fn an_expected_refusal_passes() {
    let step = r#"{"service": "logs", "action": "Refuse", "expect": {"error": "Test"}}"#;
    assert_eq!(play(&format!(r#"{{"steps": [{step}]}}"#)).1, Ok(()));
}

#[test]
fn scripts_that_cannot_be_read() {
    let rows = [
        ("{}", "`steps` is missing"),
        (r#"{"steps": 1}"#, "`steps` is a list, not a number"),
        (r#"{"steps": [], "bucket": []}"#, "a script has no member `bucket`"),
        (r#"{"steps": [], "buckets": [1]}"#, "`buckets` is a list of texts"),
        (r#"{"steps": [], "self_audit": 1}"#, "`self_audit` is true or false"),
    ];
    for (input, reason) in rows {
        assert_eq!(play(input).1, Err(reason.to_owned()));
    }
}

#[test]
fn buckets_are_told_before_the_first_step() {
    let step = r#"{"at": 0, "service": "logs", "action": "Nothing", "request": {}}"#;
    let (diary, outcome) = play(&format!(r#"{{"buckets": ["a", {{"$text": ["b", 2]}}], "steps": [{step}]}}"#));
    assert_eq!((outcome, diary.told[0].as_str()), (Ok(()), "only a bb"));
}
