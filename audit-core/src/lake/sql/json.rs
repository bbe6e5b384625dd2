//! JSON within queries: values as JSON, and paths such as `$.a[0]["b c"]`.

use cupola_base::json::Json;

use super::kind::LakeType;
use super::show::real_text;
use super::value::Value;
use crate::{JsonKind, Raw};

/// A value as JSON.
pub(super) fn of(value: &Value, kind: &LakeType) -> String {
    let mut out = String::new();
    write(value, kind, &mut out);
    out
}

fn write(value: &Value, kind: &LakeType, out: &mut String) {
    match (value, kind) {
        (Value::Null, _) => out.push_str("null"),
        (Value::Truth(_) | Value::Whole(_) | Value::Json(_), _) => {
            out.push_str(&value.shown(kind).unwrap_or_default());
        }
        (Value::Real(number), _) if number.is_finite() => out.push_str(&real_text(*number)),
        (Value::List(items), LakeType::Array(item)) => {
            out.push('[');
            for (at, each) in items.iter().enumerate() {
                comma(at, out);
                write(each, item, out);
            }
            out.push(']');
        }
        (Value::Map(entries), LakeType::Map(key, kind)) => {
            out.push('{');
            for (at, (name, each)) in entries.iter().enumerate() {
                comma(at, out);
                string(&name.shown(key).unwrap_or_default(), out);
                out.push(':');
                write(each, kind, out);
            }
            out.push('}');
        }
        (Value::Row(items), LakeType::Row(fields)) => {
            out.push('{');
            for (at, (each, (name, kind))) in items.iter().zip(fields).enumerate() {
                comma(at, out);
                string(name, out);
                out.push(':');
                write(each, kind, out);
            }
            out.push('}');
        }
        _ => string(&value.shown(kind).unwrap_or_default(), out),
    }
}

fn comma(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}

fn string(text: &str, out: &mut String) {
    out.push_str(Json::of(text).as_str());
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// Reads a path: `$`, `.name`, `["name"]`, `[0]`. `None` when it is none.
///
/// # Source
/// Trino documentation, "JSON functions and operators", `json_extract`.
pub(super) fn path(text: &str) -> Option<Vec<Step>> {
    let mut rest = text.trim().strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            (!name.is_empty()).then(|| steps.push(Step::Member(name.trim_matches('"').to_owned())))?;
            rest = after;
        } else {
            let after = rest.strip_prefix('[')?;
            let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''));
            if let Some(quote) = quote {
                let (name, after) = after[1..].split_once(quote)?;
                steps.push(Step::Member(name.to_owned()));
                rest = after.strip_prefix(']')?;
            } else {
                let (inside, after) = after.split_once(']')?;
                steps.push(match inside.trim().parse() {
                    Ok(item) => Step::Item(item),
                    Err(_)
                        if !inside.is_empty() && inside.chars().all(|c| c.is_alphanumeric() || "_-:".contains(c)) =>
                    {
                        Step::Member(inside.to_owned())
                    }
                    Err(_) => return None,
                });
                rest = after;
            }
        }
    }
    Some(steps)
}

/// What stands at a path.
pub(super) fn at<'a>(text: &'a str, path: &[Step]) -> Option<Raw<'a>> {
    let mut value = Raw::parse(text).ok()?;
    for step in path {
        value = match step {
            Step::Member(name) => value.members().filter(|(key, _)| key == name.as_str()).last()?.1,
            Step::Item(at) => value.items().nth(*at)?,
        };
    }
    Some(value)
}

/// A text, number or truth value as text; `None` for others.
pub(super) fn scalar(value: Raw<'_>) -> Option<String> {
    match value.kind() {
        JsonKind::Text => value.text().map(Into::into),
        JsonKind::Number | JsonKind::Boolean => Some(value.as_str().to_owned()),
        JsonKind::Object | JsonKind::Array | JsonKind::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_values() {
        let text = r#"{"a": {"b c": [1, {"d": "x\n"}]}, "AWS:Item": {"e": null}}"#;
        let found = |at_path: &str| at(text, &path(at_path).unwrap()).map(|raw| raw.as_str().to_owned());
        assert_eq!(found("$.a[\"b c\"][1].d").as_deref(), Some(r#""x\n""#));
        assert_eq!(found("$['a']['b c'][0]").as_deref(), Some("1"));
        assert_eq!(found("$.AWS:Item.e").as_deref(), Some("null"));
        assert_eq!(found("$.a.x"), None);
        assert_eq!(found("$").as_deref(), Some(text));
        for wrong in ["", "a", "$x", "$.", "$[", "$[]", "$..a", "$['a'"] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn values_are_written_as_json() {
        let kind = LakeType::parse("row(a varchar, b array(double), c map(varchar, boolean), d json)").unwrap();
        let map = Value::Map([(Value::text("k\""), Value::Truth(true))].into());
        let row =
            [Value::text("\u{1}\n"), Value::list(vec![Value::Real(1.5), Value::Null]), map, Value::Json("[1]".into())];
        let json = of(&Value::Row(row.into()), &kind);
        assert_eq!(json, r#"{"a":"\u0001\n","b":[1.5,null],"c":{"k\"":true},"d":[1]}"#);
    }
}
