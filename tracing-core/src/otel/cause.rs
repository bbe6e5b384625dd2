//! Exceptions.

use cupola_base::Rng;

use super::{OtelAttributes, OtelEvent, OtelSpan, SpanKind, SpanStatus};
use crate::{Cause, Causes, Exception, SegmentId, StackFrame};

/// The cause of a span that failed. Ids that no event tells are drawn from the span's own.
pub(super) fn read(span: &OtelSpan, resource: &OtelAttributes, failed: bool) -> Option<Box<Cause>> {
    let ids = Rng::for_part(span.span_id.to_bits(), "exceptions");
    let language = resource.text(&["telemetry.sdk.language"]).unwrap_or_default();
    let remote = matches!(span.kind, SpanKind::Client | SpanKind::Producer);
    let mut exceptions = Vec::new();
    for event in span.events.iter().filter(|event| is_exception(event, span)) {
        exception(event, &language, remote, &ids, &mut exceptions);
    }
    if exceptions.is_empty() && failed {
        return silent(span, remote, &ids);
    }
    told(exceptions)
}

/// What a span without exceptions says of its failure: an id of an exception elsewhere, or a message.
fn silent(span: &OtelSpan, remote: bool, ids: &Rng) -> Option<Box<Cause>> {
    if let Some(id) = span.attributes.text(&[ELSEWHERE]) {
        return Some(Box::new(Cause::Elsewhere(id)));
    }
    let message =
        Some(span.status_message.clone()).filter(|text| span.status == SpanStatus::Error && !text.is_empty())?;
    let exception = Exception { message: Some(message), remote, ..Exception::of(SegmentId::generate(ids)) };
    told(vec![exception])
}

fn told(exceptions: Vec<Exception>) -> Option<Box<Cause>> {
    let causes = Causes { exceptions, ..Causes::default() };
    (!causes.exceptions.is_empty()).then(|| Box::new(Cause::Told(causes)))
}

fn is_exception(event: &OtelEvent, span: &OtelSpan) -> bool {
    event.name == "exception" || (event.name == "HTTP request failure" && super::name::is_aws_api(span))
}

/// Reads an event, and the chain of causes in its stack, onto the end of the exceptions.
fn exception(event: &OtelEvent, language: &str, remote: bool, ids: &Rng, exceptions: &mut Vec<Exception>) {
    let own = &event.attributes;
    let id = own.text(&[ID]).and_then(|id| SegmentId::parse(&id).ok()).unwrap_or_else(|| SegmentId::generate(ids));
    let message = own.text(&["exception.message", "aws.http.error_message"]);
    let mut current = Exception { message, r#type: own.text(&["exception.type"]), remote, ..Exception::of(id) };
    let stack = own.text(&["exception.stacktrace"]).unwrap_or_default();
    for line in stack.lines() {
        if let Some(rest) = line.trim_start().strip_prefix("Caused by: ") {
            let (class, message) = rest.split_once(": ").map_or((rest, None), |(class, rest)| (class, Some(rest)));
            let next = SegmentId::generate(ids);
            current.cause = Some(next);
            exceptions.push(std::mem::replace(&mut current, Exception::of(next)));
            (current.r#type, current.message) = (Some(class.to_owned()), message.map(str::to_owned));
            current.remote = remote;
        } else {
            current.stack.extend(frame(line, language));
        }
    }
    if language == "python" {
        current.stack.reverse(); // the innermost stands last there
    }
    exceptions.push(current);
}

/// One line of a stack, where it is a frame in that language's form.
fn frame(line: &str, language: &str) -> Option<StackFrame> {
    let line = line.trim();
    match language {
        "python" => python(line),
        "go" => go(line),
        "php" | "dotnet" | "javascript" | "java" | "" => at(line, language),
        _ => at(line, "java"),
    }
}

/// `File "path", line 7, in label`
fn python(line: &str) -> Option<StackFrame> {
    let rest = line.strip_prefix("File \"")?;
    let (path, rest) = rest.split_once("\", line ")?;
    let (number, label) = rest.split_once(", in ").unwrap_or((rest, ""));
    Some(made(path, number.parse().ok(), label))
}

/// `path:7 +0x1f`, below the line of its label, which is left out here.
fn go(line: &str) -> Option<StackFrame> {
    let place = line.split(" +0x").next()?;
    let (path, number) = place.rsplit_once(':')?;
    Some(made(path, Some(number.parse().ok()?), "")).filter(|_| path.contains('/') || path.contains('.'))
}

/// `at label(path:7)`, `at label (path:7:9)`, `at label in path:line 7`
fn at(line: &str, language: &str) -> Option<StackFrame> {
    let rest = line.strip_prefix("at ")?;
    if language == "dotnet" {
        let (label, place) = rest.split_once(" in ").unwrap_or((rest, ""));
        let (path, number) = place.rsplit_once(":line ").unwrap_or((place, ""));
        return Some(made(path, number.parse().ok(), label));
    }
    let Some((label, place)) = rest.trim_end_matches(')').rsplit_once('(') else {
        return Some(placed(rest, ""));
    };
    Some(placed(place, label.trim_end()))
}

/// `path:7` or `path:7:9`
fn placed(place: &str, label: &str) -> StackFrame {
    let mut parts = place.rsplitn(3, ':');
    let numbers: Vec<&str> = parts.by_ref().take(2).collect();
    let rest = parts.next();
    match (numbers.as_slice(), rest) {
        ([last, before], Some(path)) if last.parse::<i64>().is_ok() && before.parse::<i64>().is_ok() => {
            made(path, before.parse().ok(), label)
        }
        _ => match place.rsplit_once(':') {
            Some((path, number)) if number.parse::<i64>().is_ok() => made(path, number.parse().ok(), label),
            _ => made(place, None, label),
        },
    }
}

fn made(path: &str, line: Option<i64>, label: &str) -> StackFrame {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    StackFrame { path: text(path), line, label: text(label), ..StackFrame::default() }
}

/// Tells a span why it failed.
pub(super) fn tell(cause: &Cause, span: &mut OtelSpan) {
    match cause {
        Cause::Elsewhere(id) => {
            span.status_message.clone_from(id);
            span.attributes.set(ELSEWHERE, id.as_str());
        }
        Cause::Told(causes) => {
            let nanos = span.start_nanos;
            span.events.extend(causes.exceptions.iter().map(|exception| event(exception, nanos)));
        }
    }
}

fn event(exception: &Exception, nanos: u64) -> OtelEvent {
    let mut attributes = OtelAttributes::default();
    attributes.put("exception.type", exception.r#type.clone());
    attributes.put("exception.message", exception.message.clone());
    attributes.put(ID, exception.id.map(|id| id.to_string()));
    let stack: String = exception.stack.iter().map(line).collect();
    attributes.put("exception.stacktrace", Some(stack).filter(|stack| !stack.is_empty()));
    OtelEvent { nanos, name: "exception".to_owned(), attributes }
}

fn line(frame: &StackFrame) -> String {
    let line = frame.line.map(|line| format!(":{line}")).unwrap_or_default();
    let (label, path) = (frame.label.as_deref().unwrap_or_default(), frame.path.as_deref().unwrap_or_default());
    format!("\tat {label}({path}{line})\n")
}

/// Attributes of ours: the id of an exception, and of one that another document tells.
const ID: &str = "aws.xray.exception.id";
pub(super) const ELSEWHERE: &str = "aws.xray.cause";
