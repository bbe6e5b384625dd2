//! Functions of JSON. A text counts as JSON wherever JSON is read.
//!
//! Source: Trino documentation, "JSON functions and operators".

use super::{Function, Signature, any, fixed, whole};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::json::{self, Step};
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::value::Value;
use crate::{JsonKind, Raw};

pub(super) const FUNCTIONS: &[Function] = &[
    any(
        "json_extract",
        "json or varchar, path",
        |given| path_sign(given, LakeType::Json),
        |_, args| Ok(at(&args[0], &args[1])?.map_or(Value::Null, |raw| Value::Json(raw.as_str().into()))),
    ),
    any(
        "json_extract_scalar",
        "json or varchar, path",
        |given| path_sign(given, LakeType::Varchar),
        |_, args| Ok(at(&args[0], &args[1])?.and_then(json::scalar).map_or(Value::Null, Value::text)),
    ),
    any(
        "json_size",
        "json or varchar, path",
        |given| path_sign(given, LakeType::Bigint),
        |_, args| {
            Ok(at(&args[0], &args[1])?.map_or(Value::Null, |raw| whole(raw.members().count() + raw.items().count())))
        },
    ),
    fixed("json_parse", &["varchar"], 0, "json", |_, args| {
        let text = args[0].as_text();
        let raw = Raw::parse(text).map_err(|error| LakeFault::argument("json_parse", error.to_string()))?;
        Ok(Value::Json(raw.as_str().into()))
    }),
    fixed("json_format", &["json"], 0, "varchar", |_, args| Ok(Value::Text(args[0].as_arc()))),
    any(
        "json_array_length",
        "json or varchar",
        |given| json_sign(given, LakeType::Bigint),
        |_, args| Ok(array(&args[0]).map_or(Value::Null, |raw| whole(raw.items().count()))),
    ),
    any("json_array_get", "json or varchar, bigint", get_sign, |_, args| Ok(get(args))),
    any("json_array_contains", "json or varchar, value", contains_sign, |_, args| Ok(contains(args))),
    any(
        "is_json_scalar",
        "json or varchar",
        |given| json_sign(given, LakeType::Boolean),
        |_, args| {
            let raw = Raw::parse(args[0].as_text())
                .map_err(|error| LakeFault::argument("is_json_scalar", error.to_string()))?;
            Ok(Value::Truth(!matches!(raw.kind(), JsonKind::Object | JsonKind::Array)))
        },
    ),
];

/// JSON stays JSON, a text a text.
fn source(kind: &LakeType) -> Option<LakeType> {
    match kind {
        LakeType::Json | LakeType::Varchar => Some(kind.clone()),
        LakeType::Unknown => Some(LakeType::Json),
        _ => None,
    }
}

fn path_sign(given: &[LakeType], result: LakeType) -> Option<Signature> {
    let [kind, LakeType::Varchar | LakeType::Unknown] = given else { return None };
    Some(Signature::new([source(kind)?, LakeType::Varchar], result))
}

fn json_sign(given: &[LakeType], result: LakeType) -> Option<Signature> {
    let [kind] = given else { return None };
    Some(Signature::new([source(kind)?], result))
}

fn get_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind, LakeType::Bigint | LakeType::Unknown] = given else { return None };
    Some(Signature::new([source(kind)?, LakeType::Bigint], LakeType::Json))
}

fn contains_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind, value] = given else { return None };
    let known = matches!(value, LakeType::Boolean | LakeType::Bigint | LakeType::Double | LakeType::Varchar);
    Some(Signature::new([source(kind).filter(|_| known)?, value.clone()], LakeType::Boolean))
}

fn at<'v>(json: &'v Value, path: &Value) -> Result<Option<Raw<'v>>, LakeFault> {
    let path = path.as_text();
    let steps =
        json::path(path).ok_or_else(|| LakeFault::argument("json_extract", format!("Invalid JSON path: '{path}'")))?;
    Ok(json::at(json.as_text(), &steps))
}

fn array(json: &Value) -> Option<Raw<'_>> {
    Raw::parse(json.as_text()).ok().filter(|raw| raw.kind() == JsonKind::Array)
}

/// From 0; from the end when negative.
fn get(args: &[Value]) -> Value {
    let found = array(&args[0]).and_then(|raw| {
        let place = args[1].as_whole();
        let count = raw.items().count();
        let back = usize::try_from(place.unsigned_abs()).ok()?;
        let place = if place < 0 { count.checked_sub(back)? } else { back };
        json::at(args[0].as_text(), &[Step::Item(place)])
    });
    found.map_or(Value::Null, |raw| Value::Json(raw.as_str().into()))
}

fn contains(args: &[Value]) -> Value {
    let Some(raw) = array(&args[0]) else { return Value::Null };
    let is = |item: Raw<'_>| match &args[1] {
        Value::Text(text) => item.text().is_some_and(|item| *item == **text),
        Value::Truth(truth) => item.as_str() == if *truth { "true" } else { "false" },
        number => {
            item.kind() == JsonKind::Number
                && item
                    .as_str()
                    .parse()
                    .is_ok_and(|item: f64| Value::Real(item).order(&Value::Real(number.as_real())).is_eq())
        }
    };
    Value::Truth(raw.items().any(is))
}
