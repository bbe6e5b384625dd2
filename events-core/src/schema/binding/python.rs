//! Data classes.

use super::plan::{Bend, Member, Plan, Struct, Type};
use super::words::{comment, line, literal};

pub(super) const TYPES: Bend = |name| RESERVED.contains(&name).then(|| format!("{name}_"));

pub(super) const FIELDS: Bend =
    |name| (RESERVED.contains(&name) || ["from_dict", "to_dict", "data"].contains(&name)).then(|| format!("{name}_"));

/// Fields that must be there come first, as data classes ask for. Modules are imported under names that no component
/// can have.
pub(super) fn print(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    let events =
        plan.events.map(|events| format!("Events: {}, {}. ", quoted(&events.source), quoted(&events.detail_type)));
    line(&mut out, "# -*- coding: utf-8 -*-");
    line(&mut out, &format!("# {}{}: generated from a schema.", events.unwrap_or_default(), comment(plan.title)));
    line(&mut out, "from __future__ import annotations");
    line(&mut out, "");
    line(&mut out, "import dataclasses as _dataclasses");
    line(&mut out, "import typing as _typing");
    plan.types.iter().for_each(|kind| print_type(&mut out, kind));
    out
}

fn print_type(out: &mut String, kind: &Struct<'_>) {
    line(out, "");
    line(out, "");
    line(out, "@_dataclasses.dataclass");
    line(out, &format!("class {}:", kind.name));
    let (required, optional): (Vec<_>, Vec<_>) = kind.fields.iter().partition(|field| field.required);
    for field in &required {
        line(out, &format!("    {}: {}", field.name, annotation(field)));
    }
    for field in &optional {
        line(out, &format!("    {}: {} = None", field.name, annotation(field)));
    }
    if kind.fields.is_empty() {
        line(out, "    data: _typing.Dict[str, _typing.Any]");
    }
    print_from(out, kind);
    print_to(out, kind);
}

fn print_from(out: &mut String, kind: &Struct<'_>) {
    line(out, "");
    line(out, "    @classmethod");
    line(out, &format!("    def from_dict(cls, data: _typing.Dict[str, _typing.Any]) -> {}:", kind.name));
    if kind.fields.is_empty() {
        return line(out, "        return cls(dict(data))");
    }
    line(out, "        return cls(");
    for field in &kind.fields {
        let key = quoted(field.key);
        let value = if field.required { format!("data[{key}]") } else { format!("data.get({key})") };
        line(out, &format!("            {}={},", field.name, reading(&field.kind, &value, is_optional(field), 0)));
    }
    line(out, "        )");
}

fn print_to(out: &mut String, kind: &Struct<'_>) {
    line(out, "");
    line(out, "    def to_dict(self) -> _typing.Dict[str, _typing.Any]:");
    if kind.fields.is_empty() {
        return line(out, "        return dict(self.data)");
    }
    line(out, "        data: _typing.Dict[str, _typing.Any] = {}");
    for field in &kind.fields {
        let value = format!("self.{}", field.name);
        let set = format!("data[{}] = {}", quoted(field.key), writing(&field.kind, &value, is_optional(field), 0));
        match field.required {
            true => line(out, &format!("        {set}")),
            false => {
                line(out, &format!("        if {value} is not None:"));
                line(out, &format!("            {set}"));
            }
        }
    }
    line(out, "        return data");
}

fn is_optional(field: &Member<'_>) -> bool {
    !field.required || field.nullable
}

fn annotation(field: &Member<'_>) -> String {
    let kind = type_of(&field.kind);
    if is_optional(field) { format!("_typing.Optional[{kind}]") } else { kind }
}

fn type_of(kind: &Type) -> String {
    match kind {
        Type::Any => "_typing.Any".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Double => "float".to_owned(),
        Type::Text | Type::Instant => "str".to_owned(),
        Type::Object { name, .. } => name.clone(),
        Type::List(element) if element.nullable => {
            format!("_typing.List[_typing.Optional[{}]]", type_of(&element.kind))
        }
        Type::List(element) => format!("_typing.List[{}]", type_of(&element.kind)),
    }
}

fn reading(kind: &Type, value: &str, optional: bool, depth: usize) -> String {
    converted(kind, value, optional, depth, |name, value| format!("{name}.from_dict({value})"))
}

fn writing(kind: &Type, value: &str, optional: bool, depth: usize) -> String {
    converted(kind, value, optional, depth, |_, value| format!("{value}.to_dict()"))
}

/// A value with its objects converted, those in lists too.
fn converted(kind: &Type, value: &str, optional: bool, depth: usize, convert: fn(&str, &str) -> String) -> String {
    let made = match kind {
        Type::Object { name, .. } => convert(name, value),
        Type::List(element) if holds_objects(&element.kind) && depth < MOST_LOOPS => {
            let item = format!("item{depth}");
            let inner = converted(&element.kind, &item, element.nullable, depth + 1, convert);
            format!("[{inner} for {item} in {value}]")
        }
        _ => return value.to_owned(),
    };
    if optional { format!("None if {value} is None else {made}") } else { made }
}

/// Loops within loops that Python takes; lists nested deeper are left as they are.
const MOST_LOOPS: usize = 12;

fn holds_objects(kind: &Type) -> bool {
    match kind {
        Type::Object { .. } => true,
        Type::List(element) => holds_objects(&element.kind),
        _ => false,
    }
}

fn quoted(text: &str) -> String {
    literal(text, |code| format!("\\U{code:08x}"))
}

const RESERVED: &[&str] = &[
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "bool",
    "break",
    "class",
    "cls",
    "continue",
    "def",
    "del",
    "dict",
    "elif",
    "else",
    "except",
    "finally",
    "float",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "int",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "self",
    "str",
    "try",
    "while",
    "with",
    "yield",
    "classmethod",
];
