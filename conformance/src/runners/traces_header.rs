//! `traces.header`: what a trace header says, and how it is written again.

use cupola::traces::TraceHeader;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let header = TraceHeader::parse(input.text("header")?);
    Ok(Object::new().with("parsed", parsed(&header)).with("written", header.to_string()).into())
}

fn parsed(header: &TraceHeader) -> Object {
    let pair = |(key, value): (&str, &str)| Value::from(vec![Value::from(key), Value::from(value)]);
    Object::new()
        .with("root", header.root().map(|id| id.to_string()))
        .with("parent", header.parent().map(|id| id.to_string()))
        .with("sampled", header.decision().as_str())
        .with("lineage", header.lineage())
        .with("data", header.data().map(pair).collect::<Vec<_>>())
        .with("malformed_parts", header.malformed_parts())
        .with("root_error", header.root_error().is_some())
        .with("parent_error", header.parent_error().is_some())
}
