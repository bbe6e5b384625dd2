//! Interfaces.

use super::plan::{Bend, Member, Plan, Struct, Type};
use super::words::{braced as quoted, comment, line};

/// Types that are there already.
pub(super) const TYPES: Bend = |name| ["Array", "Record", "Object"].contains(&name).then(|| format!("{name}_"));

/// Members are called as in the JSON, in quotes.
pub(super) const FIELDS: Bend = |_| None;

pub(super) fn print(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    let events =
        plan.events.map(|events| format!("Events: {}, {}. ", quoted(&events.source), quoted(&events.detail_type)));
    line(&mut out, &format!("// {}{}: generated from a schema.", events.unwrap_or_default(), comment(plan.title)));
    plan.types.iter().for_each(|kind| print_type(&mut out, kind));
    out
}

fn print_type(out: &mut String, kind: &Struct<'_>) {
    line(out, "");
    if kind.fields.is_empty() {
        return line(out, &format!("export type {} = Record<string, unknown>;", kind.name));
    }
    line(out, &format!("export interface {} {{", kind.name));
    for field in &kind.fields {
        let mark = if field.required { "" } else { "?" };
        line(out, &format!("  {}{mark}: {};", quoted(field.key), member(field)));
    }
    line(out, "}");
}

fn member(field: &Member<'_>) -> String {
    or_null(type_of(&field.kind), field.nullable && field.kind != Type::Any)
}

fn type_of(kind: &Type) -> String {
    match kind {
        Type::Any => "unknown".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Integer | Type::Double => "number".to_owned(),
        Type::Text | Type::Instant => "string".to_owned(),
        Type::Object { name, .. } => name.clone(),
        Type::List(element) => {
            let kind = or_null(type_of(&element.kind), element.nullable && element.kind != Type::Any);
            format!("Array<{kind}>")
        }
    }
}

fn or_null(kind: String, nullable: bool) -> String {
    if nullable { format!("{kind} | null") } else { kind }
}
