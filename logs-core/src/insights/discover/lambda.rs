//! Lines that the platform of Lambda writes.

use super::{Fields, field};
use crate::insights::value::{Value, number};

/// Fields of `START`, `END` and `REPORT` lines. Sizes are in bytes of megabytes of 1,000,000.
pub(super) fn fields(message: &str) -> Option<Fields> {
    let (kind, rest) = message.split_once(" RequestId: ")?;
    if !["START", "END", "REPORT"].contains(&kind) {
        return None;
    }
    let id = rest.split(char::is_whitespace).next()?;
    let mut fields = vec![field("@requestId", Value::text(id)), field("@type", Value::text(kind))];
    fields.extend(rest.split(['\t', '\n']).filter_map(measured));
    Some(fields)
}

fn measured(part: &str) -> Option<(std::sync::Arc<str>, Value)> {
    let (label, value) = part.trim().split_once(": ")?;
    let text = || Value::text(value.trim());
    let amount =
        |unit: &str, factor: f64| number(value.trim().strip_suffix(unit)?).map(|amount| Value::Number(amount * factor));
    Some(match label {
        "Duration" => field("@duration", amount("ms", 1.0)?),
        "Billed Duration" => field("@billedDuration", amount("ms", 1.0)?),
        "Init Duration" => field("@initDuration", amount("ms", 1.0)?),
        "Memory Size" => field("@memorySize", amount("MB", 1_000_000.0)?),
        "Max Memory Used" => field("@maxMemoryUsed", amount("MB", 1_000_000.0)?),
        "XRAY TraceId" => field("@xrayTraceId", text()),
        "SegmentId" => field("@xraySegmentId", text()),
        _ => return None,
    })
}
