//! `traces.otel`: flags, keys and names as OpenTelemetry's components make them.

use cupola::traces::{AnnotationKeys, SegmentName, SpanStatus, flags_of, rule_state};

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    if let Some(asked) = input.part("status") {
        return Ok(status(asked)?);
    }
    if let Some(asked) = input.part("annotation_key") {
        return Ok(annotation_key(asked)?);
    }
    if let Some(name) = input.optional_text("span_name")? {
        return Ok(Object::new().with("name", SegmentName::sanitise(name).to_string()).into());
    }
    Ok(Object::new().with("hash", rule_state(input.text("rule_name")?)).into())
}

fn status(asked: Input<'_>) -> Result<Value, BadInput> {
    let status = match asked.text("span_status")? {
        "UNSET" => SpanStatus::Unset,
        "OK" => SpanStatus::Ok,
        "ERROR" => SpanStatus::Error,
        other => return Err(BadInput(format!("there is no span status `{other}`"))),
    };
    let code = asked.part("http_status").filter(|code| *code.0 != Value::Null);
    let code = code.map(|code| code.as_u32()).transpose()?;
    let flags = flags_of(status, code.map(i64::from));
    let flags = Object::new().with("error", flags.error).with("throttle", flags.throttle).with("fault", flags.fault);
    Ok(flags.into())
}

fn annotation_key(asked: Input<'_>) -> Result<Value, BadInput> {
    let keys = match asked.text("policy")? {
        "Classic" => AnnotationKeys::Classic,
        "WithDot" => AnnotationKeys::WithDot,
        other => return Err(BadInput(format!("there is no policy `{other}` for keys of annotations"))),
    };
    Ok(Object::new().with("key", keys.sanitise(asked.text("key")?)).into())
}
