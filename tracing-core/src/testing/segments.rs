//! Documents, and a slow obvious twin of their checks.

use serde_json::Value;

use crate::testing::twins::name_is_valid;

/// Code and id of the refusal of a document of one object, as a tree of JSON tells it; `None` when it is taken. The
/// twin does not read numbers beyond doubles, and no trees deeper than 100: then there is no answer.
#[must_use]
pub fn refusal(text: &str) -> Option<Option<(String, Option<String>)>> {
    let told = |code: &str| Some(Some((code.to_owned(), None)));
    match serde_json::from_str::<Value>(text) {
        Ok(document) if document.is_object() => {
            let alone = document["type"] == "subsegment";
            Some(judge(&document, !alone, alone).err())
        }
        Ok(Value::Array(_)) => None,
        Ok(_) => told("ParseError"),
        Err(error) if error.to_string().contains("range") || error.to_string().contains("recursion") => None,
        Err(_) => told("ParseError"),
    }
}

type Judged = Result<(), (String, Option<String>)>;

/// A segment, a subsegment alone, or (neither) one that is embedded.
fn judge(document: &Value, is_segment: bool, is_alone: bool) -> Judged {
    let id = document["id"].as_str().map(str::to_owned);
    let check = |holds: bool, code: &str| if holds { Ok(()) } else { Err((code.to_owned(), id.clone())) };
    let has = |key: &str| !document[key].is_null();
    let digits = |text: &Value, count: usize| {
        text.as_str().is_some_and(|text| text.len() == count && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    check(has("id"), "MissingId")?;
    check(digits(&document["id"], 16), "InvalidId")?;
    check(has("trace_id") || (!is_segment && !is_alone), "MissingTraceId")?;
    let trace_id = document["trace_id"].as_str().unwrap_or("");
    let parts: Vec<Value> = trace_id.split('-').map(Value::from).collect();
    let right = parts.len() == 3 && parts[0] == "1" && digits(&parts[1], 8) && digits(&parts[2], 24);
    check(right || !has("trace_id"), "InvalidTraceId")?;
    check(has("name"), "MissingName")?;
    let most = if is_segment { 200 } else { 250 };
    check(document["name"].as_str().is_some_and(|name| name_is_valid(name, most)), "InvalidName")?;
    check(has("start_time"), "MissingStartTime")?;
    check(document["start_time"].is_number(), "InvalidStartTime")?;
    check(has("end_time") || document["in_progress"] == true, "MissingEndTime")?;
    let after = document["end_time"].as_f64() >= document["start_time"].as_f64();
    check(!has("end_time") || (document["end_time"].is_number() && after), "InvalidEndTime")?;
    check(has("parent_id") || !is_alone, "MissingParentId")?;
    let parent = &document["parent_id"];
    check(!has("parent_id") || (digits(parent, 16) && parent != "0000000000000000"), "InvalidParentId")?;
    let namespace = document["namespace"].as_str();
    let known = matches!(namespace, Some("aws" | "remote" | "local"));
    check(is_segment || !has("namespace") || known, "InvalidNamespace")?;
    let cause = &document["cause"];
    check(cause.is_null() || cause.is_string() || cause.is_object(), "InvalidCause")?;
    embedded(&document["subsegments"])
}

fn embedded(subsegments: &Value) -> Judged {
    let wrong = || Err(("ParseError".to_owned(), None));
    match subsegments {
        Value::Null => Ok(()),
        Value::Array(all) => {
            all.iter().try_for_each(|one| if one.is_object() { judge(one, false, false) } else { wrong() })
        }
        _ => wrong(),
    }
}
