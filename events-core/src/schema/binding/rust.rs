//! Structs for serde.

use std::fmt::Write as _;

use super::plan::{Bend, Member, Plan, Struct, Type};
use super::words::{braced as quoted, comment, line};

pub(super) const TYPES: Bend = |name| (name == "Self").then(|| "Self_".to_owned());

pub(super) const FIELDS: Bend = |name| match name {
    // Not even raw identifiers may be called so.
    "self" | "super" | "crate" => Some(format!("{name}_")),
    _ if KEYWORDS.contains(&name) => Some(format!("r#{name}")),
    _ => None,
};

/// Paths are written in full, so that no component's name gets in their way.
pub(super) fn print(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    let events =
        plan.events.map(|events| format!(" Events: {}, {}.", quoted(&events.source), quoted(&events.detail_type)));
    line(&mut out, &format!("//! {}.{}", comment(plan.title), events.unwrap_or_default()));
    line(&mut out, "//!");
    line(&mut out, "//! Generated from a schema; needs `serde` with `derive`, and `serde_json`.");
    plan.types.iter().for_each(|kind| print_type(&mut out, kind));
    out
}

fn print_type(out: &mut String, kind: &Struct<'_>) {
    if kind.fields.is_empty() {
        let _ = write!(
            out,
            "\n/// An object of which no member is known.\npub type {} = ::std::collections::BTreeMap<::std::string::String, ::serde_json::Value>;\n",
            kind.name
        );
        return;
    }
    line(out, "");
    line(out, "#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]");
    line(out, &format!("pub struct {} {{", kind.name));
    kind.fields.iter().for_each(|field| print_field(out, field));
    line(out, "}");
}

fn print_field(out: &mut String, field: &Member<'_>) {
    let mut attributes = Vec::new();
    if field.name.trim_start_matches("r#") != field.key {
        attributes.push(format!("rename = {}", quoted(field.key)));
    }
    if !field.required {
        attributes.push("default".to_owned());
        attributes.push("skip_serializing_if = \"::std::option::Option::is_none\"".to_owned());
    }
    if !attributes.is_empty() {
        line(out, &format!("    #[serde({})]", attributes.join(", ")));
    }
    let kind = match &field.kind {
        Type::Object { name, inside: true } => format!("::std::boxed::Box<{name}>"),
        other => type_of(other),
    };
    let is_optional = !field.required || (field.nullable && field.kind != Type::Any);
    let kind = if is_optional { optional(&kind) } else { kind };
    line(out, &format!("    pub {}: {kind},", field.name));
}

fn type_of(kind: &Type) -> String {
    match kind {
        Type::Any => "::serde_json::Value".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Double => "f64".to_owned(),
        Type::Text | Type::Instant => "::std::string::String".to_owned(),
        Type::Object { name, .. } => name.clone(),
        Type::List(element) => {
            let kind = type_of(&element.kind);
            let kind = if element.nullable && element.kind != Type::Any { optional(&kind) } else { kind };
            format!("::std::vec::Vec<{kind}>")
        }
    }
}

fn optional(kind: &str) -> String {
    format!("::std::option::Option<{kind}>")
}

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
